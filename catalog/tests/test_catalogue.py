"""CAT-06: the catalogue finds what visitors look for, and shrugs at nonsense."""

import pytest

from catalog.models import Category
from tests.factories import enrol, make_course
from tests.many import add_courses, count_queries

ADDRESS = "/courses/"


@pytest.fixture
def sky(db):
    return Category.objects.create(name="Sky and sea", slug="sky")


def titles(client, query=""):
    response = client.get(f"{ADDRESS}{query}")
    assert response.status_code == 200
    return [course.title for course in response.context["courses"]]


def test_the_newest_course_comes_first(client, teacher):
    for title in ("First", "Second", "Third"):
        make_course(teacher, title)

    assert titles(client) == ["Third", "Second", "First"]


def test_drafts_are_not_shown(client, teacher):
    make_course(teacher, "Shown")
    make_course(teacher, "Hidden", draft=True)

    assert titles(client) == ["Shown"]
    assert "Hidden" not in client.get(ADDRESS).content.decode()


def test_a_category_level_and_language_narrow_the_list(client, teacher, sky):
    make_course(teacher, "Tides", category=sky, level="beginner", language="hi")
    make_course(teacher, "Stars", category=sky, level="advanced", language="hi")
    make_course(teacher, "Knots", level="beginner", language="hi")

    assert titles(client, "?category=sky&level=beginner&language=hi") == ["Tides"]


def test_two_values_of_one_filter_widen_the_list(client, teacher):
    make_course(teacher, "Easy", level="beginner")
    make_course(teacher, "Middling", level="intermediate")
    make_course(teacher, "Hard", level="advanced")

    assert titles(client, "?level=beginner&level=advanced") == ["Hard", "Easy"]


def test_a_teacher_narrows_the_list(client, teacher, other_teacher):
    make_course(teacher, "Tara's")
    make_course(other_teacher, "Otto's")

    assert titles(client, f"?teacher={other_teacher.uuid}") == ["Otto's"]


def test_a_topic_narrows_the_list(client, teacher):
    tagged = make_course(teacher, "Outside")
    tagged.tags.add("open air")
    tagged.save_revision().publish()
    make_course(teacher, "Inside")

    assert titles(client, "?tag=open-air") == ["Outside"]


@pytest.mark.parametrize("words", ["TIDE", "moon", "SEA-9", "tide sky moon"])
def test_words_find_title_summary_code_and_category(client, teacher, sky, words):
    make_course(
        teacher, "The tide", summary="And the moon.", code="SEA-9", category=sky
    )
    make_course(teacher, "Carpentry")

    assert titles(client, f"?q={words}") == ["The tide"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("title", ["Ants", "Bees", "Crabs"]),
        ("shortest", ["Crabs", "Ants", "Bees"]),
        ("popular", ["Bees", "Ants", "Crabs"]),
        ("newest", ["Crabs", "Ants", "Bees"]),
    ],
)
def test_the_order_can_be_chosen(client, teacher, stranger, order, expected):
    bees = make_course(teacher, "Bees")
    make_course(teacher, "Ants", duration_hours=5)
    make_course(teacher, "Crabs", duration_hours=2)
    enrol(stranger, bees)

    assert titles(client, f"?sort={order}") == expected


@pytest.mark.parametrize(
    "query",
    [
        "?category=nowhere&level=%00&language=xx&teacher=not-a-uuid&tag='",
        "?sort=sideways&page=-3",
        "?page=99999999999999999999",
        "?page=two",
        "?q=%00%00",
        "?q=%25_%22%27;--",
        "?q=" + "word+" * 2000,
        "?level=beginner" + "&level=beginner" * 500,
    ],
)
def test_nonsense_is_left_out(client, teacher, query):
    make_course(teacher, "Ants")

    assert client.get(f"{ADDRESS}{query}").status_code == 200


def test_what_is_not_understood_does_not_narrow_the_list(client, teacher):
    make_course(teacher, "Ants")

    assert titles(client, "?category=nowhere&teacher=nobody&sort=sideways") == ["Ants"]


def test_each_filter_that_is_set_can_be_taken_away(client, teacher, sky):
    make_course(teacher, "Tides", category=sky, level="beginner")

    page = client.get(f"{ADDRESS}?q=tide&category=sky&level=beginner&sort=title")
    chips = {chip.name: chip.url for chip in page.context["catalogue"].chips}

    assert chips == {
        "tide": "?category=sky&level=beginner&sort=title",
        "Sky and sea": "?q=tide&level=beginner&sort=title",
        "Beginner": "?q=tide&category=sky&sort=title",
    }


def test_a_filter_tells_how_many_courses_it_would_leave(client, teacher, sky):
    make_course(teacher, "Tides", category=sky, level="beginner")
    make_course(teacher, "Stars", category=sky, level="advanced")
    make_course(teacher, "Knots", level="advanced")

    choices = client.get(f"{ADDRESS}?category=sky").context["catalogue"].choices

    assert [choice.label for choice in choices["level"]] == [
        "Beginner (1)",
        "Advanced (1)",
    ]
    assert [choice.label for choice in choices["category"]] == ["Sky and sea (2)"]


def test_an_empty_catalogue_says_so_kindly(client, db):
    assert "first courses are being written" in client.get(ADDRESS).content.decode()


def test_a_search_in_vain_leads_back(client, teacher):
    make_course(teacher, "Ants")

    page = client.get(f"{ADDRESS}?q=zebra").content.decode()

    assert "No course fits all of that" in page
    assert f'href="{ADDRESS}"' in page


def test_long_lists_have_pages_that_keep_the_filters(client, teacher):
    for number in range(14):
        make_course(teacher, f"Course {number:02}")

    assert len(titles(client, "?level=beginner")) == 12
    assert titles(client, "?level=beginner&page=2") == ["Course 01", "Course 00"]
    page = client.get(f"{ADDRESS}?level=beginner").content.decode()
    assert "?level=beginner&amp;page=2" in page


def test_html_in_a_title_is_shown_not_run(client, teacher):
    make_course(teacher, "<script>alert(1)</script>")

    assert "<script>alert" not in client.get(ADDRESS).content.decode()


def test_a_member_sees_what_became_of_courses(client, teacher, stranger):
    enrol(stranger, make_course(teacher, "Mine"), status="completed")
    client.force_login(stranger)

    assert "Completed" in client.get(ADDRESS).content.decode()


def test_visitors_get_no_token_and_no_cookie(client, teacher):
    make_course(teacher, "Ants")

    response = client.get(ADDRESS)

    assert "csrf" not in response.content.decode()
    assert not response.cookies


@pytest.mark.parametrize(("person", "most"), [("", 20), ("stranger", 30)])
def test_a_thousand_courses_cost_no_more_queries_than_ten(
    client, teacher, sky, request, person, most
):
    if person:
        client.force_login(request.getfixturevalue(person))
    add_courses(10, teacher=teacher, category=sky)
    few = count_queries(client, f"{ADDRESS}?category=sky&q=c")
    add_courses(990, teacher=teacher, category=sky, level="advanced")

    many = count_queries(client, f"{ADDRESS}?category=sky&q=c")

    assert client.get(ADDRESS).context["courses"].paginator.count == 1000
    assert many == few <= most
