"""CAT-10, CAT-13: what search engines, feed readers and other programs get is public, all of it."""

import re

import pytest
from wagtail.models import Page

from accounts.models import Role, Status
from home.public import public_pages
from tests.factories import make_course, make_lesson, make_module

API = "/api/v2/pages/"
SECRETS = (
    "Planets",
    "Comets",
    "SECRET",
    "Black holes",
    "Hidden course",
    "Hidden module",
    "Hidden lesson",
    "open-sesame",
)
HIDDEN = (
    "Planets",
    "Black holes",
    "Hidden course 2",
    "Hidden module",
    "Hidden lesson 1",
    "Hidden lesson 2",
    "Hidden module 2",
)
NONSENSE = [
    "?search=%22%27(*",
    "?search=%00",
    "?search=" + "word%20" * 500,
    "?first_published_at=yesterday",
    "?type=catalog.CoursePage&duration_hours=many",
    "?type=catalog.Nothing",
    "?child_of=99999999999999999999999",
    "?child_of=-1",
    "?order=enrolment_key",
    "?fields=enrolment_key",
    "?enrolment_key=open-sesame",
    "?locale=xx",
    "?limit=many",
    "?site=nowhere.example",
    "find/?id=two",
    "find/?id=99999999999999999999999",
    "find/?html_path=../../etc",
    "99999999999999999999999/",
]


@pytest.fixture
def academy(course, lessons, teacher):
    """A course with a free preview, beside everything that visitors must not get."""
    for lesson in lessons[1:]:
        lesson.body = [("text", "<p>SECRET</p>")]
        lesson.save_revision().publish()
    course.enrolment_policy = "key"
    course.enrolment_key = "open-sesame"
    course.prerequisites.add(make_course(teacher, "Hidden course 1", draft=True))
    course.save_revision().publish()
    course.title = "Astronomy SECRET draft"
    course.save_revision()
    sky = course.get_children().first().specific
    make_lesson(sky, "Black holes", free_preview=True, draft=True)
    make_lesson(
        make_module(course, "Hidden module", draft=True),
        "Hidden lesson 1",
        free_preview=True,
    )
    hidden = make_course(teacher, "Hidden course 2", draft=True)
    make_lesson(
        make_module(hidden, "Hidden module 2"), "Hidden lesson 2", free_preview=True
    )
    course.refresh_from_db()
    return course


def ids(client, query=""):
    response = client.get(f"{API}{query}")
    assert response.status_code == 200, response.content
    return {item["id"] for item in response.json()["items"]}


def page(title):
    return Page.objects.get(title=title)


def assert_no_secret(text):
    assert [secret for secret in SECRETS if secret in text] == []


def test_only_pages_that_everybody_may_read_are_public(academy):
    assert {page.title for page in public_pages()} == {
        "Jeevi Academy",
        "Courses",
        "Astronomy",
        "The sky",
        "Stars",
    }


def test_the_api_speaks_to_everybody_as_to_a_visitor(
    client, academy, student, teacher, admin, super_admin
):
    public = {page.pk for page in public_pages()}

    assert ids(client, "?limit=20") == public
    for person in (student, teacher, admin, super_admin):
        client.force_login(person)
        assert ids(client, "?limit=20") == public, person


def test_all_fields_of_the_list_tell_no_secret(client, academy):
    for kind in ("", "catalog.CoursePage", "catalog.ModulePage", "learning.LessonPage"):
        response = client.get(API, {"fields": "*", **({"type": kind} if kind else {})})

        assert response.status_code == 200
        assert_no_secret(response.content.decode())


def test_all_fields_of_every_page_tell_no_secret(client, academy):
    for pk in ids(client):
        response = client.get(f"{API}{pk}/?fields=*")
        assert response.status_code == 200
        assert_no_secret(response.content.decode())


def test_a_course_tells_what_its_page_shows(client, academy):
    academy.summary = "Look up."
    academy.tags.add("night")
    academy.save_revision().publish()

    data = client.get(f"{API}{academy.pk}/").json()

    assert data["summary"] == "Look up."
    assert data["teachers"] == ["Tara Tester"]
    assert data["tags"] == ["night"]
    assert data["category"] is None
    assert "enrolment_key" not in data


@pytest.mark.parametrize(
    ("field", "value"), [("role", Role.STUDENT), ("status", Status.SUSPENDED)]
)
def test_who_teaches_no_more_is_named_nowhere(client, academy, teacher, field, value):
    addresses = (
        academy.url,
        f"{API}{academy.pk}/",
        "/feeds/courses/",
        "/courses/",
        f"/courses/?teacher={teacher.uuid}",
    )

    def naming():
        return [
            address
            for address in addresses
            if "Tara Tester" in client.get(address).content.decode()
        ]

    assert naming() == [*addresses]
    setattr(teacher, field, value)
    teacher.save()
    assert naming() == []


def test_a_free_preview_is_there_with_its_body(client, academy):
    data = client.get(f"{API}{page('Stars').pk}/").json()

    assert data["body"][0]["value"] == "<p>About Stars</p>"


def test_what_is_not_public_is_not_there(client, academy):
    for title in HIDDEN:
        hidden = page(title)
        path = hidden.url.removeprefix("/") if hidden.url else ""
        for address in (
            f"{hidden.pk}/",
            f"find/?id={hidden.pk}",
            f"find/?html_path={path}",
        ):
            answer = client.get(f"{API}{address}")
            assert answer.status_code == 404, f"{title}: {address}"


def test_what_is_not_public_has_no_relations(client, academy):
    for title in HIDDEN:
        for relation in ("child_of", "descendant_of", "ancestor_of", "translation_of"):
            answer = client.get(f"{API}?{relation}={page(title).pk}")
            assert answer.status_code == 400, f"{relation} {title}"


def test_children_and_descendants_are_public_ones(client, academy):
    sky = page("The sky")

    assert ids(client, f"?child_of={academy.pk}") == {sky.pk}
    assert ids(client, f"?child_of={sky.pk}") == {page("Stars").pk}
    assert ids(client, f"?descendant_of={academy.pk}") == {sky.pk, page("Stars").pk}


def test_the_parent_of_a_page_is_told_where_it_is_public(client, academy):
    data = client.get(f"{API}{page('Stars').pk}/").json()

    assert data["meta"]["parent"]["title"] == "The sky"


def test_an_alias_does_not_tell_of_what_it_copies(client, academy):
    alias = page("Stars").specific.create_alias(
        parent=page("The sky"), update_slug="twin", reset_translation_key=True
    )

    data = client.get(f"{API}{alias.pk}/?fields=*").json()

    assert "alias_of" not in data["meta"]


def test_the_apis_search_finds_no_secret(client, academy):
    for words in ("SECRET", "Planets", "Hidden", "sesame"):
        assert ids(client, f"?search={words}") == set(), words


def test_the_apis_search_finds_what_is_public(client, academy):
    assert ids(client, "?search=Stars") == {page("Stars").pk}


def test_a_page_made_private_leaves_the_api_the_sitemap_and_the_feed(client, academy):
    academy.view_restrictions.create(restriction_type="login")

    assert ids(client) == {page("Jeevi Academy").pk, page("Courses").pk}
    assert "astronomy" not in client.get("/sitemap.xml").content.decode()
    assert "Astronomy" not in client.get("/feeds/courses/").content.decode()


def test_nonsense_gets_a_clear_answer(client, academy):
    for query in NONSENSE:
        response = client.get(f"{API}{query}")

        assert response.status_code in (200, 400, 404), query
        assert response["Content-Type"] == "application/json", query


def test_the_sitemap_lists_public_pages_with_their_last_publication(client, academy):
    published = academy.last_published_at

    xml = client.get("/sitemap.xml").content.decode()

    assert {
        address.removeprefix("http://").split("/", 1)[1]
        for address in re.findall("<loc>(.*?)</loc>", xml)
    } == {
        "",
        "courses/",
        "courses/astronomy/",
        "courses/astronomy/the-sky/",
        "courses/astronomy/the-sky/stars/",
    }
    entry = re.search(r"<url><loc>[^<]*astronomy/</loc><lastmod>(.*?)</lastmod>", xml)
    assert entry is not None
    assert entry[1] == published.date().isoformat()
    assert academy.latest_revision_created_at > published


def test_the_feed_lists_published_courses(client, academy):
    response = client.get("/feeds/courses/")

    text = response.content.decode()
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "<title>Astronomy</title>" in text
    assert_no_secret(text)


def test_the_feed_stands_before_there_is_a_course(client, db):
    assert client.get("/feeds/courses/").status_code == 200


def test_search_engines_are_led_to_the_sitemap(client, db):
    text = client.get("/robots.txt").content.decode()

    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "admin" not in text
