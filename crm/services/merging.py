"""Two inquiries of one person become one, with the history of both."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.exceptions import Refused
from crm import audit, timeline
from crm.models import Conversion, FollowUp, Inquiry, InquiryTag, TimelineEntry
from crm.services.base import lock, touch
from crm.services.status import write_status

Status = Inquiry.Status

# What somebody chooses from where the two differ.
CHOSEN = ("name", "phone", "email", "language", "contact_time", "message", "counselor")
# Where the person came from first; taken from whichever inquiry is older.
_ORIGIN = (
    "source",
    "channel",
    "campaign",
    "utm",
    "page",
    "page_revision",
    "referrer",
    "created_at",
    "created_by",
)
# From the beginning to the end; what is lost counts for less than what is open.
_HOW_FAR = (
    Status.LOST,
    Status.NEW,
    Status.CONTACTED,
    Status.FOLLOW_UP_SCHEDULED,
    Status.ENROLLED,
)


@transaction.atomic
def merge(
    *,
    keep: Inquiry,
    other: Inquiry,
    by: User,
    taken: Collection[str] = (),
    request: HttpRequest | None = None,
) -> Inquiry:
    """Merge `other` into `keep`; of the fields in `taken` the words of `other` stay.

    What `keep` lacks it takes anyway. The row of `other` stays and leads to `keep`; its own number
    and address still find the person. Two who merge the same pair at once, even crosswise, end in
    one merge and one refusal.
    """
    if keep.pk == other.pk:
        raise Refused("same_inquiry", _("This is one inquiry, not two."))
    # Both in the order of their keys: who merges crosswise then waits instead of locking up.
    held = {each.pk: each for each in _in_order(keep, other, by)}
    kept, gone = held[keep.pk], held[other.pk]
    _refuse_students(kept, gone)
    before = gone.counselor_id
    differing = _differing(kept, gone)
    _take(kept, gone, taken)
    _take_origin(kept, gone)
    _move_belongings(kept, gone)
    _settle_status(kept, gone, by)
    Inquiry.objects.filter(merged_into=gone).update(merged_into=kept)
    gone.merged_into = kept
    gone.student = None
    gone.save(update_fields=["merged_into", "student", "updated_at"])
    timeline.record(
        TimelineEntry.Kind.MERGED,
        inquiry=kept,
        by=by,
        other=gone.uuid.hex,
        before=differing,
    )
    audit.record(audit.MERGE, inquiry=kept, by=by, request=request, other=gone.pk)
    touch(kept, what="merged", is_activity=False, before=before)
    return kept


@transaction.atomic
def keep_apart(*, one: Inquiry, other: Inquiry, by: User) -> None:
    """Note that these are two people, so that nobody is asked again."""
    first, second = _in_order(one, other, by)
    timeline.record(
        TimelineEntry.Kind.CHANGED,
        inquiry=first,
        by=by,
        apart_from=second.uuid.hex,
    )


def _in_order(one: Inquiry, other: Inquiry, by: User) -> list[Inquiry]:
    return [
        lock(each, by=by) for each in sorted((one, other), key=lambda each: each.pk)
    ]


def _refuse_students(kept: Inquiry, gone: Inquiry) -> None:
    if kept.student_id and gone.student_id and kept.student_id != gone.student_id:
        raise Refused(
            "two_students",
            _("Both are students, with an account each. They can't become one."),
        )
    if gone.status == Status.ENROLLED or Conversion.objects.filter(inquiry=gone):
        raise Refused(
            "enrolled",
            _(
                "Keep the inquiry that led to an enrolment, and merge the other into it."
            ),
        )


def _differing(kept: Inquiry, gone: Inquiry) -> dict[str, list[str]]:
    """Return what each of the two said about how to reach the person, where it differs."""
    return {
        name: [getattr(kept, name), getattr(gone, name)]
        for name in ("name", "phone", "email")
        if getattr(kept, name) != getattr(gone, name)
    }


def _take(kept: Inquiry, gone: Inquiry, taken: Collection[str]) -> None:
    for name in CHOSEN:
        column = _column(name)
        theirs = getattr(gone, column)
        if theirs and (name in taken or not getattr(kept, column)):
            setattr(kept, column, theirs)
            if name == "phone":
                kept.phone_number = gone.phone_number
            elif name == "counselor":
                kept.assigned_at = gone.assigned_at
    kept.student_id = kept.student_id or gone.student_id
    kept.priority = max(kept.priority, gone.priority)
    kept.last_activity_at = max(kept.last_activity_at, gone.last_activity_at)


def _column(name: str) -> str:
    """Return where a field's value stands: what a key points to need not be loaded."""
    field: Any = Inquiry._meta.get_field(name)
    return str(field.attname)


def _take_origin(kept: Inquiry, gone: Inquiry) -> None:
    if gone.created_at < kept.created_at:
        for name in _ORIGIN:
            column = _column(name)
            setattr(kept, column, getattr(gone, column))
    kept.save()


def _move_belongings(kept: Inquiry, gone: Inquiry) -> None:
    """Move what hangs on the other inquiry; its timeline is read through `merged_into`."""
    pending = FollowUp.objects.filter(inquiry__in=(kept, gone)).pending()
    planned = list(pending.order_by("due_at", "pk"))
    for later in planned[1:]:
        later.status = FollowUp.Status.CANCELLED
        later.closed_at = timezone.now()
        later.save(update_fields=["status", "closed_at", "updated_at"])
    gone.follow_ups.update(inquiry=kept)
    kept.follow_ups.pending().update(counselor=kept.counselor_id)
    gone.messages.update(inquiry=kept)
    gone.consents.update(inquiry=kept)
    kept.courses.add(*gone.courses.all())
    kept.tags.add(*gone.tags.all())
    InquiryTag.objects.filter(content_object=gone).delete()


def _settle_status(kept: Inquiry, gone: Inquiry, by: User) -> None:
    further = max(kept.status, gone.status, key=_HOW_FAR.index)
    is_planned = kept.follow_ups.pending().exists()
    if further == Status.CONTACTED and is_planned:
        further = Status.FOLLOW_UP_SCHEDULED
    if further != kept.status:
        write_status(kept, further, by=by)
