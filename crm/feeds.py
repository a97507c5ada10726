"""What students do, on the timelines of those whom a counselor looks after.

Only students who have a counselor or came by an inquiry: nobody reads the others' timelines, and
every lesson of every student would fill the table. Each event costs one query that asks that and
reads the names in the same go, and one that writes.

`data` holds names as they were on that day: `course`, `lesson`, `title`, `what` (`handed_in` or
`result`), `number`, `points`, `max_points`, `reason` (of `assessment.models.Grade.Reason`).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from asgiref.local import Local
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import StudentProfile
from assessment.models import Attempt, Grade, SubmissionVersion
from crm.models import Inquiry, TimelineEntry
from learning.models import Enrolment, LessonProgress

Kind = TimelineEntry.Kind
HANDED_IN = "handed_in"
RESULT = "result"
# Grades of one transaction, until it holds: a regrade tells of hundreds, one by one.
_pending = Local()


def of_the_looked_after(rows: QuerySet[Any], student: str = "student") -> QuerySet[Any]:
    """Keep of `rows` those about students who have a counselor, or an inquiry of their own."""
    counselled = StudentProfile.objects.filter(
        user=OuterRef(student), counselor__isnull=False
    )
    asked = Inquiry.objects.filter(student=OuterRef(student))
    return rows.filter(Q(Exists(counselled)) | Q(Exists(asked)))


def enrolment_changed(kind: str, pk: int) -> None:
    rows = of_the_looked_after(Enrolment.objects.filter(pk=pk))
    for student, course in rows.values_list("student", "course__title"):
        _add(kind, student, course=course)


def lesson_done(student: int, lesson_key: UUID) -> None:
    rows = LessonProgress.objects.filter(student=student, lesson_key=lesson_key)
    names = of_the_looked_after(rows).values_list("lesson_title", "course__title")
    for lesson, course in names:
        _add(Kind.LESSON, student, lesson=lesson, course=course or "")


def attempt_handed_in(pk: int) -> None:
    """That a quiz was taken; its result follows when it is released, as a grade."""
    rows = of_the_looked_after(Attempt.objects.filter(pk=pk))
    _add_handed_in(rows, "student", "quiz")


def work_handed_in(pk: int) -> None:
    rows = SubmissionVersion.objects.filter(pk=pk)
    rows = of_the_looked_after(rows, "submission__student")
    _add_handed_in(rows, "submission__student", "submission__assignment")


def _add_handed_in(rows: QuerySet[Any], student: str, thing: str) -> None:
    names = rows.values_list(
        student, f"{thing}__title", f"{thing}__course__title", "number", "submitted_at"
    )
    for who, title, course, number, at in names:
        _add(
            Kind.ASSESSED,
            who,
            at=at,
            what=HANDED_IN,
            title=title,
            course=course,
            number=number,
        )


def remember_grade(pk: int) -> None:
    """Keep a grade until `record_grades`, which the end of its transaction calls."""
    _grades().add(pk)


def record_grades() -> None:
    """Write what was remembered, all at once. A grade that was rolled back isn't there to be found."""
    grades = _grades()
    if not grades:
        return
    pks, _pending.grades = sorted(grades), set()
    rows = of_the_looked_after(Grade.objects.filter(pk__in=pks).order_by("pk"))
    named = rows.select_related("item").annotate(course_title=F("item__course__title"))
    TimelineEntry.objects.bulk_create(
        _entry(
            Kind.ASSESSED,
            grade.student_id,
            at=grade.created_at,
            what=RESULT,
            title=grade.item.title,
            course=grade.course_title,
            points="" if grade.points is None else str(grade.points),
            max_points=str(grade.max_points),
            reason=grade.reason,
        )
        for grade in named
    )


def _grades() -> set[int]:
    if not hasattr(_pending, "grades"):
        _pending.grades = set()
    grades: set[int] = _pending.grades
    return grades


def _entry(
    kind: str, student: int, *, at: datetime | None = None, **data: Any
) -> TimelineEntry:
    return TimelineEntry(
        kind=kind, student_id=student, at=at or timezone.now(), data=data
    )


def _add(kind: str, student: int, *, at: datetime | None = None, **data: Any) -> None:
    _entry(kind, student, at=at, **data).save(force_insert=True)
