"""Which parts of a result a student sees, as the author of the quiz chose."""

from datetime import datetime

from django.utils import timezone

from assessment.access import Terms
from assessment.models import Quiz, Shown


def is_shown(
    when: str, terms: Terms, *, attempts_left: int | None, at: datetime | None = None
) -> bool:
    """Whether a part that is shown `when` may be seen now by a student who has submitted an attempt.

    A quiz without a closing date is closed for somebody who has no attempt left.
    """
    if when == Shown.NEVER:
        return False
    if when == Shown.SUBMITTED:
        return True
    if terms.closes_at:
        return (at or timezone.now()) >= terms.closes_at
    return attempts_left == 0


def shown_parts(
    quiz: Quiz,
    terms: Terms,
    *,
    attempts_left: int | None,
    at: datetime | None = None,
    is_taking: bool = False,
) -> frozenset[str]:
    """Return which of "score", "feedback" and "answers" a student may see.

    Who `is_taking` the last attempt still has use for the right answers of those before.
    """
    if is_taking:
        attempts_left = None
    parts = {
        "score": quiz.show_score,
        "feedback": quiz.show_feedback,
        "answers": quiz.show_answers,
    }
    return frozenset(
        name
        for name, when in parts.items()
        if is_shown(when, terms, attempts_left=attempts_left, at=at)
    )
