"""Follow-ups that nobody kept: they become missed by themselves, and somebody hears of it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from accounts import mails
from accounts.models import ADMIN_ROLES, User
from crm import timeline
from crm.live import tell_desks
from crm.models import CRMSettings, FollowUp, Inquiry, TimelineEntry
from crm.services.suggestions import offices

Status = FollowUp.Status

LINES = 20  # of a letter; the desk shows the rest
AT_ONCE = 200  # rows that one transaction holds
REMINDED_BEFORE = timedelta(minutes=15)


def miss_overdue(*, now: datetime | None = None) -> int:
    """Turn what is overdue for too long into missed, and tell each counselor in one letter.

    Return how many. The clock rests on days on which the counselor or the office is away.
    """
    now = now or timezone.now()
    hours = CRMSettings.load().missed_after_hours
    everybodys = offices()
    candidates = (
        FollowUp.objects.pending()
        .filter(
            due_at__lte=now - timedelta(hours=hours),
            inquiry__merged_into=None,
            inquiry__erased_at=None,
        )
        .order_by("inquiry")
        .values_list("pk", "counselor", "due_at")
    )
    late: dict[int | None, list[int]] = defaultdict(list)
    for pk, counselor, due_at in candidates:
        office = everybodys.get(counselor, everybodys[None])
        if office.after_hours(due_at, hours) <= now:
            late[counselor].append(pk)
    return sum(
        _miss(pks[start : start + AT_ONCE], counselor, now)
        for counselor, pks in late.items()
        for start in range(0, len(pks), AT_ONCE)
    )


@transaction.atomic
def _miss(pks: list[int], counselor: int | None, now: datetime) -> int:
    """Claim the rows that are still pending; another worker's, or one in use, are left alone."""
    # The inquiry's row, as every verb holds it: nobody logs a contact meanwhile.
    held = list(
        Inquiry.objects.filter(follow_ups__in=pks)
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")
    )
    claimed = list(
        FollowUp.objects.pending()
        .filter(pk__in=pks, inquiry__in=held)
        .select_related("inquiry")
        .order_by("due_at")
    )
    FollowUp.objects.filter(pk__in=[each.pk for each in claimed]).update(
        status=Status.MISSED, closed_at=now
    )
    for follow_up in claimed:
        timeline.record(
            TimelineEntry.Kind.MISSED,
            inquiry=follow_up.inquiry,
            at=now,
            follow_up=follow_up,
            medium=follow_up.medium,
            due_at=follow_up.due_at.isoformat(),
        )
        tell_desks(follow_up.inquiry, what="missed")
    person = User.objects.active().filter(pk=counselor).first()
    if claimed and person:
        _write("crm/missed", person, claimed)
    return len(claimed)


@transaction.atomic
def escalate_missed(*, now: datetime | None = None) -> int:
    """Tell the admins, once and in one letter each, of what is missed and was not made up for."""
    now = now or timezone.now()
    hours = CRMSettings.load().escalated_after_hours
    office = offices()[None]
    made_up = FollowUp.objects.filter(
        inquiry=OuterRef("inquiry"),
        status__in=(Status.PENDING, Status.COMPLETED),
    ).exclude(status=Status.COMPLETED, closed_at__lt=OuterRef("closed_at"))
    missed = (
        FollowUp.objects.filter(
            ~Exists(made_up),
            status=Status.MISSED,
            escalated_at=None,
            closed_at__lte=now - timedelta(hours=hours),
            inquiry__status__in=Inquiry.OPEN,
            inquiry__merged_into=None,
        )
        .select_related("inquiry", "counselor")
        .order_by("due_at")
    )
    told = [
        each
        for each in missed
        if each.closed_at and office.after_hours(each.closed_at, hours) <= now
    ]
    claimed = [
        each
        for each in told
        if FollowUp.objects.filter(pk=each.pk, escalated_at=None).update(
            escalated_at=now
        )
    ]
    if claimed:
        for admin in User.objects.active().with_role(*ADMIN_ROLES):
            _write("crm/escalated", admin, claimed)
    return len(claimed)


def remind(*, now: datetime | None = None) -> int:
    """Say on the desks what is due in a quarter of an hour, each once."""
    now = now or timezone.now()
    soon = (
        FollowUp.objects.pending()
        .filter(
            due_at__gt=now, due_at__lte=now + REMINDED_BEFORE, reminded_at__isnull=True
        )
        .select_related("inquiry")
    )
    reminded = [
        each
        for each in soon
        if FollowUp.objects.filter(
            pk=each.pk, status=Status.PENDING, reminded_at=None
        ).update(reminded_at=now)
    ]
    for follow_up in reminded:
        tell_desks(follow_up.inquiry, what="due")
    return len(reminded)


def _write(letter: str, to: User, follow_ups: Iterable[FollowUp]) -> None:
    follow_ups = list(follow_ups)
    mails.send_later(
        letter,
        to,
        count=len(follow_ups),
        lines=[_line(each) for each in follow_ups[:LINES]],
        more=max(0, len(follow_ups) - LINES),
        path=reverse("crm:desk"),
    )


def _line(follow_up: FollowUp) -> dict[str, Any]:
    """Return plain words: the letter waits in a queue."""
    due = timezone.localtime(follow_up.due_at, timezone.get_default_timezone())
    return {
        "name": str(follow_up.inquiry),
        "medium": str(follow_up.get_medium_display()),
        "due": f"{due:%Y-%m-%d %H:%M}",
        "counselor": str(follow_up.counselor or ""),
    }
