"""What is asked of the large academy, by whom; and how many queries one answer takes."""

import random
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, User
from bench.academy import BUSY_STUDENTS
from bench.cookies import client_of
from bench.material import WORDS
from catalog.models import CourseIndexPage, CoursePage
from learning.models import Enrolment, LessonPage

CONNECTIONS = 16


@dataclass
class Question:
    """A page to measure. Connection `n` asks for `paths[n::CONNECTIONS]` with cookie `n`."""

    name: str
    who: str
    paths: list[str]
    users: list[User | None] = field(default_factory=lambda: [None])


def questions() -> list[Question]:
    rng = random.Random(7)
    catalogue = CourseIndexPage.objects.get().url
    courses = rng.sample(list(CoursePage.objects.all()), 64)
    words = [f"/search/?q={word}" for word in WORDS[:16]]
    students = list(
        User.objects.filter(username__startswith="bench-student-").order_by("pk")[
            :BUSY_STUDENTS
        ]
    )[:CONNECTIONS]
    course_paths, lesson_paths = _studied_by(students)
    teachers = list(
        User.objects.with_role(Role.TEACHER).filter(username__startswith="bench-")
    )[:CONNECTIONS]
    staff = {
        role: [User.objects.filter(role=role, username__startswith="bench-").first()]
        for role in Role
    }
    return [
        Question("home", "anonymous", ["/"]),
        Question("catalogue", "anonymous", [catalogue]),
        Question("course", "anonymous", [course.url for course in courses]),
        Question("search", "anonymous", words),
        Question("catalogue", "student", [catalogue], students),
        Question("course", "student", course_paths, students),
        Question("lesson", "student", lesson_paths, students),
        Question("search", "student", words, students),
        Question("dashboard", "student", ["/dashboard/"], students),
        Question("dashboard", "teacher", ["/dashboard/"], teachers),
        Question("dashboard", "counselor", ["/dashboard/"], staff[Role.COUNSELOR]),
        Question("dashboard", "admin", ["/dashboard/"], staff[Role.ADMIN]),
    ]


def _studied_by(students: list[User]) -> tuple[list[str], list[str]]:
    """Return addresses of courses and lessons, in turn one for each student."""
    courses: list[list[CoursePage]] = []
    for student in students:
        enrolments = Enrolment.objects.filter(student=student).select_related("course")
        courses.append([enrolment.course for enrolment in enrolments[:8]])
    rounds = list(zip(*courses, strict=True))
    lessons = [
        [
            LessonPage.objects.child_of(course.get_first_child()).first()
            for course in row
        ]
        for row in rounds
    ]
    return (
        [course.url for row in rounds for course in row],
        [lesson.url for row in lessons for lesson in row if lesson],
    )


def measured() -> list[dict[str, Any]]:
    """Return each question with a cookie for each user and the queries of a warm answer."""
    plan = []
    for question in questions():
        clients = [client_of(user) for user in question.users]
        connection.force_debug_cursor = True
        for _ in range(2):  # the first time fills caches
            with CaptureQueriesContext(connection) as queries:
                answer = clients[0].get(question.paths[0])
        plan.append(
            {
                **asdict(question),
                "users": [
                    client.cookies.output(header="", sep=";", attrs=[]).strip()
                    for client in clients
                ],
                "queries": len(queries),
                "status": answer.status_code,
            }
        )
    return plan
