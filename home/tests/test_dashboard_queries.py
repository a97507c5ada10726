"""Dashboards ask the database as often for a large academy as for a small one (LRN-05).

At most 30 queries for a member's page, 8 for a student who has just looked; two sizes of each.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import StudentProfile
from catalog.models import CoursePage
from common.kept import begin_generation
from home.tests.students import add_students, complete
from learning.models import EnrolmentRequest, LessonPage
from tests.factories import enrol, make_lesson, make_module, make_user
from tests.many import add_courses, add_lessons, count_queries, count_queries_once

pytestmark = pytest.mark.django_db

DASHBOARD = reverse("home:dashboard")
MOST_QUERIES = 30
STUDENTS_QUERIES = 8


@pytest.fixture
def taught(course):
    """`course` with two students and one request."""
    add_students(2, course)
    _ask(course)
    return course


def _ask(course):
    return EnrolmentRequest.objects.create(
        student=make_user(), course=course, status="pending", created_at=timezone.now()
    )


def _study(student, courses, teacher):
    for number, course in enumerate(courses):
        module = make_module(course) if number < 3 else None
        lesson = make_lesson(module) if module else None
        enrol(student, course, last_studied_at=timezone.now())
        if lesson:
            complete(student, lesson, course=course)


def test_a_student_with_2_and_with_60_courses(client, stranger, teacher):
    client.force_login(stranger)
    _study(stranger, add_courses(2, teacher=teacher), teacher)
    few = count_queries(client, DASHBOARD)
    _study(stranger, add_courses(58, teacher=teacher), teacher)
    assert count_queries(client, DASHBOARD) == few
    assert few <= STUDENTS_QUERIES


def test_the_first_look_of_a_student_costs_as_much_for_2_courses_as_for_60(
    client, stranger, teacher
):
    client.force_login(stranger)

    def fresh():
        client.get(DASHBOARD)
        begin_generation()
        return count_queries_once(client, DASHBOARD)

    _study(stranger, add_courses(4, teacher=teacher), teacher)
    few = fresh()
    _study(stranger, add_courses(56, teacher=teacher), teacher)
    assert fresh() == few
    assert few <= STUDENTS_QUERIES + 4


def test_a_student_with_much_to_read_again(client, stranger, teacher, course, lessons):
    """Corrected lessons, requests and completed courses add no query for each of them."""
    client.force_login(stranger)
    enrol(stranger, course)
    complete(stranger, lessons[0], status="needs_review")
    first, *others = add_courses(9, teacher=teacher)
    EnrolmentRequest.objects.create(
        student=stranger, course=first, status="waiting", created_at=timezone.now()
    )
    few = count_queries(client, DASHBOARD)
    complete(stranger, *lessons[1:], status="needs_review")
    for other in others:
        EnrolmentRequest.objects.create(
            student=stranger, course=other, status="waiting", created_at=timezone.now()
        )
    assert count_queries(client, DASHBOARD) == few


@pytest.mark.parametrize("who", ["teacher", "admin"])
def test_a_teacher_or_admin_with_5_and_with_500_students(client, request, who, taught):
    client.force_login(request.getfixturevalue(who))
    few = count_queries(client, DASHBOARD)
    add_students(495, taught)
    for _number in range(5):
        _ask(taught)
    assert count_queries(client, DASHBOARD) == few
    assert few <= MOST_QUERIES


@pytest.mark.parametrize("who", ["teacher", "admin"])
def test_a_teacher_or_admin_with_1_and_with_30_courses(client, request, who, taught):
    client.force_login(request.getfixturevalue(who))
    CoursePage.objects.update(has_unpublished_changes=True)
    few = count_queries(client, DASHBOARD)
    for course in add_courses(
        29, teacher=taught.teacher_rows.get().user, has_unpublished_changes=True
    ):
        add_students(1, course)
    assert count_queries(client, DASHBOARD) == few


def test_a_counselor_with_1_and_with_40_students(client, counselor, course, teacher):
    client.force_login(counselor)
    add_students(1, course)
    StudentProfile.objects.update(counselor=counselor)
    few = count_queries(client, DASHBOARD)
    for other in add_courses(10, teacher=teacher, capacity=5):
        add_students(4, other)
    StudentProfile.objects.update(counselor=counselor)
    assert count_queries(client, DASHBOARD) == few
    assert few <= MOST_QUERIES


@pytest.mark.parametrize("screen", ["course", "students", "students_csv", "requests"])
def test_the_screens_of_a_course_with_5_and_with_500_students(
    client, teacher, taught, screen
):
    client.force_login(teacher)
    address = reverse(f"home:{screen}", args=[taught.slug])
    few = count_queries(client, address)
    add_students(495, taught, teacher=teacher)
    for _number in range(5):
        _ask(taught)
    assert count_queries(client, address) == few
    assert few <= MOST_QUERIES


@pytest.mark.parametrize("screen", ["course", "students"])
def test_the_screens_of_a_course_with_3_and_with_300_lessons(
    client, teacher, taught, screen
):
    client.force_login(teacher)
    address = reverse(f"home:{screen}", args=[taught.slug])
    few = count_queries(client, address)
    add_lessons(297, module=LessonPage.objects.first().get_parent().specific)
    assert count_queries(client, address) == few


def test_one_student_in_a_course_of_3_and_of_300_lessons(client, teacher, taught):
    client.force_login(teacher)
    address = reverse(
        "home:student", args=[taught.slug, taught.enrolments.first().uuid]
    )
    few = count_queries(client, address)
    add_lessons(297, module=LessonPage.objects.first().get_parent().specific)
    assert count_queries(client, address) == few
    assert few <= MOST_QUERIES
