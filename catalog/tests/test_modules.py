"""The chapters of a course: a title, a description, and an order one drags (CAT-03)."""

import pytest
from django.urls import reverse

from catalog.models import ModulePage
from learning.models import LessonPage
from tests.factories import make_lesson, make_module

pytestmark = pytest.mark.django_db

DESCRIBED = (
    '{"blocks": [{"key": "a", "type": "unstyled", "depth": 0, "entityRanges": [],'
    ' "inlineStyleRanges": [], "text": "<script>alert(1)</script> What we see."}],'
    ' "entityMap": {}}'
)


@pytest.fixture
def desk(client, teacher, course):
    client.force_login(teacher)
    return client


def add(desk, course, **fields):
    address = reverse(
        "wagtailadmin_pages:add", args=["catalog", "modulepage", course.pk]
    )
    form = {
        "title": "The planets",
        "slug": "the-planets",
        "description": "null",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }
    return desk.post(address, {**form, **fields})


def titles(course):
    modules = ModulePage.objects.child_of(course).order_by("path")
    return [module.title for module in modules]


def test_a_teacher_adds_a_module(desk, course):
    add(desk, course, description=DESCRIBED)
    module = ModulePage.objects.get(slug="the-planets")
    assert "What we see." in module.description
    assert "<script>" not in module.description
    assert not module.live


def test_a_slug_that_is_taken_in_this_course_is_said_at_its_field(desk, course):
    response = add(desk, course, slug="the-sky")
    assert "already in use" in response.context["form"].errors["slug"][0]


def test_a_form_sent_before_the_slug_was_made_is_taken(desk, course):
    add(desk, course, title="The sky", slug="")
    assert ModulePage.objects.filter(slug="the-sky-2", title="The sky").exists()


def test_a_module_needs_a_title(desk, course):
    response = add(desk, course, title="")
    assert "title" in response.context["form"].errors
    assert ModulePage.objects.count() == 1


def test_modules_are_dragged_into_another_order(client, desk, course):
    make_lesson(make_module(course, "The planets"), "Mars")
    last = make_module(course, "The galaxy")
    make_lesson(last, "Stars far away")
    address = reverse("wagtailadmin_pages:set_page_position", args=[last.pk])
    desk.post(address + "?position=0")
    assert titles(course) == ["The galaxy", "The sky", "The planets"]
    client.logout()
    page = client.get(course.url).content.decode()
    assert page.index("The galaxy") < page.index("The sky") < page.index("The planets")


def test_the_explorer_shows_modules_as_they_stand_and_lets_them_be_dragged(
    desk, course
):
    make_module(course, "A last chapter")
    explorer = reverse("wagtailadmin_explore", args=[course.pk])
    body = desk.get(f"{explorer}?ordering=ord").content.decode()
    assert "w-orderable" in body
    assert body.index("The sky") < body.index("A last chapter")
    # Without being asked, too: the order of a course is its meaning.
    body = desk.get(explorer).content.decode()
    assert body.index("The sky") < body.index("A last chapter")


def test_lessons_stand_below_modules_only(course, lessons):
    module = lessons[0].get_parent().specific
    assert LessonPage.can_create_at(module)
    assert not LessonPage.can_create_at(course)
    assert not ModulePage.can_create_at(module)
