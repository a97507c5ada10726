"""ASM-02: two tabs do the same at the same moment, each with a connection of its own."""

import pytest
from django.test import Client

from accounts.models import Role
from assessment.models import Answer, AnswerMark, Attempt, Grade
from assessment.services.attempts import save_answer, start_attempt, submit_attempt
from assessment.tests.factories import make_question, make_quiz
from common.exceptions import Refused
from tests.factories import enrol, make_course, make_user
from tests.races import at_once, needs_row_locks

pytestmark = [pytest.mark.django_db(transaction=True), needs_row_locks]
TABS = 4


@pytest.fixture
def racer():
    return make_user("racer")


@pytest.fixture
def quiz(racer):
    course = make_course(make_user("starter", Role.TEACHER))
    enrol(racer, course)
    return make_quiz(
        course,
        [make_question(course, "true_false") for _ in range(3)],
        attempts_allowed=5,
    )


def test_tabs_that_start_at_once_get_one_attempt(racer, quiz):
    results = at_once(
        *[lambda: start_attempt(student=racer, quiz=quiz) for _ in range(TABS)]
    )
    assert len({attempt.pk for attempt in results}) == 1
    assert Attempt.objects.count() == 1
    assert Answer.objects.count() == 3


def test_a_form_that_is_sent_many_times_at_once_starts_one_attempt(racer, quiz):
    def send():
        client = Client()
        client.force_login(racer)
        return client.post(f"/quizzes/{quiz.uuid}/start/", {"number": "1"}).url

    assert len(set(at_once(*[send] * TABS))) == 1


def test_an_answer_beside_the_submit_is_marked_or_refused(racer, quiz):
    for _ in range(3):
        attempt = start_attempt(student=racer, quiz=quiz)
        outcome, _submitted = at_once(
            lambda a=attempt: save_answer(
                attempt=a, position=1, response={"value": True}
            ),
            lambda a=attempt: submit_attempt(attempt=a),
        )
        attempt.refresh_from_db()
        kept = attempt.answers.get(position=1)
        assert attempt.points == (0 if isinstance(outcome, Refused) else 1)
        assert (kept.response is None) == isinstance(outcome, Refused)


def test_submitting_at_once_marks_once(racer, quiz):
    attempt = start_attempt(student=racer, quiz=quiz)
    results = at_once(*[lambda: submit_attempt(attempt=attempt)] * TABS)
    assert [type(result) for result in results] == [Attempt] * TABS
    assert (AnswerMark.objects.count(), Grade.objects.count()) == (3, 1)


def test_answers_to_one_question_at_once_leave_one_of_them(racer, quiz):
    attempt = start_attempt(student=racer, quiz=quiz)
    at_once(
        *[
            lambda value=value: save_answer(
                attempt=attempt, position=1, response={"value": value}, seconds=5
            )
            for value in (True, False, True, False)
        ]
    )
    kept = attempt.answers.get(position=1)
    assert kept.response in ({"value": True}, {"value": False})
    assert kept.seconds_spent == 20
