"""A quiz that was taken, marked and regraded, for the addresses of `tests/access_table_marking.py`."""

from typing import Any

from assessment.models import AnswerMark
from assessment.regrading import Choice, plan_regrade
from assessment.services.regrade import regrade
from assessment.tests.attempts import take
from assessment.tests.factories import make_question, make_quiz


def marking_names(course: Any, enrolled: Any, owner: Any) -> dict[str, Any]:
    question = make_question(course, "true_false")
    quiz = make_quiz(course, [question])
    attempt = take(quiz, enrolled, {"value": False})
    choices = [Choice(question.pk)]
    plan = plan_regrade(quiz=quiz, choices=choices)
    regrade(quiz=quiz, choices=choices, by=owner, reason="-", digest=plan.digest)
    return {
        "marked_quiz": quiz.uuid,
        "other_quiz": make_quiz(course, [question]).uuid,
        "marked_question": question.pk,
        "marked_attempt": attempt.uuid,
        "regrade": AnswerMark.objects.get(reason=AnswerMark.Reason.REGRADE).pk,
    }
