"""Marks as a table: out to a spreadsheet, and back with a look at what would change before anything does."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Assignment, Grading
from assessment.scoring import decimal_of
from assessment.work import StudentWork, class_work
from common.exceptions import Refused
from common.tables import FORMULA_BEGINNINGS, moment_cell, read_lines

COLUMNS = [
    "username",
    "name",
    "email",
    "version",
    "handed_in",
    "days_late",
    "points",
    "out_of",
    "taken_away",
    "mark",
    "released",
    "comment",
]
MAX_BYTES = 1024 * 1024
MAX_LINES = 5000
CENT = Decimal("0.01")

Row = tuple[int, dict[str, str]]


class Verdict(models.TextChoices):
    CHANGE = "change", gettext_lazy("Changes")
    SAME = "same", gettext_lazy("Stays")
    REFUSE = "refuse", gettext_lazy("Refused")


@dataclass
class MarkLine:
    """One line of a table of marks, with what would become of it as things stand now."""

    line: int
    who: str
    verdict: str = Verdict.REFUSE
    reason: str = ""
    before: Decimal | None = None
    after: Decimal | None = None
    comment: str | None = None
    seen: int = 0
    work: StudentWork | None = field(default=None, repr=False)


def mark_rows(assignment: Assignment) -> Iterator[list[object]]:
    """Yield the table of marks: its head, then a row for each student."""
    yield [*COLUMNS]
    comments = _comments(assignment)
    for work in class_work(assignment):
        shown = work.latest
        grading = shown.grading if shown else None
        left = shown.marked(grading).points_left if shown and grading else None
        yield [
            work.student.username,
            str(work.student),
            work.student.email,
            shown.version.number if shown else "",
            moment_cell(shown.version.submitted_at) if shown else "",
            shown.lateness.days if shown else "",
            _plain(grading.points) if grading else "",
            _plain(shown.given.max_points if shown else assignment.max_points),
            _plain(grading.points - left) if grading and left is not None else "",
            _plain(left),
            _plain(work.grade.points) if work.grade else "",
            comments.get(grading.pk, "") if grading else "",
        ]


def read_marks(content: bytes) -> list[Row]:
    """Return the rows of an uploaded table, or refuse it with one sentence."""
    if len(content) > MAX_BYTES:
        raise Refused("too_big", _("The file is too big: 1 MB is the most."))
    table = read_lines(content)
    _line, first = next(table, (0, []))
    head = [_column(cell) for cell in first]
    if "points" not in head or not {"username", "email"} & {*head}:
        raise Refused(
            "columns",
            _(
                "The first line has to name the columns: “username” or “email”, and “points”."
                " “comment” may be there too."
            ),
        )
    if any(head.count(name) > 1 for name in ("username", "email", "points", "comment")):
        raise Refused("columns", _("A column is named twice in the first line."))
    rows = [
        (
            line,
            {
                name: _plain_cell(cell)
                for name, cell in zip_longest(head, cells, fillvalue="")
                if name
            },
        )
        for line, cells in table
        if any(cells)
    ]
    if not rows:
        raise Refused("no_rows", _("There are no students in the table."))
    if len(rows) > MAX_LINES:
        raise Refused(
            "too_long",
            _("The table is too long: %(most)s lines at a time.") % {"most": MAX_LINES},
        )
    return rows


def check_marks(
    assignment: Assignment, rows: Iterable[Row], *, releases: bool
) -> list[MarkLine]:
    """Return each row with its verdict, as things stand now. The same few queries for any number."""
    works = class_work(assignment)
    comments = _comments(assignment)
    by_username = {work.student.username.casefold(): work for work in works}
    by_email = {work.student.email.casefold(): work for work in works}
    claimed: set[int] = set()
    lines = []
    for number, values in rows:
        username, email = values.get("username", ""), values.get("email", "")
        line = MarkLine(number, username or email or _("nobody"))
        work = (
            by_username.get(username.casefold())
            if username
            else by_email.get(email.casefold())
        )
        if work is None:
            line.reason = _("Nobody of this name studies the course.")
        elif work.student.pk in claimed:
            line.reason = _("This student stands in the table twice.")
        else:
            claimed.add(work.student.pk)
            line.work, line.who = work, str(work.student)
            _judge(line, work, values, comments, releases)
        lines.append(line)
    return lines


def digest_of_lines(lines: Iterable[MarkLine]) -> str:
    """Return a word for what would happen, to tell later whether it still would."""
    said = [
        [
            line.line,
            line.work.student.pk if line.work else None,
            line.verdict,
            _plain(line.before),
            _plain(line.after),
            line.comment,
            line.seen,
        ]
        for line in lines
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _judge(
    line: MarkLine,
    work: StudentWork,
    values: dict[str, str],
    comments: dict[int, str],
    releases: bool,
) -> None:
    shown = work.latest
    grading = shown.grading if shown else None
    line.seen = grading.pk if grading else 0
    line.before = grading.points if grading else None
    if shown is None:
        line.before = work.grade.points if work.grade else None
    said = values["points"]
    line.after = decimal_of(said) if said else line.before
    was = comments.get(grading.pk, "") if grading else ""
    line.comment = values.get("comment", was).strip()
    max_points = shown.given.max_points if shown else work.assignment.max_points
    if line.after is None:
        line.verdict = Verdict.SAME if not said else Verdict.REFUSE
        line.reason = _("“%(said)s” is no number.") % {"said": said} if said else ""
        if not said and line.comment != was:
            line.verdict = Verdict.REFUSE
            line.reason = _("A comment needs points.")
        return
    if not 0 <= line.after <= max_points:
        line.reason = _("Points lie between 0 and %(most)s.") % {
            "most": _plain(max_points)
        }
    elif line.after != line.after.quantize(CENT):
        line.reason = _("Points have two decimal places at most.")
    elif shown and values.get("version", "") not in ("", str(shown.version.number)):
        line.reason = _(
            "Version %(number)s was handed in since this table was made. Look at it first."
        ) % {"number": shown.version.number}
    elif line.after == line.before and line.comment == was:
        line.verdict = Verdict.SAME
    elif shown is None and not releases:
        line.reason = _(
            "Nothing was handed in, so there is nothing to keep a draft of. Release the marks, or leave"
            " the cell empty."
        )
    else:
        line.verdict = Verdict.CHANGE


def _column(cell: str) -> str:
    return "_".join(cell.lower().replace("-", " ").split())


def _plain_cell(value: str) -> str:
    """Return what a cell said before `common.tables.safe_cell` made it safe."""
    if value.startswith("'") and value[1:].lstrip(" ").startswith(FORMULA_BEGINNINGS):
        return value[1:]
    return value


def _comments(assignment: Assignment) -> dict[int, str]:
    gradings = Grading.objects.filter(version__submission__assignment=assignment)
    return dict(gradings.exclude(comment="").values_list("pk", "comment"))


def _plain(points: Decimal | None) -> str:
    return "" if points is None else f"{points.normalize():f}"
