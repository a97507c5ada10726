"""ASM-03, ASM-05: a teacher's dashboard says where work waits to be marked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.services.attempts import save_answer, start_attempt, submit_attempt
from assessment.tests.factories import make_assignment, make_question, make_quiz
from assessment.tests.submitted import grade, hand_in
from home.dashboards.assessed import to_mark
from tests.factories import enrol, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def essay(course, student):
    quiz = make_quiz(
        course, [make_question(course, "essay")], title="Why stars twinkle"
    )
    attempt = start_attempt(student=student, quiz=quiz)
    save_answer(attempt=attempt, position=1, response={"text": "Because of the air."})
    submit_attempt(attempt=attempt)
    return quiz


def test_an_essay_waits_and_leads_to_the_queue(client, teacher, essay):
    client.force_login(teacher)
    page = client.get("/dashboard/").content.decode()
    assert "Waiting to be marked" in page
    assert f"/quizzes/{essay.uuid}/marking/" in page


def test_nothing_waits_where_nothing_was_handed_in(client, teacher, course):
    make_quiz(course, [make_question(course, "essay")])
    client.force_login(teacher)
    assert "Waiting to be marked" not in client.get("/dashboard/").content.decode()


def test_it_waits_for_its_own_teachers_alone(client, other_teacher, essay):
    client.force_login(other_teacher)
    assert essay.title not in client.get("/dashboard/").content.decode()


def test_where_most_waits_comes_first_and_costs_no_more(course, essay):
    assignment = make_assignment(course, title="Sketches")
    with CaptureQueriesContext(connection) as few:
        assert [row.title for row in to_mark([course])] == [essay.title]
    for name in ("ada", "bo"):
        student = make_user(name)
        enrol(student, course)
        hand_in(assignment, student)
    with CaptureQueriesContext(connection) as many:
        rows = to_mark([course])
    assert [(row.title, row.count) for row in rows] == [
        ("Sketches", 2),
        (essay.title, 1),
    ]
    assert len(few) == len(many) == 2


def test_what_is_graded_waits_no_more(course, student, teacher):
    assignment = make_assignment(course)
    hand_in(assignment, student)
    assert len(to_mark([course])) == 1
    grade(assignment, student, 50, by=teacher)
    assert to_mark([course]) == []
