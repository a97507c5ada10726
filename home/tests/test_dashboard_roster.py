"""The students of a course as a list and as a file (LRN-01, LRN-05)."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from common.tables import safe_cell
from home.tests.students import add_students, complete
from learning.models import Enrolment
from tests.factories import enrol, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client, teacher, course):
    def ask(screen="students", user=teacher, **query):
        client.force_login(user)
        return client.get(reverse(f"home:{screen}", args=[course.slug]), query)

    return ask


@pytest.fixture
def names(ask):
    def names(**query):
        return [row.enrolment.student.username for row in ask(**query).context["rows"]]

    return names


@pytest.fixture
def cast(course, lessons):
    """Three students: who is furthest, who was seen last, and who is paused."""
    now = timezone.now()
    ada = make_user("ada", last_name="Arnold")
    ben = make_user("ben", last_name="Baker")
    cleo = make_user("cleo", last_name="Clark", email="cleo@elsewhere.example")
    enrol(ada, course, last_studied_at=now - timedelta(days=20))
    enrol(ben, course, last_studied_at=now)
    enrol(cleo, course, status="paused")
    complete(ada, *lessons[:2])
    complete(ben, lessons[0])
    return ada, ben, cleo


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["ada", "ben", "cleo"]),
        ({"q": "bak"}, ["ben"]),
        ({"q": "Ada Arnold"}, ["ada"]),
        ({"q": "elsewhere"}, ["cleo"]),
        ({"q": "nobody"}, []),
        ({"status": "paused"}, ["cleo"]),
        ({"status": "studying"}, ["ada", "ben", "cleo"]),
        ({"status": "nonsense"}, ["ada", "ben", "cleo"]),
        ({"seen": "14"}, ["ada"]),
        ({"sort": "progress"}, ["ada", "ben", "cleo"]),
        ({"sort": "behind"}, ["cleo", "ben", "ada"]),
        ({"sort": "seen"}, ["ben", "ada", "cleo"]),
        ({"sort": "away"}, ["cleo", "ada", "ben"]),
        ({"sort": "drop table"}, ["ada", "ben", "cleo"]),
        ({"page": "99"}, ["ada", "ben", "cleo"]),
        ({"page": "x"}, ["ada", "ben", "cleo"]),
    ],
)
def test_the_list_is_searched_filtered_and_sorted(names, cast, query, found):
    assert names(**query) == found


def test_the_list_is_filtered_by_the_assigned_teacher(names, cast, teacher):
    Enrolment.objects.filter(student=cast[1]).update(teacher=teacher)
    assert names(teacher=str(teacher.uuid)) == ["ben"]


def test_progress_is_by_the_lessons_that_are_live(ask, cast, lessons):
    lessons[2].unpublish()
    rows = {
        row.enrolment.student.username: row.percent for row in ask().context["rows"]
    }
    assert rows == {"ada": 100, "ben": 50, "cleo": 0}


def test_long_lists_have_pages(ask, course):
    add_students(30, course)
    assert len(ask().context["rows"]) == 25
    assert len(ask(page="2").context["rows"]) == 5


def test_a_search_without_result_offers_the_whole_list(ask, cast):
    page = ask(q="nobody").content.decode()
    assert "Nobody fits this search" in page
    assert "Show all students" in page


def test_an_empty_course_offers_to_enrol(ask, course):
    assert "Enrol students by email" in ask().content.decode()


# --- The file -------------------------------------------------------------------------


def _lines(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_holds_the_list_as_it_is_filtered_all_pages_of_it(ask, cast, course):
    add_students(30, course)
    assert len(_lines(ask("students_csv"))) == 33
    (line,) = _lines(ask("students_csv", q="Arnold"))
    assert line["Name"] == "Ada Arnold"
    assert line["Progress in %"] == "66"
    assert line["Minutes"] == "20"


def test_the_file_is_a_download_of_that_course(ask, cast):
    assert ask("students_csv")["Content-Disposition"] == (
        'attachment; filename="astronomy-students.csv"'
    )


@pytest.mark.parametrize(
    "written", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =HYPERLINK(1)"]
)
def test_no_cell_is_run_as_a_formula(written):
    assert str(safe_cell(written)).startswith("'")


def test_a_students_name_can_not_be_a_formula(ask, course):
    enrol(make_user("eve", first_name='=cmd|" /C calc"!A0', last_name=""), course)
    (line,) = _lines(ask("students_csv"))
    assert line["Name"].startswith("'=")


def test_times_in_the_file_are_in_the_teachers_zone(ask, cast, teacher):
    moment = timezone.now().replace(
        year=2026, month=3, day=1, hour=20, minute=0, second=0
    )
    Enrolment.objects.update(last_studied_at=moment)
    teacher.timezone = "Asia/Kolkata"
    teacher.save()
    assert _lines(ask("students_csv", q="ada"))[0]["Last seen"] == "2026-03-02 01:30:00"


# --- Whose list it is -----------------------------------------------------------------


@pytest.mark.parametrize("screen", ["course", "students", "students_csv", "requests"])
@pytest.mark.parametrize("who", ["student", "stranger", "other_teacher", "counselor"])
def test_to_everybody_else_the_course_has_no_such_screen(ask, request, screen, who):
    assert ask(screen, user=request.getfixturevalue(who)).status_code == 404


@pytest.mark.parametrize("who", ["teacher", "admin", "super_admin"])
def test_its_teachers_and_the_staff_see_the_list(ask, request, cast, who):
    assert ask(user=request.getfixturevalue(who)).status_code == 200


def test_a_teacher_who_becomes_a_student_loses_the_screens(ask, teacher):
    teacher.role = "student"
    teacher.save()
    assert ask().status_code == 404


def test_html_in_a_name_stays_text(ask, course):
    enrol(make_user("eve", first_name="<script>alert(1)</script>"), course)
    page = ask(q="<script>").content.decode()
    assert "<script>alert" not in page
    assert 'value="<script>"' not in page
