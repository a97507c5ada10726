"""Messages that the addresses of the table name."""

from typing import Any

from accounts.models import Role, User
from crm.consents import consent_token
from crm.tests.factories import make_inquiry, make_message, make_template
from tests.factories import make_user


def message_names(people: dict[str, User]) -> dict[str, Any]:
    """A letter of the counselor's, one of another's, a template, and a person's own page."""
    inquiry = make_inquiry(counselor=people["counselor"])
    foreign = make_inquiry(counselor=make_user("conrad", Role.COUNSELOR))
    return {
        "letter": make_message(inquiry).uuid,
        "foreign_letter": make_message(foreign).uuid,
        "message_template": make_template().pk,
        "consent_token": consent_token(inquiry),
    }
