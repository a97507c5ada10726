"""One timeline of everything that ever happened with a person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from crm.models import FollowUp, Inquiry, Message, TimelineEntry

Kind = TimelineEntry.Kind


def record(
    kind: str,
    *,
    inquiry: Inquiry | None = None,
    student: User | None = None,
    by: User | None = None,
    at: datetime | None = None,
    text: str = "",
    request_key: UUID | None = None,
    follow_up: FollowUp | None = None,
    crm_message: Message | None = None,
    **data: Any,
) -> TimelineEntry:
    """Add one entry. `data` holds plain JSON: names and words as they were on that day."""
    return TimelineEntry.objects.create(
        kind=kind,
        inquiry=inquiry,
        student=student,
        by=by,
        at=at or timezone.now(),
        text=text,
        request_key=request_key,
        follow_up=follow_up,
        crm_message=crm_message,
        data=data,
    )
