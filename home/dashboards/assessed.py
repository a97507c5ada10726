"""What dashboards say of quizzes, assignments and exams: what is due, what was graded, what waits to be."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef
from django.urls import reverse

from accounts.models import User
from assessment.gradebook.ahead import due_next, newest_grades
from assessment.models import Attempt, Grading, SubmissionVersion
from catalog.models import CoursePage

LINES_SHOWN = 5


def assessed(student: User, courses: Iterable[int]) -> dict[str, Any]:
    """Two queries, whatever there is; `courses` are the numbers of those being studied."""
    return {
        "due_next": due_next(student, courses, LINES_SHOWN),
        "newest_grades": newest_grades(student, LINES_SHOWN),
    }


@dataclass(frozen=True, slots=True)
class ToMark:
    """Work of one quiz or assignment that waits for a person."""

    title: str
    course: str
    count: int
    url: str


def to_mark(courses: Iterable[CoursePage]) -> list[ToMark]:
    """Return where work waits in `courses`, the most first. Two queries, whatever there is."""
    courses = list(courses)
    rows = [
        *_counted(_ungraded_versions(courses), "submission__assignment", "submissions"),
        *_counted(_unmarked_attempts(courses), "quiz", "marking_queue"),
    ]
    return sorted(rows, key=lambda row: -row.count)


def _ungraded_versions(courses: list[CoursePage]) -> Any:
    """The newest version of each submission that nobody has looked at."""
    later = SubmissionVersion.objects.filter(
        submission=OuterRef("submission"), number__gt=OuterRef("number")
    )
    gradings = Grading.objects.filter(version=OuterRef("pk"))
    return SubmissionVersion.objects.filter(
        ~Exists(later), ~Exists(gradings), submission__assignment__course__in=courses
    )


def _unmarked_attempts(courses: list[CoursePage]) -> Any:
    return Attempt.objects.submitted().filter(points=None, quiz__course__in=courses)


def _counted(rows: Any, thing: str, screen: str) -> list[ToMark]:
    counted = (
        rows.order_by()
        .values(
            thing=F(f"{thing}__uuid"),
            name=F(f"{thing}__title"),
            of_course=F(f"{thing}__course__title"),
        )
        .annotate(count=Count("pk"))
    )
    return [
        ToMark(
            title=row["name"],
            course=row["of_course"],
            count=row["count"],
            url=reverse(f"assessment:{screen}", args=[row["thing"]]),
        )
        for row in counted
    ]
