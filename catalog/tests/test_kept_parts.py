"""Members' pages keep what is the same for everybody: nobody sees what is old or another's."""

import pytest
from django.test import Client
from wagtail.images.tests.utils import get_test_image_file

from catalog.models import Category, CourseImage, CoursePage
from common.kept import begin_generation
from learning.models import LessonProgress
from tests.factories import enrol, make_course, make_lesson, make_user
from tests.many import add_courses, add_lessons, count_queries, count_queries_once

CATALOGUE = "/courses/"


@pytest.fixture(autouse=True)
def _switched_on(settings):
    settings.PAGE_CACHE_SECONDS = 300


@pytest.fixture
def look(client, stranger):
    client.force_login(stranger)

    def look(address, **headers):
        response = client.get(address, headers=headers)
        assert response.status_code == 200
        return response.content.decode()

    return look


def test_a_published_edit_is_seen_at_once(look, course):
    look(course.url)
    course.title, course.summary = "Astronomy for all", "Look up."
    course.save_revision().publish()

    html = look(course.url)
    assert html.count("Astronomy for all") >= 4
    assert "Look up." in html
    assert ">Astronomy<" not in html


def test_a_draft_is_not_seen(look, course):
    look(course.url)
    course.title = "Not yet"
    course.save_revision()
    begin_generation()

    assert "Not yet" not in look(course.url)


def test_a_preview_neither_shows_nor_leaves_what_is_kept(look, course):
    course.title = "Not yet"
    previewed = course.make_preview_request()
    host = previewed._request.get_host()
    assert "Not yet" not in look(course.url, host=host)

    assert previewed.render().content.decode().count("Not yet") >= 4
    begin_generation()
    course.make_preview_request().render()
    assert "Not yet" not in look(course.url, host=host)


def test_what_a_course_refers_to_is_seen_at_once(look, course, teacher):
    sky = Category.objects.create(name="Sky", slug="sky")
    arithmetic = make_course(teacher, "Arithmetic")
    course.category = sky
    course.prerequisites.add(arithmetic)
    course.save_revision().publish()
    assert "Arithmetic" in look(course.url)

    sky.name = "Heavens"
    sky.save()
    teacher.first_name = "Tamara"
    teacher.save()
    arithmetic.unpublish()

    html = look(course.url)
    assert "Heavens" in html
    assert "Tamara Tester" in html
    assert "Arithmetic" not in html


def test_a_new_lesson_counts_at_once(look, course):
    look(course.url)
    make_lesson(course.get_children().first().specific, "Meteors")

    html = look(course.url)
    assert "Meteors" in html
    assert "<dd>4</dd>" in html


def test_one_member_never_sees_what_another_may(client, course, lessons, student):
    LessonProgress.objects.create(
        student=student, lesson_key=lessons[0].translation_key, status="completed"
    )
    client.force_login(student)
    assert lessons[2].url in client.get(course.url).content.decode()

    other = Client()
    other.force_login(make_user())
    html = other.get(course.url).content.decode()

    assert lessons[2].url not in html
    assert "lesson--done" not in html
    assert "Your progress" not in html


def test_the_catalogue_shows_a_new_course_at_once(look, teacher):
    make_course(teacher, "Ants", level="advanced")
    look(CATALOGUE)
    make_course(teacher, "Bees", level="advanced")

    html = look(CATALOGUE)
    assert ">Bees<" in html
    assert "2 courses" in html
    assert "Advanced (2)" in html


@pytest.mark.parametrize("how", ["unpublish", "delete", "private"])
def test_the_catalogue_hides_at_once_what_is_taken_away(look, teacher, how):
    ants = make_course(teacher, "Ants")
    assert ">Ants<" in look(CATALOGUE)
    if how == "private":
        ants.view_restrictions.create(restriction_type="login")
    else:
        getattr(ants, how)()

    assert ">Ants<" not in look(CATALOGUE)


def test_a_badge_is_only_for_whom_it_is(look, client, teacher):
    ants = make_course(teacher, "Ants")
    studied = make_user()
    enrol(studied, ants, status="completed")
    other = Client()
    other.force_login(studied)

    assert "Completed" in other.get(CATALOGUE).content.decode()
    assert "Completed" not in look(CATALOGUE)
    assert "Completed" in other.get(CATALOGUE).content.decode()


def test_orders_and_pages_are_told_apart(look, teacher):
    for number in range(14):
        make_course(teacher, f"Course {number:02}")

    assert ">Course 13<" in look(CATALOGUE)
    assert ">Course 13<" not in look(f"{CATALOGUE}?page=2")
    assert ">Course 13<" not in look(f"{CATALOGUE}?sort=title")
    assert ">Course 13<" in look(f"{CATALOGUE}?sort=title&page=2")
    assert "x=1" in look(f"{CATALOGUE}?x=1&page=2")
    assert "x=1" not in look(f"{CATALOGUE}?page=2")


def test_popularity_is_counted_anew(look, teacher):
    ants, _bees = make_course(teacher, "Ants"), make_course(teacher, "Bees")
    address = f"{CATALOGUE}?sort=popular"
    enrol(make_user(), _bees)
    assert look(address).index(">Bees<") < look(address).index(">Ants<")
    for _number in range(2):
        enrol(make_user(), ants)

    assert look(address).index(">Ants<") < look(address).index(">Bees<")


def test_a_picture_that_is_replaced_is_seen_at_once(look, course):
    look(CATALOGUE)
    before = look(course.url)
    course.thumbnail = CourseImage.objects.create(
        title="Sky", file=get_test_image_file(size=(900, 600))
    )
    course.save_revision().publish()

    assert "fill-720x480" not in before
    assert "fill-720x480" in look(course.url)
    assert "fill-600x400" in look(CATALOGUE)


def test_the_first_look_costs_as_much_for_300_lessons_as_for_3(client, course, student):
    client.force_login(student)

    def fresh():
        count_queries(client, course.url)
        begin_generation()
        with_nothing_kept = count_queries_once(client, course.url)
        return with_nothing_kept, count_queries(client, course.url)

    few = fresh()
    add_lessons(297, module=course.get_children().first().specific)

    assert fresh() == few
    assert few[0] <= 20
    assert few[1] <= 12


def test_the_first_look_costs_as_much_for_500_courses_as_for_12(
    client, teacher, stranger
):
    client.force_login(stranger)
    add_courses(12, teacher=teacher)

    def fresh():
        begin_generation()
        client.get(CATALOGUE)
        begin_generation()
        return count_queries_once(client, CATALOGUE), count_queries(client, CATALOGUE)

    few = fresh()
    add_courses(488, teacher=teacher)

    assert fresh() == few
    assert few[0] <= 22
    assert few[1] <= 10
    assert CoursePage.objects.count() == 500
