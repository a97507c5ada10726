"""What people read of the demonstration's inquiries and students: timelines, consents, messages.

One entry for each thing that a verb of `crm.services` would have noted, at the time it happened.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from accounts.models import User
from crm.consents import SENTENCES
from crm.facts import given_in
from crm.models import (
    ContactConsent,
    FollowUp,
    Inquiry,
    Medium,
    Message,
    MessageTemplate,
    TimelineEntry,
)
from home.demo.inquiries import Told, bulk
from home.demo.letters import messages_of
from learning.models import Enrolment, LessonProgress

Kind = TimelineEntry.Kind
Channel = Inquiry.Channel
Purpose = ContactConsent.Purpose
# Whoever phones or comes in reads no form.
IN_PERSON = {Channel.DESK, Channel.API}
NEWS, MESSAGING = 0.45, 0.4
AT_ONCE, SOON = timedelta(seconds=1), timedelta(minutes=1)
# Every so many get a note besides.
NOTED = 7
NOTES = [
    "Works shifts: mornings are best in even weeks.",
    "Knows exactly what it is about. No need to explain the course again.",
    "Give time on the phone, the line is bad.",
    "Brother studied here two years ago.",
    "Would share the way with a neighbour who also asked.",
    "Sent the price list by post, as asked.",
    "Lives far away: lessons at home matter most.",
]


def write_timelines(
    told: Sequence[Told], templates: dict[str, MessageTemplate]
) -> None:
    random = Random(57)
    bulk(ContactConsent, (row for each in told for row in _consents(random, each)))
    messages = [row for each in told for row in messages_of(random, each, templates)]
    bulk(Message, messages)
    entries = [entry for each in told for entry in _entries(each)]
    entries += [_of_message(message) for message in messages]
    entries += _notes(told)
    bulk(TimelineEntry, sorted(entries, key=lambda entry: entry.at))


def write_studies(students: Sequence[User]) -> None:
    """Write what students did onto their timelines, as `crm.feeds` would have heard of it."""
    entries = _studies([student.pk for student in students])
    bulk(TimelineEntry, sorted(entries, key=lambda entry: entry.at))


def _consents(random: Random, told: Told) -> Iterator[ContactConsent]:
    """Whoever was written to by SMS or WhatsApp had agreed to it."""
    agreed = []
    if told.story.channel not in IN_PERSON:
        agreed.append(Purpose.INQUIRY)
        if told.inquiry.email and random.random() < NEWS:
            agreed.append(Purpose.NEWS)
    media = {contact.medium for contact in told.story.contacts}
    if media & {Medium.SMS, Medium.WHATSAPP} or random.random() < MESSAGING:
        agreed.append(Purpose.MESSAGING)
    for purpose in agreed:
        yield ContactConsent(
            inquiry=told.inquiry,
            purpose=purpose,
            is_given=True,
            wording=str(SENTENCES[purpose]),
            at=told.story.asked_at,
            by=told.inquiry.created_by,
        )


def _entries(told: Told) -> Iterator[TimelineEntry]:
    yield from _arrival(told)
    for place, follow_up in enumerate(told.follow_ups):
        yield from _contact(follow_up, is_first=not place)
    if told.inquiry.status == Inquiry.Status.LOST:
        yield _entry(
            Kind.STATUS,
            told.inquiry,
            told.inquiry.status_changed_at,
            by=told.inquiry.counselor,
            after=told.inquiry.status,
            lost_reason=told.inquiry.lost_reason,
        )
    if told.conversion:
        yield _entry(
            Kind.CONVERTED,
            told.inquiry,
            told.conversion.at,
            by=told.conversion.by,
            student=told.asker.student,
            made_account=told.conversion.made_account,
            courses=[course.title for course in told.courses],
            waiting=[],
        )


def _arrival(told: Told) -> Iterator[TimelineEntry]:
    story, inquiry = told.story, told.inquiry
    asked: dict[str, Any] = {
        "channel": story.channel,
        "courses": [course.title for course in told.courses],
        "campaign": story.campaign,
        "gave": sorted(given_in(inquiry)),
    }
    is_sign_up = story.channel == Channel.SIGN_UP
    yield _entry(
        Kind.SIGN_UP if is_sign_up else Kind.CAPTURED,
        inquiry,
        story.asked_at,
        by=inquiry.created_by,
        student=told.asker.student if is_sign_up else None,
        text=inquiry.message,
        **asked,
    )
    if inquiry.counselor and not inquiry.created_by:
        yield _entry(
            Kind.ASSIGNED,
            inquiry,
            story.asked_at + AT_ONCE,
            text="By rule: next in turn.",
            counselor=str(inquiry.counselor),
        )
    if story.asked_again_at:
        again = {**asked, "channel": Channel.FORM, "learnt": []}
        text = "I asked some days ago. May I still join?"
        yield _entry(
            Kind.ASKED_AGAIN, inquiry, story.asked_again_at, text=text, **again
        )


def _contact(follow_up: FollowUp, *, is_first: bool) -> Iterator[TimelineEntry]:
    """The first call follows from the asking; every other one was planned with the one before."""
    inquiry, by = follow_up.inquiry, follow_up.counselor
    due: dict[str, Any] = {
        "medium": follow_up.medium,
        "due_at": follow_up.due_at.isoformat(),
    }
    if not is_first or follow_up.status == FollowUp.Status.PENDING:
        at = follow_up.created_at + AT_ONCE
        yield _entry(Kind.PLANNED, inquiry, at, by=by, follow_up=follow_up, **due)
    if follow_up.closed_at is None:
        return
    if follow_up.status == FollowUp.Status.MISSED:
        at = follow_up.closed_at
        yield _entry(Kind.MISSED, inquiry, at, follow_up=follow_up, **due)
        return
    yield _entry(
        Kind.FOLLOW_UP,
        inquiry,
        follow_up.closed_at,
        by=by,
        text=follow_up.notes,
        follow_up=follow_up,
        medium=follow_up.medium,
        outcome=follow_up.outcome,
    )


def _of_message(message: Message) -> TimelineEntry:
    return _entry(
        Kind.MESSAGE,
        message.inquiry,
        message.created_at,
        by=message.by,
        crm_message=message,
        medium=message.medium,
        is_incoming=message.is_incoming,
        subject=message.subject,
    )


def _notes(told: Sequence[Told]) -> Iterator[TimelineEntry]:
    """Counselors note what no field asks for, soon after they first spoke with somebody."""
    spoken = [
        (each, follow_up)
        for each in told
        for follow_up in each.follow_ups[:1]
        if follow_up.outcome in FollowUp.SPOKE
    ]
    for place, (each, follow_up) in enumerate(spoken[::NOTED]):
        assert follow_up.closed_at is not None
        yield _entry(
            Kind.NOTE,
            each.inquiry,
            follow_up.closed_at + SOON,
            by=follow_up.counselor,
            text=NOTES[place % len(NOTES)],
        )


def _entry(
    kind: str,
    inquiry: Inquiry,
    at: datetime,
    *,
    by: User | None = None,
    student: User | None = None,
    text: str = "",
    follow_up: FollowUp | None = None,
    crm_message: Message | None = None,
    **data: Any,
) -> TimelineEntry:
    return TimelineEntry(
        kind=kind,
        inquiry=inquiry,
        student=student,
        by=by,
        at=at,
        text=text,
        follow_up=follow_up,
        crm_message=crm_message,
        data=data,
    )


def _studies(students: list[int]) -> Iterator[TimelineEntry]:
    enrolments = Enrolment.objects.filter(student__in=students).values_list(
        "student", "course__title", "enrolled_at", "completed_at"
    )
    for student, course, enrolled_at, completed_at in enrolments:
        yield _of_student(Kind.ENROLLED, student, enrolled_at, course=course)
        if completed_at:
            yield _of_student(Kind.COURSE, student, completed_at, course=course)
    lessons = LessonProgress.objects.filter(
        student__in=students, completed_at__isnull=False
    ).values_list("student", "lesson_title", "course__title", "completed_at")
    for student, lesson, course, at in lessons:
        assert at is not None
        yield _of_student(Kind.LESSON, student, at, lesson=lesson, course=course)


def _of_student(kind: str, student: int, at: datetime, **data: Any) -> TimelineEntry:
    return TimelineEntry(kind=kind, student_id=student, at=at, data=data)
