"""Suggests the teacher for a new student, among those who teach the course, and says why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import TeacherProfile, User
from catalog.models import CoursePage, CourseTeacher
from crm.models import ContactTime
from crm.suiting import Candidate, Fit, Span, ranked
from learning.models import Enrolment

# What people mean by the parts of a day.
TIMES: dict[str, Span] = {
    ContactTime.MORNING: (6 * 60, 12 * 60),
    ContactTime.AFTERNOON: (12 * 60, 17 * 60),
    ContactTime.EVENING: (17 * 60, 22 * 60),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A teacher of a course and what speaks for or against them; the best comes first."""

    teacher: User
    reason: str
    is_suggested: bool


def suggestions(
    courses: Sequence[CoursePage], *, contact_time: str = ContactTime.ANY
) -> dict[int, list[Suggestion]]:
    """Return the teachers of each course, by its key, who suits best first. Four queries.

    Who is away or has no room is named, but not suggested.
    """
    rows = list(
        CourseTeacher.objects.shown()
        .filter(course__in=courses)
        .select_related("user__teacherprofile")
    )
    taught = Enrolment.objects.filter(
        teacher__in={row.user_id for row in rows}, status=Enrolment.Status.ACTIVE
    )
    load = dict(taught.order_by().values_list("teacher").annotate(load=Count("pk")))
    topics = _topics(courses)
    preferred = TIMES.get(contact_time)
    found = {}
    for course in courses:
        team = {row.user_id: row.user for row in rows if row.course_id == course.pk}
        fits = ranked(
            [_candidate(user, load.get(user.pk, 0)) for user in team.values()],
            topics=topics[course.pk],
            preferred=preferred,
        )
        found[course.pk] = [
            Suggestion(
                teacher=team[fit.candidate.pk],
                reason=_reason(fit, contact_time),
                is_suggested=not place
                and not fit.candidate.is_away
                and not fit.is_full,
            )
            for place, fit in enumerate(fits)
        ]
    return found


def _topics(courses: Sequence[CoursePage]) -> dict[int, list[str]]:
    """Return what each course is about: its title, its category and its tags."""
    rows = CoursePage.objects.filter(pk__in=[course.pk for course in courses])
    topics: dict[int, list[str]] = {course.pk: [course.title] for course in courses}
    for pk, category in rows.values_list("pk", "category__name"):
        topics[pk] += [category] if category else []
    for pk, tag in rows.exclude(tags=None).values_list("pk", "tags__name"):
        topics[pk].append(tag)
    return topics


def _candidate(user: User, students: int) -> Candidate:
    profile: Any = getattr(user, "teacherprofile", None) or TeacherProfile()
    hours = profile.max_hours_per_day
    return Candidate(
        pk=user.pk,
        name=str(user),
        specialisations=tuple(profile.specialisations),
        hours={
            day: [(_minute(begin), _minute(end)) for begin, end in spans]
            for day, spans in profile.weekly_availability.items()
        },
        students=students,
        most_a_day=profile.max_students_per_day,
        most_minutes_a_day=None if hours is None else int(hours * 60),
        shift=_shift(user.timezone),
        is_away=profile.status != TeacherProfile.Status.ACTIVE,
    )


def _minute(clock: str) -> int:
    moment = time.fromisoformat(clock)
    return moment.hour * 60 + moment.minute


def _shift(zone: str) -> int:
    """Return how many minutes the academy's clock is ahead of the one in `zone` today."""
    now: datetime = timezone.now()
    here = now.astimezone(ZoneInfo(settings.TIME_ZONE)).utcoffset()
    there = now.astimezone(ZoneInfo(zone)).utcoffset()
    if here is None or there is None:
        return 0
    return int((here - there).total_seconds() // 60)


def _reason(fit: Fit, contact_time: str) -> str:
    """Say in one line what speaks for and against a teacher."""
    teacher = fit.candidate
    said = []
    if teacher.is_away:
        said.append(_("away at the moment"))
    if fit.specialised_in:
        said.append(
            _("specialised in %(subjects)s")
            % {"subjects": get_text_list([*fit.specialised_in], _("and"))}
        )
    if contact_time in TIMES and fit.preferred_minutes:
        said.append(
            _("%(hours)s a week %(time)s")
            % {
                "hours": _hours(fit.preferred_minutes),
                "time": ContactTime(contact_time).label.lower(),
            }
        )
    elif fit.minutes:
        said.append(_("%(hours)s a week") % {"hours": _hours(fit.minutes)})
    else:
        said.append(_("no hours named"))
    students = ngettext("%(count)d student", "%(count)d students", teacher.students) % {
        "count": teacher.students
    }
    if fit.is_full:
        said.append(_("%(students)s, no room for more") % {"students": students})
    elif fit.room is not None:
        said.append(
            _("%(students)s, room for %(room)d more")
            % {"students": students, "room": fit.room}
        )
    else:
        said.append(students)
    return " · ".join(said)


def _hours(minutes: int) -> str:
    number = f"{minutes / 60:.1f}".removesuffix(".0")
    words = ngettext("%(hours)s hour", "%(hours)s hours", 1 if number == "1" else 2)
    return words % {"hours": number}
