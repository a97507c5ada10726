"""ASM-09: what teachers see of how their questions did, on the revision that was asked."""

from fractions import Fraction

import pytest
from django.urls import reverse

from assessment.analysis import analyse
from assessment.item_statistics import FEWEST
from assessment.models import Answer
from assessment.tests.attempts import (
    choice,
    corrected,
    make_students,
    makes_right,
    take,
)
from assessment.tests.factories import make_question, make_quiz
from tests.many import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def questions(course):
    return [
        make_question(course, title="Rings"),
        make_question(course, "true_false", title="Floats", points=3),
        make_question(course, "short_answer", title="Largest"),
    ]


@pytest.fixture
def quiz(course, questions):
    return make_quiz(course, questions, attempts_allowed=2)


def answers(questions, number=0, value=True, word="Saturn"):
    return choice(questions[0], number), {"value": value}, {"text": word}


@pytest.fixture
def taken(course, quiz, questions):
    """Who knows the rest is misled by the key of the first question."""
    for number, pupil in enumerate(make_students(course, 12)):
        knows = number < 6
        word = "Saturn" if knows else "Jupiter"
        take(quiz, pupil, *answers(questions, int(knows), knows, word))


def item(quiz, title, **kwargs):
    return next(
        each for each in analyse(quiz, **kwargs).items if each.asked.title == title
    )


def test_each_question_with_what_was_earned_and_by_whom(quiz, taken):
    floats = item(quiz, "Floats")
    assert floats.statistics.count == 12
    assert floats.statistics.facility == Fraction(1, 2)
    assert floats.statistics.index == 1


def test_a_wrong_key_is_pointed_at(quiz, taken):
    rings = item(quiz, "Rings")
    assert rings.statistics.index == -1
    assert rings.may_be_wrong
    assert any("Is the key right?" in hint for hint in rings.hints)
    assert any("“Mars”" in hint for hint in rings.hints)


def test_choices_are_counted_also_where_nobody_made_them(quiz, taken):
    counts = [
        (line.words, line.pick.count, line.is_right)
        for line in item(quiz, "Rings").picks
    ]
    assert counts == [("Saturn", 6, True), ("Mars", 6, False), ("Venus", 0, False)]


def test_the_words_that_were_written_are_counted(quiz, taken):
    words = {line.words: line.is_right for line in item(quiz, "Largest").picks}
    assert words == {"saturn": True, "jupiter": False}


def test_each_revision_is_judged_by_who_was_asked_it(course, quiz, questions, taken):
    corrected(questions[0], makes_right(1))
    for pupil in make_students(course, 3, "later"):
        take(quiz, pupil, *answers(questions, 1))
    rings = [each for each in analyse(quiz).items if each.asked.title == "Rings"]
    assert [
        (each.revision, each.statistics.count, each.statistics.facility)
        for each in rings
    ] == [(1, 12, Fraction(1, 2)), (2, 3, 1)]


def test_of_each_student_the_first_attempt_counts(quiz, questions, student):
    take(quiz, student, *answers(questions, value=False))
    take(quiz, student, *answers(questions))
    assert item(quiz, "Floats").statistics.facility == 0
    both = item(quiz, "Floats", takes_all=True).statistics
    assert (both.count, both.facility) == (2, Fraction(1, 2))


def test_open_attempts_and_those_that_wait_for_marks_are_left_out(course, student):
    quiz = make_quiz(course, [make_question(course, "essay")], attempts_allowed=2)
    take(quiz, student, {"text": "Ice."})
    analysis = analyse(quiz)
    assert (analysis.statistics.count, analysis.unmarked) == (0, 1)


def test_of_a_few_attempts_nothing_is_made_up(course, quiz, questions):
    for pupil in make_students(course, FEWEST - 1):
        take(quiz, pupil, *answers(questions))
    analysis = analyse(quiz)
    assert not analysis.is_telling
    assert analysis.statistics.alpha is None
    assert all(each.hints == () for each in analysis.items)


def test_the_time_and_the_blank_ones(quiz, questions, student):
    take(quiz, student, None, {"value": True})
    Answer.objects.filter(position=2).update(seconds_spent=65)
    assert item(quiz, "Rings").statistics.blank_rate == 1
    assert item(quiz, "Floats").statistics.median_seconds == 65


@pytest.fixture
def desk(client, teacher):
    client.force_login(teacher)
    return client


def test_the_page_and_the_file_say_the_same(desk, quiz, taken):
    page = desk.get(reverse("assessment:analysis", args=[quiz.uuid])).content.decode()
    assert "look at the key" in page
    lines = desk.get(reverse("assessment:analysis_csv", args=[quiz.uuid]))
    first = lines.content.decode().splitlines()[1].split(",")
    assert first[:9] == [
        "1", "Rings", "1", "Single choice", "12", "50.0", "52.22", "-100.0", "-1.0",
    ]  # fmt: skip


def test_without_attempts_the_page_says_what_will_be_here(desk, quiz):
    page = desk.get(reverse("assessment:analysis", args=[quiz.uuid])).content.decode()
    assert "No marked attempt to look at yet" in page


def test_the_page_costs_the_same_whatever_the_class(
    desk, course, quiz, questions, taken
):
    address = reverse("assessment:analysis", args=[quiz.uuid])
    few = count_queries(desk, address)
    for pupil in make_students(course, 10, "more"):
        take(quiz, pupil, *answers(questions))
    many = count_queries(desk, address)
    assert few == many <= 20
