"""ASM-04: the columns of the gradebook follow what is published."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.extent import extent_of, extents_of
from assessment.models import GradeItem, Question, Quiz
from assessment.tests.factories import make_assignment, make_question, make_quiz

pytestmark = pytest.mark.django_db


def test_publishing_makes_a_column(course):
    due = datetime(2030, 5, 1, 12, tzinfo=UTC)
    quiz = make_quiz(
        course, [make_question(course, points=3)], title="Moons", sort="exam"
    )
    assignment = make_assignment(course, title="Draw", max_points=20, due_at=due)
    rows = GradeItem.objects.values_list(
        "title", "sort", "max_points", "due_at", "is_counted"
    )
    assert set(rows) == {
        ("Moons", "exam", 3, None, True),
        ("Draw", "assignment", 20, due, True),
    }
    assert {quiz.grade_item.course, assignment.grade_item.course} == {course}


def test_a_draft_has_no_column(course):
    make_quiz(course, draft=True)
    assert not GradeItem.objects.exists()


def test_a_column_follows_what_is_published(course):
    quiz = make_quiz(course, title="Moons")
    newest = quiz.get_latest_revision_as_object()
    newest.title = "Many moons"
    revision = newest.save_revision()
    assert GradeItem.objects.get().title == "Moons"
    revision.publish()
    assert GradeItem.objects.get().title == "Many moons"


def test_what_is_not_published_does_not_count(course):
    quiz = make_quiz(course)
    quiz.unpublish()
    assert not GradeItem.objects.get().is_counted
    Quiz.objects.get().save_revision().publish()
    assert GradeItem.objects.get().is_counted


def test_what_a_teacher_took_out_stays_out(course):
    make_quiz(course)
    GradeItem.objects.update(is_counted=False)
    Quiz.objects.get().save_revision().publish()
    assert not GradeItem.objects.get().is_counted


def test_points_are_those_of_the_published_questions(course):
    asked = make_question(course, points=3)
    make_quiz(course, [asked, make_question(course, points=2, draft=True)])
    assert GradeItem.objects.get().max_points == 3
    newest = asked.get_latest_revision_as_object()
    newest.points = Decimal("4.5")
    newest.save_revision().publish()
    assert GradeItem.objects.get().max_points == Decimal("4.5")
    Question.objects.get(pk=asked.pk).unpublish()
    assert GradeItem.objects.get().max_points == 0


def test_a_pool_counts_what_it_draws(course):
    alone = make_question(course, points=1)
    pool = [make_question(course, points=points) for points in (1, 2, 3)]
    tagged = make_question(course, points=2)
    tagged.tags.add("sky")
    tagged.save()
    for fields, count, points in (
        ({"count": 2, "questions": pool}, 3, 5),  # twice the average
        ({"count": 2, "questions": pool, "points": Decimal(5)}, 3, 11),
        ({"count": 9, "questions": pool}, 4, 7),  # no more than there are
        ({"count": 1, "tag": "sky"}, 2, 3),
        ({"count": 3, "questions": [alone, pool[0]]}, 2, 2),  # nothing twice
    ):
        extent = extent_of(make_quiz(course, [alone], pools=[fields]))
        assert (extent.questions, extent.points) == (count, points), fields


def test_many_quizzes_are_counted_at_once(course):
    def queries(number):
        quizzes = [
            make_quiz(course, [make_question(course)], pools=[{"tag": "sky"}])
            for _ in range(number)
        ]
        with CaptureQueriesContext(connection) as captured:
            extents_of(quizzes)
        return len(captured)

    assert queries(1) == queries(6) == 2
