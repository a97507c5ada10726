"""CAT-05: where quizzes and assignments stand, and what their cards say."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessment.models import Placement, Question
from assessment.placements import rebuild_placements
from assessment.tests.factories import make_assignment, make_question, make_quiz
from assessment.tests.lessons import grade, place
from catalog.models import ModulePage
from learning.models import LessonPage
from tests.factories import make_course

pytestmark = pytest.mark.django_db


def placed():
    return set(
        Placement.objects.values_list("lesson", "quiz", "assignment", "is_required")
    )


@pytest.fixture
def quiz(course):
    return make_quiz(course, [make_question(course)], title="Moons")


# --- Rows ------------------------------------------------------------------------------


def test_publishing_a_lesson_places_what_stands_in_it(course, lessons, quiz):
    assignment = make_assignment(course)
    lesson = place(lessons[1], quiz, assignment, required=False)
    assert placed() == {
        (lesson.pk, quiz.pk, None, False),
        (lesson.pk, None, assignment.pk, False),
    }


def test_a_draft_places_nothing(lessons, quiz):
    draft = LessonPage.objects.get(pk=lessons[1].pk)
    draft.body.append(("quiz", {"quiz": quiz, "is_required": True}))
    draft.save_revision()
    assert placed() == set()


def test_rows_follow_the_lesson(lessons, quiz):
    lesson = place(lessons[1], quiz, required=False)
    lesson.body[1].value["is_required"] = True
    lesson.save_revision().publish()
    assert placed() == {(lesson.pk, quiz.pk, None, True)}
    lesson.save_revision()  # another draft
    assert placed() == {(lesson.pk, quiz.pk, None, True)}
    LessonPage.objects.get(pk=lesson.pk).unpublish()
    assert placed() == set()
    LessonPage.objects.get(pk=lesson.pk).save_revision().publish()
    assert placed() == {(lesson.pk, quiz.pk, None, True)}
    LessonPage.objects.get(pk=lesson.pk).delete()
    assert placed() == set()


def test_the_same_quiz_twice_is_one_row_and_required_if_one_says_so(lessons, quiz):
    lesson = place(lessons[1], quiz, required=False)
    lesson = place(lesson, quiz, required=True)
    assert placed() == {(lesson.pk, quiz.pk, None, True)}


def test_a_quiz_of_another_course_is_not_placed(lessons, other_teacher):
    elsewhere = make_quiz(make_course(other_teacher))
    place(lessons[1], elsewhere)
    assert placed() == set()


def test_rows_can_be_made_anew(lessons, quiz):
    lesson = place(lessons[1], quiz)
    Placement.objects.all().delete()
    assert rebuild_placements() == len(lessons)
    assert placed() == {(lesson.pk, quiz.pk, None, True)}


# --- The card --------------------------------------------------------------------------


def read(client, lesson):
    return client.get(lesson.url).content.decode()


def test_the_card_says_what_is_to_be_done(client, student, lessons, quiz):
    lesson = place(lessons[1], quiz)
    client.force_login(student)
    page = read(client, lesson)
    assert quiz.get_absolute_url() in page
    for word in ("Moons", "1 question", "1 point", "1 attempt", "Required"):
        assert word in page


def test_the_card_follows_the_quiz(client, student, lessons, quiz):
    lesson = place(lessons[1], quiz)
    client.force_login(student)
    assert "Moons" in read(client, lesson)
    newest = quiz.get_latest_revision_as_object()
    newest.title = "Many moons"
    revision = newest.save_revision()
    assert "Many moons" not in read(client, lesson)
    revision.publish()
    assert "Many moons" in read(client, lesson)
    type(quiz).objects.get(pk=quiz.pk).unpublish()
    assert "Many moons" not in read(client, lesson)
    type(quiz).objects.get(pk=quiz.pk).delete()
    assert client.get(lesson.url).status_code == 200


def test_the_card_follows_the_questions(client, student, course, lessons, quiz):
    lesson = place(lessons[1], quiz)
    client.force_login(student)
    assert "1 question<" in read(client, lesson)
    Question.objects.get().unpublish()
    assert "0 questions<" in read(client, lesson)


def test_a_teacher_is_told_why_there_is_nothing(client, teacher, course, lessons):
    lesson = place(lessons[1], make_quiz(course, title="Moons", draft=True))
    client.force_login(teacher)
    there = f"/admin/pages/{lesson.pk}/revisions/{lesson.live_revision_id}/view/"
    assert "“Moons” is not published." in client.get(there).content.decode()
    as_student = client.get(f"{there}?mode=student").content.decode()
    assert "Moons" not in as_student
    assert "Moons" not in read(client, lesson)


def state(client, thing):
    kind = thing._meta.model_name
    return client.get(f"/learn/assessed/{kind}/{thing.uuid}/state/")


def test_the_state_is_the_readers_own(client, student, stranger, teacher, quiz):
    for person, said in (
        (None, "Log in"),
        (stranger, "Enrol in this course first."),
        (teacher, "You teach this course."),
        (student, "Not started"),
    ):
        if person:
            client.force_login(person)
        assert said in state(client, quiz).content.decode()
    grade(quiz, student, 8)
    assert "Passed · 80 %" in state(client, quiz).content.decode()
    grade(quiz, student, 2)
    assert "Not passed yet · 20 %" in state(client, quiz).content.decode()
    grade(quiz, student, None)
    assert "Excused" in state(client, quiz).content.decode()


def test_a_score_that_is_not_shown_is_not_on_the_card(client, course, student):
    quiz = make_quiz(course, [make_question(course)], show_score="never")
    grade(quiz, student, 8)
    client.force_login(student)
    assert "80" not in state(client, quiz).content.decode()


def test_a_draft_has_no_state_for_students(client, student, teacher, course):
    draft = make_assignment(course, draft=True)
    client.force_login(student)
    assert state(client, draft).status_code == 404
    client.force_login(teacher)
    assert state(client, draft).status_code == 200


def test_a_lesson_with_a_quiz_costs_no_more_queries_than_one_without(
    client, student, course, lessons, quiz
):
    client.force_login(student)
    lesson = place(lessons[1], quiz, make_assignment(course), required=False)
    counts = []
    for each in (lessons[2], lesson):
        client.get(each.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(each.url)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_lesson_that_is_closed_closes_its_quizzes(client, student, lessons, quiz):
    lesson = place(lessons[1], quiz)
    client.force_login(student)
    assert "Not started" in state(client, quiz).content.decode()
    LessonPage.objects.update(opens_at=timezone.now() + timedelta(days=1))
    assert "This lesson opens on" in state(client, quiz).content.decode()
    LessonPage.objects.update(opens_at=None)
    ModulePage.objects.get().unpublish()
    assert "Not started" not in state(client, quiz).content.decode()
    # What stands in no lesson is open to all who study the course.
    LessonPage.objects.get(pk=lesson.pk).unpublish()
    assert "Not started" in state(client, quiz).content.decode()
