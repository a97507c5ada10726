"""The items of a quiz as they are stored: questions, and pools that draw from the bank."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from assessment.models import Question, Quiz

# A course, and a tag of questions in its bank.
Tagged = tuple[int, str]


@dataclass(frozen=True)
class QuizItem:
    """A question to be asked, or a pool of which `count` are drawn.

    `points` is what each of its questions is worth here; None for what the question itself says.
    """

    id: str
    named: tuple[int, ...]
    points: Decimal | None = None
    count: int = 1
    tag: str = ""
    is_pool: bool = False

    @property
    def is_certain(self) -> bool:
        return self.count == 1 and len(self.named) == 1

    def among(self, tagged: Iterable[int]) -> "QuizItem":
        """Return the item with the questions that its tag finds after those that it names."""
        return replace(self, named=tuple(dict.fromkeys([*self.named, *tagged])))


def items_of(quiz: Quiz) -> list[QuizItem]:
    # As stored: taking shape, each chooser would fetch a question that isn't needed here.
    return [
        _pool(block) if block["type"] == "pool" else _question(block)
        for block in quiz.items.raw_data
    ]


def named_questions(quiz: Quiz) -> list[int]:
    """Return the ids of the questions that a quiz names, alone or in a pool, in their order."""
    return list(dict.fromkeys(pk for item in items_of(quiz) for pk in item.named))


def tagged_questions(quizzes: Iterable[Quiz]) -> dict[Tagged, dict[int, Decimal]]:
    """Return the published questions that pools find by their tag, with their points. One query at most."""
    quizzes = list(quizzes)
    tags = {item.tag for quiz in quizzes for item in items_of(quiz) if item.tag}
    found: dict[Tagged, dict[int, Decimal]] = {}
    if not tags:
        return found
    courses = {quiz.course_id for quiz in quizzes}
    rows = Question.objects.live().filter(tags__name__in=tags, course__in=courses)
    columns = rows.order_by("pk").values_list("course", "tags__name", "pk", "points")
    for course, tag, pk, points in columns:
        found.setdefault((course, tag), {})[pk] = points
    return found


def _question(block: Any) -> QuizItem:
    pk = block["value"].get("question")
    return QuizItem(str(block["id"]), (pk,) if pk else (), _points(block["value"]))


def _pool(block: Any) -> QuizItem:
    value = block["value"]
    named = (each["value"] for each in value.get("questions") or ())
    return QuizItem(
        str(block["id"]),
        tuple(filter(None, named)),
        _points(value),
        count=int(value.get("count") or 0),
        tag=value.get("tag") or "",
        is_pool=True,
    )


def _points(value: Any) -> Decimal | None:
    points = value.get("points")
    return None if points in (None, "") else Decimal(str(points))
