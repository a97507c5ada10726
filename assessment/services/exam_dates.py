"""Dates of their own for students of a quiz: another day, more time, more attempts, with the reason."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessment.models import Accommodation, Quiz
from assessment.services.attempts import reset_clocks
from common.exceptions import Refused
from learning.models import Enrolment

TERMS = ["opens_at", "closes_at", "extra_minutes", "extra_attempts"]


@transaction.atomic
def set_exam_dates(
    *,
    quiz: Quiz,
    students: Collection[User],
    by: User,
    reason: str,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    extra_minutes: int = 0,
    extra_attempts: int = 0,
) -> list[Accommodation]:
    """Let `students` have these terms in place of whatever terms of their own they had before.

    All of them or none. Queries don't grow with the students.
    """
    _refuse(quiz, students, reason, opens_at, closes_at, extra_minutes, extra_attempts)
    said = {
        "opens_at": opens_at,
        "closes_at": closes_at,
        "extra_minutes": extra_minutes,
        "extra_attempts": extra_attempts,
        "reason": reason,
        "by": by,
        "updated_at": timezone.now(),
    }
    known = {
        own.student_id: own
        for own in Accommodation.objects.select_for_update(of=("self",)).filter(
            quiz=quiz, student__in=students
        )
    }
    for own in known.values():
        for name, value in said.items():
            setattr(own, name, value)
    Accommodation.objects.bulk_update(known.values(), list(said))
    made = Accommodation.objects.bulk_create(
        Accommodation(quiz=quiz, student=student, **said)
        for student in students
        if student.pk not in known
    )
    reset_clocks(quiz=quiz)
    return [*known.values(), *made]


@transaction.atomic
def take_exam_dates_back(*, quiz: Quiz, student: User) -> None:
    """Let the dates of the quiz hold for `student` again."""
    Accommodation.objects.filter(quiz=quiz, student=student).delete()
    reset_clocks(quiz=quiz, student=student)


def _refuse(
    quiz: Quiz,
    students: Collection[User],
    reason: str,
    opens_at: datetime | None,
    closes_at: datetime | None,
    extra_minutes: int,
    extra_attempts: int,
) -> None:
    if not students:
        raise Refused("nobody", _("Choose at least one student."))
    enrolled = Enrolment.objects.filter(course=quiz.course_id, student__in=students)
    if enrolled.count() < len(students):
        raise Refused("not_enrolled", _("Somebody of them isn't in the course."))
    if not reason.strip():
        raise Refused("no_reason", _("Say why: others will ask."))
    if not (opens_at or closes_at or extra_minutes or extra_attempts):
        raise Refused("nothing", _("Set a date, more minutes or more attempts."))
    opens, closes = opens_at or quiz.opens_at, closes_at or quiz.closes_at
    if opens and closes and closes <= opens:
        raise Refused("order", _("It has to close after it opens."))
