"""What of a submitted attempt may be seen: as much as the author of the quiz allows, and all for teachers.

Parts that are not shown are not in here: a template can't give them away.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone
from wagtail.models import Revision

from assessment.access import accommodation_of, supervises, terms_of
from assessment.asked import AskedQuestion, asked_questions, asked_quiz
from assessment.models import Answer, AnswerMark, Attempt, AttemptAddress, Kind
from assessment.outcomes import (
    Line,
    RubricLine,
    general_feedback,
    lines_of,
    notes_of,
    rubric_of,
)
from assessment.overview import Score, about_parts, percent_of, score_of
from assessment.presenting import Texts, texts_of
from assessment.services.attempts import attempts_left
from assessment.services.marking import newest_marks
from assessment.showing import shown_parts
from learning.access import Standing
from learning.outline import LessonEntry, outline_of

# Who answered less of a lesson's questions is told to read it again, however low the pass mark.
HALF = Fraction(1, 2)
ALL_PARTS = frozenset({"score", "feedback", "answers"})


@dataclass(frozen=True)
class ShownAnswer:
    """One question as it was asked, with what was answered and what may be said of it."""

    position: int
    kind: str
    prompt: Any
    max_points: Decimal
    is_answered: bool
    lines: tuple[Line, ...]
    # The score: None where it isn't shown, or nobody has marked it yet.
    points: Decimal | None = None
    waits: bool = False
    # Of the right answers, what doesn't stand with the lines.
    right: tuple[str, ...] = ()
    # Feedback: for what was written, and the general one.
    notes: tuple[Any, ...] = ()
    feedback: Any = ""
    comment: str = ""
    grader: Any = None
    rubric: tuple[RubricLine, ...] = ()
    corrected_at: datetime | None = None
    seconds_spent: int | None = None

    @property
    def verdict(self) -> str:
        if self.points is None:
            return ""
        if self.points >= self.max_points:
            return "right"
        return "partial" if self.points else "wrong"


@dataclass(frozen=True)
class LessonShare:
    """How well the questions about one lesson were answered."""

    lesson: LessonEntry
    points: Decimal
    max_points: Decimal
    reads_again: bool

    @property
    def share(self) -> Fraction:
        return Fraction(self.points) / Fraction(self.max_points)

    @property
    def percent(self) -> Decimal:
        return percent_of(self.share)


@dataclass(frozen=True)
class Result:
    attempt: Attempt
    title: str
    shown: frozenset[str]
    answers: tuple[ShownAnswer, ...]
    score: Score | None
    waiting: int
    lessons: tuple[LessonShare, ...]
    # Sentences about what isn't shown (yet).
    hidden: tuple[str, ...]
    left: int | None
    is_for_teachers: bool
    addresses: tuple[AttemptAddress, ...] = ()

    @property
    def minutes(self) -> int:
        ends = self.attempt.submitted_at or timezone.now()
        return max(1, round((ends - self.attempt.started_at).total_seconds() / 60))


def result_of(attempt: Attempt, standing: Standing) -> Result:
    """Return what the person with this `standing` may see of an attempt. Ten queries at most."""
    quiz = attempt.quiz
    terms = terms_of(quiz, accommodation_of(attempt.student, quiz))
    made = list(quiz.attempts.filter(student=attempt.student_id))
    left = attempts_left(quiz, terms, len(made))
    is_for_teachers = supervises(standing)
    may_see = shown_parts(
        quiz, terms, attempts_left=left, is_taking=any(each.is_open for each in made)
    )
    shown = ALL_PARTS if is_for_teachers else may_see
    answers = list(attempt.answers.all())
    known = _read(attempt, answers, shown)
    return Result(
        attempt=attempt,
        title=asked_quiz(attempt.revision_id).title,
        shown=shown,
        answers=tuple(_show(answer, known, is_for_teachers) for answer in answers),
        score=score_of(attempt, quiz) if "score" in shown else None,
        waiting=0 if attempt.is_open else len(answers) - len(known.marks),
        lessons=tuple(_by_lesson(attempt, answers, known))
        if "score" in shown and attempt.is_marked
        else (),
        hidden=() if is_for_teachers else tuple(about_parts(quiz, terms, may_see)),
        left=left,
        is_for_teachers=is_for_teachers,
        addresses=tuple(attempt.addresses.all()) if is_for_teachers else (),
    )


@dataclass(frozen=True)
class _Known:
    """What the answers of one attempt are shown with."""

    shown: frozenset[str]
    is_submitted: bool
    marks: Mapping[int, AnswerMark]
    asked: Mapping[int, AskedQuestion]
    texts: Mapping[int, Texts]
    corrected_at: Mapping[int, datetime]


def _read(attempt: Attempt, answers: list[Answer], shown: frozenset[str]) -> _Known:
    marks = newest_marks(answers)
    asked = asked_questions(
        {answer.revision_id for answer in answers}
        | {mark.revision_id for mark in marks.values()}
    )
    return _Known(
        shown=shown,
        is_submitted=not attempt.is_open,
        marks=marks,
        asked=asked,
        texts=texts_of(asked.values()),
        corrected_at=_corrections(answers, marks),
    )


def _show(answer: Answer, known: _Known, is_for_teachers: bool) -> ShownAnswer:
    asked, mark = known.asked[answer.revision_id], known.marks.get(answer.pk)
    # A corrected key says what is right, also of a question that was asked before.
    judged = known.asked[mark.revision_id] if mark else asked
    words = known.texts[asked.revision_id].parts
    details: dict[str, Any] = {}
    notes: dict[str, Any] = {}
    if "score" in known.shown:
        details["points"] = mark.points if mark else None
        details["waits"] = known.is_submitted and mark is None
    if "feedback" in known.shown and mark:
        notes = notes_of(judged, mark.matched)
        details["feedback"] = general_feedback(judged)
        details["comment"] = mark.comment
        details["grader"] = mark.by
        details["rubric"] = rubric_of(judged, mark.levels)
    if known.shown and mark:
        details["corrected_at"] = known.corrected_at.get(mark.revision_id)
    tells_right = mark is not None and "answers" in known.shown
    if tells_right:
        words = {**known.texts[judged.revision_id].parts, **words}
    lines, right = lines_of(
        asked,
        judged if tells_right else None,
        answer.response,
        words,
        notes,
        mark.matched if mark else (),
    )
    if asked.kind in (Kind.SHORT_ANSWER, Kind.NUMERIC):
        details["notes"] = tuple(notes.values())
    return ShownAnswer(
        position=answer.position,
        kind=asked.kind,
        prompt=known.texts[asked.revision_id].prompt,
        max_points=answer.max_points,
        is_answered=answer.response is not None,
        lines=lines,
        right=right,
        seconds_spent=answer.seconds_spent if is_for_teachers else None,
        **details,
    )


def _corrections(
    answers: Iterable[Answer], marks: Mapping[int, AnswerMark]
) -> dict[int, datetime]:
    """Return when each revision was made that judged an answer without having been asked."""
    others = {
        mark.revision_id
        for answer in answers
        if (mark := marks.get(answer.pk)) and mark.revision_id != answer.revision_id
    }
    if not others:
        return {}
    revisions = Revision.objects.filter(pk__in=others)
    return dict(revisions.values_list("pk", "created_at"))


def _by_lesson(
    attempt: Attempt,
    answers: Iterable[Answer],
    known: _Known,
) -> Iterable[LessonShare]:
    """Return how each lesson's questions went, the weakest first."""
    got: dict[int, Decimal] = defaultdict(Decimal)
    most: dict[int, Decimal] = defaultdict(Decimal)
    for answer in answers:
        for pk in known.asked[answer.revision_id].lesson_ids:
            got[pk] += known.marks[answer.pk].points
            most[pk] += answer.max_points
    lessons = {entry.pk: entry for entry in outline_of(attempt.quiz.course).lessons}
    enough = max(Fraction(attempt.quiz.pass_share), HALF)
    shares = [
        LessonShare(
            lesson=lessons[pk],
            points=got[pk],
            max_points=most[pk],
            reads_again=Fraction(got[pk]) / Fraction(most[pk]) < enough,
        )
        for pk in most
        if pk in lessons and most[pk]
    ]
    return sorted(shares, key=lambda each: each.share)
