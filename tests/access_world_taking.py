"""Quizzes in every state, and attempts of other people, for the table of addresses."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from assessment.services.attempts import start_attempt, submit_attempt
from assessment.tests.factories import make_question, make_quiz
from catalog.models import CoursePage
from tests.factories import enrol, make_course, make_user


def quizzes_and_attempts(course: CoursePage, enrolled: Any) -> dict[str, Any]:
    """Return what `tests/access_table_taking.py` names."""
    now = timezone.now()

    def quiz(of: CoursePage = course, **fields: Any) -> Any:
        return make_quiz(of, [make_question(of)], attempts_allowed=None, **fields)

    def of_another(which: Any) -> Any:
        return start_attempt(student=neighbour, quiz=which)

    neighbour = make_user("nadia")
    enrol(neighbour, course)
    elsewhere = make_course(course.teacher_rows.get().user, "Botany", code="BOT-1")
    elsewhere.teacher_rows.all().delete()  # nobody of the cast teaches it
    enrol(neighbour, elsewhere)
    other_quiz = quiz(elsewhere)
    submitted = start_attempt(student=enrolled, quiz=quiz())
    return {
        "open_quiz": quiz().uuid,
        "draft_quiz": quiz(draft=True).uuid,
        "future_quiz": quiz(opens_at=now + timedelta(days=1)).uuid,
        "closed_quiz": quiz(closes_at=now - timedelta(days=1)).uuid,
        "other_quiz": other_quiz.uuid,
        "attempt": start_attempt(student=enrolled, quiz=quiz()).uuid,
        "submitted_attempt": submit_attempt(attempt=submitted).uuid,
        "neighbours_attempt": of_another(quiz()).uuid,
        "other_attempt": of_another(other_quiz).uuid,
        "other_course": elsewhere.pk,
    }
