"""Progress is right whatever editors do (LRN-04)."""

import subprocess
import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.actions.move_page import MovePageAction

from catalog.models import ModulePage
from learning.models import Enrolment, LessonPage, LessonProgress
from learning.outline import outline_of, outlines_of
from learning.progress import course_progress, progress_for, progress_of_students
from learning.services import complete_course
from tests.factories import enrol, make_course, make_lesson, make_module, make_user

pytestmark = pytest.mark.django_db


def finish(student, *lessons):
    for lesson in lessons:
        LessonProgress.objects.create(
            student=student,
            lesson_key=lesson.translation_key,
            lesson_title=lesson.title,
            status=LessonProgress.Status.COMPLETED,
        )


def titles(course):
    return [lesson.title for lesson in outline_of(course).lessons]


def test_an_outline_follows_what_editors_do(course, lessons):
    assert titles(course) == ["Stars", "Planets", "Comets"]
    module = ModulePage.objects.get()
    make_lesson(module, "Galaxies")
    assert titles(course)[-1] == "Galaxies"
    LessonPage.objects.get(title="Planets").unpublish()
    assert titles(course) == ["Stars", "Comets", "Galaxies"]
    LessonPage.objects.get(title="Comets").delete()
    assert titles(course) == ["Stars", "Galaxies"]
    galaxies = LessonPage.objects.get(title="Galaxies")
    galaxies.move(LessonPage.objects.get(title="Stars"), pos="left")
    assert titles(course) == ["Galaxies", "Stars"]
    renamed = LessonPage.objects.get(title="Stars")
    renamed.title = "Suns"
    renamed.save_revision().publish()
    assert titles(course) == ["Galaxies", "Suns"]


def test_a_lesson_moved_to_another_course_leaves_one_outline_and_enters_the_other(
    course, teacher, lessons
):
    other = make_course(teacher)
    module = make_module(other)
    assert titles(other) == []
    MovePageAction(lessons[2], module, pos="last-child").execute(
        skip_permission_checks=True
    )
    assert titles(course) == ["Stars", "Planets"]
    assert titles(other) == ["Comets"]


def test_a_lesson_in_an_unpublished_module_is_not_in_the_outline(course, lessons):
    ModulePage.objects.get().unpublish()
    assert titles(course) == []


def test_progress_counts_live_lessons_only(course, student, lessons):
    finish(student, *lessons)
    assert course_progress(student, course).percent == 100
    lessons[0].unpublish()
    progress = course_progress(student, course)
    assert (progress.done, progress.total, progress.percent) == (2, 2, 100)


def test_a_completed_course_stays_completed_and_counts_what_was_added(
    course, student, lessons
):
    finish(student, *lessons)
    Enrolment.objects.update(status="completed", completed_at=timezone.now())
    make_lesson(ModulePage.objects.get(), "Galaxies")
    progress = course_progress(student, course)
    assert progress.is_completed
    assert progress.added_since_completion == 1
    assert progress.next_lesson.title == "Galaxies"


def test_a_course_without_lessons_is_at_zero(teacher, stranger):
    course = make_course(teacher)
    progress = course_progress(stranger, course)
    assert (progress.percent, progress.next_lesson, progress.is_completed) == (
        0,
        None,
        False,
    )


def test_one_goes_on_where_one_stopped(course, student, lessons):
    Enrolment.objects.update(last_lesson_key=lessons[1].translation_key)
    assert course_progress(student, course).next_lesson.title == "Planets"
    finish(student, lessons[1])
    assert course_progress(student, course).next_lesson.title == "Comets"
    finish(student, lessons[2])
    assert course_progress(student, course).next_lesson.title == "Stars"


def test_a_lesson_to_read_again_still_counts(course, student, lessons):
    finish(student, *lessons)
    LessonProgress.objects.filter(lesson_key=lessons[0].translation_key).update(
        status="needs_review"
    )
    progress = course_progress(student, course)
    assert progress.percent == 100
    assert [lesson.title for lesson in progress.to_review] == ["Stars"]


def queries(function, *arguments):
    with CaptureQueriesContext(connection) as captured:
        function(*arguments)
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_courses_or_students(
    teacher, course, student
):
    courses = [course]
    one = queries(progress_for, student, courses)
    for _ in range(6):
        extra = make_course(teacher)
        make_lesson(make_module(extra))
        courses.append(extra)
    outlines_of([])
    assert (
        queries(progress_for, student, courses) <= one + 4
    )  # the cache is cold for the new ones
    assert queries(progress_for, student, courses) == 2

    few = list(Enrolment.objects.all())
    with_few = queries(progress_of_students, course, few)
    many = few + [enrol(make_user(), course) for _ in range(20)]
    assert queries(progress_of_students, course, many) == with_few


def test_a_course_is_completed_with_its_certificate_or_not_at_all(
    course, student, lessons, monkeypatch
):
    finish(student, *lessons)

    def fail(**arguments):
        raise RuntimeError("The database is locked.")

    monkeypatch.setattr("learning.services.study.issue_certificate", fail)
    with pytest.raises(RuntimeError):
        complete_course(student=student, course=course)

    assert Enrolment.objects.get(student=student).status == "active"


def test_whatever_starts_the_site_hears_when_a_file_is_replaced():
    """An import replaces pictures without ever having served a lesson that shows them."""
    started = (
        "import django, sys; django.setup(); print('learning.serving' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", started], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "True"
