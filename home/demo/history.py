"""A term of lifelike history, drawn from a fixed seed: the same every time, up to the day it is made."""

from datetime import datetime, timedelta
from random import Random

from django.db.models import F
from django.utils import timezone

from accounts.models import User
from catalog.models import CoursePage
from learning.models import Enrolment, EnrolmentRequest, LessonPage, LessonProgress

WEEKS = 14
# How likely a student of each kind goes on after a lesson, and how many days lie between two.
HABITS = [
    ("steady", 0.985, 2.2),
    ("quick", 0.995, 1.1),
    ("slow", 0.94, 5.0),
    ("curious", 0.72, 4.0),
]


def make_history(students: list[User], courses: list[CoursePage]) -> None:
    """Let the students enrol, study, stop and complete over the past term."""
    random = Random(2024)
    now = timezone.now()
    start = now - timedelta(weeks=WEEKS)
    lessons = {
        course.pk: list(
            LessonPage.objects.descendant_of(course).live().order_by("path")
        )
        for course in courses
    }
    first_revision = {
        lesson.pk: lesson.live_revision_id for row in lessons.values() for lesson in row
    }
    for index, student in enumerate(students):
        joined = start + timedelta(
            days=random.uniform(0, WEEKS * 7 - 4) if index else 1
        )
        User.objects.filter(pk=student.pk).update(
            date_joined=joined,
            last_login=now - (now - joined) * min(random.expovariate(8), 1),
        )
        wanted = random.sample(courses, k=random.choice([1, 2, 2, 3]))
        if index == 0:  # the student whose login is printed has something of everything
            wanted = courses[:3]
        for course in wanted:
            habit = (
                HABITS[1]
                if (index, course) == (0, courses[0])
                else random.choice(HABITS)
            )
            began = joined + (now - joined) * random.uniform(0.01, 0.7)
            study(
                random,
                student,
                course,
                lessons[course.pk],
                habit,
                began,
                now,
                first_revision,
            )
    _make_requests(students, courses, now)
    User.objects.exclude(pk__in=[student.pk for student in students]).update(
        date_joined=start - timedelta(weeks=2)
    )
    # Rows are written with their own dates; `auto_now` would claim that all happened today.
    LessonProgress.objects.update(updated_at=F("last_studied_at"))


def study(
    random: Random,
    student: User,
    course: CoursePage,
    lessons: list[LessonPage],
    habit: tuple[str, float, float],
    began: datetime,
    now: datetime,
    revisions: dict[int, int | None],
) -> None:
    if course.capacity and course.enrolments.taking_places().count() >= course.capacity:
        return
    _kind, persistence, pause = habit
    at, last, completed = began, None, 0
    rows: list[LessonProgress] = []
    for lesson in lessons:
        at += timedelta(
            days=random.expovariate(1 / pause), minutes=random.uniform(0, 600)
        )
        if at > now or random.random() > persistence:
            break
        seconds = round(lesson.estimated_minutes * 60 * random.uniform(0.6, 1.5))
        rows.append(
            LessonProgress(
                student=student,
                lesson_key=lesson.translation_key,
                lesson_title=lesson.title,
                course=course,
                status=LessonProgress.Status.COMPLETED,
                seconds_spent=seconds,
                session_count=random.choice([1, 1, 2, 3]),
                first_studied_at=at - timedelta(seconds=seconds * 2),
                last_studied_at=at,
                completed_at=at,
                revision_id=revisions[lesson.pk],
                competency=random.choice([0, 0, 3, 4, 5]),
            )
        )
        last, completed = lesson, completed + 1
    if rows and completed < len(lessons) and random.random() < 0.7:
        rows.append(
            _begun(
                random, student, course, lessons[completed], rows[-1].last_studied_at
            )
        )
        last = lessons[completed]
    LessonProgress.objects.bulk_create(rows, ignore_conflicts=True)
    enrolment = Enrolment.objects.create(
        student=student,
        course=course,
        enrolled_at=began,
        source=Enrolment.Source.SELF,
        teacher=course.owner,
        expected_completion_on=(began + timedelta(weeks=8)).date(),
        last_lesson_key=last.translation_key if last else None,
        last_studied_at=rows[-1].last_studied_at if rows else None,
        status=_status(random, habit[0], completed, len(lessons)),
    )
    if completed == len(lessons):
        _complete(enrolment, rows[-1].completed_at)


def _begun(
    random: Random,
    student: User,
    course: CoursePage,
    lesson: LessonPage,
    at: datetime | None,
) -> LessonProgress:
    return LessonProgress(
        student=student,
        lesson_key=lesson.translation_key,
        lesson_title=lesson.title,
        course=course,
        status=LessonProgress.Status.IN_PROGRESS,
        seconds_spent=random.randint(90, 600),
        session_count=1,
        first_studied_at=at,
        last_studied_at=at,
    )


def _status(random: Random, habit: str, completed: int, total: int) -> str:
    if completed == total:
        return Enrolment.Status.COMPLETED
    if habit == "curious" and random.random() < 0.4:
        return random.choice([Enrolment.Status.DROPPED, Enrolment.Status.PAUSED])
    return Enrolment.Status.ACTIVE


def _complete(enrolment: Enrolment, at: datetime | None) -> None:
    from learning.certificates import issue_certificate

    enrolment.completed_at = at
    enrolment.save(update_fields=["completed_at"])
    certificate = issue_certificate(enrolment=enrolment)
    type(certificate).objects.filter(pk=certificate.pk).update(issued_at=at)


def _make_requests(
    students: list[User], courses: list[CoursePage], now: datetime
) -> None:
    """Three people wait for an answer in the course that needs approval."""
    course = next(course for course in courses if course.enrolment_policy == "approval")
    outside = [
        student
        for student in students
        if not course.enrolments.filter(student=student).exists()
    ]
    messages = [
        "I bake every weekend and would love to understand why it works.",
        "My grandmother's sourdough died. I want to bring it back.",
        "",
    ]
    for days, (student, message) in enumerate(
        zip(outside[-3:], messages, strict=False)
    ):
        EnrolmentRequest.objects.create(
            student=student,
            course=course,
            status=EnrolmentRequest.Status.PENDING,
            message=message,
            created_at=now - timedelta(days=days + 1, hours=5),
        )
