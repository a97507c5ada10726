"""Puts quizzes and assignments into lessons, and grades them, for tests."""

from decimal import Decimal
from typing import Any

from assessment.models import Grade, Quiz
from assessment.services.grades import grade_item_of, record_grade
from learning.models import LessonPage


def place(lesson: LessonPage, *things: Any, required: bool = True) -> LessonPage:
    """Publish `lesson` with `things` at its end."""
    lesson = LessonPage.objects.get(pk=lesson.pk)
    for thing in things:
        kind = "quiz" if isinstance(thing, Quiz) else "assignment"
        lesson.body.append((kind, {kind: thing, "is_required": required}))
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


def grade(thing: Any, student: Any, points: Any, *, of: Any = 10) -> Grade:
    return record_grade(
        item=grade_item_of(thing),
        student=student,
        points=None if points is None else Decimal(points),
        max_points=Decimal(of),
        reason=Grade.Reason.QUIZ,
        is_excused=points is None,
    )
