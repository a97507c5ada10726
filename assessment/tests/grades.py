"""Builders of gradebooks for tests: items marked outside, grades, and both by the hundred."""

from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import User
from assessment.models import Grade, GradeCategory, GradeItem
from assessment.services.grades import record_grade
from catalog.models import CoursePage

_serial = count(1)


def make_category(course: CoursePage, name: str = "", **fields: Any) -> GradeCategory:
    return GradeCategory.objects.create(
        course=course, name=name or f"Category {next(_serial)}", **fields
    )


def make_item(course: CoursePage, title: str = "", **fields: Any) -> GradeItem:
    """Return an item that is marked outside, of ten points."""
    return GradeItem.objects.create(
        course=course,
        **{
            "title": title or f"Item {next(_serial)}",
            "sort": "exam",
            "max_points": Decimal(10),
            **fields,
        },
    )


def give(item: GradeItem, student: User, points: Any, **fields: Any) -> Grade:
    return record_grade(
        item=item,
        student=student,
        points=None if points is None else Decimal(points),
        **{"reason": Grade.Reason.MANUAL, **fields},
    )


def add_items(course: CoursePage, number: int, **fields: Any) -> list[GradeItem]:
    return [make_item(course, **fields) for _number in range(number)]


def add_grades(items: list[GradeItem], students: list[User]) -> None:
    """Give each student marks for each item, past the services."""
    now = timezone.now()
    Grade.objects.bulk_create(
        (
            Grade(
                item=item,
                student=student,
                points=Decimal((7 * place + 3 * number) % 21) / 2,
                max_points=item.max_points,
                reason=Grade.Reason.MANUAL,
                created_at=now,
            )
            for place, item in enumerate(items)
            for number, student in enumerate(students)
        ),
        batch_size=2000,
    )
