"""From the bytes of a file to rows of text. Knows nothing of accounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.translation import gettext as _

from common.exceptions import Refused
from common.tables import read_lines

COLUMNS = ["username", "email", "first_name", "last_name", "role", "phone"]
REQUIRED = ["email", "first_name", "last_name"]
MAX_LINES = 10_000
TEMPLATE = (
    "username,email,first_name,last_name,role,phone\r\n"
    "maria,maria@example.org,Maria,Okafor,student,+234 1 234 567\r\n"
    ",jan@example.org,Jan,Novak,teacher,\r\n"
)


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    values: dict[str, str]


def read_table(content: bytes) -> list[Row]:
    """Return the rows of a CSV file, or refuse it with one sentence."""
    return _rows(read_lines(content))


def _rows(lines: Iterator[tuple[int, list[str]]]) -> list[Row]:
    _first, cells = next(lines, (0, []))
    head = [_column(cell) for cell in cells]
    _refuse_head(head)
    rows: list[Row] = []
    for line, cells in lines:
        if not any(cells):
            continue
        if len(rows) == MAX_LINES:
            raise Refused(
                "too_long",
                _("The table is too long: %(most)s people at a time.")
                % {"most": MAX_LINES},
            )
        named = list(zip_longest(head, cells, fillvalue=""))
        values = {name: cell for name, cell in named if name}
        # A cell that no heading names: somebody's address has a comma in it.
        values["_extra"] = (
            "yes" if any(cell for name, cell in named if not name) else ""
        )
        rows.append(Row(line, values))
    if not rows:
        raise Refused("no_people", _("There are no people in the table."))
    return rows


def _column(cell: str) -> str:
    return "_".join(cell.strip().lower().replace("-", " ").split())


def _refuse_head(head: list[str]) -> None:
    if missing := [name for name in REQUIRED if name not in head]:
        raise Refused(
            "columns",
            _(
                "The first line has to name the columns, and these are missing:"
                " %(columns)s."
            )
            % {"columns": ", ".join(missing)},
        )
    if unknown := [name for name in head if name and name not in COLUMNS]:
        raise Refused(
            "columns",
            _("These columns are not known: %(columns)s. Known are: %(known)s.")
            % {"columns": ", ".join(unknown), "known": ", ".join(COLUMNS)},
        )
    if len(set(head)) < len(head):
        raise Refused("columns", _("A column is named twice in the first line."))
