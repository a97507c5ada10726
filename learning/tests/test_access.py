"""Who may read a lesson, and what they are told (LRN-02, CAT-12)."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from learning.access import decide, visible_lessons
from learning.models import Enrolment, LessonPage, LessonProgress
from tests.factories import make_course, make_lesson, make_module

pytestmark = pytest.mark.django_db


def test_anybody_may_read_a_free_preview(lessons):
    assert decide(AnonymousUser(), lessons[0]).code == "free_preview"


def test_anonymous_visitors_are_asked_to_log_in(lessons):
    assert decide(AnonymousUser(), lessons[1]).code == "log_in"


def test_the_enrolled_read_every_lesson(student, lessons):
    assert all(decide(student, lesson) for lesson in lessons)


def test_a_stranger_is_asked_to_enrol(stranger, lessons):
    assert decide(stranger, lessons[1]).code == "enrol"


def test_the_owner_reads_drafts_and_the_other_teacher_does_not(
    teacher, other_teacher, lessons
):
    lessons[1].unpublish()
    lesson = LessonPage.objects.get(pk=lessons[1].pk)
    assert decide(teacher, lesson).code == "teacher"
    assert decide(other_teacher, lesson).code == "not_published"


@pytest.mark.parametrize("status", ["paused", "dropped"])
def test_who_paused_or_left_is_told_so(student, lessons, status):
    Enrolment.objects.update(status=status)
    assert decide(student, lessons[1]).code == status


def test_a_suspended_student_reads_nothing_not_even_previews(suspended, lessons):
    assert {decide(suspended, lesson).code for lesson in lessons} == {"account_closed"}


def test_a_lesson_that_opens_later_says_when(student, lessons):
    now = timezone.now()
    lesson = lessons[1]
    lesson.opens_at = now + timedelta(days=1)
    assert decide(student, lesson, now).code == "opens_later"
    assert decide(student, lesson, now + timedelta(days=2)).code == "enrolled"


def test_a_course_unpublished_while_studied_stays_open_to_its_students(
    course, student, stranger, lessons
):
    course.unpublish()
    assert decide(student, lessons[1]).code == "enrolled"
    assert decide(stranger, lessons[0]).code == "not_published"


def test_visible_lessons_agrees_with_decide_for_each_of_the_cast(
    student,
    stranger,
    teacher,
    other_teacher,
    counselor,
    admin,
    super_admin,
    suspended,
    lessons,
):
    lessons[2].unpublish()
    cast = [
        student,
        stranger,
        teacher,
        other_teacher,
        counselor,
        admin,
        super_admin,
        suspended,
    ]
    for user in [AnonymousUser(), *cast]:
        allowed = {
            lesson.pk for lesson in LessonPage.objects.all() if decide(user, lesson)
        }
        assert {lesson.pk for lesson in visible_lessons(user)} == allowed, user


@pytest.mark.parametrize("done", [0, 1, 2])
def test_a_lesson_waits_until_all_its_prerequisites_are_done(
    course, student, lessons, done
):
    course.lessons_in_order = True
    course.save_revision().publish()
    last = lessons[2]
    last.prerequisites = lessons[:2]
    last.save_revision().publish()
    for lesson in lessons[:done]:
        LessonProgress.objects.create(
            student=student, lesson_key=lesson.translation_key, status="completed"
        )
    last = LessonPage.objects.get(pk=last.pk)
    assert bool(decide(student, last)) == (done == 2)
    assert visible_lessons(student).filter(pk=last.pk).exists() == (done == 2)


def test_an_unpublished_module_closes_its_lessons(student, lessons):
    lessons[0].get_parent().specific.unpublish()
    assert {decide(student, lesson).code for lesson in lessons} == {"not_published"}
    assert {decide(AnonymousUser(), lesson).code for lesson in lessons} == {
        "not_published"
    }
    assert not visible_lessons(student).exists()
    assert not visible_lessons(AnonymousUser()).exists()


def test_who_studies_very_many_courses_sees_the_lessons_of_each(
    student, stranger, lessons, monkeypatch
):
    """More courses than a database reads as ranges of paths are asked for in another way."""
    seen = set(visible_lessons(student))
    monkeypatch.setattr("learning.access.MOST_RANGES", 0)

    assert set(visible_lessons(student)) == seen == {*lessons}
    assert set(visible_lessons(stranger)) == {lessons[0]}


def test_lessons_of_the_next_course_are_not_taken_for_ones_own(
    student, lessons, teacher
):
    """Paths are compared as ranges: the course after this one begins where it ends."""
    next_course = make_course(teacher, "Botany")
    make_lesson(make_module(next_course), "Leaves")

    assert set(visible_lessons(student)) == {*lessons}


def test_a_prerequisite_in_an_unpublished_module_holds_nobody_up(
    course, student, lessons
):
    """Nobody can complete it there, so nobody need."""
    course.lessons_in_order = True
    course.save_revision().publish()
    module = make_module(course, "Instruments")
    telescopes = make_lesson(module, "Telescopes")
    lessons[2].prerequisites = [telescopes]
    lessons[2].save_revision().publish()
    assert decide(student, lessons[2]).code == "prerequisite"

    module.unpublish()

    assert telescopes in LessonPage.objects.live()
    assert decide(student, lessons[2])
    assert lessons[2] in visible_lessons(student)
