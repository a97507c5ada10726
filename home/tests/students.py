"""Students by the hundred with what they have done, for tests that count queries at two sizes."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Role, StudentProfile, User
from catalog.models import CoursePage
from learning.models import Enrolment, LessonPage, LessonProgress


def complete(student: User, *lessons: LessonPage, **fields: Any) -> None:
    """Put the rows there as they are; `learning.services` holds the rules."""
    now = timezone.now()
    for lesson in lessons:
        LessonProgress.objects.create(
            student=student,
            lesson_key=lesson.translation_key,
            lesson_title=lesson.title,
            **{
                "status": LessonProgress.Status.COMPLETED,
                "completed_at": now,
                "last_studied_at": now,
                "seconds_spent": 600,
                **fields,
            },
        )


def add_students(number: int, course: CoursePage, **fields: Any) -> list[Enrolment]:
    """Enrol `number` new students, each of whom completed the first lesson."""
    taken = User.objects.count()
    students = User.objects.bulk_create(
        User(
            username=f"many{taken + serial}",
            email=f"many{taken + serial}@example.org",
            first_name="Many",
            last_name=f"{serial:03}",
            role=Role.STUDENT,
        )
        for serial in range(number)
    )
    StudentProfile.objects.bulk_create(
        StudentProfile(user=student, enrolment_number=f"M-{student.pk}")
        for student in students
    )
    lesson = LessonPage.objects.live().descendant_of(course).order_by("path").first()
    long_ago = timezone.now() - timedelta(days=40)
    if lesson is not None:
        LessonProgress.objects.bulk_create(
            LessonProgress(
                student=student,
                lesson_key=lesson.translation_key,
                lesson_title=lesson.title,
                course=course,
                status=LessonProgress.Status.COMPLETED,
                completed_at=long_ago,
                last_studied_at=long_ago,
            )
            for student in students
        )
    return Enrolment.objects.bulk_create(
        Enrolment(
            student=student,
            course=course,
            **{"enrolled_at": long_ago, "last_studied_at": long_ago, **fields},
        )
        for student in students
    )
