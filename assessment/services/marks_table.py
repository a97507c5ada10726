"""Brings marks in from a table, as its dry run said."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assessment.marks_table import MarkLine, Row, Verdict, check_marks, digest_of_lines
from assessment.models import Assignment, Grade
from assessment.services.grades import grade_item_of, record_grade
from assessment.services.gradings import grade_version, release_all
from common.exceptions import Refused


def import_table(
    *,
    assignment: Assignment,
    rows: Sequence[Row],
    by: User,
    releases: bool,
    expected: str,
) -> list[MarkLine]:
    """Carry out what `check_marks` said of `rows`, all of it or nothing.

    `expected` is the digest of the lines that were shown. If somebody graded in between, the lines are
    others now and have to be looked at again.
    """
    with transaction.atomic():
        lines = check_marks(assignment, rows, releases=releases)
        if digest_of_lines(lines) != expected:
            raise Refused(
                "changed",
                _(
                    "Marks or submissions have changed since this list was made. Nothing was taken over:"
                    " look at the list again."
                ),
            )
        item = grade_item_of(assignment)
        graded = []
        for line in lines:
            if line.verdict != Verdict.CHANGE or line.work is None:
                continue
            if line.work.latest:
                grade_version(
                    work=line.work.latest,
                    by=by,
                    points=line.after,
                    levels=_levels(line),
                    comment=line.comment or "",
                    seen=line.seen,
                )
                graded.append(line.work.student)
            else:
                record_grade(
                    item=item,
                    student=line.work.student,
                    points=line.after,
                    max_points=assignment.max_points,
                    reason=Grade.Reason.IMPORT,
                    comment=line.comment or "",
                    by=by,
                )
        if releases and graded:
            release_all(assignment=assignment, by=by, students=graded)
    return lines


def _levels(line: MarkLine) -> dict[str, str]:
    """Keep the levels of the rubric where only the comment changes."""
    grading = line.work.latest.grading if line.work and line.work.latest else None
    return dict(grading.levels) if grading and line.after == line.before else {}
