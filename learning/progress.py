"""How far somebody is. Computed from rows and the live outline, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from catalog.models import CoursePage
from learning.access import Decision, Standing
from learning.models import DONE, Enrolment, LessonPage, LessonProgress
from learning.outline import (
    LessonEntry,
    Outline,
    decide_entry,
    outline_of,
    outlines_of,
)


@dataclass(frozen=True)
class CourseProgress:
    """One student in one course. `done` counts live lessons only, so it never exceeds `total`."""

    course: CoursePage
    outline: Outline
    enrolment: Enrolment | None
    statuses: dict[UUID, str] = field(default_factory=dict)
    begun: dict[UUID, datetime | None] = field(default_factory=dict)

    @cached_property
    def done_keys(self) -> frozenset[UUID]:
        return frozenset(
            key for key in self.outline.keys if self.statuses.get(key, "") in DONE
        )

    @property
    def done(self) -> int:
        return len(self.done_keys)

    @property
    def total(self) -> int:
        return len(self.outline.lessons)

    @property
    def percent(self) -> int:
        """Whole percent, rounded down, so that 100 means all; 0 for a course without lessons."""
        return self.done * 100 // self.total if self.total else 0

    @property
    def is_completed(self) -> bool:
        """Whether the course was completed once; that stays, whatever is added later."""
        return bool(self.enrolment and self.enrolment.completed_at)

    @property
    def added_since_completion(self) -> int:
        """How many live lessons a student who completed the course has not met before.

        One that the student marked as not done after all isn't new.
        """
        if self.enrolment is None or self.enrolment.completed_at is None:
            return 0
        completed_at = self.enrolment.completed_at
        begun = (self.begun.get(key) for key in self.outline.keys - self.done_keys)
        return sum(first is None or first > completed_at for first in begun)

    @property
    def to_review(self) -> list[LessonEntry]:
        review = LessonProgress.Status.NEEDS_REVIEW
        return [
            lesson
            for lesson in self.outline.lessons
            if self.statuses.get(lesson.key) == review
        ]

    @property
    def last_lesson(self) -> LessonEntry | None:
        return (
            self.outline.find(self.enrolment.last_lesson_key)
            if self.enrolment
            else None
        )

    @property
    def next_lesson(self) -> LessonEntry | None:
        """Return where to go on: the last lesson if it isn't done, else the first undone one after it.

        Lessons that are closed to the student now are passed over.
        """
        lesson, decision = self._upcoming
        return lesson if decision else None

    @property
    def waits_for(self) -> tuple[LessonEntry, Decision] | None:
        """Return what comes next and why it is closed, where nothing is open that isn't done."""
        lesson, decision = self._upcoming
        return None if lesson is None or decision else (lesson, decision)

    @cached_property
    def _upcoming(self) -> tuple[LessonEntry | None, Decision]:
        """The next undone lesson that is open, else the first that is closed."""
        lessons = self.outline.lessons
        last = self.last_lesson
        start = lessons.index(last) if last else 0
        now = timezone.now()
        closed = None
        for lesson in lessons[start:] + lessons[:start]:
            if lesson.key not in self.done_keys:
                decision = decide_entry(self._standing, lesson, self.outline, now)
                if decision:
                    return lesson, decision
                closed = closed or (lesson, decision)
        return closed or (None, Decision(False, "done", ""))

    @property
    def _standing(self) -> Standing:
        return Standing(
            user=self.enrolment.student if self.enrolment else AnonymousUser(),
            course=self.course,
            teaches=False,
            enrolment_status=self.enrolment.status if self.enrolment else "",
            done=self.done_keys,
            live_modules=frozenset(),
            enrolment=self.enrolment,
        )

    def status_of(self, key: UUID) -> str:
        return self.statuses.get(key, LessonProgress.Status.NOT_STARTED)


@dataclass(frozen=True)
class StudentRow:
    """One line of a teacher's list."""

    enrolment: Enrolment
    done: int
    total: int
    seconds_spent: int
    last_studied_at: datetime | None

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0


def course_progress(student: User, course: CoursePage) -> CourseProgress:
    return progress_for(student, [course])[course.pk]


def progress_for(
    student: User,
    courses: Iterable[CoursePage],
    *,
    enrolments: Iterable[Enrolment] | None = None,
) -> dict[int, CourseProgress]:
    """Return progress by course id in a fixed number of queries, however many courses.

    Who has the student's enrolments in these courses already passes them, and saves a query.
    """
    courses = list(courses)
    outlines = outlines_of(courses)
    if enrolments is None:
        enrolments = Enrolment.objects.filter(student=student, course__in=courses)
    by_course = {}
    for enrolment in enrolments:
        enrolment.student = student  # read already
        by_course[enrolment.course_id] = enrolment
    mine = LessonProgress.objects.filter(student=student)
    if len(courses) == 1:
        # Of many courses nearly all rows are wanted, and the list of keys would be long.
        mine = mine.filter(lesson_key__in=outlines[courses[0].pk].keys)
    rows = {
        key: (status, begun)
        for key, status, begun in mine.values_list(
            "lesson_key", "status", "first_studied_at"
        )
    }
    progress = {}
    for course in courses:
        outline = outlines[course.pk]
        known = [key for key in outline.keys if key in rows]
        progress[course.pk] = CourseProgress(
            course=course,
            outline=outline,
            enrolment=by_course.get(course.pk),
            statuses={key: rows[key][0] for key in known},
            begun={key: rows[key][1] for key in known},
        )
    return progress


def progress_beside(
    lesson: LessonPage, enrolment: Enrolment
) -> tuple[CourseProgress, LessonProgress | None]:
    """Return the student's progress in the course and their row of `lesson`, in one query.

    A page with one lesson needs all of its row, and very little of the rows of the others.
    """
    course, student = enrolment.course, enrolment.student
    outline = outline_of(course)
    fields = [field.attname for field in LessonProgress._meta.concrete_fields]
    rows = LessonProgress.objects.filter(
        student=student, lesson_key__in=outline.keys | {lesson.translation_key}
    ).values_list(*fields)
    key, status, begun = map(fields.index, ("lesson_key", "status", "first_studied_at"))
    by_key = {row[key]: row for row in rows}
    own = by_key.get(lesson.translation_key)
    known = [by_key[entry] for entry in outline.keys if entry in by_key]
    progress = CourseProgress(
        course=course,
        outline=outline,
        enrolment=enrolment,
        statuses={row[key]: row[status] for row in known},
        begun={row[key]: row[begun] for row in known},
    )
    return progress, own and LessonProgress.from_db(rows.db, fields, own)


def progress_of_students(
    course: CoursePage, enrolments: Iterable[Enrolment]
) -> list[StudentRow]:
    """Return a row for each enrolment, in their order, in one query."""
    enrolments = list(enrolments)
    keys = outline_of(course).keys
    sums: dict[int, list[Any]] = {}
    rows = LessonProgress.objects.filter(
        student__in=[enrolment.student_id for enrolment in enrolments],
        lesson_key__in=keys,
    ).values_list("student_id", "status", "seconds_spent", "last_studied_at")
    for student_id, status, seconds, last in rows:
        total = sums.setdefault(student_id, [0, 0, None])
        total[0] += status in DONE
        total[1] += seconds
        total[2] = max(filter(None, (total[2], last)), default=None)
    return [
        StudentRow(enrolment, done, len(keys), seconds, last)
        for enrolment in enrolments
        for done, seconds, last in [sums.get(enrolment.student_id, (0, 0, None))]
    ]
