"""A person is forgotten; that somebody asked, when and for what, is still counted."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.exceptions import Refused
from crm import audit
from crm.importing.forgetting import forget_in_imports
from crm.models import (
    ContactConsent,
    ContactTime,
    Conversion,
    FollowUp,
    Inquiry,
    InquiryTag,
    Message,
    TimelineEntry,
)
from crm.permissions import may_erase
from crm.services.base import lock, touch
from crm.services.status import close_planned

# What an entry of the timeline may keep: words of ours, and what is counted.
_COUNTED = frozenset(
    {
        "after",
        "before_status",
        "campaign",
        "channel",
        "courses",
        "due_at",
        "lost_reason",
        "medium",
        "outcome",
        "points",
    }
)


@transaction.atomic
def erase(*, inquiry: Inquiry, by: User, request: HttpRequest | None = None) -> Inquiry:
    """Blank everything that says who it was, here and in what was merged into it. For good.

    Status, source, campaign, dates, courses and score stay as anonymous counts. A student's account
    is left alone and no longer linked: accounts are erased by themselves.
    """
    if not may_erase(by):
        raise Refused("not_allowed", _("Only admins erase people."))
    current = lock(inquiry, by=by)
    merged = list(Inquiry.objects.filter(merged_into=current).select_for_update())
    rows = [current, *merged]
    close_planned(current)
    forget_in_imports([row.as_person() for row in rows])
    for row in rows:
        _blank(row)
    _blank_belongings(rows)
    audit.record(audit.ERASE, inquiry=current, by=by, request=request)
    audit.forget_names(rows)
    touch(current, what="erased", is_activity=False)
    return current


def _blank(row: Inquiry) -> None:
    row.name = row.phone = row.phone_number = row.email = ""
    row.language = row.message = row.referrer = ""
    row.contact_time = ContactTime.ANY
    row.utm = {}
    row.score_reasons = []
    row.student = None
    row.erased_at = timezone.now()
    row.save()


def _blank_belongings(rows: list[Inquiry]) -> None:
    FollowUp.objects.filter(inquiry__in=rows).update(notes="")
    Message.objects.filter(inquiry__in=rows).update(
        address="", subject="", body="", error=""
    )
    ContactConsent.objects.filter(inquiry__in=rows).update(wording="")
    Conversion.objects.filter(inquiry__in=rows).update(student=None)
    InquiryTag.objects.filter(content_object__in=rows).delete()
    entries = list(TimelineEntry.objects.filter(inquiry__in=rows))
    for entry in entries:
        entry.text = ""
        entry.data = _counted(entry.data)
        entry.student = None
        entry.request_key = None
    TimelineEntry.objects.bulk_update(
        entries, ["text", "data", "student", "request_key"], batch_size=500
    )


def _counted(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name in _COUNTED}
