"""Marks: what each answer earned, what an attempt is worth, and what of it goes into the gradebook."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from assessment.asked import AskedQuestion, asked_questions
from assessment.models import Answer, AnswerMark, Attempt, Grade, Quiz
from assessment.scoring import Counting, assess, award, counting_share
from assessment.services.grades import (
    grade_item_of,
    is_by_hand,
    present_grade,
    record_grade,
)


def mark_attempt(*, attempt: Attempt) -> None:
    """Mark what keys can mark of an attempt that is being handed in, and save it.

    The grade is recorded once every answer has a mark.
    """
    answers = list(attempt.answers.all())
    asked = asked_questions({answer.revision_id for answer in answers})
    marks = marks_by_key(
        answers, {answer.pk: asked[answer.revision_id] for answer in answers}
    )
    AnswerMark.objects.bulk_create(marks)
    if len(marks) == len(answers):
        attempt.points = sum((mark.points for mark in marks), Decimal(0))
    attempt.save(update_fields=["points", "submitted_at", "submitted_by"])
    if attempt.is_marked:
        record_result(
            quiz=attempt.quiz, student=attempt.student, reason=Grade.Reason.QUIZ
        )


def marks_by_key(
    answers: Iterable[Answer],
    asked: Mapping[int, AskedQuestion],
    *,
    reason: str = AnswerMark.Reason.KEY,
    by: User | None = None,
) -> list[AnswerMark]:
    """Return a mark for each of `answers` that a key can mark; `asked` gives the question by answer.

    An answer that a person must read has none, unless nothing was answered.
    """
    now = timezone.now()
    marks = []
    for answer in answers:
        question = asked[answer.pk]
        assessed = assess(question.key, answer.response)
        if assessed.share is None:
            continue
        marks.append(
            AnswerMark(
                answer=answer,
                points=award(assessed.share, answer.max_points),
                reason=reason,
                revision_id=question.revision_id,
                matched=list(assessed.matched),
                by=by,
                created_at=now,
            )
        )
    return marks


def newest_marks(answers: Any) -> dict[int, AnswerMark]:
    """Return the mark that counts for each of `answers` (a queryset or a list), by the answer's id."""
    newest = (
        AnswerMark.objects.filter(answer__in=answers)
        .order_by()
        .values("answer")
        .annotate(newest=Max("pk"))
    )
    keys: Any = newest.values("newest")
    return {
        mark.answer_id: mark
        for mark in AnswerMark.objects.filter(pk__in=keys).select_related("by")
    }


def total(attempt: Attempt) -> Decimal | None:
    """Return the points of an attempt by its newest marks; None while an answer waits for a person."""
    answers = attempt.answers.all()
    marks = newest_marks(answers)
    if len(marks) < len(answers):
        return None
    return sum((mark.points for mark in marks.values()), Decimal(0))


def settle_attempt(*, attempt: Attempt, reason: str, by: User | None = None) -> None:
    """Add up an attempt whose marks have changed, and record the grade if that changes it."""
    attempt.points = total(attempt)
    attempt.save(update_fields=["points"])
    if attempt.is_marked:
        record_result(quiz=attempt.quiz, student=attempt.student, reason=reason, by=by)


@dataclass(frozen=True)
class Result:
    """What a student's attempts are worth together, and the attempt that stands for them."""

    points: Decimal
    max_points: Decimal
    attempt: Attempt


def result_of(
    marked: Sequence[Attempt],
    counting: str,
    points: Mapping[int, Decimal] | None = None,
) -> Result | None:
    """Return what marked attempts, in their order, are worth; None without any.

    `points` says of some attempts what they would have.
    """
    points = points or {}
    shares = [share_of(each, points.get(each.pk)) for each in marked]
    share = counting_share(shares, Counting(counting))
    if share is None:
        return None
    counted = marked[-1]
    if counting == Quiz.Counting.BEST:
        counted = marked[shares.index(max(shares))]
    return Result(award(share, counted.max_points), counted.max_points, counted)


def record_result(
    *, quiz: Quiz, student: User, reason: str, by: User | None = None
) -> Grade | None:
    """Record what a student's attempts are worth together; None if that is what they have already.

    What a teacher entered into the gradebook by hand stays until it is taken back there.
    """
    marked = Attempt.objects.submitted().filter(
        quiz=quiz, student=student, points__isnull=False
    )
    result = result_of(list(marked.order_by("number")), quiz.counting)
    if result is None:
        return None
    item = grade_item_of(quiz)
    present = present_grade(item, student)
    if present and (is_by_hand(present) or is_same(present, result)):
        return None
    return record_grade(
        item=item,
        student=student,
        points=result.points,
        max_points=result.max_points,
        reason=reason,
        by=by,
        attempt=result.attempt,
        revision_id=result.attempt.revision_id,
    )


def is_same(grade: Grade, result: Result) -> bool:
    return (grade.points, grade.max_points) == (result.points, result.max_points)


def share_of(attempt: Attempt, points: Decimal | None = None) -> Fraction:
    """Return which share of its full marks an attempt has; a quiz for no points at all is passed."""
    if not attempt.max_points:
        return Fraction(1)
    got = attempt.points if points is None else points
    return Fraction(got or 0) / Fraction(attempt.max_points)
