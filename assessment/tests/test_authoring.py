"""ASM-01: writing questions, quizzes and assignments in the admin."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import (
    Answer,
    Assignment,
    Attempt,
    Kind,
    Question,
    Quiz,
    Submission,
)
from assessment.tests.admin import (
    FORMS,
    address,
    assignment_form,
    choice,
    publishing,
    question_form,
    quiz_form,
)
from assessment.tests.factories import make_assignment, make_question, make_quiz
from assessment.viewsets.scoped import AddView
from tests.factories import make_course, make_lesson, make_module

pytestmark = pytest.mark.django_db

KINDS = [Question, Quiz, Assignment]
MAKERS = {Question: make_question, Quiz: make_quiz, Assignment: make_assignment}


@pytest.fixture
def desk(client, teacher):
    client.force_login(teacher)
    return client


@pytest.fixture
def geology(teacher):
    """Another course of the same teacher."""
    return make_course(teacher, "Geology", code="GEO-1")


def new(model, course):
    return f"{address(model, 'add')}?course={course.pk}"


# --- The course ------------------------------------------------------------------------


def test_whoever_has_one_course_is_not_asked_which(desk, course):
    assert desk.get(address(Question, "add")).url == new(Question, course)


def test_whoever_has_two_chooses_first(desk, course, geology, other_teacher):
    make_course(other_teacher, "Botany")
    page = desk.get(address(Question, "add")).content.decode()
    assert f"?course={course.pk}" in page
    assert "Geology" in page
    assert "Botany" not in page


@pytest.mark.parametrize("kind", Kind.values)
def test_a_new_question_begins_with_its_kind(desk, course, kind):
    there = new(Question, course)
    assert f"kind={kind}" in desk.get(there).content.decode()
    form = desk.get(f"{there}&kind={kind}").context["form"]
    assert form.instance.answer[0].block_type == kind
    assert form.instance.prompt[0].block_type == "text"


@pytest.mark.parametrize("model", KINDS)
def test_the_course_stays(desk, course, geology, model):
    thing = MAKERS[model](course)
    desk.post(address(thing, "edit"), {**FORMS[model](), "course": geology.pk})
    thing.refresh_from_db()
    assert thing.get_latest_revision_as_object().course == course


def test_only_lessons_of_the_course_are_offered(desk, course, geology, lessons):
    make_lesson(make_module(geology), "Rocks")
    for model, field in ((Question, "lessons"), (Quiz, "opens_after")):
        form = desk.get(f"{new(model, course)}&kind=essay").context["form"]
        assert list(form.fields[field].queryset) == lessons


# --- Saving ----------------------------------------------------------------------------


@pytest.mark.parametrize("model", KINDS)
def test_a_draft_saves_itself(desk, course, model):
    """Half a second after the last key, unfinished as it is."""
    unfinished = {Question: {"answer-count": 0}, Quiz: {}, Assignment: {}}[model]
    form = {**FORMS[model]("Rin"), **unfinished}
    answer = desk.post(new(model, course), form, headers={"Accept": "application/json"})
    assert answer.json()["success"]
    thing = model.objects.get()
    assert (thing.live, thing.course) == (False, course)
    form = {
        **FORMS[model]("Rings"),
        **unfinished,
        "overwrite_revision_id": answer.json()["revision_id"],
    }
    again = desk.post(
        address(thing, "edit"), form, headers={"Accept": "application/json"}
    )
    assert again.json()["revision_id"] == answer.json()["revision_id"]
    assert thing.get_latest_revision_as_object().title == "Rings"


@pytest.mark.parametrize("is_at_once", [False, True])
def test_publishing_while_a_draft_saves_itself_makes_one(
    desk, course, monkeypatch, is_at_once
):
    there = desk.get(f"{new(Question, course)}&kind=essay").context["action_url"]
    desk.post(there, question_form("Rin"), headers={"Accept": "application/json"})
    if is_at_once:
        look, blind = AddView._begun, iter([True])
        # The first look comes before the other request has written its row.
        monkeypatch.setattr(
            AddView, "_begun", lambda view: None if next(blind, False) else look(view)
        )
    desk.post(there, publishing(question_form("Rings")))
    assert [(each.title, each.live) for each in Question.objects.all()] == [
        ("Rings", True)
    ]
    assert desk.get(there).url == address(Question.objects.get(), "edit")


def test_an_unfinished_question_is_not_published(desk, course):
    nothing_right = [choice("Saturn"), choice("Mars")]
    form = publishing(question_form(choices=nothing_right))
    page = desk.post(new(Question, course), form)
    assert page.status_code == 200
    assert "Mark at least one choice as right." in page.content.decode()
    assert not Question.objects.filter(live=True).exists()


def test_an_error_stands_beside_the_choice_that_has_it(desk, course):
    """Also where an empty row stands above it."""
    wrong = {**choice("Mars"), "credit": "1000"}
    choices = [choice(""), choice("Saturn", is_right=True), wrong]
    page = desk.post(new(Question, course), publishing(question_form(choices=choices)))
    errors = page.context["form"].errors.as_data()["answer"][0]
    block = errors.block_errors[0].block_errors["choices"]
    assert list(block.block_errors) == [2]


def test_an_assignment_is_written(desk, course):
    desk.post(new(Assignment, course), assignment_form(due_at="2030-05-01 12:00"))
    assert Assignment.objects.get().due_at.year == 2030


@pytest.mark.parametrize("model", KINDS)
def test_a_copy_begins_as_its_original_and_leaves_it_alone(desk, course, model):
    fields = {"questions": [make_question(course)]} if model is Quiz else {}
    thing = MAKERS[model](course, title="Rings", **fields)
    page = desk.get(address(thing, "copy"))
    form = page.context["form"]
    assert form.initial["title"] == "Rings (copy)"
    assert page.context["action_url"].startswith(new(model, course))
    assert form.instance.pk is None
    assert desk.post(address(thing, "copy"), FORMS[model]()).status_code == 405
    thing.refresh_from_db()
    assert (thing.title, thing.live) == ("Rings", True)


def test_what_was_published_can_be_read_beside_what_is_new(desk, course):
    question = make_question(course)
    newest = question.get_latest_revision_as_object()
    newest.answer[0].value["choices"][1]["is_right"] = True
    newest.tags.add("rings")
    revision = newest.save_revision()
    page = desk.get(
        address(question, "revisions_compare", "live", revision.pk)
    ).content.decode()
    assert "Choice · changed" in page
    assert "Yes" in page
    assert "rings" in page


# --- Lists and choosers ----------------------------------------------------------------


def titles_in(answer):
    return [str(thing) for thing in answer.context["object_list"]]


def test_the_bank_is_narrowed_down(desk, course, geology, lessons):
    rings = make_question(course, title="Rings", difficulty="hard")
    rings.tags.add("saturn")
    rings.lessons.add(lessons[0])
    rings.save()
    make_question(course, "essay", title="Essay", draft=True)
    make_question(geology, title="Quartz")
    bank = address(Question, "list")
    for asked, found in (
        (f"course={course.pk}", {"Rings", "Essay"}),
        ("kind=essay", {"Essay"}),
        ("difficulty=hard", {"Rings"}),
        ("live=true", {"Rings", "Quartz"}),
        (f"course={course.pk}&lessons={lessons[0].pk}", {"Rings"}),
        (f"tags={rings.tags.get().pk}", {"Rings"}),
        ("q=quar", {"Quartz"}),
        (f"q=rings&course={geology.pk}", set()),
    ):
        assert set(titles_in(desk.get(f"{bank}?{asked}"))) == found, asked


@pytest.mark.parametrize("model", KINDS)
def test_a_long_list_costs_no_more_queries(desk, course, model):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(address(model, "list"))
        return len(captured)

    MAKERS[model](course)
    queries()
    few = queries()
    for _ in range(12):
        MAKERS[model](course)
    assert queries() == few


def offered(desk, referer):
    there = "/admin/snippets/choose/assessment/quiz/results/"
    page = desk.get(there, headers={"Referer": f"http://testserver{referer}"})
    return {str(each) for each in page.context["results"]}


def test_a_lesson_is_offered_the_quizzes_of_its_course(
    desk, course, geology, lessons, other_teacher
):
    make_quiz(course, title="Moons")
    make_quiz(geology, title="Rocks")
    make_quiz(make_course(other_teacher), title="Secret")
    parent = lessons[0].get_parent()
    for referer, found in (
        (f"/admin/pages/{lessons[0].pk}/edit/", {"Moons"}),
        (f"/admin/pages/add/learning/lessonpage/{parent.pk}/", {"Moons"}),
        (new(Quiz, geology), {"Rocks"}),
        ("", {"Moons", "Rocks"}),
    ):
        assert offered(desk, referer) == found, referer


def test_a_quiz_asks_no_questions_of_another_course(
    desk, course, geology, other_teacher
):
    quiz = make_quiz(course, draft=True)
    own = make_question(geology, title="Quartz")
    page = desk.post(address(quiz, "edit"), quiz_form(questions=[own]))
    assert "belongs to another course" in page.content.decode()
    secret = make_question(make_course(other_teacher), title="Secret rings")
    page = desk.post(address(quiz, "edit"), quiz_form(questions=[secret]), follow=True)
    assert "Secret rings" not in page.content.decode()
    assert not quiz.get_latest_revision_as_object().items


# --- Publishing by the dozen, and deleting ---------------------------------------------


def test_a_quiz_says_what_it_will_not_ask_and_publishes_it(desk, course):
    finished, unfinished = (
        make_question(course, title="Rings", draft=True),
        make_question(course, title="Half", draft=True),
    )
    newest = unfinished.get_latest_revision_as_object()
    newest.answer = []
    newest.save_revision(clean=False)
    quiz = make_quiz(course, [make_question(course), finished], draft=True)
    quiz = make_quiz(course, [finished, unfinished], draft=True)
    page = desk.get(address(quiz, "edit")).content.decode()
    assert "2 questions are not published" in page

    page = desk.post(address(quiz, "publish_questions"), follow=True).content.decode()
    finished.refresh_from_db()
    unfinished.refresh_from_db()
    assert (finished.live, unfinished.live) == (True, False)
    assert "1 question is published." in page
    assert "Not finished, so not published: “Half”." in page


def test_questions_are_published_by_the_dozen(desk, course, geology):
    mine = [make_question(course, draft=True) for _ in range(3)]
    other = make_question(geology, draft=True)
    every = f"/admin/bulk/assessment/question/publish/?id=all&course={course.pk}"
    assert mine[0].title in desk.get(every).content.decode()
    desk.post(every)
    assert set(Question.objects.filter(live=True)) == set(mine)
    assert not Question.objects.get(pk=other.pk).live


def test_all_means_what_the_list_shows(desk, course, geology):
    make_question(course)
    other = make_question(geology)
    desk.post(f"/admin/bulk/assessment/question/delete/?id=all&course={course.pk}")
    assert list(Question.objects.all()) == [other]


@pytest.mark.parametrize("model", KINDS)
def test_what_students_worked_on_is_not_deleted(client, admin, student, course, model):
    question = make_question(course)
    quiz = make_quiz(course, [question])
    attempt = Attempt.objects.create(
        quiz=quiz,
        revision=quiz.live_revision,
        student=student,
        number=1,
        seed=1,
        started_at=quiz.last_published_at,
        max_points=1,
    )
    Answer.objects.create(
        attempt=attempt,
        question=question,
        revision=question.live_revision,
        position=0,
        max_points=1,
    )
    assignment = make_assignment(course)
    Submission.objects.create(assignment=assignment, student=student)
    thing = {Question: question, Quiz: quiz, Assignment: assignment}[model]
    client.force_login(admin)
    label = f"assessment/{model._meta.model_name}"
    for there in (
        address(thing, "delete"),
        f"/admin/bulk/{label}/delete/?id={thing.pk}",
    ):
        page = client.post(there, follow=True).content.decode()
        assert "Unpublish it instead." in page
        assert address(thing, "unpublish") in page
    assert model.objects.filter(pk=thing.pk).exists()


def test_the_course_leads_to_its_lists(desk, course, other_teacher, client):
    page = desk.get(f"/admin/pages/{course.pk}/").content.decode()
    for model in KINDS:
        assert f"{address(model, 'list')}?course={course.pk}" in page


# --- The preview -----------------------------------------------------------------------


def preview(desk, thing, mode=""):
    there = address(thing, "revisions_view", thing.live_revision_id)
    return desk.get(f"{there}?mode={mode}").content.decode()


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_of_question_has_a_preview(desk, course, kind):
    question = make_question(course, kind, text="What do you see?")
    for mode in ("", "answers"):
        assert "What do you see?" in preview(desk, question, mode)


def test_the_right_answers_are_a_preview_of_their_own(desk, course):
    question = make_question(course)
    assert "It floats." not in preview(desk, question)
    assert "It floats." in preview(desk, question, "answers")


def test_a_new_question_is_previewed_before_it_is_saved(desk, course):
    there = f"{address(Question, 'preview_on_add')}?course={course.pk}"
    assert json.loads(desk.post(there, question_form()).content)["is_valid"]
    assert "Which has rings?" in desk.get(there).content.decode()


def test_a_quiz_is_previewed_with_its_pools(desk, course):
    drawn = [make_question(course, text=f"Draw {n}") for n in range(3)]
    quiz = make_quiz(
        course,
        [make_question(course, text="For certain")],
        pools=[{"count": 2, "questions": drawn}],
    )
    page = preview(desk, quiz)
    assert "For certain" in page
    assert "2 of these 3 are drawn for each attempt." in page
    assert "3 questions" in page
