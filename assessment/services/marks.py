"""What a teacher enters into the gradebook by hand: marks, an excuse, or that it is taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assessment.models import Grade, GradeItem
from assessment.services.grades import (
    BY_HAND,
    is_by_hand,
    present_grades,
    record_grades,
)
from common.exceptions import Refused

# Where nobody has said any: marks are percent then.
FULL_MARKS = Decimal(100)
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to stand for one student. `seen` is the newest grade that its author knew of.

    Neither points nor an excuse: what was entered by hand is taken back.
    """

    student: User
    points: Decimal | None = None
    is_excused: bool = False
    comment: str = ""
    seen: int | None = None


class MarksRefused(Refused):
    """Some marks can't be entered; none was. `sentences` says why, by the student's number."""

    def __init__(self, sentences: Mapping[int, str]) -> None:
        super().__init__("marks", next(iter(sentences.values())))
        self.sentences = sentences


def full_marks_of(item: GradeItem) -> Decimal:
    return item.max_points or FULL_MARKS


def scaled(points: Decimal, max_points: Decimal, full: Decimal) -> Decimal:
    """Return `points` of `max_points` as points of `full`."""
    if max_points == full or not max_points:
        return points
    return points * full / max_points


@transaction.atomic
def give_marks(
    *,
    item: GradeItem,
    marks: Sequence[Mark],
    by: User,
    reason: str = Grade.Reason.MANUAL,
) -> list[Grade]:
    """Add a grade for each of `marks` that differs from what its author saw; return those grades.

    All of them or none: marks beyond the full ones are refused, and so is what somebody else has
    graded since. Queries don't grow with the marks.
    """
    # Two teachers who mark the same item come one after the other.
    item = GradeItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    full = full_marks_of(item)
    present = {
        grade.student_id: grade
        for grade in present_grades(Grade.objects.filter(item=item))
        .filter(student__in=[mark.student.pk for mark in marks])
        .select_related("by")
    }
    seen = Grade.objects.filter(item=item).in_bulk(
        [mark.seen for mark in marks if mark.seen]
    )
    changed = [
        mark for mark in marks if not _says(mark, seen.get(mark.seen or 0), full)
    ]
    sentences = {}
    for mark in changed:
        if sentence := _refusal(mark, present.get(mark.student.pk), full):
            sentences[mark.student.pk] = sentence
    if sentences:
        raise MarksRefused(sentences)
    former = _given_by_the_work(item, changed)
    grades = []
    for mark in changed:
        grade = _grade_for(item, mark, former.get(mark.student.pk), full, reason)
        now = present.get(mark.student.pk)
        if grade is None or (now and _is_same(grade, now)):
            continue
        grade.by = by
        grades.append(grade)
    return record_grades(grades)


def _says(mark: Mark, grade: Grade | None, full: Decimal) -> bool:
    """Whether `mark` is what `grade` says already, as far as a page shows it."""
    if grade is None or (grade.points is None and not grade.is_excused):
        return mark.points is None and not mark.is_excused and not mark.comment
    if mark.is_excused or grade.is_excused:
        same = mark.is_excused and grade.is_excused
    else:
        shown = scaled(grade.points or Decimal(0), grade.max_points, full)
        same = mark.points is not None and _rounded(shown) == _rounded(mark.points)
    # A form may have changed the ends of lines.
    return same and mark.comment.split() == grade.comment.split()


def _rounded(points: Decimal) -> Decimal:
    return points.quantize(HUNDREDTH, ROUND_HALF_UP)


def _refusal(mark: Mark, present: Grade | None, full: Decimal) -> str:
    if mark.seen != (present.pk if present else None):
        return _("%(name)s graded this in the meantime. Look again, then save.") % {
            "name": (present and present.by) or _("Somebody")
        }
    if mark.points is not None and not 0 <= mark.points <= full:
        return _("Marks go from 0 to %(full)s.") % {"full": f"{full.normalize():f}"}
    if mark.points is not None or mark.is_excused:
        return ""
    if present is None or present.reason == Grade.Reason.WITHDRAWN:
        return _("A comment goes with marks or an excuse.")
    if present.points is not None and not is_by_hand(present):
        return _(
            "These marks come from the work itself. Enter others, or excuse the student."
        )
    return ""


def _given_by_the_work(item: GradeItem, marks: Sequence[Mark]) -> dict[int, Grade]:
    """Return what the quiz or the assignment itself gave, for those whose marks are taken back."""
    students = [
        mark.student.pk for mark in marks if mark.points is None and not mark.is_excused
    ]
    if not students:
        return {}
    grades = Grade.objects.filter(item=item, student__in=students).exclude(
        reason__in=BY_HAND, grading=None
    )
    return {grade.student_id: grade for grade in present_grades(grades)}


def _grade_for(
    item: GradeItem, mark: Mark, former: Grade | None, full: Decimal, reason: str
) -> Grade | None:
    if mark.is_excused:
        return Grade(
            item=item,
            student=mark.student,
            max_points=full,
            is_excused=True,
            reason=Grade.Reason.EXCUSED,
            comment=mark.comment,
        )
    if mark.points is not None:
        return Grade(
            item=item,
            student=mark.student,
            points=mark.points,
            max_points=full,
            reason=reason,
            comment=mark.comment,
        )
    if former is None or former.points is None:
        return Grade(
            item=item,
            student=mark.student,
            max_points=full,
            reason=Grade.Reason.WITHDRAWN,
        )
    return Grade(
        item=item,
        student=mark.student,
        points=former.points,
        max_points=former.max_points,
        penalty=former.penalty,
        reason=former.reason,
        comment=former.comment,
        attempt_id=former.attempt_id,
        grading_id=former.grading_id,
        revision_id=former.revision_id,
    )


def _is_same(one: Grade, other: Grade) -> bool:
    names = ["points", "max_points", "is_excused", "reason", "comment"]
    return all(getattr(one, name) == getattr(other, name) for name in names)
