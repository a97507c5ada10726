"""Marks go out as a table and come back after a look at what would change (ASM-05)."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import Grade, Grading
from assessment.services.gradings import release
from assessment.tests.factories import make_assignment
from assessment.tests.submitted import days, grade, hand_in, upload
from tests.factories import enrol, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(course):
    return make_assignment(course, max_points=10)


@pytest.fixture
def address(assignment, client, teacher):
    client.force_login(teacher)
    return f"/assignments/{assignment.uuid}/marks/"


def table(client, address):
    content = client.get(address.rstrip("/") + ".csv").content.decode()
    return list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))


def look(client, address, text, **form):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(address, {"file": upload("marks.csv", content), **form})


def take_over(client, address, page):
    checked = re.search(r'name="checked" value="([^"]+)"', page.content.decode())[1]
    return client.post(address, {"checked": checked})


def verdicts(page):
    return {
        line.who: (str(line.verdict), line.reason) for line in page.context["lines"]
    }


def test_the_table_comes_back_unchanged(client, address, assignment, student, teacher):
    hand_in(assignment, student)
    grade(assignment, student, "7.25", by=teacher, comment='=1+1\nand; more, of "it"')
    content = client.get(address.rstrip("/") + ".csv").content
    assert b"'=1+1" in content
    assert verdicts(look(client, address, content)) == {"Stella Tester": ("same", "")}


def test_a_dry_run_changes_nothing_and_then_the_same_happens(
    client, address, assignment, student
):
    hand_in(assignment, student)
    page = look(client, address, "username;points;comment\nstella;8,5;Fine\n")
    assert verdicts(page) == {"Stella Tester": ("change", "")}
    assert not Grading.objects.exists()
    take_over(client, address, page)
    made = Grading.objects.get()
    assert (float(made.points), made.comment) == (8.5, "Fine")
    assert not Grade.objects.exists()


def test_marks_can_be_released_at_once(client, address, assignment, student):
    hand_in(assignment, student)
    page = look(client, address, "email,points\nSTELLA@example.org,8\n", releases="on")
    take_over(client, address, page)
    assert Grade.objects.get().points == 8


def test_a_mark_without_work_goes_straight_to_the_student(client, address, student):
    text = "username,points,comment\nstella,8,Spoken\n"
    assert verdicts(look(client, address, text))["Stella Tester"][0] == "refuse"
    take_over(client, address, look(client, address, text, releases="on"))
    told = Grade.objects.get()
    assert (told.points, told.reason, told.comment) == (8, "import", "Spoken")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("stella,11,", "Points lie between 0 and 10."),
        ("stella,-1,", "Points lie between 0 and 10."),
        ("stella,good,", "“good” is no number."),
        ("stella,1.234,", "Points have two decimal places at most."),
        ("stella,5,7", "Version 1 was handed in since this table was made."),
        ("nobody,5,", "Nobody of this name studies the course."),
        ("stranger,5,", "Nobody of this name studies the course."),
    ],
)
def test_a_refused_line_says_why(
    client, address, assignment, student, stranger, line, reason
):
    hand_in(assignment, student)
    page = look(client, address, f"username,points,version\n{line}\n")
    [(verdict, said)] = verdicts(page).values()
    assert verdict == "refuse"
    assert said.startswith(reason)


def test_a_student_who_stands_there_twice_is_taken_once(
    client, address, assignment, student
):
    hand_in(assignment, student)
    page = look(client, address, "username,points\nstella,5\nstella,6\n")
    assert [str(line.verdict) for line in page.context["lines"]] == ["change", "refuse"]


def test_what_changed_in_between_is_looked_at_again(
    client, address, assignment, student, teacher
):
    hand_in(assignment, student)
    page = look(client, address, "username,points\nstella,8\n")
    grade(assignment, student, 3, by=teacher)
    again = take_over(client, address, page)
    assert again.status_code == 409
    assert b"Nothing was taken over" in again.content
    assert Grading.objects.count() == 1
    take_over(client, address, again)
    assert [each.points for each in Grading.objects.all()] == [3, 8]


def test_a_list_that_somebody_made_up_is_refused(client, address, course):
    assert client.post(address, {"checked": "made-up"}).url == address
    page = look(
        client,
        f"/assignments/{make_assignment(course).uuid}/marks/",
        "username,points\nx,1\n",
    )
    assert take_over(client, address, page).url == address


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        b"name,points\nx,1\n",
        b"username,points\n",
        b"username,mark\nx,1\n",
        b"username,points,points\nx,1,2\n",
        b"username,points\n\xff\xfe\xfd,1\n",
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(client, address, content):
    page = look(client, address, content)
    assert page.status_code == 200
    assert page.context["form"].errors["file"]


def test_lateness_stands_in_the_table_and_is_not_taken_away_twice(
    client, course, student, teacher
):
    late = make_assignment(
        course, max_points=10, due_at=days(-1.5), late_policy="percent"
    )
    hand_in(late, student)
    grade(late, student, 8, by=teacher)
    release(assignment=late, student=student, by=teacher)
    client.force_login(teacher)
    address = f"/assignments/{late.uuid}/marks/"
    head, row = table(client, address)
    said = dict(zip(head, row, strict=True))
    assert (said["days_late"], said["points"], said["taken_away"], said["mark"]) == (
        "2",
        "8",
        "1.6",
        "6.4",
    )
    content = client.get(f"/assignments/{late.uuid}/marks.csv").content
    assert (
        verdicts(look(client, address, content, releases="on"))["Stella Tester"][0]
        == "same"
    )


def test_a_whole_class_costs_few_queries_to_check(
    client, course, address, assignment, student, teacher
):
    def count(number):
        for person in [make_user() for _each in range(number)]:
            enrol(person, course)
            hand_in(assignment, person)
        text = "username,points\n" + "".join(
            f"{enrolment.student.username},5\n"
            for enrolment in course.enrolments.select_related("student")
        )
        with CaptureQueriesContext(connection) as queries:
            page = look(client, address, text)
        assert len(page.context["lines"]) > number
        return len(queries)

    count(1)
    assert count(2) == count(8)
