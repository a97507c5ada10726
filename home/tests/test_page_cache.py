"""OPS-05: visitors get published pages from a cache; editors and members never notice."""

import gzip
import time

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from accounts.services import rename_users
from catalog.models import Category
from catalog.services import add_teacher, hand_over
from common.kept import begin_generation
from home import page_cache
from home.models import HomePage
from tests.factories import make_course, make_lesson, make_user


@pytest.fixture(autouse=True)
def _switched_on(settings):
    settings.PAGE_CACHE_SECONDS = 300


def is_kept(client, address, **headers):
    """Whether the answer comes without a query, and without drawing anything."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return not queries.captured_queries and not answer.templates


@pytest.fixture
def kept(client, course):
    """The address of a course that a visitor has just read."""
    client.get(course.url)
    assert is_kept(client, course.url)
    return course.url


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/courses/",
        "/courses/?category=sky&page=1",
        "/feeds/courses/",
        "/sitemap.xml",
    ],
)
def test_the_second_visitor_costs_no_query(client, course, address):
    first = client.get(address)
    second = Client().get(address)

    assert is_kept(client, address)
    assert second.content == first.content
    assert second["Content-Type"] == first["Content-Type"]
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_a_published_edit_is_seen_at_once(client, course, kept):
    course.title = "Astronomy for all"
    course.save_revision().publish()

    assert "Astronomy for all" in client.get(kept).content.decode()


def test_a_draft_leaves_the_cache_alone(client, course, kept):
    course.title = "Not yet"
    course.save_revision()

    assert is_kept(client, kept)
    assert "Not yet" not in client.get(kept).content.decode()


def test_an_unpublished_page_is_gone_at_once(client, course, kept):
    course.unpublish()

    assert client.get(kept).status_code == 404


def test_a_deleted_page_is_gone_at_once(client, course, kept):
    course.delete()

    assert client.get(kept).status_code == 404
    assert "Astronomy" not in client.get("/courses/").content.decode()


def test_a_moved_page_is_gone_from_its_old_place(client, course, teacher):
    other = make_course(teacher, "Geology")
    module = course.get_children().first()
    client.get(module.url)

    module.move(other, pos="last-child")

    assert client.get(f"{course.url}the-sky/").status_code == 301
    assert "The sky" not in client.get(course.url).content.decode()
    assert "The sky" in client.get(other.url).content.decode()


def test_a_new_lesson_is_on_the_course_page_at_once(client, course, kept):
    make_lesson(course.get_children().first().specific, "Meteors")

    assert "Meteors" in client.get(kept).content.decode()


def test_a_page_made_private_is_gone_at_once(client, course, kept):
    course.view_restrictions.create(restriction_type="login")

    assert client.get(kept).status_code == 302


def test_a_changed_category_is_seen_at_once(client, course):
    sky = Category.objects.create(name="Sky", slug="sky")
    course.category = sky
    course.save_revision().publish()
    client.get(course.url)

    sky.name = "Heavens"
    sky.save()

    assert "Heavens" in client.get(course.url).content.decode()


def test_a_changed_name_of_a_teacher_is_seen_at_once(client, kept, teacher):
    teacher.first_name = "Tamara"
    teacher.save()

    assert "Tamara Tester" in client.get(kept).content.decode()


def test_a_name_changed_by_an_import_is_seen_at_once(client, kept, teacher):
    rename_users(changes={teacher.pk: {"first_name": "Tamara"}})

    assert "Tamara Tester" in client.get(kept).content.decode()


def test_students_renamed_by_an_import_leave_the_cache_alone(client, kept, stranger):
    rename_users(changes={stranger.pk: {"first_name": "Newname"}})

    assert is_kept(client, kept)


def test_who_teaches_no_more_is_gone_at_once(client, kept, teacher):
    assert "Tara Tester" in client.get(kept).content.decode()
    teacher.role = Role.STUDENT
    teacher.save()

    assert "Tara Tester" not in client.get(kept).content.decode()


def test_a_course_handed_over_names_its_new_owner_first_at_once(
    client, course, teacher, other_teacher, admin
):
    add_teacher(course=course, user=other_teacher)
    before = client.get(course.url).content.decode()
    assert before.index("Tara Tester") < before.index("Otto Tester")

    hand_over(course=course, to=other_teacher, by=admin)

    after = client.get(course.url).content.decode()
    assert after.index("Otto Tester") < after.index("Tara Tester")


def test_a_login_and_a_new_student_leave_the_cache_alone(client, kept, teacher):
    Client().force_login(teacher)
    make_user()

    assert is_kept(client, kept)


def test_a_page_drawn_while_an_editor_published_is_not_kept(
    client, course, monkeypatch
):
    serve = type(course).serve

    def serve_while_publishing(page, request):
        response = serve(page, request).render()
        type(course).objects.get(pk=course.pk).save()
        return response

    monkeypatch.setattr(type(course), "serve", serve_while_publishing)
    client.get(course.url)

    assert not is_kept(client, course.url)


def test_another_process_sees_the_new_generation(client, kept):
    """Processes share nothing but the cache; a token there is all that makes a page old."""
    caches["pages"].set("page-cache.generation", "begun elsewhere")

    assert not is_kept(client, kept)


def test_a_page_lapses_after_its_time(client, course, settings):
    """The cache keeps the time, and Redis's clock can't be set: so a second must really pass."""
    settings.PAGE_CACHE_SECONDS = 1
    client.get(course.url)
    deadline = time.monotonic() + 30

    while is_kept(client, course.url):
        assert time.monotonic() < deadline, "The page never lapsed."
        time.sleep(0.5)


def test_a_page_at_hand_is_no_older_than_the_one_in_the_cache(
    client, kept, monkeypatch
):
    later = time.time() + 301
    monkeypatch.setattr(page_cache.time, "time", lambda: later)

    assert not is_kept(client, kept)


def test_a_member_never_gets_a_kept_page(client, kept, stranger):
    client.force_login(stranger)

    html = client.get(kept).content.decode()

    assert "Stranger Tester" in html
    assert "/accounts/login/" not in html


def test_a_member_never_fills_the_cache(client, course, stranger):
    member = Client()
    member.force_login(stranger)
    member.get(course.url)

    assert "Stranger Tester" not in client.get(course.url).content.decode()


def test_somebody_who_holds_a_token_never_fills_the_cache(client, course):
    client.cookies["csrftoken"] = "a" * 32
    client.get(course.url)

    assert not is_kept(Client(), course.url)


def test_a_message_reaches_whom_it_is_for(client, kept):
    client.cookies["messages"] = "something"

    assert not is_kept(client, kept)


@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/health/", "/courses/nowhere/"]
)
def test_what_is_not_a_published_page_is_not_kept(client, db, address):
    client.get(address)

    assert "ETag" not in client.get(address)


@pytest.mark.parametrize("query", ["?q=star", "?utm=1", "?category=" + "x" * 300])
def test_addresses_without_end_are_not_kept(client, course, query):
    client.get(f"/courses/{query}")

    assert not is_kept(client, f"/courses/{query}")


def test_two_addresses_are_two_pages(client, teacher):
    make_course(teacher, "Hard", level="advanced")

    assert "Hard" in client.get("/courses/").content.decode()
    assert ">Hard<" not in client.get("/courses/?level=beginner").content.decode()
    assert "Hard" in client.get("/courses/?level=advanced").content.decode()


def test_two_hosts_and_two_schemes_are_two_pages(client, kept):
    with CaptureQueriesContext(connection) as queries:
        client.get(kept, headers={"host": "other.example"})
        client.get(kept, secure=True)

    assert queries.captured_queries


def test_a_part_of_a_page_is_not_taken_for_the_whole(client, kept):
    assert not is_kept(client, kept, hx_request="true")


def test_a_kept_page_is_sent_zipped_to_those_who_understand(client, kept):
    plain = client.get(kept)
    zipped = client.get(kept, headers={"accept-encoding": "br, gzip"})

    assert "Content-Encoding" not in plain
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert int(zipped["Content-Length"]) == len(zipped.content)
    assert "Accept-Encoding" in zipped["Vary"]
    assert "Cookie" in zipped["Vary"]


def test_a_browser_that_has_the_page_gets_no_body(client, kept):
    etag = client.get(kept)["ETag"]

    response = client.get(kept, headers={"if-none-match": etag})

    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"] == etag
    assert client.get(kept, headers={"if-none-match": 'W/"old"'}).status_code == 200


def test_browsers_ask_again_each_time(client, kept):
    assert client.get(kept)["Cache-Control"] == "no-cache"


def test_head_tells_the_length_and_sends_nothing(client, kept):
    page = client.get(kept)

    head = client.head(kept)

    assert head.status_code == 200
    assert head.content == b""
    assert head["Content-Length"] == page["Content-Length"]


def test_a_form_is_never_answered_from_the_cache(client, kept):
    assert client.post(kept).templates


def test_a_broken_page_is_not_kept(client, course, monkeypatch):
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(type(course), "serve", lambda *args: 1 / 0)
        assert client.get(course.url).status_code == 500

    assert client.get(course.url).status_code == 200


def test_the_home_page_shows_a_new_course_at_once(client, teacher):
    client.get("/")
    make_course(teacher, "Botany")

    assert "Botany" in client.get("/").content.decode()
    assert HomePage.objects.count() == 1


def test_a_new_generation_makes_everything_old(client, kept):
    begin_generation()

    assert not is_kept(client, kept)
