"""CAT-06: the page of a course says what it is, and to each visitor what is open."""

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from learning.models import LessonProgress
from tests.factories import enrol, make_course, make_lesson, make_module
from tests.many import add_lessons, count_queries


@pytest.fixture
def page(client, course):
    def page(person=None):
        if person:
            client.force_login(person)
        response = client.get(course.url)
        assert response.status_code == 200
        return response.content.decode()

    return page


def rows(html):
    """The lessons of the syllabus: title, and the address where it can be opened."""
    found = re.findall(
        r'<li class="lesson.*?(?:<a href="([^"]*)"[^>]*>|<span lang[^>]*>)([^<]+)<',
        html,
        re.DOTALL,
    )
    return {title: address for address, title in found}


def test_visitors_read_what_the_course_is(page, course, teacher):
    course.summary = "Look up."
    course.objectives = [("objective", "Find the pole star")]
    course.licence = "CC BY 4.0"
    course.attribution = "<p>After <b>an atlas</b></p>"
    course.duration_hours = 6
    course.save_revision().publish()
    teacher.teacherprofile.bio = "Knows the sky."
    teacher.teacherprofile.save()

    html = page()

    for words in (
        "Look up.",
        "Find the pole star",
        "6 hours",
        "CC BY 4.0",
        "<b>an atlas</b>",
        "Tara Tester",
        "Knows the sky.",
        "Beginner",
    ):
        assert words in html


def test_visitors_may_open_free_previews_only(page, course):
    assert rows(page()) == {
        "Stars": f"{course.url}the-sky/stars/",
        "Planets": "",
        "Comets": "",
    }


def test_the_enrolled_may_open_every_lesson(page, student):
    assert all(rows(page(student)).values())


def test_a_lesson_that_opens_later_says_when(page, lessons, student):
    lessons[1].opens_at = timezone.now() + timedelta(days=3)
    lessons[1].save_revision().publish()

    html = page(student)

    assert rows(html)["Planets"] == ""
    assert "This lesson opens on" in html


def test_a_lesson_that_waits_for_another_says_for_which(page, course, lessons, student):
    course.lessons_in_order = True
    course.save_revision().publish()
    lessons[2].prerequisites.add(lessons[1])
    lessons[2].save_revision().publish()

    html = page(student)

    assert rows(html)["Comets"] == ""
    assert "First complete “Planets”." in html


def test_finished_lessons_are_ticked(page, lessons, student):
    LessonProgress.objects.create(
        student=student, lesson_key=lessons[0].translation_key, status="completed"
    )

    html = page(student)

    assert html.count("lesson--done") == 1
    assert "1 of 3 done" in html


def test_what_is_not_published_is_not_listed(page, course):
    make_lesson(course.get_children().first().specific, "Black holes", draft=True)
    hidden = make_module(course, "Beyond", draft=True)
    make_lesson(hidden, "Strings")

    html = page()

    assert "Black holes" not in html
    assert "Beyond" not in html
    assert "Strings" not in html


def test_a_course_without_lessons_says_so(client, teacher):
    html = client.get(make_course(teacher).url).content.decode()

    assert "The lessons are being written" in html


def test_a_draft_course_is_not_there(client, teacher):
    course = make_course(teacher, draft=True)

    assert client.get(course.url).status_code == 404


def test_the_key_to_enrol_is_never_shown(page, course, teacher, student):
    course.enrolment_policy = "key"
    course.enrolment_key = "open-sesame"
    course.save_revision().publish()

    for person in (None, student, teacher):
        assert "open-sesame" not in page(person)


def test_courses_to_complete_first_are_linked_when_published(page, course, teacher):
    course.prerequisites.add(make_course(teacher, "Arithmetic"))
    course.prerequisites.add(make_course(teacher, "Alchemy", draft=True))
    course.save_revision().publish()

    html = page()

    assert "Arithmetic</a>" in html
    assert "Alchemy" not in html


def test_visitors_are_led_to_the_login_and_back(page, course):
    html = page()

    assert f"/accounts/login/?next={course.url}" in html
    assert "csrf" not in html


def test_html_in_fields_is_shown_not_run(page, course, teacher):
    evil = "</script><script>alert(1)</script>"
    course.title = course.summary = course.licence = evil
    course.objectives = [("objective", evil)]
    course.save_revision().publish()
    teacher.first_name = teacher.last_name = evil
    teacher.save()
    teacher.teacherprofile.bio = evil
    teacher.teacherprofile.save()

    assert "<script>alert" not in page()


def test_search_engines_read_a_description_of_the_course(page, course):
    course.summary = "Up & <away>"
    course.save_revision().publish()

    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page())

    assert data is not None
    assert json.loads(data[1])["@type"] == "Course"
    assert json.loads(data[1])["description"] == "Up & <away>"
    assert json.loads(data[1])["hasCourseInstance"]["instructor"] == [
        {"@type": "Person", "name": "Tara Tester"}
    ]


def test_other_sites_read_title_summary_and_address(page, course):
    course.summary = "Look up."
    course.save_revision().publish()

    html = page()

    assert '<meta property="og:title" content="Astronomy">' in html
    assert '<meta property="og:description" content="Look up.">' in html
    assert f'<link rel="canonical" href="{course.full_url}">' in html


def test_a_module_lists_its_lessons_and_its_neighbours(client, course):
    make_module(course, "The ground")

    html = client.get(f"{course.url}the-sky/").content.decode()

    assert rows(html)["Stars"] == f"{course.url}the-sky/stars/"
    assert "The ground" in html


def test_a_module_of_a_draft_course_is_not_there(client, course):
    course.unpublish()

    assert client.get(f"{course.url}the-sky/").status_code == 404


@pytest.mark.parametrize(
    ("person", "most"), [("", 20), ("student", 30), ("teacher", 30)]
)
@pytest.mark.parametrize("in_order", [False, True])
@pytest.mark.parametrize("address", ["", "the-sky/"])
def test_three_hundred_lessons_cost_no_more_queries_than_three(
    client, course, student, request, person, most, in_order, address
):
    course.lessons_in_order = in_order
    course.save_revision().publish()
    if person:
        client.force_login(request.getfixturevalue(person))
    few = count_queries(client, f"{course.url}{address}?nothing=cached")
    add_lessons(297, module=course.get_children().first().specific)

    many = count_queries(client, f"{course.url}{address}?nothing=cached")

    assert many == few <= most


def test_many_lessons_finished_cost_no_more_queries(client, course, lessons, stranger):
    enrol(stranger, course)
    client.force_login(stranger)
    few = count_queries(client, course.url)
    for lesson in lessons:
        LessonProgress.objects.create(
            student=stranger, lesson_key=lesson.translation_key, status="completed"
        )

    assert count_queries(client, course.url) <= few


def test_a_licence_that_the_attribution_names_is_said_once(page, course):
    course.licence = "CC BY 4.0"
    course.save_revision().publish()
    assert "<p>Licence: CC BY 4.0</p>" in page()
    course.attribution = "<p>Made from a book. Licence: CC BY 4.0.</p>"
    course.save_revision().publish()
    assert "<p>Licence: CC BY 4.0</p>" not in page()


@pytest.mark.parametrize(
    ("planned", "said"),
    [
        ("6.0", "6 hours"),
        ("1.5", "1.5 hours"),
        ("7.8", "8 hours"),
        ("0.1", "0.5 hours"),
    ],
)
def test_a_duration_is_said_in_half_hours(page, course, planned, said):
    course.duration_hours = Decimal(planned)
    course.save_revision().publish()
    assert f"<dd>{said}</dd>" in page()
