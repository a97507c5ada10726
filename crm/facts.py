"""Reads what scores are made of, for one inquiry or thousands, in the same few queries.

What the site really knows is read: what the person asked and left, what came of contacts, what they
wrote back, what they agreed to, and what they study here. Visitors aren't followed, so interest in
free previews shows where somebody asked from one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from crm.models import (
    ContactConsent,
    ContactTime,
    FollowUp,
    Inquiry,
    Message,
    TimelineEntry,
)
from crm.scoring import Facts

Kind = TimelineEntry.Kind
Outcome = FollowUp.Outcome
WEEK = timedelta(days=7)
A_DAY = timedelta(days=1)


@dataclass(slots=True)
class _Events:
    """What happened with one person, each with its time, the earliest first."""

    asked: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)
    contacts: list[tuple[datetime, str]] = field(default_factory=list)
    replies: list[datetime] = field(default_factory=list)
    lessons: list[datetime] = field(default_factory=list)
    consents: list[tuple[datetime, str, bool]] = field(default_factory=list)
    course_count: int = 0


def read_facts(
    inquiries: Sequence[Inquiry], *, now: datetime | None = None
) -> dict[int, Facts]:
    """Return the facts of each inquiry as they are now, by its key."""
    now = now or timezone.now()
    events = _read_events(inquiries)
    return {
        inquiry.pk: _facts(
            inquiry,
            events[inquiry.pk],
            now,
            given=given_in(inquiry),
            course_count=events[inquiry.pk].course_count,
            has_account=inquiry.student_id is not None,
        )
        for inquiry in inquiries
    }


def facts_then(
    inquiries: Sequence[Inquiry], moments: Sequence[timedelta]
) -> Iterator[tuple[Inquiry, list[Facts]]]:
    """Yield each closed inquiry with its facts at those moments after asking when it was open.

    Only what has a time is believed, and nothing after the moment: an address that was asked for
    because somebody enrolled would tell a model how the story ends. What the person left when
    asking stands in the timeline's own entries.
    """
    events = _read_events(inquiries)
    for inquiry in inquiries:
        happened = events[inquiry.pk]
        known = []
        for moment in moments:
            at = inquiry.created_at + moment
            if at >= inquiry.status_changed_at:
                break
            asked = [data for when, data in happened.asked if when <= at]
            known.append(
                _facts(
                    inquiry,
                    happened,
                    at,
                    given={thing for data in asked for thing in data.get("gave", ())},
                    course_count=len(
                        {name for data in asked for name in data.get("courses", ())}
                    ),
                    has_account=False,
                )
            )
        yield inquiry, known


def given_in(inquiry: Inquiry) -> set[str]:
    """Return the names of what is known of the person."""
    return things_given(
        phone_number=inquiry.phone_number,
        email=inquiry.email,
        message=inquiry.message,
        contact_time=inquiry.contact_time,
    )


def things_given(
    *, phone_number: str, email: str, message: str, contact_time: str
) -> set[str]:
    """Return the names of what somebody left; the timeline keeps them with each asking."""
    things = {
        "phone": phone_number,
        "email": email,
        "message": message.strip(),
        "contact_time": contact_time != ContactTime.ANY,
    }
    return {name for name, thing in things.items() if thing}


def _facts(
    inquiry: Inquiry,
    events: _Events,
    at: datetime,
    *,
    given: set[str],
    course_count: int,
    has_account: bool,
) -> Facts:
    asked = [(when, data) for when, data in events.asked if when <= at]
    contacts = [(when, outcome) for when, outcome in events.contacts if when <= at]
    spoken = [
        (when, outcome) for when, outcome in contacts if outcome in FollowUp.SPOKE
    ]
    replies = [when for when in events.replies if when <= at]
    lessons = [when for when in events.lessons if when <= at]
    asked_at = [when for when, _data in asked] or [inquiry.created_at]
    heard = [*asked_at, *(when for when, _outcome in spoken), *replies, *lessons]
    last_spoken = spoken[-1] if spoken else None
    declined_at = max(
        (when for when, outcome in spoken if outcome == Outcome.NOT_INTERESTED),
        default=None,
    )
    since = {
        outcome for when, outcome in spoken if declined_at is None or when > declined_at
    }
    consents = {purpose: given for _when, purpose, given in _until(events.consents, at)}
    return Facts(
        source=inquiry.source,
        channel=inquiry.channel,
        has_phone="phone" in given,
        has_email="email" in given,
        has_message="message" in given,
        has_contact_time="contact_time" in given,
        course_count=course_count,
        has_account=has_account,
        asked=len(asked_at),
        asked_in_week=_most_in_a_week(asked_at),
        previews=sum(
            data.get("channel") == Inquiry.Channel.PREVIEW for _when, data in asked
        ),
        lessons=len(lessons),
        days_old=_days(at - inquiry.created_at),
        days_quiet=_days(at - max(heard)),
        reached=len(spoken),
        unanswered=sum(
            outcome == Outcome.NO_ANSWER
            for when, outcome in contacts
            if last_spoken is None or when > last_spoken[0]
        ),
        is_interested=Outcome.INTERESTED in since,
        agreed_to_visit=Outcome.VISIT_AGREED in since,
        has_declined=bool(last_spoken and last_spoken[1] == Outcome.NOT_INTERESTED),
        is_wrong_contact=bool(contacts and contacts[-1][1] == Outcome.WRONG_CONTACT),
        replies=len(replies),
        allows_news=consents.get(ContactConsent.Purpose.NEWS, False),
        allows_messages=consents.get(ContactConsent.Purpose.MESSAGING, False),
    )


def _until(rows: Iterable[Any], at: datetime) -> Iterator[Any]:
    return (row for row in rows if row[0] <= at)


def _days(span: timedelta) -> float:
    return max(0.0, span / A_DAY)


def _most_in_a_week(times: list[datetime]) -> int:
    times = sorted(times)
    return max(
        sum(first <= when <= first + WEEK for when in times[number:])
        for number, first in enumerate(times)
    )


def _read_events(inquiries: Sequence[Inquiry]) -> dict[int, _Events]:
    """Read it all; what was merged into an inquiry happened with the same person."""
    events: dict[int, _Events] = defaultdict(_Events)
    keys = [inquiry.pk for inquiry in inquiries]
    owner = {key: key for key in keys}
    owner.update(
        Inquiry.objects.filter(merged_into__in=keys).values_list("pk", "merged_into")
    )
    everyone = [*owner]
    entries = TimelineEntry.objects.filter(
        inquiry__in=everyone, kind__in=(Kind.CAPTURED, Kind.ASKED_AGAIN, Kind.SIGN_UP)
    ).order_by("at", "pk")
    for key, at, data in entries.values_list("inquiry", "at", "data"):
        events[owner[key]].asked.append((at, data))
    contacts = FollowUp.objects.filter(
        inquiry__in=everyone, status=FollowUp.Status.COMPLETED, closed_at__isnull=False
    ).order_by("closed_at", "pk")
    for key, at, outcome in contacts.values_list("inquiry", "closed_at", "outcome"):
        events[owner[key]].contacts.append((at, outcome))
    replies = Message.objects.filter(inquiry__in=everyone, is_incoming=True)
    for key, at in replies.order_by("created_at").values_list("inquiry", "created_at"):
        events[owner[key]].replies.append(at)
    consents = ContactConsent.objects.filter(inquiry__in=everyone).order_by("at", "pk")
    for key, at, purpose, is_given in consents.values_list(
        "inquiry", "at", "purpose", "is_given"
    ):
        events[owner[key]].consents.append((at, purpose, is_given))
    for key in Inquiry.courses.through.objects.filter(inquiry__in=keys).values_list(
        "inquiry", flat=True
    ):
        events[key].course_count += 1
    _read_lessons(inquiries, events)
    return events


def _read_lessons(inquiries: Sequence[Inquiry], events: dict[int, _Events]) -> None:
    """Read what people with an account studied; most have none, which costs no query."""
    of_student = defaultdict(list)
    for inquiry in inquiries:
        if inquiry.student_id:
            of_student[inquiry.student_id].append(inquiry.pk)
    if not of_student:
        return
    studied = TimelineEntry.objects.filter(student__in=of_student, kind=Kind.LESSON)
    for student, at in studied.order_by("at").values_list("student", "at"):
        for key in of_student[student]:
            events[key].lessons.append(at)
