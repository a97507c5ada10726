"""CAT-05: a lesson takes quizzes and assignments of its own course alone."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from wagtail.models import Workflow, WorkflowContentType
from wagtail.test.utils.form_data import streamfield

from assessment.models import Assignment, Question, Quiz
from assessment.tests.admin import address
from assessment.tests.factories import make_question, make_quiz
from home.founding import found_academy
from learning.models import LessonPage
from learning.tests.test_lesson_form import fields
from tests.factories import make_course

pytestmark = pytest.mark.django_db


def edit(client, lesson, quiz, **more):
    block = {"quiz": quiz.pk, "is_required": "on"}
    form = fields(lesson, body=streamfield([("quiz", block)]), **more)
    return client.post(f"/admin/pages/{lesson.pk}/edit/", form, follow=True)


def newest_body(lesson):
    return LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().body[0]


def test_a_teacher_places_a_quiz(client, teacher, course, lessons):
    quiz = make_quiz(course)
    client.force_login(teacher)
    edit(client, lessons[1], quiz, change_significance="cosmetic")
    assert newest_body(lessons[1]).value["quiz"] == quiz


def test_a_quiz_of_another_course_is_not_published_here(
    client, admin, teacher, lessons
):
    elsewhere = make_quiz(make_course(teacher), title="Rocks")
    client.force_login(admin)
    page = edit(
        client,
        lessons[1],
        elsewhere,
        change_significance="cosmetic",
        **{"action-publish": "1"},
    )
    assert "belongs to another course." in page.content.decode()
    assert LessonPage.objects.get(pk=lessons[1].pk).body[0].block_type == "text"


def test_not_even_the_title_of_somebody_elses_quiz_comes_back(
    client, teacher, other_teacher, lessons
):
    secret = make_quiz(make_course(other_teacher), title="Secret")
    client.force_login(teacher)
    page = edit(client, lessons[1], secret, change_significance="cosmetic")
    assert "Secret" not in page.content.decode()
    assert newest_body(lessons[1]).block_type == "text"


@pytest.mark.parametrize("model", [Question, Quiz, Assignment])
def test_what_could_not_be_saved_is_kept_by_the_browser(client, teacher, course, model):
    client.force_login(teacher)
    new = f"{address(model, 'add')}?course={course.pk}&kind=essay"
    assert "<unsaved-text" in client.get(new).content.decode()
    question = make_question(course)
    assert "<unsaved-text" in client.get(address(question, "edit")).content.decode()


def test_the_review_is_attached_and_an_admin_may_take_it_off():
    attached = WorkflowContentType.objects.filter(
        content_type__in=ContentType.objects.get_for_models(Quiz, Assignment).values(),
        workflow=Workflow.objects.get(name="Course review"),
    )
    assert attached.count() == 2
    attached.filter(content_type__model="quiz").delete()
    call_command("migrate", verbosity=0)
    assert attached.count() == 1
    # An academy that is older than its quizzes gets it with them.
    found_academy(has_new_quizzes=True)
    assert attached.count() == 2
