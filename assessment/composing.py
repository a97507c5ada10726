"""What an attempt asks: the questions of a quiz, with those that its pools draw."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessment.drawing import drawn, shuffled
from assessment.models import Question, Quiz


@dataclass(frozen=True)
class Asked:
    """A question that an attempt asks, on its live revision, for so many points."""

    question_id: int
    revision_id: int
    points: Decimal


@dataclass(frozen=True)
class _Item:
    block_id: str
    count: int
    points: Decimal | None
    candidates: tuple[int, ...]

    @property
    def is_certain(self) -> bool:
        return self.count == 1 and len(self.candidates) == 1


def compose(quiz: Quiz, seed: int) -> list[Asked]:
    """Return the questions of one attempt in their order. Four queries, however many they are.

    Only published questions are asked; none is asked twice, so that a pool leaves out what stands
    in the quiz by itself or was drawn before.
    """
    items = list(_items_of(quiz))
    wanted = {pk for item in items for pk in item.candidates}
    live = {
        pk: (revision, points)
        for pk, revision, points in Question.objects.live()
        .filter(pk__in=wanted, course=quiz.course_id, live_revision__isnull=False)
        .values_list("pk", "live_revision_id", "points")
    }
    # What is asked for certain isn't drawn as well.
    certain = {item.candidates[0] for item in items if item.is_certain}
    asked: dict[int, Asked] = {}
    for item in items:
        open_to_draw = [
            pk
            for pk in item.candidates
            if pk in live and pk not in asked and (item.is_certain or pk not in certain)
        ]
        for pk in drawn(open_to_draw, item.count, seed=seed, name=item.block_id):
            revision, points = live[pk]
            worth = points if item.points is None else item.points
            asked[pk] = Asked(pk, revision, worth)
    order = list(asked.values())
    if quiz.shuffle_questions:
        return shuffled(order, seed=seed, name="questions")
    return order


def _items_of(quiz: Quiz) -> Iterable[_Item]:
    # As stored: taking shape, each chooser would fetch a question that isn't needed here.
    tagged = _tagged(quiz)
    for block in quiz.items.raw_data:
        value: Any = block["value"]
        points = (
            None if value.get("points") in (None, "") else Decimal(str(value["points"]))
        )
        if block["type"] == "question":
            candidates = [value["question"]] if value.get("question") else []
            yield _Item(str(block["id"]), 1, points, tuple(candidates))
        else:
            named = [
                each["value"] for each in value.get("questions") or [] if each["value"]
            ]
            among = dict.fromkeys([*named, *tagged.get(value.get("tag") or "", [])])
            yield _Item(str(block["id"]), int(value["count"]), points, tuple(among))


def _tagged(quiz: Quiz) -> dict[str, list[int]]:
    """Return the questions of the bank for each tag that a pool names."""
    tags = {
        block["value"].get("tag")
        for block in quiz.items.raw_data
        if block["type"] == "pool" and block["value"].get("tag")
    }
    if not tags:
        return {}
    found: dict[str, list[int]] = {}
    rows = Question.objects.live().filter(course=quiz.course_id, tags__name__in=tags)
    for pk, tag in rows.order_by("pk").values_list("pk", "tags__name"):
        found.setdefault(tag, []).append(pk)
    return found
