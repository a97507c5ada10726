"""ASM-01: who writes, publishes, reviews and deletes the questions, quizzes and assignments of a course."""

import pytest
from django.core import mail
from django.utils.html import strip_tags
from wagtail.models import ModelLogEntry

from assessment.models import Assignment, Question, Quiz
from assessment.tests.admin import FORMS, address, publishing, question_form, quiz_form
from assessment.tests.factories import make_assignment, make_question, make_quiz
from catalog.services import add_teacher, remove_teacher, set_trusted
from tests.factories import make_course

pytestmark = pytest.mark.django_db

KINDS = [Question, Quiz, Assignment]
MAKERS = {Question: make_question, Quiz: make_quiz, Assignment: make_assignment}


def add(client, model, course, form):
    return client.post(f"{address(model, 'add')}?course={course.pk}", form)


def test_a_teacher_publishes_a_question_of_the_bank(client, teacher, course):
    client.force_login(teacher)
    add(client, Question, course, publishing(question_form()))
    question = Question.objects.get()
    assert (question.live, question.course, question.kind) == (
        True,
        course,
        "single_choice",
    )


def test_rows_that_stay_empty_are_no_choices(client, teacher, course):
    client.force_login(teacher)
    add(client, Question, course, publishing(question_form()))
    choices = Question.objects.get().body["choices"]
    assert [strip_tags(each["text"].source) for each in choices] == ["Saturn", "Mars"]


@pytest.mark.parametrize("model", [Quiz, Assignment])
def test_nobody_is_trusted_until_an_admin_says_so(
    client, teacher, admin, course, model
):
    thing = MAKERS[model](course, draft=True)
    client.force_login(teacher)
    client.post(address(thing, "edit"), publishing(FORMS[model]()))
    thing.refresh_from_db()
    assert not thing.live
    set_trusted(course=course, trusted=True, by=admin)
    client.force_login(type(teacher).objects.get(pk=teacher.pk))
    client.post(
        address(thing, "edit"),
        publishing(
            FORMS[model](questions=[make_question(course)])
            if model is Quiz
            else FORMS[model]()
        ),
    )
    thing.refresh_from_db()
    assert thing.live


def test_what_a_teacher_submits_is_live_once_an_admin_approves(
    client, teacher, admin, course
):
    question = make_question(course)
    client.force_login(teacher)
    form = quiz_form("Moons & rings", questions=[question])
    add(client, Quiz, course, {**form, "action-submit": "1"})
    quiz = Quiz.objects.get()
    assert (quiz.live, quiz.workflow_in_progress) == (False, True)

    letter = [letter for letter in mail.outbox if letter.to == [admin.email]][-1]
    assert letter.subject == "“Moons & rings” waits for your review"
    state = quiz.current_workflow_task_state
    preview = address(quiz, "workflow_preview", state.task_id)
    assert preview in letter.body

    client.force_login(admin)
    assert "Moons &amp; rings" in client.get("/admin/").content.decode()
    assert question.title in client.get(preview).content.decode()
    client.post(address(quiz, "workflow_action", "approve", state.pk))
    quiz.refresh_from_db()
    assert quiz.live
    letter = [letter for letter in mail.outbox if letter.to == [teacher.email]][-1]
    assert letter.subject == "“Moons & rings” is approved"
    assert quiz.get_absolute_url() in letter.body


def test_a_teacher_is_told_what_to_change(client, teacher, admin, course):
    quiz = make_quiz(course, [make_question(course)], draft=True)
    client.force_login(teacher)
    form = quiz_form(quiz.title, questions=[make_question(course)])
    client.post(address(quiz, "edit"), {**form, "action-submit": "1"})
    state = quiz.current_workflow_task_state
    client.force_login(admin)
    client.post(
        address(quiz, "workflow_action", "reject", state.pk), {"comment": "Too easy"}
    )
    letter = [letter for letter in mail.outbox if letter.to == [teacher.email]][-1]
    assert "Too easy" in letter.body
    assert address(quiz, "edit") in letter.body
    client.force_login(teacher)
    assert quiz.title in client.get("/admin/").content.decode()


def test_a_quiz_in_review_counts_for_no_lesson(client, teacher, admin, course):
    """Ids of quizzes and of pages are numbers alike."""
    from learning.admin_panels import pages_in_review

    quiz = make_quiz(course, [make_question(course)], draft=True)
    quiz.get_workflow().start(quiz, teacher)
    assert not pages_in_review().exists()


@pytest.mark.parametrize("model", KINDS)
def test_the_buttons_say_what_the_course_allows(client, teacher, course, model):
    thing = MAKERS[model](course)
    client.force_login(teacher)
    page = client.get(address(thing, "edit")).content.decode()
    may_publish = model is Question
    assert ('name="action-publish"' in page) is may_publish
    assert (address(thing, "unpublish") in page) is may_publish
    assert ('name="action-submit"' in page) is not may_publish


@pytest.mark.parametrize("model", KINDS)
def test_another_teachers_content_is_not_there(
    client, other_teacher, counselor, course, model
):
    thing = MAKERS[model](course, title="Secret")
    make_course(other_teacher)  # who teaches something does enter the lists
    for person in (other_teacher, counselor):
        client.force_login(person)
        for name in ("edit", "delete", "usage", "history", "copy", "preview_on_edit"):
            assert client.get(address(thing, name)).status_code == 404
        revision = thing.live_revision_id
        for name in ("revisions_view", "revisions_revert"):
            assert client.get(address(thing, name, revision)).status_code == 404
        assert (
            client.post(address(thing, "edit"), FORMS[model]("Mine")).status_code == 404
        )
        new = f"{address(model, 'add')}?course={course.pk}"
        assert client.post(new, FORMS[model]("Mine")).status_code == 404
    assert list(model.objects.values_list("title", flat=True)) == ["Secret"]


@pytest.mark.parametrize("model", KINDS)
def test_no_list_and_no_report_names_what_is_not_theirs(
    client, other_teacher, teacher, course, model
):
    thing = MAKERS[model](course, title="Secret rings")
    if model is not Question:
        thing.get_workflow().start(thing, teacher)
    thing.locked, thing.locked_by = True, teacher
    thing.save(update_fields=["locked", "locked_by"])
    ModelLogEntry.objects.log_action(thing, "wagtail.edit", user=other_teacher)
    make_course(other_teacher)
    client.force_login(other_teacher)
    label = f"{model._meta.app_label}/{model._meta.model_name}"
    for there in (
        "/admin/",
        address(model, "list"),
        f"{address(model, 'list')}?q=secret",
        f"{address(model, 'list')}?course={course.pk}",
        f"/admin/snippets/choose/{label}/",
        f"/admin/snippets/choose/{label}/results/?q=secret",
        f"/admin/snippets/choose/{label}/chosen-multiple/?id={thing.pk}",
        f"/admin/bulk/{label}/delete/?id={thing.pk}",
        "/admin/reports/workflow/",
        "/admin/reports/workflow_tasks/",
        "/admin/reports/site-history/",
        "/admin/reports/locked/",
        "/admin/pages/search/?q=secret",
    ):
        assert "Secret" not in client.get(there).content.decode(), there


def test_who_teaches_no_more_writes_no_more(
    client, teacher, other_teacher, admin, course
):
    question = make_question(course)
    add_teacher(course=course, user=other_teacher)
    client.force_login(other_teacher)
    assert client.get(address(question, "edit")).status_code == 200
    remove_teacher(course=course, user=other_teacher)
    assert client.get(address(question, "edit")).status_code == 404
    teacher.role = "student"
    teacher.save()
    client.force_login(teacher)
    assert client.get(address(question, "edit")).status_code != 200


def test_the_menu_is_for_those_who_teach(
    client, teacher, other_teacher, counselor, admin, course
):
    listed = address(Question, "list")
    for person, is_shown in (
        (teacher, True),
        (admin, True),
        (counselor, False),
        (other_teacher, False),
    ):
        client.force_login(person)
        assert (listed in client.get("/admin/").content.decode()) is is_shown


def test_a_teacher_deletes_a_draft_and_not_what_students_see(client, teacher, course):
    client.force_login(teacher)
    draft, live = make_quiz(course, draft=True), make_quiz(course)
    client.post(address(draft, "delete"))
    client.post(address(live, "delete"))
    assert list(Quiz.objects.all()) == [live]


def test_a_lock_keeps_the_others_out(client, teacher, other_teacher, course):
    add_teacher(course=course, user=other_teacher)
    quiz = make_quiz(course, title="Moons")
    client.force_login(teacher)
    client.post(address(quiz, "lock"))
    client.force_login(other_teacher)
    client.post(address(quiz, "edit"), quiz_form("Mine"))
    client.post(address(quiz, "unlock"))
    quiz.refresh_from_db()
    assert (quiz.locked, quiz.locked_by) == (True, teacher)
    assert quiz.get_latest_revision_as_object().title == "Moons"
    client.force_login(teacher)
    client.post(address(quiz, "unlock"))
    quiz.refresh_from_db()
    assert not quiz.locked
