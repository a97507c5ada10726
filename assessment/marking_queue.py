"""Which answers a person has to read: those that wait, and those that somebody marked by hand before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessment.asked import AskedQuestion, asked_questions
from assessment.models import Answer, AnswerMark, Quiz


@dataclass(frozen=True)
class QueueLine:
    """One question, with the answers to it that need a person."""

    asked: AskedQuestion
    waiting: int
    marked: int
    # The oldest that waits; the oldest of all where none does.
    first: Answer


@dataclass(frozen=True)
class Neighbours:
    """Where an answer stands among others, and how to go on."""

    number: int
    count: int
    waiting: int
    previous: Answer | None
    next: Answer | None
    next_waiting: Answer | None


def answers_for_people(quiz: Quiz, question_id: int | None = None) -> QuerySet[Any]:
    """Return what keys left to people, in the order of handing in; also what these have marked.

    Each says by `is_waiting` whether it has no mark yet.
    """
    marks = AnswerMark.objects.filter(answer=OuterRef("pk"))
    answers: QuerySet[Any] = (
        Answer.objects.filter(attempt__quiz=quiz, attempt__submitted_at__isnull=False)
        .annotate(is_waiting=~Exists(marks))
        .filter(
            Q(is_waiting=True)
            | Exists(marks.filter(reason__in=AnswerMark.GIVEN_BY_HAND))
            & ~Exists(marks.filter(reason=AnswerMark.Reason.KEY))
        )
        .select_related("attempt__student")
        .order_by("attempt__submitted_at", "pk")
    )
    return answers.filter(question=question_id) if question_id else answers


def queue_of(quiz: Quiz) -> list[QueueLine]:
    """Return the questions with answers for a person, those with most to do first. Two queries."""
    by_question: dict[int, list[Any]] = {}
    for answer in answers_for_people(quiz):
        by_question.setdefault(answer.question_id, []).append(answer)
    asked = asked_questions(
        {answers[-1].revision_id for answers in by_question.values()}
    )
    lines = []
    for answers in by_question.values():
        waiting = [answer for answer in answers if answer.is_waiting]
        lines.append(
            QueueLine(
                asked=asked[answers[-1].revision_id],
                waiting=len(waiting),
                marked=len(answers) - len(waiting),
                first=(waiting or answers)[0],
            )
        )
    return sorted(lines, key=lambda line: -line.waiting)


def waiting_count(quiz: Quiz) -> int:
    return answers_for_people(quiz).filter(is_waiting=True).count()


def neighbours_of(answers: Sequence[Answer], here: Answer) -> Neighbours | None:
    """Return what stands round `here`; None if it isn't among `answers`."""
    place = next((n for n, each in enumerate(answers) if each.pk == here.pk), None)
    if place is None:
        return None
    after = [*answers[place + 1 :], *answers[:place]]
    waiting = [each for each in after if getattr(each, "is_waiting", False)]
    return Neighbours(
        number=place + 1,
        count=len(answers),
        waiting=sum(getattr(each, "is_waiting", False) for each in answers),
        previous=answers[place - 1] if place else None,
        next=answers[place + 1] if place + 1 < len(answers) else None,
        next_waiting=waiting[0] if waiting else None,
    )
