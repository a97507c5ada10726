"""Dates of their own for students of an exam (ASM-07)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment.access import accommodation_of, decide_working, terms_of
from assessment.models import Accommodation
from assessment.services.exam_dates import set_exam_dates
from assessment.tests.factories import make_question, make_quiz
from common.exceptions import Refused
from home.tests.students import add_students
from learning.models import Enrolment
from tests.factories import enrol, make_user
from tests.many import count_queries

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(second=0, microsecond=0)
DAY = timedelta(days=1)


@pytest.fixture
def exam(course):
    return make_quiz(
        course,
        [make_question(course)],
        title="Final",
        sort="exam",
        opens_at=NOW + 2 * DAY,
        closes_at=NOW + 3 * DAY,
    )


@pytest.fixture
def other(course):
    other = make_user("mia", last_name="Adams")
    enrol(other, course)
    return other


@pytest.fixture
def set_dates(exam, teacher):
    def set_dates(*students, **terms):
        return set_exam_dates(
            quiz=exam,
            students=students,
            by=teacher,
            **{"reason": "Competition", "opens_at": NOW - DAY, **terms},
        )

    return set_dates


@pytest.fixture
def page(client, teacher, course, exam):
    client.force_login(teacher)
    return reverse("assessment:exam_dates", args=[course.pk, exam.uuid])


def test_a_date_of_their_own_lets_a_student_in_and_nobody_else(
    exam, student, other, set_dates
):
    set_dates(student, closes_at=NOW + DAY)

    def may(person):
        terms = terms_of(exam, accommodation_of(person, exam))
        return bool(decide_working(person, exam, terms))

    assert may(student)
    assert not may(other)


def test_setting_dates_again_replaces_those_before(student, other, set_dates):
    set_dates(student, extra_minutes=20)
    set_dates(student, other, extra_attempts=1)
    rows = Accommodation.objects.order_by("pk").values_list(
        "student__username", "extra_minutes", "extra_attempts"
    )
    assert list(rows) == [("stella", 0, 1), ("mia", 0, 1)]


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"reason": " "}, "Say why"),
        ({"opens_at": None}, "Set a date"),
        ({"closes_at": NOW - 2 * DAY}, "close after it opens"),
        ({"opens_at": NOW + 9 * DAY}, "close after it opens"),
    ],
)
def test_terms_that_make_no_sense_are_refused(student, set_dates, terms, sentence):
    with pytest.raises(Refused, match=sentence):
        set_dates(student, **terms)
    assert not Accommodation.objects.exists()


def test_only_students_of_the_course_get_dates(student, stranger, set_dates):
    with pytest.raises(Refused, match="isn't in the course"):
        set_dates(student, stranger)
    with pytest.raises(Refused, match="at least one"):
        set_dates()
    assert not Accommodation.objects.exists()


def test_a_teacher_sets_dates_for_some_in_their_own_time_zone(
    client, page, teacher, student, other, exam
):
    teacher.timezone = "Africa/Lagos"
    teacher.save()
    client.force_login(teacher)
    chosen = Enrolment.objects.get(student=other)
    data = {
        "students": [str(chosen.uuid)],
        "opens_at": "2030-06-01T09:30",
        "closes_at": "2030-06-01T12:00",
        "extra_minutes": "30",
        "extra_attempts": "0",
        "reason": "Broken arm",
    }
    html = client.post(page, data, follow=True).content.decode()
    assert "Saved for 1 student." in html
    assert "1 Jun 2030, 09:30" in html
    own = Accommodation.objects.get()
    assert (own.student, own.by, own.extra_minutes) == (other, teacher, 30)
    assert own.opens_at == datetime(2030, 6, 1, 8, 30, tzinfo=UTC)
    html = client.get(page, {"student": str(chosen.uuid)}).content.decode()
    assert 'value="2030-06-01T09:30"' in html


def test_what_is_wrong_is_said_and_kept_on_the_page(client, page, student):
    chosen = str(Enrolment.objects.get().uuid)
    data = {"students": [chosen], "extra_minutes": "5", "extra_attempts": "0"}
    html = client.post(page, data).content.decode()
    assert "This field is required." in html
    assert f'value="{chosen}" checked' in html
    html = client.post(page, {**data, "students": [], "reason": "x"}).content.decode()
    assert "Choose at least one student." in html
    html = client.post(page, {**data, "extra_minutes": "0", "reason": "x"}).content
    assert "Set a date, more minutes or more attempts." in html.decode()


def test_dates_are_taken_back(client, page, student, set_dates):
    set_dates(student)
    uuid = Enrolment.objects.get().uuid
    html = client.post(page, {"take_back": str(uuid)}, follow=True).content.decode()
    assert "hold for Stella Tester again" in html
    assert not Accommodation.objects.exists()
    assert client.post(page, {"take_back": "x"}).status_code == 302


def test_the_page_costs_the_same_for_many_students(
    client, page, course, exam, student, set_dates
):
    set_dates(student)
    few = count_queries(client, page)
    set_dates(*[each.student for each in add_students(40, course)])
    assert count_queries(client, page) == few
