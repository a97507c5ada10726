"""Dashboards in a real browser: wide and narrow, light and dark (LRN-05)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import StudentProfile
from home.tests.students import add_students, complete
from learning.certificates import issue_certificate
from learning.models import Enrolment, EnrolmentRequest
from tests.browser import PHONE, flaws
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Wolfeschlegelsteinhausenbergerdorff"


@pytest.fixture
def academy(request, course, student, lessons, counselor, admin):
    """A course with students, requests and history; return the addresses of every screen."""
    course.enrolment_policy = "approval"
    course.save()
    complete(student, *lessons[:2], course=course)
    add_students(30, course)
    Enrolment.objects.filter(student=student).update(
        last_lesson_key=lessons[2].translation_key, last_studied_at=timezone.now()
    )
    StudentProfile.objects.filter(user__enrolments__course=course).update(
        counselor=counselor
    )
    EnrolmentRequest.objects.create(
        student=make_user("kofi", last_name=LONG),
        course=course,
        status="pending",
        message="Please, " * 40,
        created_at=timezone.now() - timedelta(days=2),
    )
    enrolment = Enrolment.objects.get(student=student)
    # Completed once; a lesson was added since.
    enrolment.completed_at = timezone.now()
    issue_certificate(enrolment=enrolment)
    on_course = {
        name: reverse(f"home:{name}", args=[course.slug])
        for name in ("course", "students", "enrol_students", "requests")
    }
    return {
        "dashboard": reverse("home:dashboard"),
        **on_course,
        "student": reverse("home:student", args=[course.slug, enrolment.uuid]),
        "access": f"{reverse('home:access')}?user={student.uuid}&page={lessons[1].pk}",
    }


SCREENS_OF = [
    ("student", "dashboard"),
    ("stranger", "dashboard"),
    ("counselor", "dashboard"),
    ("admin", "dashboard"),
    ("super_admin", "dashboard"),
    ("admin", "access"),
    ("teacher", "dashboard"),
    ("teacher", "course"),
    ("teacher", "students"),
    ("teacher", "enrol_students"),
    ("teacher", "requests"),
    ("admin", "student"),
]


def test_every_screen_is_readable_by_everybody(browser, request, academy):
    found = []
    for who, name in SCREENS_OF:
        page = browser.open(academy[name], user=request.getfixturevalue(who))
        found += flaws(page)
    assert found == []


def test_charts_are_drawn_and_their_numbers_can_be_read(browser, teacher, academy):
    page = browser.open(academy["course"], user=teacher)
    for chart in page.locator("jeevi-chart").all():
        chart.scroll_into_view_if_needed()
        chart.locator("canvas").first.wait_for()
    chart.get_by_text("Show the numbers").click()
    assert chart.get_by_role("row", name="Stars 31").is_visible()


def test_a_student_is_taken_out_of_the_course_after_a_question(
    browser, teacher, student, academy
):
    page = browser.open(academy["student"], user=teacher, screen=PHONE)
    page.get_by_role("button", name="Take out of the course").click()
    page.get_by_role("dialog").get_by_role("button", name="Take out").click()
    page.get_by_role("button", name="Take back into the course").wait_for()
    assert Enrolment.objects.get(student=student).status == "dropped"
