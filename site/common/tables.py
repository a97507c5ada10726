"""Tables as files: CSV from whatever program people have, and CSV that their program takes."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from common.exceptions import Refused

MEGABYTE = 1024 * 1024
MAX_MEGABYTES = 5
MAX_BYTES = MAX_MEGABYTES * MEGABYTE
# A spreadsheet takes a cell that begins with one of these for a formula and runs it.
FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n")


def read_lines(
    content: bytes, *, most_megabytes: int = MAX_MEGABYTES
) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each line of a CSV file, or refuse it with one sentence.

    Commas, semicolons or tabs between the cells; UTF-8, or what Excel calls Unicode text.
    """
    text = text_of(content, most_megabytes=most_megabytes)
    head = next(filter(None, text.splitlines()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(head))
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise Refused(
            "not_csv",
            _("Line %(line)s can't be read: is a quotation mark missing?")
            % {"line": reader.line_num},
        ) from error


def text_of(content: bytes, *, most_megabytes: int = MAX_MEGABYTES) -> str:
    """Return what stands in a file of text, or refuse it with one sentence."""
    if len(content) > most_megabytes * MEGABYTE:
        raise Refused(
            "too_big",
            _("The file is too big: %(most)s MB are the most.")
            % {"most": most_megabytes},
        )
    text = _decode(content)
    if "\0" in text:
        raise Refused("not_text", _("This is not a CSV file."))
    if not text.strip():
        raise Refused("empty", _("The file is empty."))
    return text


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


class _Echo:
    """A file that hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def safe_cell(value: object) -> object:
    """Return a cell that no spreadsheet runs: an apostrophe makes it text."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_BEGINNINGS):
        return f"'{value}"
    return value


def moment_cell(moment: datetime | None) -> str:
    """Return a moment in local time as spreadsheets take it for one; empty if there is none."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else ""


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a CSV file, for Excel too: the mark at its start says UTF-8."""
    writer = csv.writer(_Echo())
    mark = "\ufeff"
    for row in rows:
        yield mark + writer.writerow([safe_cell(cell) for cell in row])
        mark = ""
