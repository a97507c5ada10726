"""One course in pictures: how far its students are, how that grew, and where they stop."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from catalog.models import CoursePage
from common.charts import Chart, Series
from home.dashboards.charts import RECENT_WEEKS
from home.dashboards.teaching import Share, distributions_of
from home.dashboards.weeks import Weeks, zone_of
from learning.models import DONE, Enrolment, LessonProgress
from learning.outline import Outline

# A longer course is drawn by module.
LESSONS_DRAWN = 30


def charts_of(course: CoursePage, outline: Outline, viewer: User) -> list[Chart]:
    """Six queries, whatever the size of the course."""
    return [
        distribution_chart(distributions_of([course], {course.pk: outline})[course.pk]),
        growth_chart(course, outline, Weeks.lately(zone_of(viewer))),
        stopping_chart(course, outline),
    ]


def distribution_chart(shares: Sequence[Share]) -> Chart:
    students = sum(share.students for share in shares)
    finished = shares[-1].students
    halfway = sum(share.students for share in shares[3:])
    takeaway = ngettext(
        "%(halfway)d of %(count)d student is past the middle; %(finished)d completed the course.",
        "%(halfway)d of %(count)d students are past the middle; %(finished)d completed the course.",
        students,
    ) % {"halfway": halfway, "count": students, "finished": finished}
    return Chart(
        key="distribution",
        title=_("How far students are"),
        kind="bars",
        label_heading=_("Progress"),
        labels=[share.label for share in shares],
        series=[Series(_("Students"), [share.students for share in shares])],
        takeaway=takeaway,
    )


def growth_chart(course: CoursePage, outline: Outline, weeks: Weeks) -> Chart:
    """The average progress of those enrolled at the end of each week, by today's lessons."""
    enrolments = Enrolment.objects.staying().filter(course=course)
    done = LessonProgress.objects.filter(
        lesson_key__in=outline.keys,
        status__in=DONE,
        student__in=enrolments.values("student"),
    )
    lessons = len(outline.lessons)
    average = [
        min(100, round(100 * completed / (students * lessons)))
        if students and lessons
        else 0
        for completed, students in zip(
            weeks.totals(done, "completed_at"),
            weeks.totals(enrolments, "enrolled_at"),
            strict=True,
        )
    ]
    return Chart(
        key="growth",
        title=_("Average progress, week by week"),
        kind="area",
        label_heading=_("Week of"),
        labels=weeks.labels,
        series=[Series(_("Average progress"), average)],
        takeaway=_growth_in_words(
            average[-1], average[-1] - average[-1 - RECENT_WEEKS]
        ),
        unit="%",
    )


def _growth_in_words(now: int, gained: int) -> str:
    said = {"now": now, "gained": abs(gained)}
    if gained > 0:
        return (
            _(
                "On average students have come to %(now)d %%, %(gained)d points further than four weeks ago."
            )
            % said
        )
    if gained < 0:
        return (
            _(
                "On average students have come to %(now)d %%. That is %(gained)d points less than four weeks ago, because new students have just begun."
            )
            % said
        )
    return _("On average students have come to %(now)d %%, as four weeks ago.") % said


def stopping_chart(course: CoursePage, outline: Outline) -> Chart:
    """How many students completed each lesson, in the order of the course. One query."""
    completed = dict(
        LessonProgress.objects.filter(
            lesson_key__in=outline.keys,
            status__in=DONE,
            student__in=Enrolment.objects.staying()
            .filter(course=course)
            .values("student"),
        )
        .order_by()
        .values_list("lesson_key")
        .annotate(n=Count("pk"))
    )
    lessons = [
        (lesson.title, completed.get(lesson.key, 0)) for lesson in outline.lessons
    ]
    by_module = len(lessons) > LESSONS_DRAWN
    if by_module:
        drawn: list[tuple[str, Any]] = [
            (
                module.title,
                round(
                    sum(completed.get(lesson.key, 0) for lesson in module.lessons)
                    / len(module.lessons),
                    1,
                ),
            )
            for module in outline.modules
            if module.lessons
        ]
    else:
        drawn = list(lessons)
    return Chart(
        key="stopping",
        title=_("Where students stop"),
        kind="bars",
        label_heading=_("Module") if by_module else _("Lesson"),
        labels=[title for title, _n in drawn],
        series=[
            Series(
                _("Students a lesson, on average")
                if by_module
                else _("Students who completed it"),
                [n for _title, n in drawn],
            )
        ],
        takeaway=_stopping_in_words(lessons),
        size="tall",
    )


def _stopping_in_words(lessons: Sequence[tuple[str, int]]) -> str:
    drops = [
        (before - after, title, following, before)
        for (title, before), (following, after) in pairwise(lessons)
    ]
    lost, title, following, reached = max(drops, default=(0, "", "", 0))
    if lost <= 0:
        return _("Nobody stops at one lesson more than at another so far.")
    return ngettext(
        "Most stop after “%(title)s”: %(lost)d of the %(reached)d who completed it has not completed “%(following)s”.",
        "Most stop after “%(title)s”: %(lost)d of the %(reached)d students who completed it have not completed “%(following)s”.",
        lost,
    ) % {"title": title, "lost": lost, "reached": reached, "following": following}
