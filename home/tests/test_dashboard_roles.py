"""Each role lands on its own dashboard (ACC-06, LRN-05)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import enrol, make_course, make_user

pytestmark = pytest.mark.django_db

DASHBOARD = reverse("home:dashboard")


def test_anonymous_visitors_are_asked_to_log_in(client):
    answer = client.get(DASHBOARD)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("who", "template"),
    [
        ("student", "dashboard/student.html"),
        ("stranger", "dashboard/student.html"),
        ("teacher", "dashboard/teacher.html"),
        ("other_teacher", "dashboard/teacher.html"),
        ("counselor", "dashboard/counselor.html"),
        ("admin", "dashboard/institute.html"),
        ("super_admin", "dashboard/institute.html"),
    ],
)
def test_each_role_lands_on_its_own_dashboard(client, request, who, template):
    client.force_login(request.getfixturevalue(who))
    answer = client.get(DASHBOARD)
    assert template in [used.name for used in answer.templates]


def test_a_suspended_student_sees_no_dashboard(client, suspended):
    client.force_login(suspended)
    assert client.get(DASHBOARD).status_code == 302


def test_nobody_elses_dashboard_is_kept_by_a_cache(client, student):
    client.force_login(student)
    assert "no-store" in client.get(DASHBOARD)["Cache-Control"]


def test_the_greeting_follows_the_clock_of_the_person(client, student, monkeypatch):
    """Half past ten in the evening in UTC is the next morning in Auckland."""
    monkeypatch.setattr(
        timezone, "now", lambda: datetime(2026, 3, 2, 21, 30, tzinfo=UTC)
    )
    student.timezone = "Pacific/Auckland"
    student.save()
    client.force_login(student)
    assert "Good morning, Stella" in client.get(DASHBOARD).content.decode()


@pytest.mark.parametrize("who", ["student", "teacher", "counselor", "admin"])
def test_html_in_names_and_titles_stays_text(client, request, who, teacher):
    user = request.getfixturevalue(who)
    user.first_name = "<script>alert(1)</script>"
    user.save()
    make_course(teacher, "<img src=x onerror=alert(2)>")
    make_user("newcomer", last_name="<b>bold</b>")
    client.force_login(user)
    page = client.get(DASHBOARD).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>bold" not in page


def test_a_counselor_sees_the_courses_that_a_student_studied_last(
    client, counselor, stranger, teacher
):
    stranger.studentprofile.counselor = counselor
    stranger.studentprofile.save()
    now = timezone.now()
    for day in range(6):
        course = make_course(teacher, f"Studied {day} days ago")
        enrol(stranger, course, last_studied_at=now - timedelta(days=day))
    client.force_login(counselor)

    html = client.get(DASHBOARD).content.decode()

    assert "Studied 3 days ago" in html
    assert "and 2 more courses" in html
    # Courses with free places are listed beside them.
    (person,) = client.get(DASHBOARD).context["counselled"]
    assert [str(line.enrolment.course) for line in person.courses] == [
        f"Studied {day} days ago" for day in range(4)
    ]
