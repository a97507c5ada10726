"""What a task shows and brings along is open to those who may see the task (ASM-04, CAT-08)."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import ReferenceIndex

from assessment.models import Answer, Attempt, Placement
from assessment.tests.factories import make_assignment, make_question, make_quiz
from assessment.tests.submitted import days
from catalog.models import CourseDocument
from learning.files import decide_file
from learning.models import LessonPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def handout(course):
    return CourseDocument.objects.create(
        title="Data",
        collection=course.team.collection,
        file=ContentFile(b"1,2", name="data.csv"),
    )


def indexed(thing):
    """Note what `thing` points at, as Wagtail does when its admin saves it."""
    ReferenceIndex.create_or_update_for_object(thing)
    return thing


def opens(user, handout):
    return bool(decide_file(user, handout.file.name)[0])


def test_a_file_of_a_task_is_for_those_who_may_see_the_task(
    course, handout, student, stranger, other_teacher
):
    resources = [("file", {"document": handout, "description": ""})]
    indexed(make_assignment(course, resources=resources))
    assert [opens(each, handout) for each in (student, stranger, other_teacher)] == [
        True,
        False,
        False,
    ]


def test_a_draft_opens_no_file(course, handout, student):
    resources = [("file", {"document": handout, "description": ""})]
    indexed(make_assignment(course, resources=resources, draft=True))
    assert not opens(student, handout)


def test_a_task_in_a_closed_lesson_opens_no_file(course, handout, student, lessons):
    resources = [("file", {"document": handout, "description": ""})]
    placed = indexed(make_assignment(course, resources=resources))
    Placement.objects.create(lesson=lessons[1], assignment=placed)
    LessonPage.objects.filter(pk=lessons[1].pk).update(opens_at=days(1))
    assert not opens(student, handout)


def test_a_file_of_a_question_is_for_those_who_were_asked(
    course, handout, student, stranger
):
    link = f'<a linktype="document" id="{handout.pk}">data</a>'
    question = indexed(make_question(course, text=link))
    quiz = make_quiz(course, [question])
    assert not opens(student, handout)
    attempt = Attempt.objects.create(
        quiz=quiz,
        revision=quiz.live_revision,
        student=student,
        number=1,
        seed=1,
        started_at=timezone.now(),
        max_points=1,
    )
    Answer.objects.create(
        attempt=attempt,
        question=question,
        revision=question.live_revision,
        position=1,
        max_points=1,
    )
    assert opens(student, handout)
    assert not opens(stranger, handout)
