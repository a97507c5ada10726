"""LRN-02, ASM-01: a lesson with a quiz is complete when the quiz is passed, as its author chose."""

import pytest

from assessment.models import Assignment, Quiz
from assessment.tests.factories import make_assignment, make_question, make_quiz
from assessment.tests.lessons import grade, place
from learning.exceptions import Refused
from learning.models import Enrolment, LessonProgress
from learning.services import (
    complete_lesson,
    pause,
    reopen_lesson,
    set_competency,
)
from tests.factories import enrol, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(course):
    return make_quiz(course, [make_question(course)], title="Moons", pass_percent=60)


def progress(student, lesson):
    return LessonProgress.objects.filter(
        student=student, lesson_key=lesson.translation_key
    ).first()


def test_a_lesson_is_not_done_before_its_quiz_is_passed(client, student, lessons, quiz):
    lesson = place(lessons[1], quiz)
    with pytest.raises(Refused) as refusal:
        complete_lesson(student=student, lesson=lesson)
    assert refusal.value.sentence == "Pass “Moons” first."

    client.force_login(student)
    page = client.get(lesson.url).content.decode()
    assert "Mark as done" not in page
    assert "Pass “Moons” first." in page
    done = client.post(f"/learn/lessons/{lesson.pk}/done/", follow=True)
    assert "Pass “Moons” first." in done.content.decode()
    assert not progress(student, lesson).is_done


def test_passing_completes_the_lesson_by_itself(student, lessons, quiz):
    lesson = place(lessons[1], quiz)
    grade(quiz, student, "5.99")
    assert progress(student, lesson) is None or not progress(student, lesson).is_done
    grade(quiz, student, 6)
    row = progress(student, lesson)
    assert (row.status, row.revision_id) == ("completed", lesson.live_revision_id)
    assert row.completed_at


def test_all_that_is_required_has_to_be_passed(student, course, lessons, quiz):
    assignment = make_assignment(course, title="Draw")
    lesson = place(lessons[1], quiz, assignment)
    grade(quiz, student, 8)
    assert not progress(student, lesson).is_done
    with pytest.raises(Refused, match="Draw"):
        complete_lesson(student=student, lesson=lesson)
    grade(assignment, student, 8)
    assert progress(student, lesson).is_done


def test_what_is_not_required_completes_nothing_and_stops_nobody(
    student, lessons, quiz
):
    lesson = place(lessons[1], quiz, required=False)
    grade(quiz, student, 9)
    assert not progress(student, lesson).is_done
    complete_lesson(student=student, lesson=lesson)
    assert progress(student, lesson).is_done


def test_what_is_not_published_is_not_asked_for(student, lessons, quiz):
    lesson = place(lessons[1], quiz)
    Quiz.objects.get(pk=quiz.pk).unpublish()
    complete_lesson(student=student, lesson=lesson)
    assert progress(student, lesson).is_done


def test_whoever_is_excused_is_done_with_it(student, lessons, quiz):
    lesson = place(lessons[1], quiz)
    grade(quiz, student, None)
    assert progress(student, lesson).is_done


def test_a_worse_grade_takes_nothing_back(student, lessons, quiz):
    lesson = place(lessons[1], quiz)
    grade(quiz, student, "9.6")
    grade(quiz, student, 1)
    row = progress(student, lesson)
    assert (row.status, row.competency) == ("mastered", 5)
    # But whoever takes it back has to pass once more.
    reopen_lesson(student=student, lesson=lesson)
    with pytest.raises(Refused):
        complete_lesson(student=student, lesson=lesson)


def test_the_last_quiz_completes_the_course(student, course, lessons, quiz):
    lesson = place(lessons[2], quiz)
    for each in lessons[:2]:
        complete_lesson(student=student, lesson=each)
    grade(quiz, student, 7)
    assert progress(student, lesson).is_done
    assert Enrolment.objects.get(student=student).completed_at


def test_grading_does_not_move_where_somebody_reads_on(student, lessons, quiz):
    place(lessons[1], quiz)
    Enrolment.objects.update(last_lesson_key=lessons[0].translation_key)
    grade(quiz, student, 7)
    assert Enrolment.objects.get().last_lesson_key == lessons[0].translation_key


def test_marks_raise_competency_and_never_lower_it(student, lessons, quiz):
    lesson = place(lessons[1], quiz, required=False)
    for points, level in ((3, 0), (7, 3), (5, 3), (9, 4)):
        grade(quiz, student, points)
        assert progress(student, lesson).competency == level
    assert progress(student, lesson).status == "not_started"


def test_a_teachers_word_stays(student, teacher, lessons, quiz):
    lesson = place(lessons[1], quiz)
    set_competency(student=student, lesson=lesson, competency=2, by=teacher)
    grade(quiz, student, 10)
    row = progress(student, lesson)
    assert (row.competency, row.status) == (2, "completed")


def test_a_teacher_who_says_nothing_leaves_it_to_the_marks(
    student, teacher, lessons, quiz
):
    lesson = place(lessons[1], quiz)
    set_competency(
        student=student, lesson=lesson, competency=0, by=teacher, status="in_progress"
    )
    grade(quiz, student, 10)
    assert progress(student, lesson).competency == 5


def test_a_lesson_to_be_read_again_stays_so(student, lessons, quiz):
    lesson = place(lessons[1], quiz)
    grade(quiz, student, 7)
    LessonProgress.objects.update(
        status="needs_review", status_before_review="completed"
    )
    grade(quiz, student, 10)
    row = progress(student, lesson)
    assert (row.status, row.status_before_review) == ("needs_review", "mastered")


def test_who_does_not_study_the_course_keeps_no_progress(course, lessons, quiz):
    lesson = place(lessons[1], quiz)
    away = make_user("away")
    pause(enrolment=enrol(away, course))
    grade(quiz, away, 10)
    assert progress(away, lesson) is None


def test_an_assignment_counts_like_a_quiz(student, course, lessons):
    assignment = make_assignment(course)
    lesson = place(lessons[1], assignment)
    grade(assignment, student, 40, of=100)
    assert not progress(student, lesson).is_done
    grade(assignment, student, 50, of=100)
    assert progress(student, lesson).is_done
    assert Assignment.objects.get().placements.get().is_required
