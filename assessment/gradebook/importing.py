"""Marks from a file into the gradebook: say what would happen, then let exactly that happen."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assessment.gradebook.book import (
    WORDS,
    Cell,
    Column,
    Gradebook,
    Row,
    State,
    mark_text,
)
from assessment.gradebook.files import headings_of
from assessment.marks_csv import Entered, MarksTable, heading_of, marks_of
from assessment.models import Grade
from assessment.services.marks import Mark, give_marks
from common.exceptions import Refused


@dataclass(frozen=True, slots=True)
class PlannedMark:
    """What one cell of the file does: `problem` says why it can't."""

    entered: Entered
    student: User | None
    column: Column
    before: str = ""
    after: str = ""
    problem: str = ""
    mark: Mark | None = None


@dataclass(frozen=True)
class Plan:
    changes: list[PlannedMark] = field(default_factory=list)
    problems: list[PlannedMark] = field(default_factory=list)
    same: int = 0
    left_out: list[str] = field(default_factory=list)
    lines: int = 0

    @property
    def digest(self) -> str:
        """The same for the same changes to the same gradebook, and for no others."""
        said = [
            (c.column.pk, c.student.pk, c.before, c.after, c.mark.seen)
            for c in self.changes
            if c.student and c.mark
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()


def plan_of(book: Gradebook, table: MarksTable) -> Plan:
    """Compare a file with the gradebook. No queries."""
    places = {
        heading_of(heading): place for place, heading in enumerate(headings_of(book))
    }
    rows = {
        str(getattr(row.enrolment.student, table.key)).casefold(): row
        for row in book.rows
    }
    plan = Plan(
        left_out=[name for name in table.columns if name not in places],
        lines=table.lines,
    )
    same = 0
    for entered in table.entered:
        if (place := places.get(entered.column)) is None:
            continue
        row = rows.get(entered.student)
        planned = _planned(entered, book.columns[place], row, place)
        if planned.problem:
            plan.problems.append(planned)
        elif planned.before == planned.after:
            same += 1
        else:
            plan.changes.append(planned)
    return Plan(plan.changes, plan.problems, same, plan.left_out, plan.lines)


def _planned(
    entered: Entered, column: Column, row: Row | None, place: int
) -> PlannedMark:
    if row is None:
        return PlannedMark(
            entered,
            None,
            column,
            problem=_("Nobody of this name is in the course."),
        )
    student = row.enrolment.student
    try:
        points = marks_of(entered.text)
    except Refused as refusal:
        return PlannedMark(entered, student, column, problem=str(refusal.sentence))
    if points is not None and not 0 <= points <= column.max_points:
        return PlannedMark(
            entered,
            student,
            column,
            problem=_("Marks go from 0 to %(full)s.")
            % {"full": mark_text(column.max_points)},
        )
    cell = row.cells[place]
    return PlannedMark(
        entered,
        student,
        column,
        before=_said(cell),
        after=str(WORDS[State.EXCUSED]) if points is None else mark_text(points),
        mark=Mark(student, points, points is None, seen=cell.grade),
    )


def _said(cell: Cell) -> str:
    if cell.state == State.GRADED and cell.points is not None:
        return mark_text(cell.points)
    return str(WORDS[cell.state])


@transaction.atomic
def carry_out(*, plan: Plan, digest: str, by: User) -> list[Grade]:
    """Do what `plan` says, if it is what was shown under `digest`; all of it or nothing."""
    if plan.problems:
        raise Refused("problems", _("The file has mistakes. Nothing was changed."))
    if plan.digest != digest:
        raise Refused(
            "changed",
            _(
                "The gradebook has changed since you looked. This is what would happen now."
            ),
        )
    marks: Mapping[int, list[Mark]] = defaultdict(list)
    columns = {planned.column.pk: planned.column for planned in plan.changes}
    for planned in plan.changes:
        assert planned.mark is not None
        marks[planned.column.pk].append(planned.mark)
    grades: list[Grade] = []
    for pk in sorted(
        marks
    ):  # in one order, so that two imports never wait for each other
        grades += give_marks(
            item=columns[pk].item,
            marks=marks[pk],
            by=by,
            reason=Grade.Reason.IMPORT,
        )
    return grades
