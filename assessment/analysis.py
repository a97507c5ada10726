"""What a class did with the questions of a quiz: gathered, counted, and put into words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from assessment.asked import AskedQuestion, asked_questions
from assessment.item_statistics import (
    FEWEST,
    Given,
    Hint,
    ItemStatistics,
    Pick,
    QuizStatistics,
    Sheet,
    Sign,
    distribution,
    hints,
    item_statistics,
    quiz_statistics,
)
from assessment.models import Answer, AnswerMark, Attempt, Kind, Quiz
from assessment.scoring import is_blank
from assessment.wording import Picks, picks_in, picks_of

ALL_ATTEMPTS = "all"
PARTS = 10
MOST_WORDS = 12


@dataclass(frozen=True)
class PickLine:
    pick: Pick
    words: str
    is_right: bool


@dataclass(frozen=True)
class ItemLine:
    """One revision of a question, with what the answers to it say."""

    asked: AskedQuestion
    number: int
    statistics: ItemStatistics
    hints: tuple[str, ...]
    picks: tuple[PickLine, ...]
    # Further words that were written, by fewer.
    left_out: int
    may_be_wrong: bool
    # Of a question that was asked in several revisions: which one this is, from 1.
    revision: int
    revisions: int

    @property
    def kind(self) -> str:
        return str(Kind(self.asked.kind).label)


@dataclass(frozen=True)
class Analysis:
    quiz: Quiz
    statistics: QuizStatistics
    items: tuple[ItemLine, ...]
    distribution: tuple[int, ...]
    takes_all: bool
    unmarked: int

    @property
    def is_telling(self) -> bool:
        return self.statistics.count >= FEWEST


def analyse(quiz: Quiz, *, takes_all: bool = False) -> Analysis:
    """Return what the submitted and marked attempts say. Four queries.

    Of each student the first attempt counts, since the others were made by who had seen the
    questions; or all of them.
    """
    submitted = list(
        Attempt.objects.submitted().filter(quiz=quiz).order_by("student", "number")
    )
    first: dict[int, Attempt] = {}
    for attempt in submitted:
        first.setdefault(attempt.student_id, attempt)
    counted = submitted if takes_all else list(first.values())
    marked = [attempt for attempt in counted if attempt.is_marked]
    answers = _answers(quiz, {attempt.pk for attempt in marked})
    marks = _points(quiz)
    asked = asked_questions({answer.revision_id for answer in answers})
    by_question, by_revision = _sheets(answers, marks, asked)
    sheets = list(by_question.values())
    return Analysis(
        quiz=quiz,
        statistics=quiz_statistics(sheets),
        items=tuple(_items(answers, asked, list(by_revision.values()))),
        distribution=tuple(distribution((sheet.share for sheet in sheets), PARTS)),
        takes_all=takes_all,
        unmarked=len(counted) - len(marked),
    )


def _answers(quiz: Quiz, attempts: set[int]) -> list[Answer]:
    answers = Answer.objects.filter(
        attempt__quiz=quiz, attempt__submitted_at__isnull=False
    )
    return [each for each in answers.order_by("pk") if each.attempt_id in attempts]


def _points(quiz: Quiz) -> dict[int, Any]:
    """Return the points of the newest mark of each answer."""
    marks = AnswerMark.objects.filter(answer__attempt__quiz=quiz).order_by("pk")
    return dict(marks.values_list("answer", "points"))


def _sheets(
    answers: Iterable[Answer], points: dict[int, Any], asked: dict[int, AskedQuestion]
) -> tuple[dict[int, Sheet], dict[int, Sheet]]:
    """Return what each attempt has, by question for the quiz, and by revision for its items."""
    questions: dict[int, dict[str, Given]] = defaultdict(dict)
    revisions: dict[int, dict[str, Given]] = defaultdict(dict)
    for answer in answers:
        given = Given(
            points=Fraction(points[answer.pk]),
            max_points=Fraction(answer.max_points),
            is_blank=is_blank(answer.response),
            seconds=answer.seconds_spent,
            picks=picks_in(asked[answer.revision_id], answer.response),
        )
        questions[answer.attempt_id][str(answer.question_id)] = given
        revisions[answer.attempt_id][str(answer.revision_id)] = given
    return (
        {pk: Sheet(given) for pk, given in questions.items()},
        {pk: Sheet(given) for pk, given in revisions.items()},
    )


def _items(
    answers: Sequence[Answer], asked: dict[int, AskedQuestion], sheets: Sequence[Sheet]
) -> Iterator[ItemLine]:
    responses: dict[int, list[Any]] = defaultdict(list)
    places: dict[int, list[int]] = defaultdict(list)
    for answer in answers:
        responses[answer.revision_id].append(answer.response)
        places[answer.question_id].append(answer.position)
    # In the order in which the questions came on average: pools and shuffling move them.
    order = sorted(places, key=lambda pk: (sum(places[pk]) / len(places[pk]), pk))
    for number, question in enumerate(order, start=1):
        its = sorted(pk for pk, each in asked.items() if each.question_id == question)
        for place, pk in enumerate(its, start=1):
            yield _item(asked[pk], responses[pk], sheets, number, place, len(its))


def _item(
    asked: AskedQuestion,
    responses: list[Any],
    sheets: Sequence[Sheet],
    number: int,
    revision: int,
    revisions: int,
) -> ItemLine:
    picks = picks_of(asked, [each for each in responses if each])
    statistics = item_statistics(str(asked.revision_id), sheets, picks.options)
    assert statistics is not None  # somebody answered it
    found = hints(statistics, picks.right, picks.options if _is_choice(asked) else ())
    shown = list(statistics.picks)
    if not picks.options:
        shown.sort(key=lambda pick: (-pick.count, pick.key))
    return ItemLine(
        asked=asked,
        number=number,
        statistics=statistics,
        hints=tuple(_in_words(hint, picks) for hint in found),
        picks=tuple(
            PickLine(pick, picks.words.get(pick.key, pick.key), pick.key in picks.right)
            for pick in shown[: len(picks.options) or MOST_WORDS]
        ),
        left_out=max(0, len(shown) - (len(picks.options) or MOST_WORDS)),
        may_be_wrong=any(
            hint.sign in (Sign.BEST_FAIL, Sign.DRAWS_THE_BEST) for hint in found
        ),
        revision=revision,
        revisions=revisions,
    )


def _is_choice(asked: AskedQuestion) -> bool:
    return asked.kind in (Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE, Kind.TRUE_FALSE)


def _in_words(hint: Hint, picks: Picks) -> str:
    sentences = {
        Sign.BEST_FAIL: _(
            "Students who did well in the rest got this wrong more often than the others. Is the key right?"
        ),
        Sign.WEAK: _("It hardly tells good students from weaker ones."),
        Sign.EASY: _("Nearly everybody knows this."),
        Sign.HARD: _("Hardly anybody knows this. Was it taught, and is it clear?"),
        Sign.OFTEN_BLANK: _("Many left this blank. Was there enough time?"),
        Sign.DRAWS_THE_BEST: _(
            "Good students chose “%(words)s” more often than the others. Is it wrong?"
        ),
        Sign.HARDLY_CHOSEN: _("Hardly anybody chose “%(words)s”: it deceives nobody."),
    }
    return sentences[hint.sign] % {"words": picks.words.get(hint.pick, hint.pick)}


def csv_rows(analysis: Analysis) -> Iterator[list[object]]:
    yield [
        _("Number"),
        _("Question"),
        _("Revision"),
        _("Kind"),
        _("Attempts"),
        _("Difficulty index in %"),
        _("Standard deviation in %"),
        _("Discrimination index in %"),
        _("Correlation with the rest"),
        _("Blank in %"),
        _("Median seconds"),
        _("What to look at"),
    ]
    for item in analysis.items:
        of = item.statistics
        yield [
            item.number,
            item.asked.title,
            item.revision,
            item.kind,
            of.count,
            _percent(of.facility),
            _percent(of.deviation),
            _percent(of.index),
            "" if of.correlation is None else round(of.correlation, 4),
            _percent(of.blank_rate),
            of.median_seconds,
            " ".join(item.hints),
        ]


def _percent(share: Fraction | float | None) -> object:
    return "" if share is None else round(float(share) * 100, 2)
