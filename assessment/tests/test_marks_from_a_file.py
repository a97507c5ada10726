"""Marks from a CSV file: looked at first, then taken as they were shown (ASM-06)."""

from decimal import Decimal
from itertools import cycle

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.marks_csv import marks_of, read_marks
from assessment.models import Grade
from assessment.tests.grades import give, make_item
from common.exceptions import Refused
from home.tests.students import add_students
from learning.models import Enrolment
from tests.factories import enrol, make_user

pytestmark = pytest.mark.django_db


# --- Reading ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"Username,Oral exam,Project\nada,8.5,\nBen,,10\n",
        b"\xef\xbb\xbfusername;Oral exam;Project\r\nada;8,5;\r\nBen;missing;10\r\n",
        "username\tOral exam [10]\tProject [20]\nada\t8.5\t-\nBen\t\t10".encode(
            "utf-16"
        ),
        b'Name,username,Oral  Exam,PROJECT\n"X, Ada",ada,8.5,\n\n"",Ben,,10\n',
    ],
)
def test_tables_of_all_programs_are_understood(content):
    table = read_marks(content)
    entered = [(each.student, each.column, each.text) for each in table.entered]
    assert [(s, c, marks_of(t)) for s, c, t in entered if c != "name"] == [
        ("ada", "oral exam", Decimal("8.5")),
        ("ben", "project", 10),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"\0\1\2", "not a CSV file"),
        (b"name,Oral exam\nAda,8", "“username” or “email”"),
        (b"username,Oral exam,oral  exam\nada,8,9", "twice: oral exam"),
        (b'username,Oral exam\nada,"' + b"8\n" * 70_000, "quotation mark"),
        (b"username,Oral exam\nada,8\nj\xe4n,9", "Line 3"),
        (b"username,x\n" + b"a,1\n" * 5001, "too long"),
    ],
)
def test_what_is_no_table_of_marks_is_refused_in_one_sentence(content, sentence):
    with pytest.raises(Refused, match=sentence):
        read_marks(content)


@pytest.mark.parametrize("text", ["eight", "8/10", "1e99", "NaN", "--5", "8.5.5"])
def test_what_is_no_number_is_said(text):
    with pytest.raises(Refused, match="is not a number"):
        marks_of(text)


@pytest.mark.parametrize(
    ("text", "points"),
    [("8", 8), ("8,5", Decimal("8.5")), (" 1 000 ", 1000), ("Excused", None)],
)
def test_marks_are_read_as_people_write_them(text, points):
    assert marks_of(text) == points


# --- Looking, then taking -----------------------------------------------------------


@pytest.fixture
def people(course):
    found = [make_user(name, last_name=name.title()) for name in ("ada", "ben")]
    for person in found:
        enrol(person, course)
    return found


@pytest.fixture
def oral(course, people):
    item = make_item(course, "Oral exam")
    give(item, people[0], 4)
    return item


@pytest.fixture
def send(client, teacher, course):
    client.force_login(teacher)
    address = reverse("assessment:import_marks", args=[course.pk])

    def send(text="", **data):
        if text:
            data["file"] = SimpleUploadedFile("marks.csv", text.encode())
        return client.post(address, data, follow=True)

    return send


def confirm(send, answer):
    plan = answer.context["plan"]
    return send(**{"text": answer.context["text"], "digest": plan.digest})


def test_a_file_is_looked_at_first_and_then_taken(send, oral, people, teacher):
    answer = send("username,Oral exam,Shoe size\nada,7\nben,excused,39\n")
    html = answer.content.decode()
    assert "2 marks change" in html
    assert "left out: shoe size." in " ".join(html.split())
    assert Grade.objects.count() == 1
    html = confirm(send, answer).content.decode()
    assert "2 marks were saved." in html
    rows = oral.grades.order_by("pk").values_list(
        "student__username", "points", "is_excused", "reason", "by"
    )
    assert list(rows)[1:] == [
        ("ada", 7, False, "import", teacher.pk),
        ("ben", None, True, "excused", teacher.pk),
    ]


def test_the_exported_gradebook_comes_back_without_a_change(
    client, send, course, oral, people
):
    give(make_item(course, "Project, written", max_points=20), people[1], "13.5")
    make_item(course, "Twins")
    give(make_item(course, "Twins"), people[0], 2)
    address = reverse("assessment:gradebook_csv", args=[course.pk])
    text = client.get(address).content.decode()
    plan = send(text.removeprefix("\ufeff")).context["plan"]
    assert (plan.changes, plan.problems, plan.same) == ([], [], 3)
    plan = send(text.replace(",2,", ",3,")).context["plan"]
    assert [(each.before, each.after) for each in plan.changes] == [("2", "3")]


def test_mistakes_are_named_and_nothing_is_taken(send, oral, course):
    answer = send("username,Oral exam\nada,11\nben,good\nzoe,3\n")
    html = answer.content.decode()
    for sentence in (
        "Marks go from 0 to 10.",
        "“good” is not a number.",
        "Nobody of this name is in the course.",
    ):
        assert sentence in html
    assert "3 mistakes" in html
    answer = confirm(send, answer)
    assert "Nothing was changed" in answer.content.decode()
    assert Grade.objects.count() == 1


def test_who_is_not_in_the_course_gets_no_marks(send, oral, stranger):
    plan = send("username,Oral exam\nstranger,5\n").context["plan"]
    assert plan.changes == []


def test_what_changed_since_the_look_is_shown_again(send, oral, people):
    answer = send("email,Oral exam\nada@example.org,7\n")
    give(oral, people[0], 5)
    again = confirm(send, answer)
    html = again.content.decode()
    assert "has changed since you looked" in html
    assert oral.grades.count() == 2
    assert "1 mark was saved." in confirm(send, again).content.decode()


def test_a_file_that_is_none_is_refused(send, oral):
    assert "not a CSV file" in send("\0\0").content.decode()
    assert "This field is required" in send().content.decode()
    big = send("username,Oral exam\n" + "x" * 1_100_000)
    assert "1 MB is the most" in big.content.decode()


def test_a_file_costs_as_much_for_many_students(send, oral, course):
    marks = cycle(range(1, 10))

    def queries():
        names = Enrolment.objects.values_list("student__username", flat=True)
        lines = "".join(f"{name},{next(marks)}\n" for name in names)
        with CaptureQueriesContext(connection) as looked:
            answer = send(f"username,Oral exam\n{lines}")
        with CaptureQueriesContext(connection) as taken:
            confirm(send, answer)
        return len(looked), len(taken)

    queries()  # fills what a process remembers
    add_students(2, course)
    few = queries()
    add_students(50, course)
    assert queries() == few
