"""What the addresses of merging and importing name."""

from typing import Any

from accounts.models import User
from crm.models import InquiryImport
from crm.tests.factories import make_inquiry


def matching_names(people: dict[str, User]) -> dict[str, Any]:
    """The counselor of the table has an import that waits and one that is done; an admin has another."""
    counselor = people["counselor"]
    waiting: dict[str, Any] = {
        "content": b"Name,Phone\nNoor,9820011111\n",
        "defaults": {"heading": ["Name", "Phone"], "guess": {"name": 0, "phone": 1}},
    }
    done: dict[str, Any] = {
        "status": InquiryImport.Status.DONE,
        "counts_by_verdict": {"new": 1},
    }
    imports = {
        "inquiry_import": (counselor, waiting),
        "done_inquiry_import": (counselor, done),
        "foreign_inquiry_import": (people["admin"], done),
    }
    return {
        "second_inquiry": make_inquiry("Pria Sharma", counselor=counselor).uuid,
        **{
            name: InquiryImport.objects.create(
                file_name="fair.csv", uploaded_by=by, **fields
            ).uuid
            for name, (by, fields) in imports.items()
        },
    }
