"""Whose an inquiry is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.exceptions import Refused
from crm import timeline
from crm.assignment import choose, choose_counselor, read_desks
from crm.live import tell_desks
from crm.models import CRMSettings, FollowUp, Inquiry, TimelineEntry
from crm.permissions import may_assign
from crm.services.base import lock, touch


@dataclass(frozen=True, slots=True)
class Assigned:
    """How many of many were given to somebody, and what hindered the others."""

    done: int
    refusals: list[str]


@transaction.atomic
def assign(
    *, inquiry: Inquiry, counselor: User | None, by: User | None = None, why: str = ""
) -> Inquiry:
    """Give the inquiry, with what is planned, to `counselor`, or to nobody.

    Admins give to anybody; a counselor takes what nobody has. `by` is None where the site itself
    assigns, and `why` then says by which rule.
    """
    current = lock(inquiry, by=by)
    _refuse_others(counselor)
    if by is not None and not may_assign(by):
        takes_it = counselor == by and current.counselor_id in (None, by.pk)
        if not takes_it:
            raise Refused(
                "not_yours_to_give", _("Only admins give inquiries to somebody else.")
            )
    before = current.counselor_id
    if before == (counselor.pk if counselor else None):
        return current
    give(current, counselor, by=by, why=why)
    touch(current, what="assigned", is_activity=False, before=before)
    return current


def _refuse_others(counselor: User | None) -> None:
    if counselor is not None and not (counselor.is_counselor and counselor.is_active):
        raise Refused(
            "not_a_counselor",
            _("Inquiries belong to counselors whose account is open."),
        )


def give(
    inquiry: Inquiry, counselor: User | None, *, by: User | None, why: str
) -> None:
    """Write whose it is and its line in the history. The row must be held; no rule is asked."""
    inquiry.counselor = counselor
    inquiry.assigned_at = timezone.now() if counselor else None
    inquiry.save(update_fields=["counselor", "assigned_at", "updated_at"])
    inquiry.follow_ups.pending().update(counselor=counselor)
    timeline.record(
        TimelineEntry.Kind.ASSIGNED,
        inquiry=inquiry,
        by=by,
        text=why,
        counselor=str(counselor) if counselor else "",
    )


def give_by_rule(inquiry: Inquiry) -> bool:
    """Give an inquiry that has just arrived to whom the rule chooses; the row must be held."""
    counselor, why = choose_counselor(inquiry)
    if counselor is None:
        return False
    give(inquiry, counselor, by=None, why=why)
    return True


def assign_many(
    *, inquiries: Iterable[Inquiry], counselor: User | None, by: User
) -> Assigned:
    """Give each inquiry to `counselor`, or where that is None to whom the rule chooses.

    Each goes by itself: one that was closed or merged meanwhile doesn't keep the others back.
    """
    if not may_assign(by):
        raise Refused(
            "not_yours_to_give", _("Only admins give inquiries to somebody else.")
        )
    _refuse_others(counselor)
    done, refusals = 0, []
    # Always in the same order: two admins at once then wait for each other, once.
    for inquiry in sorted(inquiries, key=lambda each: each.pk):
        try:
            _give_one(inquiry, counselor, by)
            done += 1
        except Refused as refusal:
            refusals.append(f"{inquiry}: {refusal}")
    return Assigned(done, refusals)


@transaction.atomic
def _give_one(inquiry: Inquiry, counselor: User | None, by: User) -> None:
    if counselor is not None:
        assign(inquiry=inquiry, counselor=counselor, by=by)
        return
    chosen, why = choose_counselor(lock(inquiry, by=by))
    if chosen is None:
        raise Refused("nobody_free", why)
    assign(inquiry=inquiry, counselor=chosen, by=by, why=why)


# So many at a time: the counselors are held meanwhile, and somebody who asks waits for them.
_AT_A_TIME = 500
_WAITED = timedelta(minutes=1)


def assign_waiting() -> int:
    """Give out what arrived while everybody was away or full, and what was imported.

    What somebody has given or taken back once is left to people, and what an admin has just typed
    in is left to them for a minute.
    """
    if not CRMSettings.load().assigns_by_itself:
        return 0
    done = 0
    while given := _give_out(_AT_A_TIME):
        done += given
    return done


def _waiting() -> QuerySet[Inquiry]:
    given_once = TimelineEntry.objects.filter(
        inquiry=OuterRef("pk"), kind=TimelineEntry.Kind.ASSIGNED
    )
    waiting: QuerySet[Inquiry] = (
        Inquiry.objects.open()
        .unassigned()
        .filter(
            ~Exists(given_once),
            Q(channel=Inquiry.Channel.IMPORT)
            | Q(created_at__lt=timezone.now() - _WAITED),
            status=Inquiry.Status.NEW,
        )
        .order_by("created_at", "pk")
    )
    return waiting


@transaction.atomic
def _give_out(most: int) -> int:
    """Give the longest waiting to whom the rule chooses, each as if the ones before had been given.

    What a verb holds is left for the next time: it may be about to be given.
    """
    held = _waiting().select_for_update(of=("self",), skip_locked=True)
    inquiries = list(held.prefetch_related("courses")[:most])
    if not inquiries:
        return 0
    now = timezone.now()
    desks = read_desks(now=now, are_held=True)
    given: defaultdict[User, list[Inquiry]] = defaultdict(list)
    entries = []
    for number, inquiry in enumerate(inquiries):
        courses = {course.pk for course in inquiry.courses.all()}
        desk, why = choose(desks, inquiry.language, courses)
        if desk is None:
            break
        desk.open += 1
        desk.given_at = now + timedelta(microseconds=number)
        given[desk.counselor].append(inquiry)
        entries.append(
            TimelineEntry(
                kind=TimelineEntry.Kind.ASSIGNED,
                inquiry=inquiry,
                at=now,
                text=why,
                data={"counselor": str(desk.counselor)},
            )
        )
    for counselor, theirs in given.items():
        keys = [each.pk for each in theirs]
        Inquiry.objects.filter(pk__in=keys).update(
            counselor=counselor, assigned_at=now, updated_at=now
        )
        pending = FollowUp.objects.filter(inquiry__in=keys).pending()
        pending.update(counselor=counselor)
        theirs[0].counselor = counselor
        # Of many a desk hears once, and draws its lists anew without naming the first of them.
        what = "assigned" if len(theirs) == 1 else "given_out"
        tell_desks(theirs[0], what=what, before=None)
    TimelineEntry.objects.bulk_create(entries)
    return len(entries)
