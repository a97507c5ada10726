"""ASM-03: marks by hand: essays, overrides, their history, and two teachers at once."""

from decimal import Decimal

import pytest

from assessment.models import Answer, AnswerMark, Attempt, Grade
from assessment.services.grades import present_grades, record_grade
from assessment.services.hand_marking import mark_answer
from assessment.services.marking import settle_attempt
from assessment.tests.attempts import choice, newest_mark, take
from assessment.tests.factories import make_question, make_quiz
from common.exceptions import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def questions(course):
    return [
        make_question(course, "essay", points=4),
        make_question(course, "essay", points=6),
        make_question(course),
    ]


@pytest.fixture
def quiz(course, questions):
    return make_quiz(course, questions, attempts_allowed=2)


@pytest.fixture
def attempt(quiz, questions, student):
    essays = [{"text": "Saturn floats."}, {"text": "Its rings are ice."}]
    return take(quiz, student, *essays, choice(questions[2], 0))


def answer_of(attempt, position):
    return Answer.objects.get(attempt=attempt, position=position)


def give(attempt, position, points, by, *, seen="newest", **kwargs):
    answer = answer_of(attempt, position)
    if seen == "newest":
        newest = answer.marks.last()
        seen = newest.pk if newest else None
    return mark_answer(
        answer=answer, points=Decimal(points), by=by, seen=seen, **kwargs
    )


def refusal(*args, **kwargs):
    with pytest.raises(Refused) as caught:
        give(*args, **kwargs)
    return caught.value


def test_the_grade_is_recorded_with_the_last_mark(attempt, teacher):
    give(attempt, 1, "3.5", teacher)
    assert not Grade.objects.exists()
    give(attempt, 2, 5, teacher)
    attempt.refresh_from_db()
    assert attempt.points == Decimal("9.5")
    grade = present_grades().get()
    assert (grade.points, grade.max_points, grade.by) == (Decimal("9.5"), 11, teacher)


def test_a_mark_says_who_gave_it_why_and_by_which_revision(attempt, teacher):
    mark = give(attempt, 1, 3, teacher, comment=" Well told. ", levels={"a": "b"})
    assert (mark.reason, mark.by, mark.comment) == ("person", teacher, "Well told.")
    assert mark.revision_id == answer_of(attempt, 1).revision_id
    assert mark.levels == {"a": "b"}


def test_a_better_mark_stands_beside_the_first_one(attempt, teacher):
    give(attempt, 1, 1, teacher)
    give(attempt, 1, 4, teacher)
    assert [mark.points for mark in answer_of(attempt, 1).marks.all()] == [1, 4]


def test_what_the_key_gave_can_be_changed_with_a_reason(attempt, teacher):
    assert refusal(attempt, 3, 0, teacher).code == "comment"
    give(attempt, 3, "0.5", teacher, comment="Guessed aloud.")
    assert newest_mark(attempt, 3).points == Decimal("0.5")


def test_a_new_mark_counts_in_the_gradebook_too(attempt, teacher):
    for position, points in ((1, 4), (2, 6)):
        give(attempt, position, points, teacher)
    give(attempt, 2, 0, teacher)
    assert [grade.points for grade in Grade.objects.all()] == [11, 5]


@pytest.mark.parametrize("points", ["-0.5", "4.01", "1.00001", "NaN"])
def test_points_lie_between_nothing_and_full_marks(attempt, teacher, points):
    assert refusal(attempt, 1, points, teacher).code == "points"


def test_nobody_overwrites_a_mark_that_they_have_not_seen(attempt, teacher, admin):
    give(attempt, 1, 3, teacher)
    found = refusal(attempt, 1, 2, admin, seen=None)
    assert found.code == "changed"
    assert str(teacher) in found.sentence
    assert newest_mark(attempt).points == 3


def test_the_same_form_sent_twice_makes_one_mark(attempt, teacher):
    first = give(attempt, 1, 3, teacher, seen=None)
    assert give(attempt, 1, 3, teacher, seen=None) == first
    assert answer_of(attempt, 1).marks.count() == 1


def test_an_open_attempt_is_not_marked(quiz, student, teacher):
    attempt = take(quiz, student, {"text": "Not yet."}, submit=False)
    assert refusal(attempt, 1, 3, teacher).code == "open"


def test_a_grade_entered_by_hand_stays(attempt, student, teacher):
    give(attempt, 1, 4, teacher)
    give(attempt, 2, 6, teacher)
    item = Grade.objects.get().item
    record_grade(item=item, student=student, points=Decimal(2), reason="manual")
    give(attempt, 2, 0, teacher)
    assert present_grades().get().points == 2


def test_nothing_changes_in_the_gradebook_where_the_result_is_the_same(
    attempt, teacher
):
    give(attempt, 1, 4, teacher)
    give(attempt, 2, 6, teacher)
    settle_attempt(attempt=Attempt.objects.get(), reason=Grade.Reason.GRADED)
    assert Grade.objects.count() == 1


def test_marking_costs_the_same_whatever_else_the_attempt_holds(
    course, student, teacher, django_assert_max_num_queries
):
    bank = [make_question(course, "essay") for _ in range(12)]
    quiz = make_quiz(course, bank)
    attempt = take(quiz, student, *[{"text": "A word."}] * 12)
    for position in range(1, 12):
        give(attempt, position, 1, teacher)
    answer = answer_of(attempt, 12)
    with django_assert_max_num_queries(19):
        mark_answer(answer=answer, points=Decimal(1), by=teacher, seen=None)
    assert AnswerMark.objects.count() == 12
