"""ASM-03: the regrade as a teacher meets it: what changed, who gains, who loses, and the report afterwards."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessment.models import AnswerMark, Grade
from assessment.services.hand_marking import mark_answer
from assessment.tests.attempts import (
    choice,
    corrected,
    make_students,
    makes_right,
    newest_mark,
    take,
)
from assessment.tests.factories import make_question, make_quiz
from tests.many import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(course):
    return make_question(course, title="Which planet")


@pytest.fixture
def quiz(course, question):
    return make_quiz(course, [question, make_question(course, "true_false")])


@pytest.fixture
def attempts(course, quiz, question):
    return [
        take(quiz, pupil, choice(question, number), {"value": True})
        for number, pupil in enumerate(make_students(course, 2))
    ]


@pytest.fixture
def desk(client, teacher):
    client.force_login(teacher)
    return client


def address(name, quiz, *args):
    return reverse(f"assessment:{name}", args=[quiz.uuid, *args])


def by_newest(question):
    question.refresh_from_db()
    return {f"use-{question.pk}": question.live_revision_id}


def dry_run(desk, quiz, data):
    return desk.get(address("regrade_dry_run", quiz), data)


def apply(desk, quiz, data, **kwargs):
    """Send the form of the dry run."""
    digest = dry_run(desk, quiz, data).context["plan"].digest
    form = {**data, "digest": digest, "reason": "The key was wrong.", **kwargs}
    return desk.post(address("regrade_dry_run", quiz), form)


def test_a_corrected_question_stands_first_with_what_changed(
    desk, quiz, question, attempts
):
    corrected(question, makes_right(1))
    response = desk.get(address("regrade", quiz))
    (listed,) = response.context["corrected"]
    assert (listed.title, listed.answers) == ("Which planet", 2)
    assert listed.preset == str(question.live_revision_id)
    assert "<ins>" in listed.difference
    assert len(response.context["others"]) == 1


def test_a_change_of_the_prompt_alone_is_no_correction(desk, quiz, question, attempts):
    newest = question.get_latest_revision_as_object()
    newest.title = "Which planet?"
    newest.save_revision().publish()
    assert desk.get(address("regrade", quiz)).context["corrected"] == []


def test_dry_run_then_regrade_then_report(desk, quiz, question, attempts):
    corrected(question, makes_right(1))
    page = dry_run(desk, quiz, by_newest(question)).content.decode()
    assert "1 student loses" in page
    assert "1 student gains" in page
    response = apply(desk, quiz, by_newest(question))
    report = desk.get(response.headers["Location"])
    changes = report.context["changes"]
    assert [
        (each.before.points, each.grade.points, each.loses) for each in changes
    ] == [(2, 1, True), (1, 2, False)]
    assert "The key was wrong." in report.content.decode()
    listed = desk.get(address("regrade", quiz)).context["corrected"][0]
    assert (listed.is_done, listed.preset) == (True, "")


def test_what_changed_meanwhile_is_shown_instead_of_done(
    desk, teacher, quiz, question, attempts
):
    corrected(question, makes_right(1))
    data = by_newest(question)
    digest = dry_run(desk, quiz, data).context["plan"].digest
    mark = newest_mark(attempts[0])
    mark_answer(
        answer=mark.answer, points=Decimal(0), by=teacher, comment="-", seen=mark.pk
    )
    response = apply(desk, quiz, data, digest=digest)
    assert "Something changed in the meantime" in response.content.decode()
    assert len(response.context["plan"].marks) == 1
    assert not AnswerMark.objects.filter(reason="regrade").exists()


def test_a_form_sent_twice_regrades_once(desk, quiz, question, attempts):
    corrected(question, makes_right(1))
    digest = dry_run(desk, quiz, by_newest(question)).context["plan"].digest
    for _ in range(2):
        apply(desk, quiz, by_newest(question), digest=digest)
    assert AnswerMark.objects.filter(reason="regrade").count() == 2
    assert Grade.objects.count() == 4


@pytest.mark.parametrize("use", ["", "0", "nonsense", "-1"])
def test_a_revision_that_is_not_offered_is_passed_over(
    desk, quiz, question, attempts, use
):
    response = dry_run(desk, quiz, {f"use-{question.pk}": use})
    assert response.headers["Location"] == address("regrade", quiz)


def test_a_revision_of_another_question_marks_nothing(desk, course, quiz, attempts):
    other = make_question(course)
    first = quiz.items[0].value["question"]
    response = dry_run(desk, quiz, {f"use-{first.pk}": other.live_revision_id})
    assert response.status_code == 302


def test_full_marks_for_everybody(desk, quiz, question, attempts):
    apply(desk, quiz, {f"use-{question.pk}": "full"})
    assert [newest_mark(attempt).points for attempt in attempts] == [1, 1]


def test_without_a_reason_the_teacher_is_asked_for_one(desk, quiz, question, attempts):
    response = apply(desk, quiz, {f"use-{question.pk}": "full"}, reason=" ")
    assert "Say why" in response.content.decode()


def test_pages_cost_the_same_whatever_the_class(desk, course, quiz, question, attempts):
    corrected(question, makes_right(1))
    dry = f"{address('regrade_dry_run', quiz)}?use-{question.pk}={question.live_revision_id}"
    few = [count_queries(desk, each) for each in (address("regrade", quiz), dry)]
    for pupil in make_students(course, 6, "more"):
        take(quiz, pupil, choice(question, 1), {"value": True})
    many = [count_queries(desk, each) for each in (address("regrade", quiz), dry)]
    assert few == many
    assert max(many) <= 28
