"""What a process remembers of the tree is never older than the last change."""

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import RequestFactory
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageViewRestriction, Site

from accounts.models import Role
from catalog.models import CourseImage, CoursePage
from catalog.services import hand_over
from catalog.tree import TreeMiddleware, remembered, remembered_page
from tests.factories import make_user


@pytest.fixture
def in_a_request(db):
    """Call a function as if a request came, and return what it returns."""

    def call(function):
        return TreeMiddleware(lambda request: function())(RequestFactory().get("/"))

    return call


@pytest.fixture
def picture(db):
    return CourseImage.objects.create(
        title="The sky", file=get_test_image_file("sky.png")
    )


@pytest.fixture
def asked():
    """What was asked for, instead of being remembered."""
    return []


@pytest.fixture
def ask(in_a_request, asked):
    """Ask for something in a request of its own."""

    def find():
        asked.append("again")
        return "an answer"

    return lambda: in_a_request(lambda: remembered("a question", find))


def test_the_next_request_is_told_what_the_last_one_found(ask, asked):
    assert ask() == ask() == "an answer"
    assert len(asked) == 1


def test_what_nobody_tells_of_is_read_anew_after_its_time(ask, asked, settings):
    ask()
    settings.TREE_SECONDS = 0
    ask()
    assert len(asked) == 2


def test_outside_of_requests_nothing_is_remembered(db, asked):
    for _ in range(2):
        remembered("a question", lambda: asked.append("again"))
    assert len(asked) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda course: course.save(),
        lambda course: course.unpublish(),
        lambda course: course.save_revision().publish(),
        lambda course: course.get_children().first().delete(),
        lambda course: course.view_restrictions.create(restriction_type="login"),
        lambda course: Site.objects.get().save(),
        lambda course: hand_over(
            course=course, to=make_user("nia", Role.TEACHER), by=course.owner
        ),
        lambda course: course.move(Page.objects.get(depth=2), "last-child"),
    ],
    ids=["save", "unpublish", "publish", "delete", "restrict", "site", "owner", "move"],
)
def test_whatever_changes_the_tree_ends_what_was_remembered(course, ask, asked, change):
    ask()
    change(course)
    ask()
    assert len(asked) == 2


def test_a_draft_of_a_published_page_changes_nothing(course, ask, asked):
    ask()
    course.save_revision()
    ask()
    assert len(asked) == 1


def test_a_picture_that_is_gone_is_gone_from_remembered_pages(
    course, picture, in_a_request
):
    CoursePage.objects.filter(pk=course.pk).update(thumbnail=picture)

    def thumbnail():
        find = CoursePage.objects.filter(pk=course.pk).first
        return remembered_page(("a course", course.pk), find).thumbnail

    assert in_a_request(thumbnail) == picture
    CourseImage.objects.get().delete()
    assert in_a_request(thumbnail) is None


def test_what_is_rolled_back_is_not_remembered(course, in_a_request):
    def title():
        return remembered("a title", lambda: CoursePage.objects.get().title)

    def fail():
        with transaction.atomic():
            course.title = "Never"
            course.save()
            assert title() == "Never"
            transaction.set_rollback(True)

    in_a_request(fail)
    assert in_a_request(title) == "Astronomy"


def test_each_reader_has_a_page_of_their_own(course, in_a_request):
    def page():
        return remembered_page("the course", CoursePage.objects.first)

    first = in_a_request(page)
    first.title = "Scribbled over"
    assert in_a_request(page).title == "Astronomy"


def test_a_lesson_that_is_unpublished_is_closed_with_the_next_request(
    client, student, lessons
):
    client.force_login(student)
    assert client.get(lessons[1].url).status_code == 200
    lessons[1].unpublish()
    assert client.get(lessons[1].url).status_code == 404


def test_a_module_that_is_unpublished_closes_its_lessons_with_the_next_request(
    client, student, lessons
):
    client.force_login(student)
    assert client.get(lessons[1].url).status_code == 200
    lessons[1].get_parent().specific.unpublish()
    assert client.get(lessons[1].url).status_code == 404


def test_a_course_that_becomes_private_is_closed_with_the_next_request(
    client, student, course
):
    client.force_login(student)
    assert client.get(course.url).status_code == 200
    restriction = PageViewRestriction.objects.create(
        page=course, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.create(name="Others"))
    assert client.get(course.url).status_code == 302


def test_a_remembered_lesson_is_not_shown_to_those_who_may_not_read_it(
    client, student, stranger, lessons
):
    client.force_login(student)
    assert client.get(lessons[1].url).status_code == 200
    client.force_login(stranger)
    assert client.get(lessons[1].url).status_code == 403
