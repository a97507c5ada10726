"""The gradebook of a course: what each student has for each item, and what it comes to.

Read in a fixed number of queries, whatever the number of students and items. The arithmetic is
`assessment.weighting`; here is decided what counts: see `State`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessment.models import (
    GradeCategory,
    GradeItem,
)
from assessment.services.marks import HUNDREDTH
from assessment.weighting import (
    Category,
    Entry,
    Result,
    letter_of,
    percentage,
    result_of,
    share_of,
)
from catalog.models import CoursePage
from learning.models import Enrolment

Scale = Sequence[tuple[str, Decimal]]


class State(StrEnum):
    """How a student stands with an item. Graded and missing work counts, the latter nothing."""

    GRADED = "graded"
    EXCUSED = "excused"
    MISSING = "missing"
    WAITING = "waiting"  # handed in, or held outside, and not graded yet
    HELD = "held"  # graded, and the quiz shows its score later; for the student alone
    NOT_YET = "not_yet"
    BEFORE = "before"  # due before the student came into the course


WORDS = {
    State.GRADED: _("graded"),
    State.EXCUSED: _("excused"),
    State.MISSING: _("missing"),
    State.WAITING: _("to be graded"),
    State.HELD: _("shown later"),
    State.NOT_YET: _("not yet"),
    State.BEFORE: _("before your time"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """An item as it stands in the gradebook. Without a quiz or an assignment it is marked outside.

    What is asked for every student stands here once more: a model's own attributes take longer.
    """

    item: GradeItem
    pk: int
    category_id: int | None
    quiz_id: int | None
    assignment_id: int | None
    weight: Decimal
    max_points: Decimal
    due_at: datetime | None
    thing_uuid: Any

    @property
    def is_outside(self) -> bool:
        return not (self.quiz_id or self.assignment_id)


@dataclass(slots=True)
class Cell:
    """What one student has for one item. `points` are of the column's full marks."""

    state: State
    share: Fraction | None = None
    points: Decimal | None = None
    grade: int | None = None
    is_late: bool = False
    is_override: bool = False
    due_at: datetime | None = None


@dataclass(slots=True)
class Outcome:
    result: Result
    percent: Decimal | None
    letter: str

    def of_category(self, pk: int | None) -> Decimal | None:
        share = self.result.categories.get(pk)
        return None if share is None else percentage(share)

    def weight_of(self, pk: int | None) -> Decimal | None:
        """Return how much of the whole a category is by now, in percent."""
        weight = self.result.weights.get(pk)
        return None if weight is None else percentage(weight)


@dataclass(slots=True)
class Row:
    enrolment: Enrolment
    cells: list[Cell]  # as many as columns, in their order
    outcome: Outcome


@dataclass
class Gradebook:
    course: CoursePage
    categories: Sequence[GradeCategory]
    columns: Sequence[Column]
    scale: Scale
    rows: list[Row] = field(default_factory=list)

    def outcome(self, cells: Iterable[Cell]) -> Outcome:
        entries = [
            Entry(column.pk, cell.share, column.category_id, column.weight)
            for column, cell in zip(self.columns, cells, strict=True)
        ]
        result = result_of(self._weighted, entries)
        if result.share is None:
            return Outcome(result, None, "")
        percent = percentage(result.share)
        return Outcome(result, percent, letter_of(percent, self.scale))

    @cached_property
    def _weighted(self) -> list[Category]:
        return [Category(c.pk, c.weight, c.drop_lowest) for c in self.categories]

    def if_only(self, row: Row, marks: Mapping[int, Decimal]) -> Outcome:
        """Return what a student would have with other marks, by the item's number. Nothing is kept."""
        return self.outcome(
            Cell(State.GRADED, share_of(marks[column.pk], column.max_points))
            if column.pk in marks
            else cell
            for column, cell in zip(self.columns, row.cells, strict=True)
        )

    @cached_property
    def groups(self) -> list[tuple[GradeCategory | None, list[Column]]]:
        """The columns by category; those without one come last."""
        found: dict[int | None, list[Column]] = {}
        for column in self.columns:
            found.setdefault(column.category_id, []).append(column)
        wanted: list[GradeCategory | None] = [*self.categories, None]
        return [
            (category, found[pk])
            for category in wanted
            if (pk := category.pk if category else None) in found
        ]


@lru_cache(maxsize=16384)
def mark_text(points: Decimal) -> str:
    """Return marks as people write them: 8, 8.5, 6.67."""
    return f"{points.quantize(HUNDREDTH, ROUND_HALF_UP).normalize():f}"
