"""A table of marks as teachers have it: a line for each student, a column for each piece of work.

Understands what spreadsheets write: commas or semicolons between the cells, 8.5 and 8,5. Says what
stands where; who is meant, and whether the marks may stand, is for others.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.exceptions import Refused
from common.tables import read_lines

# Columns that say who a line is about, the first that is there.
KEYS = ("username", "email")
MAX_LINES = 5_000
EXCUSED = frozenset({"excused", "exempt", "ex"})
# What stands in a cell without marks when the gradebook is exported; left as it is.
NO_MARKS = frozenset({"", "-", "–", "missing", "to be graded", "not yet"})
NOT_MARKS = gettext_lazy("“%(text)s” is not a number.")
_FULL_MARKS = re.compile(r"\s*\[[\d.,]+\]$")


@dataclass(frozen=True, slots=True)
class Entered:
    """One cell with something in it."""

    line: int
    student: str
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class MarksTable:
    key: str  # which of KEYS names the students
    columns: tuple[str, ...]
    entered: tuple[Entered, ...]
    lines: int


def heading_of(text: str) -> str:
    """Return a heading as it is compared: small letters, single spaces, without "[10]" behind it."""
    return _FULL_MARKS.sub("", " ".join(text.split())).casefold()


def read_marks(content: bytes) -> MarksTable:
    """Return what stands in a CSV file, or refuse it with one sentence."""
    lines = read_lines(content)
    _first, cells = next(lines, (0, []))
    head = [heading_of(cell) for cell in cells]
    key = next((name for name in KEYS if name in head), None)
    if key is None:
        raise Refused(
            "no_key",
            _(
                "The first line has to name the columns, and one of them has to be “username” or “email”."
            ),
        )
    columns = [name for name in head if name and name not in KEYS]
    if twice := sorted({name for name in columns if columns.count(name) > 1}):
        raise Refused(
            "twice",
            _("These columns are there twice: %(columns)s.")
            % {"columns": ", ".join(twice)},
        )
    entered: list[Entered] = []
    count = 0
    for line, cells in lines:
        named = dict(zip(head, cells, strict=False))
        if not any(cells):
            continue
        count += 1
        if count > MAX_LINES:
            raise Refused(
                "too_long",
                _("The table is too long: %(most)s lines at a time.")
                % {"most": MAX_LINES},
            )
        entered += [
            Entered(line, named[key].casefold(), name, text)
            for name, text in named.items()
            if name in columns and text.casefold() not in NO_MARKS
        ]
    return MarksTable(key, tuple(columns), tuple(entered), count)


def marks_of(text: str) -> Decimal | None:
    """Return the number that `text` says, None for an excuse; raise Refused for anything else."""
    if text.casefold() in EXCUSED:
        return None
    plain = text.replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise Refused("not_marks", NOT_MARKS % {"text": text}) from error
    if not number.is_finite() or abs(number) >= 10**7:
        raise Refused("not_marks", NOT_MARKS % {"text": text})
    return number.quantize(Decimal("0.0001"))
