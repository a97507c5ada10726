"""How much a quiz asks: how many questions, for how many points. Two queries for any number of quizzes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from assessment.models import Question, Quiz

CENT = Decimal("0.01")
# A course and a tag in it.
Tagged = tuple[int, str]


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
    named = {pk for quiz in quizzes for item in _items(quiz) for pk in _named(item)}
    tags = {item["tag"] for quiz in quizzes for item in _items(quiz) if item.get("tag")}
    live = Question.objects.live()
    points = dict(live.filter(pk__in=named).values_list("pk", "points"))
    tagged: dict[Tagged, dict[int, Decimal]] = {}
    if tags:
        rows = live.filter(
            tags__name__in=tags, course__in={quiz.course_id for quiz in quizzes}
        ).values_list("course", "tags__name", "pk", "points")
        for course, tag, pk, worth in rows:
            tagged.setdefault((course, tag), {})[pk] = worth
    return {quiz.pk: _extent(quiz, points, tagged) for quiz in quizzes}


def named_questions(quiz: Quiz) -> list[int]:
    """Return the ids of the questions that a quiz names, alone or in a pool, in their order."""
    return list(dict.fromkeys(pk for item in _items(quiz) for pk in _named(item)))


def _extent(
    quiz: Quiz,
    points: Mapping[int, Decimal],
    tagged: Mapping[Tagged, Mapping[int, Decimal]],
) -> Extent:
    certain = {
        item["question"] for item in _items(quiz) if item.get("question") in points
    }
    count, total = len(certain), Decimal(0)
    seen: set[int] = set()
    for item in _items(quiz):
        own = None if item.get("points") in (None, "") else Decimal(str(item["points"]))
        if "question" in item:
            pk = item["question"]
            if pk in certain and pk not in seen:
                seen.add(pk)
                total += points[pk] if own is None else own
            continue
        among = {pk: points[pk] for pk in _named(item) if pk in points}
        among |= tagged.get((quiz.course_id, item.get("tag") or ""), {})
        worths = [worth for pk, worth in among.items() if pk not in certain]
        drawn = min(int(item.get("count") or 0), len(worths))
        if drawn:
            each = sum(worths, Decimal(0)) / len(worths) if own is None else own
            total += drawn * each
            count += drawn
    return Extent(count, total.quantize(CENT, ROUND_HALF_UP))


def _items(quiz: Quiz) -> Iterator[Mapping[str, Any]]:
    # As stored: taking shape, each chooser would fetch a question that isn't needed here.
    for block in quiz.items.raw_data:
        yield block["value"]


def _named(item: Mapping[str, Any]) -> list[int]:
    if "question" in item:
        return [item["question"]] if item["question"] else []
    return [each["value"] for each in item.get("questions") or [] if each["value"]]
