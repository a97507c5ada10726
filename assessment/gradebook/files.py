"""The gradebook as a file: CSV and XLSX, which come back through the import."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessment.gradebook.book import Cell, Gradebook, Row, State, mark_text
from assessment.marks_csv import KEYS
from common.workbooks import workbook_of

# In English, as `marks_csv` knows them.
WORDS = {
    State.EXCUSED: "excused",
    State.MISSING: "missing",
    State.WAITING: "to be graded",
}


def headings_of(book: Gradebook) -> list[str]:
    """Return a heading for each column: its title with the full marks, each of them once."""
    titles = Counter(column.item.title.casefold() for column in book.columns)
    seen: Counter[str] = Counter()
    headings = []
    for column in book.columns:
        title = " ".join(column.item.title.split())
        folded = column.item.title.casefold()
        if titles[folded] > 1 or folded in KEYS:
            seen[folded] += 1
            title = f"{title} #{seen[folded]}"
        headings.append(f"{title} [{mark_text(column.max_points)}]")
    return headings


def table_of(book: Gradebook) -> Iterator[list[str | Decimal]]:
    """Yield the lines of the file: a heading and one for each student. Numbers are numbers."""
    groups = book.groups if book.categories else []
    yield [
        "Name",
        "Username",
        "Email",
        *headings_of(book),
        *(
            f"{category.name if category else _('Without a category')} (%)"
            for category, _columns in groups
        ),
        "Percent",
        "Letter",
    ]
    for row in book.rows:
        yield _line(row, groups)


def _line(row: Row, groups: Any) -> list[str | Decimal]:
    student, outcome = row.enrolment.student, row.outcome
    return [
        str(student),
        student.username,
        student.email,
        *(_cell(cell) for cell in row.cells),
        *(
            _or_nothing(outcome.of_category(category.pk if category else None))
            for category, _columns in groups
        ),
        _or_nothing(outcome.percent),
        outcome.letter,
    ]


def _or_nothing(percent: Decimal | None) -> str | Decimal:
    return "" if percent is None else percent


def _cell(cell: Cell) -> str | Decimal:
    if cell.state == State.GRADED and cell.points is not None:
        return Decimal(mark_text(cell.points))
    return WORDS.get(cell.state, "")


def xlsx_of(book: Gradebook) -> bytes:
    return workbook_of(table_of(book), sheet=_("Gradebook"))
