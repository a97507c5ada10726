"""SRC-01: the index follows what editors do, and can be made anew; which engine keeps it."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory

from catalog.models import CourseDocument
from learning.models import LessonPage
from search import configurations
from search.engines import engine_of
from search.finding import Search
from search.scope import scope_of
from tests.factories import make_course, make_lesson, make_module

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(admin):
    """Returns how many results an admin has for some words."""

    def total(words):
        request = RequestFactory().get("/search/", {"q": words})
        request.user = admin
        return Search(scope_of(request), request.GET).total

    return total


@pytest.fixture
def lesson(course):
    return make_lesson(course.get_first_child().specific, "Nebulae", text="Clouds")


def test_a_published_change_is_found_and_the_old_text_no_more(found, lesson):
    lesson.body = [("text", "<p>Gas</p>")]
    lesson.save_revision().publish()
    assert (found("gas"), found("clouds")) == (1, 0)


def test_an_unpublished_lesson_is_gone_and_comes_back(found, lesson):
    lesson.unpublish()
    assert found("clouds") == 0
    LessonPage.objects.get(pk=lesson.pk).save_revision().publish()
    assert found("clouds") == 1


def test_a_moved_lesson_is_found_in_its_new_course(found, lesson, teacher, client):
    module = make_module(make_course(teacher, "Elsewhere"), "There")
    lesson.move(module, pos="last-child")
    client.force_login(teacher)
    search = client.get("/search/", {"q": "clouds", "kind": "lessons"})
    [result] = search.context["search"].page
    assert result.where == ["Elsewhere", "There"]


def test_what_is_deleted_leaves_the_index(found, lesson, course):
    entries = LessonPage.objects.get(pk=lesson.pk).index_entries.model.objects
    before = entries.count()
    lesson.delete()
    assert found("clouds") == 0
    assert entries.count() == before - 1


def test_documents_come_change_and_go(found, course):
    document = CourseDocument.objects.create(
        title="Atlas",
        collection=course.team.collection,
        file=ContentFile(b"0123456789", name="atlas.txt"),
    )
    assert found("atlas") == 1
    document.title = "Globe"
    document.save()
    assert (found("atlas"), found("globe")) == (0, 1)
    document.delete()
    assert found("globe") == 0


def test_the_index_can_be_made_anew(found, lesson):
    LessonPage.objects.get(pk=lesson.pk).index_entries.all().delete()
    assert found("clouds") == 0
    call_command("update_index", stdout=StringIO())
    assert found("clouds") == 1


@pytest.mark.skipif(
    "connection.vendor != 'sqlite'",
    reason="drops a table that only SQLite has; PostgreSQL knows stems by its configuration",
)
def test_an_older_index_of_sqlite_learns_stems_and_keeps_its_texts(found, lesson):
    table = "wagtailsearch_indexentry_fts"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {table}")
        cursor.execute(
            f"CREATE VIRTUAL TABLE {table} USING fts5(autocomplete, body, title)"
        )
    assert found("cloud") == 0
    configurations.configure_after_migrate(None, "default")
    assert found("cloud") == 1


def test_the_database_searches_unless_an_address_says_otherwise():
    assert engine_of("") == {"BACKEND": "search.database"}


@pytest.mark.parametrize(
    ("url", "backend", "address", "prefix"),
    [
        ("opensearch://host:9200", "opensearch3", "http://host:9200", "jeevi_"),
        (
            "opensearch+tls://me:word@host/academy?version=2",
            "opensearch2",
            "https://me:word@host",
            "academy_",
        ),
        ("elasticsearch://host:9200", "elasticsearch9", "http://host:9200", "jeevi_"),
    ],
)
def test_an_address_names_the_search_server(url, backend, address, prefix):
    engine = engine_of(url)
    assert engine["BACKEND"] == f"wagtail.search.backends.{backend}"
    assert engine["URLS"] == [address]
    assert engine["INDEX_PREFIX"] == prefix


@pytest.mark.parametrize(
    "url",
    ["solr://host", "host:9200", "opensearch://", "opensearch://host?version=99"],
)
def test_an_address_that_is_not_understood_is_refused(url):
    with pytest.raises(ValueError, match="SEARCH_URL must look like"):
        engine_of(url)
