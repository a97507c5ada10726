"""The rules of the statuses: enrolled only by conversion, lost with a reason, reopened with history."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.exceptions import Refused
from crm import timeline
from crm.models import FollowUp, Inquiry, StatusChange, TimelineEntry
from crm.services.base import lock, refuse_closed, touch

Status = Inquiry.Status


@transaction.atomic
def change_status(
    *,
    inquiry: Inquiry,
    status: str,
    by: User | None = None,
    lost_reason: str = "",
    note: str = "",
) -> Inquiry:
    """Move an open inquiry on, or a lost one back into the pipeline.

    `lost` needs a reason and closes what was planned, `follow_up_scheduled` a plan. `enrolled` is reached by
    `crm.services.convert` alone, and left by nothing.
    """
    current = lock(inquiry, by=by)
    if status == Status.ENROLLED:
        raise Refused(
            "conversion", _("Somebody becomes enrolled by converting the inquiry.")
        )
    is_back = current.status == Status.LOST and status in Inquiry.OPEN
    if not is_back:
        refuse_closed(current)
    if status == current.status:
        return current
    if status == Status.LOST:
        if lost_reason not in Inquiry.LostReason.values:
            raise Refused("no_reason", _("Say why the inquiry is lost."))
        close_planned(current)
    elif status == Status.FOLLOW_UP_SCHEDULED and not _is_planned(current):
        raise Refused("nothing_planned", _("Plan a follow-up: when, and how?"))
    return _moved(current, status, by=by, lost_reason=lost_reason, note=note)


def reopen(*, inquiry: Inquiry, by: User | None = None, note: str = "") -> Inquiry:
    """Bring a lost inquiry back: as contacted if somebody has spoken with the person."""
    spoke = inquiry.follow_ups.filter(outcome__in=FollowUp.SPOKE).exists()
    return change_status(
        inquiry=inquiry,
        status=Status.CONTACTED if spoke else Status.NEW,
        by=by,
        note=note,
    )


def _is_planned(inquiry: Inquiry) -> bool:
    return inquiry.follow_ups.pending().exists()


def close_planned(inquiry: Inquiry) -> None:
    """Cancel what is planned; nobody is to be called any more."""
    inquiry.follow_ups.pending().update(
        status=FollowUp.Status.CANCELLED, closed_at=timezone.now()
    )


def _moved(
    inquiry: Inquiry,
    status: str,
    *,
    by: User | None,
    lost_reason: str = "",
    note: str = "",
) -> Inquiry:
    reason = lost_reason if status == Status.LOST else ""
    write_status(inquiry, status, by=by, lost_reason=reason)
    timeline.record(
        TimelineEntry.Kind.STATUS,
        inquiry=inquiry,
        by=by,
        text=note.strip(),
        after=status,
        lost_reason=reason,
    )
    touch(inquiry, what="status", is_activity=by is not None)
    return inquiry


def write_status(
    inquiry: Inquiry, status: str, *, by: User | None, lost_reason: str = ""
) -> None:
    """Write a status and its line in the history. The row must be locked; no rule is asked."""
    now = timezone.now()
    StatusChange.objects.create(
        inquiry=inquiry,
        before=inquiry.status,
        after=status,
        lost_reason=lost_reason,
        at=now,
        by=by,
    )
    inquiry.status = status
    inquiry.lost_reason = lost_reason
    inquiry.status_changed_at = now
    inquiry.save(
        update_fields=["status", "lost_reason", "status_changed_at", "updated_at"]
    )
