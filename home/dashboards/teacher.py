"""What a teacher finds after logging in: their own courses, and who needs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.models import Page

from accounts.models import User
from catalog.models import CoursePage
from common.charts import Chart
from home.dashboards.assessed import to_mark
from home.dashboards.charts import (
    compared_with_before,
    lessons_each_week,
    recent,
)
from home.dashboards.lookups import supervised_courses
from home.dashboards.teaching import (
    ACTIVE_WITHIN,
    LINES_SHOWN,
    UNSEEN_AFTER,
    CourseNumbers,
    Share,
    distributions_of,
    not_seen_since,
    numbers_of,
    requests_to_decide,
    steps,
)
from home.dashboards.weeks import Weeks, zone_of
from learning.access import last_path_below
from learning.models import Enrolment, LessonProgress
from learning.outline import Outline, outlines_of

COURSES_ON_A_PAGE = 8


@dataclass(frozen=True, slots=True)
class TaughtCourse:
    course: CoursePage
    numbers: CourseNumbers
    distribution: list[Share]
    add_lesson_to: int | None  # the module at the end


def teacher_dashboard(teacher: User, page: str | None = None) -> dict[str, Any]:
    """A fixed number of queries, however many courses and students."""
    own = list(
        supervised_courses(teacher)
        .only("title", "slug", "path", "depth", "live", "has_unpublished_changes")
        .order_by("title")
    )
    numbers = numbers_of(own)
    # The busiest first: a teacher of many years has many courses that rest.
    own.sort(key=lambda course: numbers[course.pk].active_lately, reverse=True)
    courses = Paginator(own, COURSES_ON_A_PAGE).get_page(page)
    return {
        "courses": courses,
        "taught": _taught(list(courses), numbers),
        "steps": steps(),
        "tiles": _tiles(own, numbers),
        "activity": activity_chart(own, teacher),
        "requests": requests_to_decide(teacher),
        "unseen": students_not_seen(own),
        "unseen_days": UNSEEN_AFTER.days,
        "drafts": drafts_of(own),
        "to_mark": to_mark(own),
    }


def _taught(
    courses: Sequence[CoursePage], numbers: dict[int, CourseNumbers]
) -> list[TaughtCourse]:
    outlines = outlines_of(courses)
    distributions = distributions_of(courses, outlines)
    return [
        TaughtCourse(
            course=course,
            numbers=numbers[course.pk],
            distribution=distributions[course.pk],
            add_lesson_to=_last_module(outlines[course.pk]),
        )
        for course in courses
    ]


def _last_module(outline: Outline) -> int | None:
    return outline.modules[-1].pk if outline.modules else None


def _tiles(
    courses: Sequence[CoursePage], numbers: dict[int, CourseNumbers]
) -> dict[str, int]:
    """People are counted once, in however many of the courses they are. One query."""
    now = timezone.now()
    people = (
        Enrolment.objects.staying()
        .filter(course__in=courses)
        .aggregate(
            students=Count("student", distinct=True),
            active_lately=Count(
                "student",
                filter=Q(last_studied_at__gte=now - ACTIVE_WITHIN),
                distinct=True,
            ),
        )
    )
    return {
        **people,
        "completions": sum(of_course.completed for of_course in numbers.values()),
        "requests": sum(of_course.requests for of_course in numbers.values()),
    }


def activity_chart(courses: Sequence[CoursePage], viewer: User) -> Chart:
    weeks = Weeks.lately(zone_of(viewer))
    completed = weeks.counts(
        LessonProgress.objects.filter(course__in=courses), "completed_at"
    )
    takeaway = ngettext(
        "Your students completed %(count)d lesson in the last four weeks, %(compared)s.",
        "Your students completed %(count)d lessons in the last four weeks, %(compared)s.",
        recent(completed),
    ) % {"count": recent(completed), "compared": compared_with_before(completed)}
    return lessons_each_week(weeks.labels, completed, takeaway)


def students_not_seen(courses: Sequence[CoursePage]) -> list[Enrolment]:
    """Who has not studied for `UNSEEN_AFTER`, those away longest last: they are the hardest to bring back."""
    return list(
        Enrolment.objects.filter(course__in=courses)
        .filter(not_seen_since(timezone.now() - UNSEEN_AFTER))
        .select_related("student", "course")
        .order_by(F("last_studied_at").desc(nulls_last=True), "-enrolled_at")[
            :LINES_SHOWN
        ]
    )


def drafts_of(courses: Sequence[CoursePage]) -> list[Page]:
    """Pages of the courses with something unpublished, and whether it waits for review."""
    if not courses:
        return []
    below = Q()
    for course in courses:
        # By a range, which uses the index of the paths.
        below |= Q(path__range=(course.path, last_path_below(course.path)))
    return list(
        Page.objects.filter(below, has_unpublished_changes=True)
        .prefetch_workflow_states()
        .order_by("-latest_revision_created_at")[:LINES_SHOWN]
    )
