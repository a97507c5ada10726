"""ASM-03: a corrected key: the dry run says who gains and loses, and the regrade does exactly that."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.rich_text import RichText

from assessment.models import AnswerMark, Attempt, Grade
from assessment.regrading import Choice, plan_regrade
from assessment.services.grades import present_grades, record_grade
from assessment.services.hand_marking import mark_answer
from assessment.services.regrade import regrade
from assessment.tests.attempts import (
    choice,
    corrected,
    make_students,
    makes_right,
    newest_mark,
    take,
)
from assessment.tests.factories import make_question, make_quiz
from common.exceptions import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(course):
    return make_question(course)


@pytest.fixture
def quiz(course, question):
    return make_quiz(course, [question, make_question(course, "true_false", points=2)])


@pytest.fixture
def pupils(course, quiz, question):
    """One chose the right choice, one another that turns out to be right, one nothing."""
    pupils = make_students(course, 3)
    take(quiz, pupils[0], choice(question, 0), {"value": True})
    take(quiz, pupils[1], choice(question, 1), {"value": True})
    take(quiz, pupils[2], None, {"value": False})
    return pupils


def by_newest(question, **kwargs):
    question.refresh_from_db()
    return [Choice(question.pk, question.live_revision_id, **kwargs)]


def do(quiz, choices, by, *, reason="The key was wrong.", plan=None):
    plan = plan or plan_regrade(quiz=quiz, choices=choices)
    return regrade(quiz=quiz, choices=choices, by=by, reason=reason, digest=plan.digest)


def points():
    return {
        grade.student.username: grade.points
        for grade in present_grades().select_related("student")
    }


def test_the_dry_run_says_who_gains_and_who_loses(quiz, question, pupils):
    corrected(question, makes_right(1))
    plan = plan_regrade(quiz=quiz, choices=by_newest(question))
    (loser,), (winner,) = plan.losing, plan.gaining
    assert (loser.student, loser.before, loser.after) == (pupils[0], 3, 2)
    assert (winner.student, winner.before, winner.after) == (pupils[1], 2, 3)
    assert (winner.percent_before, winner.percent_after) == (Decimal("66.6667"), 100)
    assert len(plan.changed) == 2
    assert AnswerMark.objects.filter(reason="regrade").count() == 0


def test_the_regrade_does_what_the_dry_run_said(quiz, question, pupils, teacher):
    corrected(question, makes_right(1))
    plan = plan_regrade(quiz=quiz, choices=by_newest(question))
    assert do(quiz, plan.choices, teacher, plan=plan) == plan
    assert points() == {"pupil000": 2, "pupil001": 3, "pupil002": 0}
    assert sorted(Attempt.objects.values_list("points", flat=True)) == [0, 2, 3]


def test_a_second_time_changes_nothing(quiz, question, pupils, teacher):
    corrected(question, makes_right(1))
    do(quiz, by_newest(question), teacher)
    assert plan_regrade(quiz=quiz, choices=by_newest(question)).marks == ()


def test_every_mark_says_by_whom_why_and_by_which_revision(
    quiz, question, pupils, teacher
):
    corrected(question, makes_right(1))
    do(quiz, by_newest(question), teacher, reason="Saturn was a typing error.")
    mark = AnswerMark.objects.filter(reason="regrade").first()
    assert (mark.by, mark.comment) == (teacher, "Saturn was a typing error.")
    assert mark.revision_id == question.live_revision_id
    assert mark.answer.revision_id != question.live_revision_id
    assert mark.answer.marks.count() == 2


def test_the_same_key_changes_nothing(quiz, question, pupils):
    everything = [
        Choice(answer.question_id, answer.revision_id)
        for answer in Attempt.objects.first().answers.all()
    ]
    plan = plan_regrade(quiz=quiz, choices=everything)
    assert (plan.marks, plan.changed) == ((), [])


def test_who_passes_or_fails_by_it_is_told(course, teacher, question):
    quiz = make_quiz(course, [question], pass_percent=60)
    first, second = make_students(course, 2)
    take(quiz, first, choice(question, 0))
    take(quiz, second, choice(question, 1))
    corrected(question, makes_right(1))
    plan = plan_regrade(quiz=quiz, choices=by_newest(question))
    assert [each.verdict for each in plan.students] == ["fails", "passes"]


def test_a_question_that_is_thrown_out_gives_everybody_full_marks(
    quiz, question, pupils, teacher
):
    do(quiz, [Choice(question.pk)], teacher)
    assert points() == {"pupil000": 3, "pupil001": 3, "pupil002": 1}


def test_a_mark_by_hand_stays_unless_it_is_included(quiz, question, pupils, teacher):
    answer = Attempt.objects.get(student=pupils[1]).answers.get(position=1)
    mark_answer(
        answer=answer,
        points=Decimal("0.5"),
        by=teacher,
        comment="Half right.",
        seen=answer.marks.get().pk,
    )
    corrected(question, makes_right(1))
    spared = plan_regrade(quiz=quiz, choices=by_newest(question))
    assert (spared.spared, len(spared.marks)) == (1, 1)
    included = plan_regrade(quiz=quiz, choices=by_newest(question, includes_hand=True))
    assert (included.spared, len(included.replaced_by_hand)) == (0, 1)


def test_what_changed_in_between_is_shown_and_not_done(quiz, question, pupils, teacher):
    corrected(question, makes_right(1))
    choices = by_newest(question)
    seen = plan_regrade(quiz=quiz, choices=choices)
    answer = Attempt.objects.get(student=pupils[0]).answers.get(position=1)
    mark_answer(
        answer=answer,
        points=Decimal(0),
        by=teacher,
        comment="Copied.",
        seen=answer.marks.get().pk,
    )
    with pytest.raises(Refused) as caught:
        do(quiz, choices, teacher, plan=seen)
    assert caught.value.code == "changed"
    assert not AnswerMark.objects.filter(reason="regrade").exists()


@pytest.mark.parametrize(("reason", "code"), [(" ", "reason"), ("Key", "nothing")])
def test_without_a_reason_or_an_effect_nothing_is_done(
    quiz, question, pupils, teacher, reason, code
):
    with pytest.raises(Refused) as caught:
        do(quiz, by_newest(question), teacher, reason=reason)
    assert caught.value.code == code


def test_the_best_attempt_may_be_another_one_afterwards(course, student, teacher):
    question = make_question(course)
    quiz = make_quiz(course, [question], attempts_allowed=2)
    take(quiz, student, choice(question, 0))
    second = take(quiz, student, choice(question, 1))
    corrected(question, makes_right(1))
    plan = do(quiz, by_newest(question), teacher)
    assert plan.changed == []
    assert len(plan.marks) == 2
    second.refresh_from_db()
    assert second.points == 1


def test_a_grade_that_was_entered_by_hand_stays(quiz, question, pupils, teacher):
    item = Grade.objects.filter(student=pupils[0]).get().item
    record_grade(item=item, student=pupils[0], points=Decimal(1), reason="manual")
    corrected(question, makes_right(1))
    plan = do(quiz, by_newest(question), teacher)
    assert [each.student for each in plan.kept] == [pupils[0]]
    assert points()["pupil000"] == 1


def test_open_attempts_are_left_alone(quiz, question, student):
    take(quiz, student, choice(question, 0), submit=False)
    corrected(question, makes_right(1))
    assert plan_regrade(quiz=quiz, choices=by_newest(question)).marks == ()


def test_an_answer_that_nobody_could_mark_gets_its_mark(course, student, teacher):
    question = make_question(
        course,
        "short_answer",
        body={
            "accepted": [
                {"text": "(", "match": "pattern", "credit": 100, "feedback": ""}
            ]
        },
    )
    quiz = make_quiz(course, [question])
    attempt = take(quiz, student, {"text": "Saturn"})
    assert attempt.points is None

    def change(body):
        body["accepted"][0]["text"] = "saturn"

    corrected(question, change)
    (gain,) = do(quiz, by_newest(question), teacher).gaining
    assert (gain.before, gain.after) == (None, 1)


# --- What an answer means in a later revision ---------------------------------------


def test_two_choices_rewritten_into_each_other_are_taken_by_their_words(
    quiz, question, pupils, teacher
):
    def swap(body):
        first, second = body["choices"][0], body["choices"][1]
        first["text"], second["text"] = second["text"], first["text"]

    corrected(question, swap)
    do(quiz, by_newest(question), teacher)
    assert points() == {"pupil000": 2, "pupil001": 3, "pupil002": 0}


def test_a_reworded_choice_stays_the_choice_that_it_was(quiz, question, pupils):
    def reword(body):
        body["choices"][0]["text"] = RichText("<p>Saturn, of course</p>")

    corrected(question, reword)
    assert plan_regrade(quiz=quiz, choices=by_newest(question)).marks == ()


def test_pairs_whose_ends_were_exchanged_are_taken_by_their_words(
    course, student, teacher
):
    question = make_question(course, "matching")
    quiz = make_quiz(course, [question])
    pairs = list(question.body["pairs"].bound_blocks)
    first, second = (str(each.id) for each in pairs)
    # Mars with Saturn's moons, Saturn with those of Mars.
    attempt = take(quiz, student, {"pairs": {first: second, second: first}})
    assert attempt.points == 0

    def exchange(body):
        one, two = body["pairs"][0], body["pairs"][1]
        one["match"], two["match"] = two["match"], one["match"]

    corrected(question, exchange)
    do(quiz, by_newest(question), teacher)
    assert newest_mark(attempt).points == 1


def test_an_order_is_kept_when_an_item_is_taken_out(course, student):
    question = make_question(course, "ordering")
    quiz = make_quiz(course, [question])
    ids = [str(each.id) for each in question.body["items"].bound_blocks]
    attempt = take(quiz, student, {"order": [ids[1], ids[0], ids[2]]})
    assert attempt.points < 1

    def take_out(body):
        del body["items"][0]

    corrected(question, take_out)
    (change,) = plan_regrade(quiz=quiz, choices=by_newest(question)).marks
    assert change.after == 1


# --- What it costs ------------------------------------------------------------------


def queries_of(course, teacher, count):
    question = make_question(course)
    quiz = make_quiz(course, [question])
    for pupil in make_students(course, count, f"of{count}-"):
        take(quiz, pupil, choice(question, 1))
    corrected(question, makes_right(1))
    choices = by_newest(question)
    with CaptureQueriesContext(connection) as planning:
        plan = plan_regrade(quiz=quiz, choices=choices)
    with CaptureQueriesContext(connection) as doing:
        do(quiz, choices, teacher, plan=plan)
    assert len(plan.gaining) == count
    return len(planning), len(doing)


def test_a_regrade_costs_the_same_whatever_the_class(course, teacher):
    few, many = (queries_of(course, teacher, count) for count in (2, 12))
    assert few == many
    assert many[0] <= 6
    assert many[1] <= 14
