"""What is new to a student across their courses: grades that came, and work that is due."""

from collections.abc import Iterable
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from assessment.gradebook.reading import counted_items
from assessment.models import Accommodation, Attempt, Grade, Shown, SubmissionVersion
from assessment.services.grades import BY_HAND, present_grades


def newest_grades(student: User, most: int) -> list[Grade]:
    """Return the latest grades that `student` may know of, with their items and courses. One query.

    A quiz that shows its score once it has closed is left out until it has closed for them.
    """
    now = timezone.now()
    closes_later = Accommodation.objects.filter(
        student=student, quiz=OuterRef("item__quiz"), closes_at__gt=now
    )
    is_shown = (
        Q(item__quiz=None)
        | Q(reason__in=BY_HAND)
        | Q(item__quiz__show_score=Shown.SUBMITTED)
        | Q(item__quiz__show_score=Shown.CLOSED, item__quiz__closes_at__lte=now)
        & ~Exists(closes_later)
    )
    grades = present_grades(Grade.objects.filter(student=student))
    return list(
        grades.filter(is_shown, item__is_counted=True, points__isnull=False)
        .select_related("item__course")
        .only(
            "points",
            "max_points",
            "created_at",
            "item__title",
            "item__course__title",
        )
        .order_by("-pk")[:most]
    )


def due_next(student: User, courses: Iterable[int], most: int) -> list[Any]:
    """Return items of `courses` that `student` still has to do, the nearest first, as dictionaries.

    By their own dates, where they have some. One query.
    """
    own = Accommodation.objects.filter(student=student)
    items: QuerySet[Any] = counted_items(courses)
    return list(
        items.exclude(
            Exists(Grade.objects.filter(item=OuterRef("pk"), student=student))
            | Exists(
                Attempt.objects.submitted().filter(
                    quiz=OuterRef("quiz"), student=student
                )
            )
            | Exists(
                SubmissionVersion.objects.filter(
                    submission__assignment=OuterRef("assignment"),
                    submission__student=student,
                )
            )
        )
        .annotate(
            due=Coalesce(
                _own_date(own, "quiz", "closes_at"),
                F("quiz__closes_at"),
                _own_date(own, "assignment", "due_at"),
                F("assignment__due_at"),
                F("due_at"),
            )
        )
        .filter(due__gt=timezone.now())
        .order_by("due", "pk")
        .values(
            "title", "due", "quiz__uuid", "assignment__uuid", "course", "course__title"
        )[:most]
    )


def _own_date(own: QuerySet[Accommodation], thing: str, date: str) -> Subquery:
    return Subquery(
        own.filter(**{thing: OuterRef(thing)}).values(date)[:1],
        output_field=DateTimeField(),
    )
