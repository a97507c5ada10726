"""How much a quiz asks: how many questions, for how many points. Two queries for any number of quizzes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assessment.models import Question, Quiz
from assessment.quiz_items import Tagged, items_of, named_questions, tagged_questions

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Extent:
    questions: int = 0
    points: Decimal = Decimal(0)


def extent_of(quiz: Quiz) -> Extent:
    return extents_of([quiz])[quiz.pk]


def extents_of(quizzes: Iterable[Quiz]) -> dict[int | None, Extent]:
    """Return by id what each quiz asks as it stands. Only published questions count, each once.

    What a pool draws differs from attempt to attempt; where its questions have points of their
    own, the average counts.
    """
    quizzes = list(quizzes)
    named = {pk for quiz in quizzes for pk in named_questions(quiz)}
    live = Question.objects.live().filter(pk__in=named)
    points = dict(live.values_list("pk", "points"))
    tagged = tagged_questions(quizzes)
    return {quiz.pk: _extent(quiz, points, tagged) for quiz in quizzes}


def _extent(
    quiz: Quiz,
    points: Mapping[int, Decimal],
    tagged: Mapping[Tagged, Mapping[int, Decimal]],
) -> Extent:
    items = items_of(quiz)
    alone = {pk for item in items if not item.is_pool for pk in item.named}
    certain = alone & points.keys()
    count, total = len(certain), Decimal(0)
    seen: set[int] = set()
    for item in items:
        if not item.is_pool:
            for pk in certain.intersection(item.named) - seen:
                seen.add(pk)
                total += points[pk] if item.points is None else item.points
            continue
        among = {pk: points[pk] for pk in item.named if pk in points}
        among |= tagged.get((quiz.course_id, item.tag), {})
        worths = [worth for pk, worth in among.items() if pk not in certain]
        drawn = min(item.count, len(worths))
        if drawn:
            own = item.points
            each = sum(worths, Decimal(0)) / len(worths) if own is None else own
            total += drawn * each
            count += drawn
    return Extent(count, total.quantize(CENT, ROUND_HALF_UP))
