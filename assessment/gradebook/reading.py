"""Reads the gradebook of a course in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Q
from django.utils import timezone

from assessment.access import Terms
from assessment.gradebook.book import Cell, Column, Gradebook, Row, Scale, State
from assessment.models import (
    Accommodation,
    Attempt,
    Grade,
    GradeCategory,
    GradeItem,
    GradingScheme,
    Shown,
    SubmissionVersion,
)
from assessment.models.gradebook import default_scale
from assessment.services.grades import BY_HAND, present_grades
from assessment.services.marks import full_marks_of, scaled
from assessment.showing import is_shown
from assessment.weighting import NOTHING, share_of
from catalog.models import CoursePage
from learning.models import Enrolment


def scale_of(course: CoursePage) -> Scale:
    scheme = GradingScheme.objects.filter(course=course).first()
    steps = scheme.scale if scheme else default_scale()
    return [(letter, Decimal(lowest)) for letter, lowest in steps]


def counted_items(courses: Iterable[int]) -> Any:
    """Return the items that have a column: a quiz or an assignment has one while it is published."""
    return GradeItem.objects.filter(
        Q(quiz=None) | Q(quiz__live=True),
        Q(assignment=None) | Q(assignment__live=True),
        course__in=courses,
        is_counted=True,
    )


def gradebook_of(
    course: CoursePage,
    enrolments: Sequence[Enrolment],
    *,
    for_student: bool = False,
    at: datetime | None = None,
) -> Gradebook:
    """Read the gradebook for `enrolments`, whose students are at hand. Seven queries.

    `for_student`: as the one student of `enrolments` may see it.
    """
    known = _Known(course, enrolments, for_student, at or timezone.now())
    book = Gradebook(
        course,
        list(GradeCategory.objects.filter(course=course)),
        known.columns,
        scale_of(course),
    )
    # As a person goes through them: category by category.
    book.columns = [column for _category, group in book.groups for column in group]
    for enrolment in enrolments:
        cells = known.cells(book.columns, enrolment)
        book.rows.append(Row(enrolment, cells, book.outcome(cells)))
    return book


class _Known:
    """What the database knows of a course's items and of the students asked for."""

    def __init__(
        self,
        course: CoursePage,
        enrolments: Sequence[Enrolment],
        for_student: bool,
        at: datetime,
    ) -> None:
        self.for_student, self.at = for_student, at
        self.items = list(
            counted_items([course.pk]).annotate(
                thing_uuid=F("quiz__uuid"),
                assignment_uuid=F("assignment__uuid"),
                closes_at=F("quiz__closes_at"),
                assignment_due_at=F("assignment__due_at"),
                show_score=F("quiz__show_score"),
                attempts_allowed=F("quiz__attempts_allowed"),
            )
        )
        # Of one student not everybody's rows are read.
        self.students: dict[str, Any] = (
            {"student": enrolments[0].student_id} if len(enrolments) == 1 else {}
        )
        self.grades = self._grades()
        self.columns = [self._column(item) for item in self.items]
        self.attempts = self._attempts(course)
        self.versions = self._versions(course)
        self.accommodations = self._accommodations(course)

    def _grades(self) -> dict[tuple[int, int], tuple[Any, ...]]:
        items = [item.pk for item in self.items]
        grades = present_grades(Grade.objects.filter(item__in=items, **self.students))
        return {
            row[:2]: row[2:]
            for row in grades.order_by("pk").values_list(
                "item_id",
                "student_id",
                "pk",
                "points",
                "max_points",
                "is_excused",
                "reason",
                "grading__version__submitted_at",
            )
        }

    def _column(self, item: Any) -> Column:
        due_at = item.closes_at if item.quiz_id else item.assignment_due_at
        return Column(
            item=item,
            pk=item.pk,
            category_id=item.category_id,
            quiz_id=item.quiz_id,
            assignment_id=item.assignment_id,
            weight=item.weight,
            max_points=full_marks_of(item),
            due_at=due_at if item.quiz_id or item.assignment_id else item.due_at,
            thing_uuid=item.thing_uuid or item.assignment_uuid,
        )

    def _attempts(self, course: CoursePage) -> dict[tuple[int, int], tuple[int, int]]:
        rows = (
            Attempt.objects.filter(quiz__course=course, **self.students)
            .order_by()
            .values_list("quiz_id", "student_id")
            .annotate(begun=Count("pk"), submitted=Count("submitted_at"))
        )
        return {(quiz, student): tuple(rest) for quiz, student, *rest in rows}

    def _versions(self, course: CoursePage) -> dict[tuple[int, int], datetime]:
        of = {f"submission__{name}": value for name, value in self.students.items()}
        rows = (
            SubmissionVersion.objects.filter(
                submission__assignment__course=course, **of
            )
            .order_by()
            .values_list("submission__assignment_id", "submission__student_id")
            .annotate(newest=Max("submitted_at"))
        )
        return {(assignment, student): newest for assignment, student, newest in rows}

    def _accommodations(
        self, course: CoursePage
    ) -> dict[tuple[int | None, int | None, int], Accommodation]:
        rows = Accommodation.objects.filter(
            Q(quiz__course=course) | Q(assignment__course=course), **self.students
        )
        return {(row.quiz_id, row.assignment_id, row.student_id): row for row in rows}

    def cells(self, columns: Sequence[Column], enrolment: Enrolment) -> list[Cell]:
        student, came_at = enrolment.student_id, enrolment.enrolled_at
        return [self._cell(column, student, came_at) for column in columns]

    def _cell(self, column: Column, student: int, came_at: datetime) -> Cell:
        due_at, own, handed_in = column.due_at, None, None
        if not column.is_outside:
            key = (column.quiz_id, column.assignment_id, student)
            if own := self.accommodations.get(key):
                due_at = (own.closes_at if column.quiz_id else own.due_at) or due_at
        if column.assignment_id:
            handed_in = self.versions.get((column.assignment_id, student))
        grade = self.grades.get((column.pk, student))
        if grade is None:
            return self._ungraded(column, student, came_at, due_at, handed_in)
        pk, points, max_points, is_excused, reason, graded_version_at = grade
        if is_excused:
            return Cell(State.EXCUSED, grade=pk, due_at=due_at)
        if points is None:
            cell = self._ungraded(column, student, came_at, due_at, handed_in)
            cell.grade = pk
            return cell
        by_hand = reason in BY_HAND and not graded_version_at
        if self.for_student and not by_hand and self._is_held(column, own):
            return Cell(State.HELD, due_at=due_at)
        return Cell(
            State.GRADED,
            share_of(points, max_points),
            scaled(points, max_points, column.max_points),
            pk,
            _is_late(graded_version_at or handed_in, due_at),
            by_hand and not column.is_outside,
            due_at,
        )

    def _ungraded(
        self,
        column: Column,
        student: int,
        came_at: datetime,
        due_at: datetime | None,
        handed_in: datetime | None,
    ) -> Cell:
        _begun, submitted = self.attempts.get((column.quiz_id or 0, student), (0, 0))
        if handed_in or submitted:
            late = _is_late(handed_in, due_at)
            return Cell(State.WAITING, is_late=late, due_at=due_at)
        if due_at is None or due_at > self.at:
            return Cell(State.NOT_YET, due_at=due_at)
        if due_at < came_at:
            return Cell(State.BEFORE, due_at=due_at)
        # Who was at an oral exam is for the teacher to say, not for the clock.
        if column.is_outside:
            return Cell(State.WAITING, due_at=due_at)
        return Cell(State.MISSING, NOTHING, due_at=due_at)

    def _is_held(self, column: Column, own: Accommodation | None) -> bool:
        """Whether the quiz keeps its score from the student of this gradebook for now."""
        item: Any = column.item
        if not item.quiz_id or item.show_score == Shown.SUBMITTED:
            return False
        left = None
        if item.attempts_allowed is not None:
            allowed = item.attempts_allowed + (own.extra_attempts if own else 0)
            begun, _submitted = self.attempts.get(
                (item.quiz_id, self.students["student"]), (0, 0)
            )
            left = max(0, allowed - begun)
        terms = Terms(closes_at=(own and own.closes_at) or item.closes_at)
        return not is_shown(item.show_score, terms, attempts_left=left, at=self.at)


def _is_late(handed_in: datetime | None, due_at: datetime | None) -> bool:
    return bool(handed_in and due_at and handed_in > due_at)
