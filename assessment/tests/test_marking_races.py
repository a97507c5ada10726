"""ASM-03: two teachers, or a teacher and a regrade, at the same moment on their own connections."""

from decimal import Decimal

import pytest

from accounts.models import Role
from assessment.models import Answer, AnswerMark, Grade
from assessment.regrading import Choice, plan_regrade
from assessment.services.hand_marking import mark_answer
from assessment.services.regrade import regrade
from assessment.tests.attempts import choice, corrected, makes_right, take
from assessment.tests.factories import make_question, make_quiz
from common.exceptions import Refused
from tests.factories import enrol, make_course, make_user
from tests.races import at_once, needs_row_locks

pytestmark = [pytest.mark.django_db(transaction=True), needs_row_locks]


@pytest.fixture
def teacher():
    return make_user("racer", Role.TEACHER)


@pytest.fixture
def course(teacher):
    return make_course(teacher)


@pytest.fixture
def pupil(course):
    pupil = make_user("fast")
    enrol(pupil, course)
    return pupil


def test_the_last_two_essays_marked_at_once_make_a_grade(course, pupil, teacher):
    essays = [make_question(course, "essay") for _ in range(2)]
    take(make_quiz(course, essays), pupil, {"text": "One."}, {"text": "Two."})

    def mark(answer):
        return lambda: mark_answer(
            answer=answer, points=Decimal(1), by=teacher, seen=None
        )

    marks = at_once(*[mark(answer) for answer in Answer.objects.all()])
    assert all(isinstance(each, AnswerMark) for each in marks)
    assert Grade.objects.get().points == 2


def test_of_two_teachers_who_mark_the_same_essay_one_is_told(course, pupil, teacher):
    take(make_quiz(course, [make_question(course, "essay")]), pupil, {"text": "One."})
    answer = Answer.objects.get()
    results = at_once(
        *[
            lambda points=points: mark_answer(
                answer=answer, points=Decimal(points), by=teacher, seen=None
            )
            for points in ("0.5", "1")
        ]
    )
    assert sum(isinstance(each, Refused) for each in results) == 1
    assert answer.marks.count() == 1


def test_a_regrade_started_twice_happens_once(course, pupil, teacher):
    question = make_question(course)
    quiz = make_quiz(course, [question])
    take(quiz, pupil, choice(question, 1))
    corrected(question, makes_right(1))
    choices = [Choice(question.pk, question.live_revision_id)]
    digest = plan_regrade(quiz=quiz, choices=choices).digest

    def apply():
        return regrade(
            quiz=quiz, choices=choices, by=teacher, reason="Key", digest=digest
        )

    results = at_once(apply, apply)
    assert sum(isinstance(each, Refused) for each in results) == 1
    assert AnswerMark.objects.filter(reason="regrade").count() == 1
    assert Grade.objects.count() == 2
