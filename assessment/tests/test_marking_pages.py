"""ASM-03: teachers' pages about a quiz: its attempts, its marks, and marking from answer to answer."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment.models import Answer, Attempt
from assessment.services.hand_marking import mark_answer
from assessment.tests.attempts import choice, make_students, newest_mark, take
from assessment.tests.factories import make_question, make_quiz
from tests.many import count_queries

pytestmark = pytest.mark.django_db

RUBRIC = [
    {
        "title": "Argument",
        "description": "",
        "levels": [
            {"title": "Sound", "points": Decimal(3), "description": ""},
            {"title": "Weak", "points": Decimal(1), "description": ""},
        ],
    },
    {
        "title": "Language",
        "description": "",
        "levels": [
            {"title": "Clear", "points": Decimal(1), "description": ""},
            {"title": "Unclear", "points": Decimal(0), "description": ""},
        ],
    },
]


@pytest.fixture
def essay(course):
    return make_question(
        course, "essay", title="Rings", points=8, body={"rubric": RUBRIC}
    )


@pytest.fixture
def question(course):
    return make_question(course, title="Which planet")


@pytest.fixture
def quiz(course, essay, question):
    return make_quiz(course, [essay, question])


@pytest.fixture
def attempts(course, quiz, question):
    """Two essays that wait, of different students."""
    return [
        take(quiz, pupil, {"text": f"Ice, says {pupil}."}, choice(question, 0))
        for pupil in make_students(course, 2)
    ]


@pytest.fixture
def desk(client, teacher):
    client.force_login(teacher)
    return client


def address(attempt, position=1):
    return reverse("assessment:answer_marks", args=[attempt.uuid, position])


def page_of(client, name, thing):
    response = client.get(reverse(f"assessment:{name}", args=[thing.uuid]))
    assert response.status_code == 200
    return response.content.decode()


def levels_of(essay, *numbers):
    return {
        f"level-{criterion.id}": list(criterion.value["levels"].bound_blocks)[number].id
        for criterion, number in zip(
            essay.body["rubric"].bound_blocks, numbers, strict=True
        )
    }


def test_the_queue_says_how_many_answers_wait_for_each_question(desk, quiz, attempts):
    page = page_of(desk, "marking_queue", quiz)
    assert "2 answers wait" in page
    assert "Rings" in page
    assert "Which planet" not in page


def test_saving_leads_to_the_next_answer_that_waits(desk, attempts):
    response = desk.post(address(attempts[0]), {"points": "6", "go_on": "1"})
    assert response.headers["Location"] == address(attempts[1])
    assert newest_mark(attempts[0]).points == 6


def test_after_the_last_one_the_queue_says_that_all_is_done(desk, quiz, attempts):
    for attempt in attempts:
        response = desk.post(
            address(attempt), {"points": "6", "go_on": "1"}, follow=True
        )
    assert "Every answer has a mark" in response.content.decode()


def test_the_page_shows_the_question_as_it_was_asked(desk, essay, attempts):
    newest = essay.get_latest_revision_as_object()
    newest.title = "Moons"
    newest.save_revision().publish()
    page = desk.get(address(attempts[0])).content.decode()
    assert "Rings" in page
    assert "Moons" not in page
    assert "4 words" in page


def test_the_rubric_makes_the_points(desk, essay, attempts):
    desk.post(address(attempts[0]), levels_of(essay, 1, 0))
    mark = newest_mark(attempts[0])
    assert mark.points == 4  # two of four levels' points, of eight
    assert len(mark.levels) == 2


def test_other_points_overrule_the_rubric_and_a_comma_will_do(desk, essay, attempts):
    desk.post(address(attempts[0]), {**levels_of(essay, 0, 0), "points": "7,5"})
    assert newest_mark(attempts[0]).points == Decimal("7.5")


@pytest.mark.parametrize(
    ("points", "word"), [("", "Enter points"), ("many", "no number"), ("9", "to 8")]
)
def test_what_makes_no_mark_is_said_and_nothing_is_lost(desk, attempts, points, word):
    response = desk.post(
        address(attempts[0]), {"points": points, "comment": "Well told."}
    )
    page = response.content.decode()
    assert word in page
    assert "Well told." in page
    assert newest_mark(attempts[0]) is None


def test_a_colleagues_mark_is_shown_before_it_is_overruled(desk, admin, attempts):
    answer = Answer.objects.get(attempt=attempts[0], position=1)
    mark_answer(answer=answer, points=Decimal(2), by=admin, seen=None, comment="Short.")
    first = desk.post(address(attempts[0]), {"points": "6", "seen": ""})
    page = first.content.decode()
    assert "gave this answer 2 points in the meantime" in page
    assert "Short." in page
    seen = newest_mark(attempts[0]).pk
    desk.post(address(attempts[0]), {"points": "6", "seen": seen})
    assert newest_mark(attempts[0]).points == 6


def test_every_mark_of_an_answer_stands_in_its_history(desk, teacher, attempts):
    mark = newest_mark(attempts[0], 2)
    desk.post(
        address(attempts[0], 2),
        {"points": "0.25", "comment": "Copied.", "seen": mark.pk},
    )
    page = page_of(desk, "attempt_marks", attempts[0])
    assert "History: 2 marks" in page
    assert "Copied." in page
    assert str(teacher) in page


def test_an_overruled_key_is_no_work_for_the_queue(desk, quiz, attempts):
    mark = newest_mark(attempts[0], 2)
    data = {"points": "0", "comment": "Copied.", "seen": mark.pk, "go_on": "1"}
    response = desk.post(address(attempts[0], 2), data)
    assert response.headers["Location"].endswith(f"/attempts/{attempts[0].uuid}/marks/")
    assert "Which planet" not in page_of(desk, "marking_queue", quiz)


def test_the_table_shows_who_took_the_quiz_and_who_did_not(
    desk, quiz, attempts, student
):
    page = page_of(desk, "quiz_attempts", quiz)
    assert all(str(attempt.student) in page for attempt in attempts)
    assert str(student) not in page
    assert "2 attempts" in page


@pytest.mark.parametrize(
    ("query", "found"), [("q=pupil001", 1), ("state=marked", 0), ("state=nonsense", 2)]
)
def test_the_table_is_filtered(desk, quiz, attempts, query, found):
    response = desk.get(f"/quizzes/{quiz.uuid}/attempts/?{query}")
    assert len(response.context["rows"]) == found


def test_the_table_is_a_file_that_no_spreadsheet_runs(desk, quiz, attempts):
    student = attempts[0].student
    student.first_name = "=1+1"
    student.save()
    lines = page_of(desk, "quiz_attempts_csv", quiz).splitlines()
    assert len(lines) == 3
    assert "'=1+1 Tester" in lines[1]


def test_a_teacher_submits_an_attempt_that_stays_open(desk, quiz, student, question):
    attempt = take(quiz, student, None, choice(question, 0), submit=False)
    assert "1 of 2 questions" in page_of(desk, "attempt_marks", attempt)
    for _ in range(2):
        desk.post(reverse("assessment:submit_for_student", args=[attempt.uuid]))
    attempt.refresh_from_db()
    assert (attempt.submitted_by, attempt.points) == (Attempt.By.STAFF, 1)


def test_whose_time_is_up_is_submitted_by_a_teachers_look(desk, quiz, student):
    attempt = take(quiz, student, submit=False)
    ends = timezone.now() - timedelta(minutes=1)
    Attempt.objects.filter(pk=attempt.pk).update(ends_at=ends)
    page_of(desk, "quiz_attempts", quiz)
    attempt.refresh_from_db()
    assert attempt.submitted_by == Attempt.By.CLOCK


def test_pages_cost_the_same_whatever_the_class(desk, course, quiz, question, attempts):
    names = ["quiz_attempts", "quiz_attempts_csv", "marking_queue"]
    addresses = [reverse(f"assessment:{name}", args=[quiz.uuid]) for name in names]
    addresses += [
        address(attempts[0]),
        reverse("assessment:attempt_marks", args=[attempts[0].uuid]),
    ]
    few = [count_queries(desk, each) for each in addresses]
    for pupil in make_students(course, 6, "more"):
        take(quiz, pupil, {"text": "Ice."}, choice(question, 1))
    many = [count_queries(desk, each) for each in addresses]
    assert few == many
    assert max(many) <= 25
