"""What a lesson requires to be passed, and what passing it does for the lesson."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from assessment.mastery import competency_of, is_mastery, is_pass
from assessment.models import Grade, Placement
from assessment.services.grades import present_grades
from catalog.tree import remembered
from learning.models import LessonPage
from learning.requirements import Requirement
from learning.services import credit_lesson


@dataclass(frozen=True)
class Required:
    """A published quiz or assignment that a lesson requires; the same for everybody."""

    kind: str
    pk: int
    title: str
    url: str
    pass_percent: Decimal


def required_of(lesson: LessonPage) -> tuple[Required, ...]:
    """Return what `lesson` requires. What is not published can't be passed, and isn't asked for."""
    return remembered(("required", lesson.pk), lambda: tuple(_read(lesson)))


def _read(lesson: LessonPage) -> list[Required]:
    rows = Placement.objects.filter(lesson=lesson, is_required=True).filter(
        Q(quiz__live=True) | Q(assignment__live=True)
    )
    found = []
    for row in rows.select_related("quiz", "assignment").order_by("pk"):
        thing: Any = row.quiz or row.assignment
        kind, pk = row.key
        url = thing.get_absolute_url()
        found.append(Required(kind, pk, thing.title, url, thing.pass_percent))
    return found


def missing_of(student: User, lesson: LessonPage) -> list[Requirement]:
    """Return what `student` has not passed yet of what `lesson` requires. What is excused counts as passed."""
    required = required_of(lesson)
    if not required:
        return []
    passed = _passed_by(student, required)
    return [
        Requirement(
            title=each.title,
            url=each.url,
            sentence=_("Pass “%(title)s” first.") % {"title": each.title},
        )
        for each in required
        if (each.kind, each.pk) not in passed
    ]


def _passed_by(student: User, required: tuple[Required, ...]) -> set[tuple[str, int]]:
    percent = {(each.kind, each.pk): each.pass_percent for each in required}
    among = Q(item__quiz__in=[pk for kind, pk in percent if kind == "quiz"])
    among |= Q(
        item__assignment__in=[pk for kind, pk in percent if kind == "assignment"]
    )
    grades = present_grades(Grade.objects.filter(among, student=student))
    passed: set[tuple[str, int]] = set()
    for grade in grades.select_related("item"):
        item = grade.item
        key = ("quiz", item.quiz_id or 0)
        if not item.quiz_id:
            key = ("assignment", item.assignment_id or 0)
        if grade.is_excused or (
            grade.points is not None
            and is_pass(grade.points, grade.max_points, percent[key])
        ):
            passed.add(key)
    return passed


def credit_lessons(grade: Grade) -> None:
    """Let the lessons in which it stands know of a new grade. One query where it stands in none."""
    item = grade.item
    if not (item.quiz_id or item.assignment_id):
        return
    if grade.points is None and not grade.is_excused:
        return
    for row in item.stands_in:
        _credit(grade, row)


def _credit(grade: Grade, row: Placement) -> None:
    if grade.points is None:
        credit_lesson(
            student=grade.student, lesson=row.lesson, completes=row.is_required
        )
        return
    thing: Any = row.quiz or row.assignment
    points, full = grade.points, grade.max_points
    credit_lesson(
        student=grade.student,
        lesson=row.lesson,
        competency=competency_of(points, full),
        completes=row.is_required and is_pass(points, full, thing.pass_percent),
        masters=row.is_required and is_mastery(points, full),
    )
