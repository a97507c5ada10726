"""What the students of a course did about one assignment, and what they got: the same few queries for all of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessment.access import Terms, terms_of
from assessment.given import GivenAssignment, given_assignments, late_rules
from assessment.lateness import Lateness, Marked, counting_index, lateness
from assessment.models import (
    Accommodation,
    Assignment,
    Grade,
    Grading,
    Submission,
    SubmissionFile,
    SubmissionVersion,
)
from learning.models import Enrolment


class State(models.TextChoices):
    """Where the work of a student stands, for who grades it."""

    MISSING = "missing", _("Not handed in")
    TO_GRADE = "to_grade", _("To grade")
    GRADED = "graded", _("Graded, not released")
    CHANGED = "changed", _("Changed since its release")
    RELEASED = "released", _("Released")
    EXCUSED = "excused", _("Excused")


@dataclass
class VersionWork:
    """One version that was handed in, with what graders thought of it."""

    version: SubmissionVersion
    given: GivenAssignment
    lateness: Lateness
    gradings: list[Grading] = field(default_factory=list)
    files: list[SubmissionFile] = field(default_factory=list)

    @property
    def grading(self) -> Grading | None:
        return self.gradings[-1] if self.gradings else None

    @property
    def counts_as(self) -> Marked | None:
        """What the newest grading is worth."""
        return self.marked(self.grading) if self.grading else None

    def marked(self, grading: Grading) -> Marked:
        return Marked(grading.points, self.given.max_points, self.lateness)


@dataclass
class StudentWork:
    """All that one student did about an assignment. `grades` are what the student was told, oldest first."""

    assignment: Assignment
    student: User
    enrolment_status: str = ""
    submission: Submission | None = None
    accommodation: Accommodation | None = None
    versions: list[VersionWork] = field(default_factory=list)
    grades: list[Grade] = field(default_factory=list)

    @property
    def terms(self) -> Terms:
        return terms_of(self.assignment, self.accommodation)

    @property
    def latest(self) -> VersionWork | None:
        return self.versions[-1] if self.versions else None

    def version(self, number: int | None) -> VersionWork | None:
        """Return version `number`; the newest without one."""
        if number is None:
            return self.latest
        found = (each for each in self.versions if each.version.number == number)
        return next(found, None)

    @cached_property
    def counting(self) -> VersionWork | None:
        """The version that counts, of those that were graded."""
        graded = [each for each in self.versions if each.grading]
        marked = [each.marked(each.grading) for each in graded if each.grading]
        index = counting_index(marked, self.assignment.counting)
        return None if index is None else graded[index]

    @property
    def grade(self) -> Grade | None:
        """What the student knows of; None if that was taken back."""
        newest = self.grades[-1] if self.grades else None
        if newest is None or newest.reason == Grade.Reason.WITHDRAWN:
            return None
        return newest

    @cached_property
    def released_at(self) -> datetime | None:
        """When feedback was last released. What was thought until then is what the student may read."""
        released_at = None
        for grade in self.grades:
            if grade.reason == Grade.Reason.WITHDRAWN:
                released_at = None
            elif grade.grading_id:
                released_at = grade.created_at
        return released_at

    def feedback_on(self, work: VersionWork) -> Grading | None:
        """Return what the student may read about a version."""
        if self.released_at is None:
            return None
        known = [each for each in work.gradings if each.created_at <= self.released_at]
        return known[-1] if known else None

    @property
    def waits_for_release(self) -> bool:
        """Whether a release would tell the student something new."""
        if not self.counting or not self.counting.grading:
            return False
        grade = self.grade
        if grade is None:
            return True
        told = self.grades[-1].created_at
        if any(
            each.created_at > told for work in self.versions for each in work.gradings
        ):
            return True
        # An extension, or another date for everybody, changes what lateness costs.
        return grade.reason == Grade.Reason.GRADED and (
            grade.grading_id != self.counting.grading.pk
            or grade.points != self.counting.marked(self.counting.grading).points_left
        )

    @property
    def state(self) -> State:
        if self.grade and self.grade.is_excused and not self.waits_for_release:
            return State.EXCUSED
        if self.latest and not self.latest.grading:
            return State.TO_GRADE
        if self.waits_for_release:
            return State.CHANGED if self.grade else State.GRADED
        if self.grade:
            return State.RELEASED
        return State.MISSING if not self.versions else State.GRADED


def class_work(assignment: Assignment) -> list[StudentWork]:
    """Return the work of everybody who studies the course or handed something in, by name."""
    enrolments = Enrolment.objects.filter(course_id=assignment.course_id)
    works = {
        enrolment.student_id: StudentWork(
            assignment, enrolment.student, enrolment.status
        )
        for enrolment in enrolments.select_related("student")
    }
    _fill(assignment, works, Submission.objects.filter(assignment=assignment))
    there = (
        work
        for work in works.values()
        if work.versions
        or work.grades
        or work.enrolment_status not in ("", Enrolment.Status.DROPPED)
    )
    return sorted(there, key=lambda work: _by_name(work.student))


def student_work(assignment: Assignment, student: User) -> StudentWork:
    """Return the work of one student, with texts and files."""
    work = StudentWork(assignment, student)
    own = Submission.objects.filter(assignment=assignment, student=student)
    _fill(assignment, {student.pk: work}, own, whole=True)
    return work


def _fill(
    assignment: Assignment,
    works: dict[int, StudentWork],
    submissions: Any,
    *,
    whole: bool = False,
) -> None:
    """Read what belongs to `works`: with texts, comments and files if `whole`."""
    submissions = submissions.select_related("student").defer(
        *([] if whole else ["draft_text"])
    )
    for submission in submissions:
        work = works.setdefault(
            submission.student_id, StudentWork(assignment, submission.student)
        )
        work.submission = submission
        submission.assignment = assignment
    whose = [*works] if whole else None
    for accommodation in _of(assignment.accommodations.all(), whose):
        if accommodation.student_id in works:
            works[accommodation.student_id].accommodation = accommodation
    grades = Grade.objects.filter(item__assignment=assignment).order_by("pk")
    for grade in _of(grades, whose):
        if grade.student_id in works:
            works[grade.student_id].grades.append(grade)
    _fill_versions(assignment, works, whole)


def _of(rows: Any, students: list[int] | None) -> Iterable[Any]:
    return rows if students is None else rows.filter(student__in=students)


def _fill_versions(
    assignment: Assignment, works: dict[int, StudentWork], whole: bool
) -> None:
    by_submission = {
        work.submission.pk: work for work in works.values() if work.submission
    }
    versions = SubmissionVersion.objects.filter(submission__assignment=assignment)
    if whole:
        versions = versions.filter(submission__in=[*by_submission])
    else:
        versions = versions.defer("text")
    rows = list(versions.order_by("submission", "number"))
    given = given_assignments({row.revision_id for row in rows})
    gradings = _by_version(
        Grading.objects.filter(version__in=_keys(versions)).select_related("by")
        if whole
        else Grading.objects.filter(version__in=_keys(versions)).defer("comment")
    )
    files = _by_version(
        SubmissionFile.objects.filter(version__in=_keys(versions)) if whole else ()
    )
    for row in rows:
        work = by_submission.get(row.submission_id)
        if work is None or work.submission is None:
            continue
        row.submission = work.submission
        own_due_at = work.accommodation.due_at if work.accommodation else None
        rules = late_rules(assignment, given[row.revision_id], own_due_at)
        work.versions.append(
            VersionWork(
                row,
                given[row.revision_id],
                lateness(row.submitted_at, rules),
                gradings[row.pk],
                files[row.pk],
            )
        )


def _keys(versions: Any) -> Any:
    return versions.order_by().values("pk")


def _by_version(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.version_id].append(row)
    return found


def _by_name(student: User) -> tuple[str, str, str]:
    return (
        student.last_name.casefold(),
        student.first_name.casefold(),
        student.username,
    )
