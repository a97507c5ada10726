"""Questions become keys, and what was asked stays what it was."""

import pytest

from assessment.asked import asked_question
from assessment.keys import items_of
from assessment.models import Kind
from assessment.scoring import assess
from assessment.tests.factories import make_assignment, make_question, make_quiz

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_of_question_has_a_key(course, kind):
    question = make_question(course, kind)
    asked = asked_question(question.live_revision_id)
    assert asked.kind == question.kind == kind
    assert assess(asked.key, None).share == 0


def test_a_choice_keeps_its_id_when_the_question_is_corrected(course):
    question = make_question(course)
    first = question.live_revision_id
    newest = question.get_latest_revision_as_object()
    newest.answer[0].value["choices"][1]["is_right"] = True
    newest.save_revision().publish()
    question.refresh_from_db()
    before, after = asked_question(first), asked_question(question.live_revision_id)
    ids = [id for id, _choice in items_of(before.body["choices"])]
    assert ids == [id for id, _choice in items_of(after.body["choices"])]
    assert before.key != after.key


def test_what_was_published_is_not_overwritten_by_autosave(course, teacher):
    question = make_question(course)
    newest = question.get_latest_revision_as_object()
    newest.title = "Other"
    revision = newest.save_revision(overwrite_revision=newest.latest_revision)
    assert revision.pk != question.live_revision_id


def test_a_quiz_and_an_assignment_are_published(course):
    assert make_quiz(course, [make_question(course)]).live
    assert make_assignment(course).live
