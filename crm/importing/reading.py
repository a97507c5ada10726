"""From the bytes of a file to rows of text; what kind of file it is, its content says."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from common.archives import MAX_TOTAL, MEGABYTE, Archive
from common.exceptions import Refused
from common.tables import read_lines

MAX_BYTES = 20 * MEGABYTE
MAX_LINES = 100_000
MAX_COLUMNS = 60
MAX_CELL = 5_000
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"

Line = tuple[int, list[str]]


def read_table(content: bytes) -> Iterator[Line]:
    """Yield number and cells of each line that is not empty; the first one names the columns.

    CSV or XLSX. Refuses the file with one sentence, which may come after some lines.
    """
    if len(content) > MAX_BYTES:
        raise Refused("too_big", _("The file is too big: 20 MB are the most."))
    count = 0
    for number, cells in _lines(content):
        if not any(cells):
            continue
        count += 1
        if count > MAX_LINES + 1:
            raise Refused(
                "too_long",
                _("The table is too long: %(most)s lines at a time.")
                % {"most": f"{MAX_LINES:,}"},
            )
        yield number, [cell[:MAX_CELL] for cell in cells[:MAX_COLUMNS]]


def _lines(content: bytes) -> Iterator[Line]:
    if content.startswith(b"PK"):
        return _read_xlsx(content)
    if content.startswith(_OLD_EXCEL):
        raise Refused(
            "old_excel",
            _("This is a file of an old Excel. Save it as XLSX or CSV and try again."),
        )
    return read_lines(content, most_megabytes=MAX_BYTES // MEGABYTE)


def _read_xlsx(content: bytes) -> Iterator[Line]:
    """Yield the lines of the first sheet. Of a formula, the value it had when it was saved."""
    _refuse_no_book(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # What the sheet says of its own size may be wrong, and is then believed.
        sheet.reset_dimensions()
        for number, row in enumerate(
            sheet.iter_rows(
                max_row=2 * MAX_LINES, max_col=MAX_COLUMNS, values_only=True
            ),
            start=1,
        ):
            cells = [_text_of(value) for value in row]
            while cells and not cells[-1]:  # as wide as it was asked for
                cells.pop()
            yield number, cells
    except Refused:
        raise
    except Exception as error:  # openpyxl raises whatever it stumbles over
        raise Refused(
            "not_xlsx",
            _("This XLSX file can't be read. Save it anew, or as CSV, and try again."),
        ) from error


def _refuse_no_book(content: bytes) -> None:
    try:
        # A sheet of 100,000 lines unpacks to some 60 MB: one file may be as big as all of them.
        is_book = "xl/workbook.xml" in Archive(content, max_file=MAX_TOTAL)
    except Refused as refusal:
        if refusal.code != "not_zip":
            raise
        is_book = False
    if not is_book:
        raise Refused(
            "not_xlsx",
            _("This is not a spreadsheet that can be read. Save it anew, or as CSV."),
        )


def _text_of(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a phone number, typed as a number
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()
