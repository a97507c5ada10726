"""From the bytes of a file to rows of text. Knows nothing of accounts."""

import csv
import io
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from common.exceptions import Refused

COLUMNS = ["username", "email", "first_name", "last_name", "role", "phone"]
REQUIRED = ["email", "first_name", "last_name"]
MAX_BYTES = 5 * 1024 * 1024
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
    if len(content) > MAX_BYTES:
        raise Refused("too_big", _("The file is too big: 5 MB are the most."))
    text = _decode(content)
    if "\0" in text:
        raise Refused("not_text", _("This is not a CSV file."))
    lines = text.splitlines()
    if not lines:
        raise Refused("empty", _("The file is empty."))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(lines[0]))
    try:
        return _rows(reader)
    except csv.Error as error:
        raise Refused(
            "not_csv",
            _("Line %(line)s can't be read: is a quotation mark missing?")
            % {"line": reader.line_num},
        ) from error


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # Excel's "Unicode text"
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Refused(
            "encoding",
            _(
                "Line %(line)s has letters that can't be read. Save the table as"
                " “CSV UTF-8” and try again."
            )
            % {"line": line},
        ) from error


def _delimiter(head: str) -> str:
    return max(",;\t", key=head.count)


def _rows(reader: Any) -> list[Row]:
    head = [_column(cell) for cell in next(reader, [])]
    _refuse_head(head)
    rows: list[Row] = []
    for cells in reader:
        cells = [cell.strip() for cell in cells]
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
        rows.append(Row(reader.line_num, values))
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
