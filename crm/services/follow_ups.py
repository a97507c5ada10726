"""Contact is planned, takes place, and always leads to the next step or to an end."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.exceptions import Refused
from crm import timeline
from crm.models import FollowUp, Inquiry, Medium, TimelineEntry
from crm.services.base import lock, refuse_closed, touch
from crm.services.status import change_status, close_planned, write_status

Status = FollowUp.Status


@dataclass(frozen=True, slots=True)
class Next:
    """The next contact with a person."""

    at: datetime
    medium: str = Medium.CALL
    notes: str = ""


@transaction.atomic
def plan_follow_up(*, inquiry: Inquiry, next_: Next, by: User | None) -> FollowUp:
    """Plan the next contact; what was planned before is replaced."""
    current = lock(inquiry, by=by)
    refuse_closed(current)
    follow_up = _plan(current, next_, by)
    touch(current, what="planned", is_activity=False)
    return follow_up


def plan_though_closed(*, inquiry: Inquiry, next_: Next, by: User) -> FollowUp:
    """Plan contact with a new student, or with one who was lost and is about to come back.

    Whoever calls this holds the row and tells the desks.
    """
    return _plan(inquiry, next_, by)


@transaction.atomic
def log_contact(
    *,
    inquiry: Inquiry,
    medium: str,
    outcome: str,
    by: User,
    notes: str = "",
    next_: Next | None = None,
    lost_reason: str = "",
    request_key: UUID | None = None,
) -> FollowUp:
    """Note that contact took place. An open inquiry then needs a next step or a reason to end.

    What was planned counts as done by this, whichever kind of contact it was planned as. The same
    `request_key` twice is one contact: a double click must not close the plan it has just made.
    """
    current = lock(inquiry, by=by)
    if logged := _logged_before(current, request_key):
        return logged
    if medium not in Medium.values:
        raise Refused("no_medium", _("Say how you were in contact."))
    if outcome not in FollowUp.Outcome.values:
        raise Refused("no_outcome", _("Say what came of it."))
    if current.is_open and next_ is None and not lost_reason:
        raise Refused(
            "no_next_step",
            _("Say when to contact the person next, or why the inquiry is lost."),
        )
    now = timezone.now()
    planned = current.follow_ups.pending().first()
    follow_up = planned or FollowUp(inquiry=current, due_at=now, created_at=now)
    follow_up.counselor = by if by.is_counselor else follow_up.counselor
    follow_up.medium = medium
    follow_up.outcome = outcome
    follow_up.notes = notes.strip()
    follow_up.status = Status.COMPLETED
    follow_up.closed_at = now
    follow_up.created_by = follow_up.created_by or by
    follow_up.save()
    timeline.record(
        TimelineEntry.Kind.FOLLOW_UP,
        inquiry=current,
        by=by,
        text=follow_up.notes,
        request_key=request_key,
        follow_up=follow_up,
        medium=medium,
        outcome=outcome,
    )
    if current.is_open:
        if lost_reason:
            if current.status == Inquiry.Status.NEW and outcome in FollowUp.SPOKE:
                # They were reached before they said no: the funnel has to show it.
                write_status(current, Inquiry.Status.CONTACTED, by=by)
            change_status(
                inquiry=current,
                status=Inquiry.Status.LOST,
                by=by,
                lost_reason=lost_reason,
            )
            current.refresh_from_db()
        elif next_ is not None:
            _plan(current, next_, by, has_spoken=outcome in FollowUp.SPOKE)
    touch(current, what="contact", at=now)
    inquiry.refresh_from_db()
    return follow_up


def _logged_before(inquiry: Inquiry, key: UUID | None) -> FollowUp | None:
    entries = TimelineEntry.objects.filter(inquiry=inquiry, follow_up__isnull=False)
    entry = key and entries.filter(request_key=key).select_related("follow_up").first()
    return entry.follow_up if entry else None


@transaction.atomic
def cancel_follow_up(*, inquiry: Inquiry, by: User) -> None:
    """Take back what is planned. The inquiry then stands among those without a next step."""
    current = lock(inquiry, by=by)
    close_planned(current)
    if current.status == Inquiry.Status.FOLLOW_UP_SCHEDULED:
        write_status(current, Inquiry.Status.CONTACTED, by=by)
    touch(current, what="planned", is_activity=False)


def _plan(
    inquiry: Inquiry, next_: Next, by: User | None, *, has_spoken: bool = False
) -> FollowUp:
    if next_.at <= timezone.now():
        raise Refused("in_the_past", _("The next contact has to be in the future."))
    if next_.medium not in Medium.values:
        raise Refused("no_medium", _("Say how to contact the person."))
    close_planned(inquiry)
    follow_up = FollowUp.objects.create(
        inquiry=inquiry,
        counselor=inquiry.counselor,
        medium=next_.medium,
        due_at=next_.at,
        notes=next_.notes.strip(),
        created_by=by,
        created_at=timezone.now(),
    )
    timeline.record(
        TimelineEntry.Kind.PLANNED,
        inquiry=inquiry,
        by=by,
        text=follow_up.notes,
        follow_up=follow_up,
        medium=next_.medium,
        due_at=next_.at.isoformat(),
    )
    # A planned first call leaves a new inquiry new: nobody has spoken with the person yet. After
    # contact it goes on at once, in one change: it never stood still as “contacted”.
    is_new = inquiry.status == Inquiry.Status.NEW
    if inquiry.status == Inquiry.Status.CONTACTED or (is_new and has_spoken):
        write_status(inquiry, Inquiry.Status.FOLLOW_UP_SCHEDULED, by=by)
    return follow_up
