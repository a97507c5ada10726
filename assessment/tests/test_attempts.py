"""ASM-02, ASM-03: an attempt starts, keeps each answer, ends by the server's clock, and is marked at once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessment.asked import asked_question
from assessment.keys import items_of
from assessment.models import Accommodation, AnswerMark, Attempt, Grade, HistoryIsKept
from assessment.services.attempts import (
    reset_clocks,
    save_answer,
    start_attempt,
    submit_attempt,
    submit_overdue,
)
from assessment.services.exam_dates import set_exam_dates, take_exam_dates_back
from assessment.services.grades import present_grades
from assessment.tests.factories import make_question, make_quiz
from common.exceptions import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(course):
    return make_quiz(
        course,
        [make_question(course), make_question(course, "true_false")],
        attempts_allowed=2,
    )


def right_choice(attempt, position=1):
    asked = asked_question(attempt.answers.get(position=position).revision_id)
    return next(
        id for id, choice in items_of(asked.body["choices"]) if choice["is_right"]
    )


def end(attempt, *, seconds=1):
    Attempt.objects.filter(pk=attempt.pk).update(
        ends_at=timezone.now() - timedelta(seconds=seconds)
    )


def refusal(call, **kwargs):
    with pytest.raises(Refused) as caught:
        call(**kwargs)
    return caught.value.code


def test_right_answers_earn_full_marks(student, quiz):
    attempt = start_attempt(student=student, quiz=quiz)
    save_answer(attempt=attempt, position=1, response={"choice": right_choice(attempt)})
    save_answer(attempt=attempt, position=2, response={"value": True})
    assert submit_attempt(attempt=attempt).points == 2
    assert present_grades().get().points == 2


def test_starting_again_goes_on_with_the_open_attempt(student, quiz):
    assert start_attempt(student=student, quiz=quiz) == start_attempt(
        student=student, quiz=quiz
    )


def test_the_last_answer_to_a_question_is_the_one_that_is_kept(student, quiz):
    attempt = start_attempt(student=student, quiz=quiz)
    for value in (False, True, True):
        save_answer(attempt=attempt, position=2, response={"value": value})
    assert [answer.response for answer in attempt.answers.all()] == [
        None,
        {"value": True},
    ]


def test_an_answer_can_be_taken_back(student, quiz):
    attempt = start_attempt(student=student, quiz=quiz)
    save_answer(attempt=attempt, position=1, response={"choice": right_choice(attempt)})
    save_answer(attempt=attempt, position=1, response=None)
    assert attempt.answers.get(position=1).response is None


def test_handing_in_twice_marks_once(student, quiz):
    attempt = start_attempt(student=student, quiz=quiz)
    submit_attempt(attempt=attempt)
    submit_attempt(attempt=attempt)
    assert (AnswerMark.objects.count(), Grade.objects.count()) == (2, 1)


def test_after_handing_in_no_answer_is_taken(student, quiz):
    attempt = start_attempt(student=student, quiz=quiz)
    submit_attempt(attempt=attempt)
    assert (
        refusal(save_answer, attempt=attempt, position=2, response={"value": True})
        == "submitted"
    )


def test_an_answer_after_the_time_is_refused_and_ends_the_attempt(student, quiz):
    attempt = start_attempt(student=student, quiz=quiz)
    end(attempt)
    assert (
        refusal(save_answer, attempt=attempt, position=2, response={"value": True})
        == "time_up"
    )
    attempt.refresh_from_db()
    assert (attempt.submitted_by, attempt.submitted_at) == (
        Attempt.By.CLOCK,
        attempt.ends_at,
    )


def test_an_attempt_of_somebody_who_never_returns_is_submitted(student, quiz):
    attempt = start_attempt(student=student, quiz=quiz)
    save_answer(attempt=attempt, position=2, response={"value": True})
    end(attempt)
    assert submit_overdue() == 1
    assert present_grades().get().points == 1


def test_the_clock_stops_when_the_quiz_closes(student, course):
    closes = timezone.now() + timedelta(minutes=10)
    quiz = make_quiz(
        course, [make_question(course)], time_limit_minutes=30, closes_at=closes
    )
    assert start_attempt(student=student, quiz=quiz).ends_at == closes


def test_extra_time_counts_also_for_an_attempt_that_runs(student, teacher, course):
    quiz = make_quiz(course, [make_question(course)], time_limit_minutes=30)
    attempt = start_attempt(student=student, quiz=quiz)
    Accommodation.objects.create(
        quiz=quiz, student=student, extra_minutes=15, reason="Slow hand", by=teacher
    )
    assert reset_clocks(quiz=quiz, student=student) == 1
    attempt.refresh_from_db()
    assert attempt.ends_at - attempt.started_at == timedelta(minutes=45)


def test_a_teacher_who_gives_more_time_moves_the_end_of_an_attempt_that_runs(
    student, teacher, course
):
    quiz = make_quiz(course, [make_question(course)], time_limit_minutes=30)
    attempt = start_attempt(student=student, quiz=quiz)
    set_exam_dates(
        quiz=quiz, students=[student], by=teacher, reason="Alarm", extra_minutes=10
    )
    attempt.refresh_from_db()
    assert attempt.ends_at - attempt.started_at == timedelta(minutes=40)
    take_exam_dates_back(quiz=quiz, student=student)
    attempt.refresh_from_db()
    assert attempt.ends_at - attempt.started_at == timedelta(minutes=30)


def test_publishing_another_time_limit_moves_the_end_of_an_attempt_that_runs(
    student, course
):
    quiz = make_quiz(course, [make_question(course)], time_limit_minutes=30)
    attempt = start_attempt(student=student, quiz=quiz)
    newest = quiz.get_latest_revision_as_object()
    newest.time_limit_minutes = 45
    newest.save_revision().publish()
    attempt.refresh_from_db()
    assert attempt.ends_at - attempt.started_at == timedelta(minutes=45)


def test_no_more_attempts_than_allowed(student, quiz):
    for _ in range(2):
        submit_attempt(attempt=start_attempt(student=student, quiz=quiz))
    assert refusal(start_attempt, student=student, quiz=quiz) == "no_attempt_left"


def test_a_stranger_cannot_start(stranger, quiz):
    assert refusal(start_attempt, student=stranger, quiz=quiz) == "enrol"


@pytest.mark.parametrize(
    ("counting", "points"), [("best", 1), ("last", 0), ("average", Decimal("0.5"))]
)
def test_which_attempt_counts(student, course, counting, points):
    quiz = make_quiz(
        course,
        [make_question(course, "true_false")],
        attempts_allowed=2,
        counting=counting,
    )
    for value in (True, False):
        attempt = start_attempt(student=student, quiz=quiz)
        save_answer(attempt=attempt, position=1, response={"value": value})
        submit_attempt(attempt=attempt)
    assert present_grades().get().points == points


def test_an_essay_waits_for_a_person(student, course):
    quiz = make_quiz(course, [make_question(course, "essay")])
    attempt = start_attempt(student=student, quiz=quiz)
    save_answer(attempt=attempt, position=1, response={"text": "Saturn floats."})
    assert submit_attempt(attempt=attempt).points is None
    assert not Grade.objects.exists()


@pytest.mark.parametrize(
    "response", [{"choice": "no-such-choice"}, {"choice": 3}, [], "x", {}]
)
def test_what_is_no_answer_is_refused(student, quiz, response):
    attempt = start_attempt(student=student, quiz=quiz)
    assert (
        refusal(save_answer, attempt=attempt, position=1, response=response)
        == "bad_answer"
    )


def test_a_pool_draws_the_same_questions_each_time_and_none_twice(student, course):
    bank = [make_question(course) for _ in range(6)]
    quiz = make_quiz(course, bank[:1], pools=[{"count": 3, "questions": bank}])
    attempt = start_attempt(student=student, quiz=quiz)
    asked = [answer.question_id for answer in attempt.answers.all()]
    assert len(asked) == len(set(asked)) == 4


def test_drafts_are_not_asked(student, course):
    quiz = make_quiz(course, [make_question(course), make_question(course, draft=True)])
    assert start_attempt(student=student, quiz=quiz).answers.count() == 1


def test_a_corrected_question_is_asked_as_it_was(student, quiz):
    attempt = start_attempt(student=student, quiz=quiz)
    question = attempt.answers.get(position=2).question
    newest = question.get_latest_revision_as_object()
    newest.answer[0].value["right"] = "false"
    newest.save_revision().publish()
    save_answer(attempt=attempt, position=2, response={"value": True})
    assert submit_attempt(attempt=attempt).points == 1


def test_marks_and_grades_are_never_changed(student, quiz):
    submit_attempt(attempt=start_attempt(student=student, quiz=quiz))
    with pytest.raises(HistoryIsKept):
        AnswerMark.objects.update(points=5)
    with pytest.raises(HistoryIsKept):
        Grade.objects.get().save()


def queries_of_submitting(student, course, questions):
    quiz = make_quiz(course, [make_question(course) for _ in range(questions)])
    attempt = start_attempt(student=student, quiz=quiz)
    with CaptureQueriesContext(connection) as saving:
        save_answer(
            attempt=attempt, position=1, response={"choice": right_choice(attempt)}
        )
    with CaptureQueriesContext(connection) as submitting:
        submit_attempt(attempt=attempt)
    return len(saving), len(submitting)


def test_saving_and_handing_in_cost_the_same_whatever_the_length(student, course):
    few, many = (queries_of_submitting(student, course, count) for count in (5, 50))
    assert few == many
    assert many[0] <= 8
    assert many[1] <= 15
