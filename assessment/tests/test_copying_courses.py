"""CAT-09: a copied course has its own bank, quizzes, assignments and gradebook, all drafts."""

import pytest
from wagtail.models import ReferenceIndex

from assessment.models import (
    Assignment,
    GradeCategory,
    GradeItem,
    Placement,
    Question,
    Quiz,
)
from assessment.tests.factories import make_assignment, make_question, make_quiz
from assessment.tests.lessons import grade, place
from catalog.copying import copy_course
from learning.models import LessonPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(course, teacher, lessons, student):
    rings = make_question(course, title="Rings", text="What has rings?")
    rings.tags.add("saturn")
    rings.lessons.add(lessons[0])
    rings.save_revision().publish()
    newest = rings.get_latest_revision_as_object()
    newest.title = "Rings again"
    newest.save_revision()
    quiz = make_quiz(course, [rings], title="Moons", pools=[{"questions": [rings]}])
    quiz.opens_after.add(lessons[0])
    quiz.save_revision().publish()
    assignment = make_assignment(
        course, text=f'See <a linktype="page" id="{lessons[2].pk}">this</a>.'
    )
    place(lessons[1], quiz, assignment)
    category = GradeCategory.objects.create(course=course, name="Tests", weight=70)
    GradeItem.objects.filter(quiz=quiz).update(category=category)
    GradeItem.objects.create(
        course=course, title="Oral exam", sort="exam", max_points=5
    )
    grade(quiz, student, 5)
    return copy_course(course=course, owner=teacher, title="Again", code="AST-2")


def below(course):
    return list(LessonPage.objects.descendant_of(course).order_by("path"))


def test_everything_is_copied_as_a_draft(copy):
    for model in (Question, Quiz, Assignment):
        thing = model.objects.get(course=copy)
        assert (thing.live, thing.live_revision, thing.first_published_at) == (
            False,
            None,
            None,
        )
        assert thing.uuid != model.objects.exclude(course=copy).get().uuid
        assert thing.get_latest_revision_as_object().course == copy


def test_the_newest_draft_is_copied_with_its_tags_and_lessons(copy):
    question = Question.objects.get(course=copy)
    assert question.title == "Rings again"
    assert list(question.tags.names()) == ["saturn"]
    assert list(question.lessons.all()) == below(copy)[:1]


def test_quizzes_ask_the_copied_questions(copy):
    quiz, question = Quiz.objects.get(course=copy), Question.objects.get(course=copy)
    for each in (quiz, quiz.get_latest_revision_as_object()):
        assert each.items[0].value["question"] == question
        assert list(each.items[1].value["questions"]) == [question]
        assert list(each.opens_after.all()) == below(copy)[:1]


def test_lessons_lead_to_the_copies(copy):
    lesson = below(copy)[1].get_latest_revision_as_object()
    assert lesson.body[1].value["quiz"] == Quiz.objects.get(course=copy)
    assert lesson.body[2].value["assignment"] == Assignment.objects.get(course=copy)
    task = Assignment.objects.get(course=copy).description[0].value.source
    assert f'id="{below(copy)[2].pk}"' in task


def test_usage_knows_of_the_copies(copy):
    quiz = Quiz.objects.get(course=copy)
    used_by = {
        source.pk for source, _ in ReferenceIndex.get_grouped_references_to(quiz)
    }
    assert used_by == {below(copy)[1].pk}


def test_the_gradebook_is_set_up_and_empty(copy):
    category = GradeCategory.objects.get(course=copy)
    assert (category.name, category.weight) == ("Tests", 70)
    items = {item.title: item for item in GradeItem.objects.filter(course=copy)}
    assert items.keys() >= {"Moons", "Oral exam"}
    assert items["Moons"].category == category
    assert items["Moons"].quiz == Quiz.objects.get(course=copy)
    assert (items["Moons"].is_counted, items["Oral exam"].is_counted) == (False, True)
    assert not items["Moons"].grades.exists()


def test_what_is_published_then_is_placed(copy):
    Quiz.objects.get(course=copy).get_latest_revision().publish()
    for page in [copy, *copy.get_descendants().specific()]:
        page.get_latest_revision().publish()
    rows = Placement.objects.filter(quiz__course=copy)
    assert [row.lesson for row in rows] == [below(copy)[1]]
    assert GradeItem.objects.get(quiz__course=copy).is_counted
