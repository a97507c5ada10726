"""The one way into the gradebook: rows are added, and the newest of a student counts."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from accounts.models import User
from assessment.models import Assignment, Grade, GradeItem, Quiz
from assessment.signals import graded

# What a teacher decided about a student. Of a quiz or an assignment it is an override.
BY_HAND = frozenset({Grade.Reason.MANUAL, Grade.Reason.IMPORT, Grade.Reason.EXCUSED})


def is_by_hand(grade: Grade) -> bool:
    """Whether somebody entered this grade into the gradebook, rather than grade the work."""
    return grade.reason in BY_HAND and grade.grading_id is None


def grade_item_of(thing: Quiz | Assignment) -> GradeItem:
    """Return the gradebook's column for `thing`; make it where there is none."""
    field = "quiz" if isinstance(thing, Quiz) else "assignment"
    if item := GradeItem.objects.filter(**{field: thing}).first():
        return item
    item, _created = GradeItem.objects.get_or_create(
        **{field: thing},
        defaults={
            "course_id": thing.course_id,
            "title": thing.title,
            "sort": thing.sort,
            "max_points": getattr(thing, "max_points", Decimal(0)),
            "due_at": getattr(thing, "due_at", None)
            or getattr(thing, "closes_at", None),
            "is_counted": thing.live,
            "position": GradeItem.objects.filter(course_id=thing.course_id).count(),
        },
    )
    return item


def record_grade(
    *,
    item: GradeItem,
    student: User,
    points: Decimal | None,
    reason: str,
    max_points: Decimal | None = None,
    by: User | None = None,
    at: datetime | None = None,
    **details: Any,
) -> Grade:
    """Add a grade. `details` are further fields of `Grade`; `points` is None if excused or withdrawn."""
    grade = Grade.objects.create(
        item=item,
        student=student,
        points=points,
        max_points=item.max_points if max_points is None else max_points,
        reason=reason,
        by=by,
        created_at=at or timezone.now(),
        **details,
    )
    graded.send(Grade, grade=grade)
    return grade


def record_grades(grades: Iterable[Grade]) -> list[Grade]:
    """Add many grades at once, as `record_grade` adds one. One statement, whatever their number."""
    now = timezone.now()
    rows = list(grades)
    for grade in rows:
        grade.created_at = now
    rows = Grade.objects.bulk_create(rows)
    for grade in rows:
        graded.send(Grade, grade=grade)
    return rows


def present_grades(grades: QuerySet[Grade] | None = None) -> QuerySet[Grade]:
    """Return of `grades` the newest of each student for each item, in one query."""
    grades = Grade.objects.all() if grades is None else grades
    newest = grades.order_by().values("item", "student").annotate(newest=Max("pk"))
    keys: Any = newest.values("newest")
    return Grade.objects.filter(pk__in=keys)


def present_grade(item: GradeItem, student: User) -> Grade | None:
    return Grade.objects.filter(item=item, student=student).order_by("-pk").first()
