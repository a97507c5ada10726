"""What the addresses of the CRM name."""

from typing import Any

from accounts.models import Role, User
from crm.tests.factories import make_inquiry
from tests.factories import make_user


def crm_names(people: dict[str, User]) -> dict[str, Any]:
    """`inquiry` belongs to the counselor of the table, `foreign_inquiry` to another one."""
    carl = make_user("carl", Role.COUNSELOR)
    return {
        "inquiry": make_inquiry("Priya Sharma", counselor=people["counselor"]).uuid,
        "foreign_inquiry": make_inquiry("Jan Novak", counselor=carl).uuid,
    }
