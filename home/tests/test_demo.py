"""The demonstration academy: courses, people and a term of history, the same every time (LRN-05, OPS-01)."""

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import Role, User
from catalog.models import CoursePage
from learning.models import (
    Certificate,
    Enrolment,
    EnrolmentRequest,
    LessonPage,
    LessonProgress,
)

pytestmark = pytest.mark.django_db


def seed():
    said = StringIO()
    call_command("seed_demo", stdout=said)
    return said.getvalue()


def count(role):
    return User.objects.with_role(role).count()


def everything():
    return [
        model.objects.count()
        for model in (User, CoursePage, LessonPage, Enrolment, LessonProgress)
    ]


def kinds(lesson):
    return {block.block_type for block in lesson.body}


def test_the_demonstration_academy_is_believable_and_whole(client):
    """One test, because seeding takes its time."""
    said = seed()
    for login in ("root", "amara", "tomas", "cleo", "sana"):
        assert f" {login}\n" in said

    assert CoursePage.objects.live().count() == 4
    assert (count(Role.TEACHER), count(Role.COUNSELOR), count(Role.STUDENT)) == (
        3,
        2,
        40,
    )
    assert LessonProgress.objects.filter(status="completed").count() > 150
    assert Certificate.objects.count() > 10
    assert EnrolmentRequest.objects.filter(status="pending").count() == 3
    for enrolment in Enrolment.objects.select_related("student"):
        assert enrolment.enrolled_at >= enrolment.student.date_joined

    lessons = LessonPage.objects.live()
    used = set().union(*map(kinds, lessons))
    assert {"video", "pdf", "maths", "code", "table", "exercise", "image"} <= used

    reader = User.objects.get(username="liam")
    client.force_login(reader)
    for course in CoursePage.objects.all():
        Enrolment.objects.update_or_create(
            student=reader,
            course=course,
            defaults={"status": "active"},
            create_defaults={"enrolled_at": reader.date_joined},
        )
    CoursePage.objects.update(lessons_in_order=False)
    for lesson in lessons:
        assert client.get(lesson.url).status_code == 200, lesson.title
    for course in CoursePage.objects.all():
        assert client.get(course.url).status_code == 200, course.title

    before = everything()
    assert "its data stays as it is" in seed()
    assert everything() == before
