"""One student's grades as a list: what a teacher and the student read, item by item."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from accounts.models import User
from assessment.gradebook.book import WORDS, Cell, Column, Gradebook, Row, mark_text
from assessment.models import Grade, GradeCategory
from assessment.weighting import percentage


@dataclass(frozen=True)
class Line:
    """What a student has for one item; `grade` is the newest one, if they may know of it."""

    column: Column
    cell: Cell
    is_dropped: bool
    grade: Grade | None
    history: list[Grade] = field(default_factory=list)
    marks_asked: str = ""

    @property
    def marks(self) -> str:
        return "" if self.cell.points is None else mark_text(self.cell.points)

    @property
    def full_marks(self) -> str:
        return mark_text(self.column.max_points)

    @property
    def percent(self) -> Decimal | None:
        return None if self.cell.share is None else percentage(self.cell.share)

    @property
    def word(self) -> str:
        return str(WORDS[self.cell.state])


@dataclass(frozen=True)
class Group:
    """The items of a category with what they come to."""

    category: GradeCategory | None
    lines: list[Line]
    percent: Decimal | None
    weight: Decimal | None


def histories(student: User, items: Collection[int]) -> dict[int, list[Grade]]:
    """Return all grades of a student by item, the newest first. One query."""
    found: dict[int, list[Grade]] = defaultdict(list)
    grades = Grade.objects.filter(student=student, item__in=items)
    for grade in grades.select_related("by", "revision", "item").order_by("-pk"):
        found[grade.item_id].append(grade)
    return found


def lines_of(
    book: Gradebook, row: Row, asked: Mapping[int, Decimal] | None = None
) -> list[Group]:
    """Return the items of one student by category. `asked` are marks that somebody tries out."""
    history = histories(row.enrolment.student, [column.pk for column in book.columns])
    lines: dict[int, Line] = {}
    for column, cell in zip(book.columns, row.cells, strict=True):
        known = [] if cell.grade is None else history.get(column.pk, [])
        lines[column.pk] = Line(
            column,
            cell,
            column.pk in row.outcome.result.dropped,
            known[0] if known else None,
            known,
            mark_text(asked[column.pk]) if asked and column.pk in asked else "",
        )
    return [
        Group(
            category,
            [lines[column.pk] for column in columns],
            row.outcome.of_category(category.pk if category else None),
            row.outcome.weight_of(category.pk if category else None),
        )
        for category, columns in book.groups
    ]
