"""Writes stories of inquiries down as rows, by the thousand, as `crm.services` would have written them.

The demonstration academy and the bench both write by this one. What happened stands in the rows;
`home.demo.timelines` adds what people read of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from accounts.models import User
from catalog.models import CoursePage
from crm.models import (
    Conversion,
    ConvertedCourse,
    FollowUp,
    Inquiry,
    StatusChange,
)
from home.demo.askers import Asker, those_numbered
from home.demo.funnel import Story

BATCH = 2000
PAGES = {Inquiry.Channel.COURSE_PAGE, Inquiry.Channel.PREVIEW}


@dataclass(slots=True)
class Told:
    """A story and what was written of it."""

    story: Story
    asker: Asker
    inquiry: Inquiry
    courses: list[CoursePage] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    conversion: Conversion | None = None


def write(
    stories: Sequence[Story],
    *,
    people: Sequence[User],
    courses: Sequence[CoursePage],
    askers: Sequence[Asker] | None = None,
) -> list[Told]:
    """Write the stories down, each of the asker at its place; without askers of numbered ones."""
    askers = askers or those_numbered(len(stories))
    told = [
        Told(
            story,
            asker,
            _inquiry(story, asker, people, courses),
            [courses[place] for place in story.courses],
        )
        for story, asker in zip(stories, askers, strict=True)
    ]
    bulk(Inquiry, (each.inquiry for each in told))
    About = Inquiry.courses.through
    bulk(
        About,
        (
            About(inquiry_id=each.inquiry.pk, coursepage_id=course.pk)
            for each in told
            for course in each.courses
        ),
    )
    bulk(StatusChange, (row for each in told for row in _changes(each)))
    for each in told:
        each.follow_ups = list(_contacts(each))
    bulk(FollowUp, (row for each in told for row in each.follow_ups))
    _convert([each for each in told if each.story.bought], courses)
    return told


def _inquiry(
    story: Story,
    asker: Asker,
    people: Sequence[User],
    courses: Sequence[CoursePage],
) -> Inquiry:
    counselor = None if story.counselor is None else people[story.counselor]
    page = courses[story.courses[0]] if story.channel in PAGES else None
    inquiry = Inquiry(
        name=asker.name,
        phone=asker.phone,
        phone_number=asker.phone.replace(" ", "").replace("-", ""),
        email=asker.email,
        language=asker.language,
        contact_time=asker.contact_time,
        message=asker.message,
        source=story.source,
        channel=story.channel,
        campaign=story.campaign,
        page=page,
        page_revision_id=page.live_revision_id if page else None,
        status=story.status,
        status_changed_at=story.steps[-1].at,
        lost_reason=story.steps[-1].reason,
        counselor=counselor,
        assigned_at=story.asked_at if counselor else None,
        score=story.score,
        hand_score=story.score,
        student=asker.student,
        created_by=counselor if story.channel == Inquiry.Channel.DESK else None,
        created_at=story.asked_at,
        last_activity_at=story.last_activity_at,
    )
    inquiry.fill_keys()
    return inquiry


def _changes(told: Told) -> Iterator[StatusChange]:
    before = ""
    for step in told.story.steps:
        yield StatusChange(
            inquiry=told.inquiry,
            before=before,
            after=step.status,
            lost_reason=step.reason,
            at=step.at,
            by=told.inquiry.counselor if before else told.inquiry.created_by,
        )
        before = step.status


def _contacts(told: Told) -> Iterator[FollowUp]:
    """Each contact is planned when the one before is done; the first one follows the asking."""
    planned_at = told.story.asked_at
    for contact in told.story.contacts:
        yield FollowUp(
            inquiry=told.inquiry,
            counselor=told.inquiry.counselor,
            medium=contact.medium,
            due_at=contact.due_at,
            status=contact.status,
            outcome=contact.outcome,
            notes=contact.notes,
            closed_at=contact.closed_at,
            created_by=told.inquiry.counselor,
            created_at=planned_at,
        )
        planned_at = contact.closed_at or planned_at


def _convert(told: Sequence[Told], courses: Sequence[CoursePage]) -> None:
    for each in told:
        each.conversion = Conversion(
            inquiry=each.inquiry,
            student=each.asker.student,
            counselor=each.inquiry.counselor,
            made_account=each.story.channel != Inquiry.Channel.SIGN_UP,
            at=each.story.steps[-1].at,
            by=each.inquiry.counselor,
        )
    bulk(Conversion, (each.conversion for each in told))
    bulk(
        ConvertedCourse,
        (
            ConvertedCourse(
                conversion=each.conversion,
                course=courses[place],
                price=courses[place].price or 0,
                is_waiting=each.story.is_waiting,
            )
            for each in told
            for place in each.story.bought
        ),
    )


def bulk(model: type[Model], rows: Iterable[Any]) -> None:
    model._default_manager.bulk_create(rows, batch_size=BATCH)
