"""From student to student: the overview, the grading screen, other dates (ASM-05)."""

import pytest
from wagtail.models import ModelLogEntry

from assessment.models import Accommodation, Grade, Grading
from assessment.services.gradings import release
from assessment.tests.factories import make_assignment
from assessment.tests.submitted import RUBRIC, days, grade, hand_in, upload
from assessment.work import student_work
from tests.factories import enrol, make_user
from tests.many import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(course):
    return make_assignment(course, title="The essay", text="Write it.", max_points=10)


@pytest.fixture
def others(course):
    """Two more students, who come before and after Stella by name."""
    people = [make_user(name, last_name=name.title()) for name in ("abel", "zora")]
    for person in people:
        enrol(person, course)
    return people


@pytest.fixture
def screen(assignment, client, teacher):
    client.force_login(teacher)
    return lambda student: f"/assignments/{assignment.uuid}/grading/{student.uuid}/"


@pytest.fixture
def overview(assignment, client, teacher):
    client.force_login(teacher)
    return f"/assignments/{assignment.uuid}/submissions/"


def test_saving_goes_on_to_the_next_who_is_not_graded(
    client, assignment, student, others, screen
):
    first, last = others
    for person in (first, student, last):
        hand_in(assignment, person)
    answer = client.post(
        screen(student),
        {"points": "8,5", "comment": "Good", "do": "draft", "go_on": "1"},
    )
    assert answer.url == screen(last)
    answer = client.post(screen(last), {"points": "7", "do": "draft", "go_on": "1"})
    assert answer.url == screen(first)
    answer = client.post(screen(first), {"points": "6", "do": "release", "go_on": "1"})
    assert answer.url == f"/assignments/{assignment.uuid}/submissions/"
    assert [float(each.points) for each in Grading.objects.all()] == [8.5, 7, 6]
    assert Grade.objects.get().student == first


def test_staying_shows_what_was_saved(client, assignment, student, screen):
    hand_in(assignment, student)
    answer = client.post(
        screen(student), {"points": "8", "comment": "Good", "do": "draft"}, follow=True
    )
    page = answer.content.decode()
    assert 'value="8"' in page
    assert "Good</textarea>" in page
    assert "Stella Tester: 8 of 10 points, saved as a draft." in page


@pytest.mark.parametrize("said", ["", "many", "11", "-1", "NaN", "1e400"])
def test_refused_points_keep_what_was_written(
    client, assignment, student, screen, said
):
    hand_in(assignment, student)
    answer = client.post(
        screen(student), {"points": said, "comment": "Long thoughts", "do": "draft"}
    )
    assert answer.status_code == 400
    assert "Long thoughts</textarea>" in answer.content.decode()
    assert not Grading.objects.exists()


def test_a_form_sent_twice_makes_one_grading(client, assignment, student, screen):
    hand_in(assignment, student)
    for _again in range(2):
        client.post(
            screen(student),
            {"points": "8", "comment": "Good", "seen": "0", "do": "draft"},
        )
    assert Grading.objects.count() == 1


def test_the_grader_sees_the_task_as_the_student_saw_it(
    client, assignment, student, screen
):
    hand_in(assignment, student)
    newest = assignment.get_latest_revision_as_object()
    newest.description = [("text", "<p>Something else.</p>")]
    newest.save_revision().publish()
    page = client.get(screen(student)).content.decode()
    assert "Write it." in page
    assert "Something else." not in page


def test_every_kind_of_work_is_shown_in_place(client, course, student, teacher):
    assignment = make_assignment(course, max_files=9)
    files = [
        upload(),
        upload("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(64)),
        upload("plot.py", b"print('<b>')"),
        upload("notes.md", b"# Heading"),
        upload("page.html", b"<script>alert(1)</script>"),
        upload("song.mp3", b"ID3" + bytes(200)),
        upload("all.zip", b"PK\x05\x06" + bytes(18)),
    ]
    hand_in(assignment, student, "My <b>text</b>", files=files)
    client.force_login(teacher)
    page = client.get(
        f"/assignments/{assignment.uuid}/grading/{student.uuid}/"
    ).content.decode()
    assert "<pdf-viewer" in page
    assert '<img class="grading__picture"' in page
    assert "<audio" in page
    assert "language-python" in page
    assert "language-markdown" in page
    for escaped in [
        "My &lt;b&gt;text",
        "print(&#x27;&lt;b&gt;",
        "&lt;script&gt;alert(1)",
    ]:
        assert escaped in page
    assert "This kind of file can't be shown here." in page


def test_the_history_says_who_thought_what(client, assignment, student, admin, screen):
    hand_in(assignment, student)
    grade(assignment, student, 3, by=admin, comment="Weak")
    grade(assignment, student, 7, by=admin, comment="On second thoughts")
    page = client.get(screen(student)).content.decode()
    assert "2 gradings of this version" in page
    assert "Weak" in page
    assert "Amara Tester" in page


def test_earlier_versions_can_be_looked_at_and_graded(
    client, assignment, student, screen
):
    hand_in(assignment, student, "The first.")
    hand_in(assignment, student, "The second.")
    page = client.get(screen(student) + "?version=1").content.decode()
    assert "The first." in page
    assert "The second." not in page
    client.post(screen(student) + "?version=1", {"points": "4", "do": "draft"})
    assert Grading.objects.get().version.number == 1


def test_lateness_is_shown_as_arithmetic(client, course, student, teacher):
    late = make_assignment(
        course, max_points=10, due_at=days(-1.5), late_policy="percent"
    )
    hand_in(late, student)
    grade(late, student, 8, by=teacher)
    client.force_login(teacher)
    page = client.get(
        f"/assignments/{late.uuid}/grading/{student.uuid}/"
    ).content.decode()
    assert "2 days late, −20 %" in page
    assert "8 less 20 % for 2 days late makes 6.4." in page


def test_who_handed_nothing_in_can_be_given_more_time(
    client, assignment, student, screen
):
    page = client.get(screen(student)).content.decode()
    assert "Nothing was handed in" in page
    assert (
        client.post(screen(student), {"points": "1", "do": "draft"}).status_code == 404
    )


def test_somebody_else_is_not_there(client, stranger, screen):
    assert client.get(screen(stranger)).status_code == 404


# --- The overview


def test_the_filters_find_who_they_say(
    client, assignment, student, others, teacher, overview
):
    graded, missing = others
    hand_in(assignment, student)
    hand_in(assignment, graded)
    grade(assignment, graded, 8, by=teacher)

    def shown(name):
        return [
            work.student
            for work in client.get(f"{overview}?show={name}").context["page"]
        ]

    assert shown("to_grade") == [student]
    assert shown("waiting") == [graded]
    assert shown("missing") == [missing]
    assert shown("released") == []
    assert shown("nonsense") == shown("") == [graded, student, missing]


def test_all_are_released_and_taken_back_with_a_button(
    client, assignment, student, teacher, overview
):
    hand_in(assignment, student)
    grade(assignment, student, 8, by=teacher)
    address = f"/assignments/{assignment.uuid}/release/"
    assert b"Release 1 grade" in client.get(overview).content
    answer = client.post(address, {"do": "release"}, follow=True)
    assert b"1 grade is released." in answer.content
    answer = client.post(address, {"do": "take_back"}, follow=True)
    assert b"1 grade is taken back." in answer.content
    assert Grade.objects.last().reason == "withdrawn"


def test_releasing_for_a_student_of_nowhere_is_not_found(
    client, assignment, stranger, overview
):
    for said in (stranger.uuid, "nonsense"):
        address = f"/assignments/{assignment.uuid}/release/"
        assert (
            client.post(address, {"do": "release", "student": said}).status_code == 404
        )


# --- Other dates


def test_a_student_gets_other_dates_with_a_reason_that_is_kept(
    client, course, student, teacher
):
    assignment = make_assignment(course, due_at=days(-2), late_until=days(-1))
    client.force_login(teacher)
    address = f"/assignments/{assignment.uuid}/extensions/{student.uuid}/"
    terms = {
        "due_at": "2099-01-01T12:00",
        "late_until": "2099-01-02T12:00",
        "extra_attempts": 0,
    }
    assert client.post(address, {**terms, "reason": ""}).status_code == 400
    assert (
        client.post(address, {**terms, "reason": "Ill for a week"}).status_code == 302
    )
    assert not student_work(assignment, student).terms.due_at < days(0)
    assert hand_in(assignment, student)
    entry = ModelLogEntry.objects.get(action="assessment.extension")
    assert entry.user == teacher
    assert "Stella Tester; due_at: 2099-01-01 12:00 UTC" in entry.message
    assert "Ill for a week" in entry.message
    client.force_login(student)
    page = client.get(assignment.get_absolute_url()).content.decode()
    assert "Ill for a week" in page
    assert "due 1 January 2099" in page
    client.force_login(teacher)
    client.post(address, {"remove": "1"})
    assert not Accommodation.objects.exists()
    assert ModelLogEntry.objects.filter(action="assessment.extension_removed").exists()


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"due_at": "2099-01-02T12:00", "late_until": "2099-01-01T12:00"},
        {"due_at": "soon"},
    ],
)
def test_senseless_dates_are_refused(client, assignment, student, teacher, terms):
    client.force_login(teacher)
    address = f"/assignments/{assignment.uuid}/extensions/{student.uuid}/"
    answer = client.post(address, {"extra_attempts": 0, "reason": "Because", **terms})
    assert answer.status_code == 400
    assert not Accommodation.objects.exists()


# --- Queries


def _class(course, assignment, number, teacher):
    for person in [make_user() for _each in range(number)]:
        enrol(person, course)
        hand_in(assignment, person, "One.", files=[upload()])
        grade(assignment, person, 5, by=teacher)
        release(assignment=assignment, student=person, by=teacher)
        hand_in(assignment, person, "Two.")


def test_the_screens_cost_as_much_for_2_students_as_for_12(
    client, course, student, teacher, settings
):
    assignment = make_assignment(
        course, rubric=RUBRIC, due_at=days(-1), late_policy="percent"
    )
    hand_in(assignment, student)
    client.force_login(teacher)
    addresses = [
        f"/assignments/{assignment.uuid}/submissions/",
        f"/assignments/{assignment.uuid}/grading/{student.uuid}/",
        f"/assignments/{assignment.uuid}/marks.csv",
    ]
    _class(course, assignment, 2, teacher)
    few = [count_queries(client, address) for address in addresses]
    _class(course, assignment, 10, teacher)
    assert [count_queries(client, address) for address in addresses] == few
    assert max(few) <= 30


def test_a_students_page_costs_as_much_for_1_version_as_for_6(
    client, assignment, student, teacher
):
    client.force_login(student)

    def add(number):
        for version in range(number):
            hand_in(assignment, student, f"{number} {version}", files=[upload()])
            grade(assignment, student, version, by=teacher, comment="x")
        release(assignment=assignment, student=student, by=teacher)

    add(1)
    few = count_queries(client, assignment.get_absolute_url())
    add(5)
    assert count_queries(client, assignment.get_absolute_url()) == few
    assert few <= 20
