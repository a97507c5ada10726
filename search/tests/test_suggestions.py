"""SRC-01: titles while somebody types, a better spelling, and recommendations."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from search.tasks import forget_old_searches
from tests.factories import make_course
from tests.many import add_courses, add_lessons, count_queries

pytestmark = pytest.mark.django_db


def suggested(client, typed):
    response = client.get("/search/suggest/", {"q": typed})
    return [str(each.title) for each in response.context["suggestions"]]


def spelling(client, words):
    return client.get("/search/", {"q": words}).context.get("spelling", "")


def test_titles_are_suggested_from_the_beginnings_of_their_words(client, course):
    assert suggested(client, "ast") == ["<mark>Astronomy</mark>"]
    assert suggested(client, "sta") == ["<mark>Stars</mark>"]
    assert suggested(client, "a") == []


def test_a_suggestion_says_where_it_leads(client, course, lessons):
    page = client.get("/search/suggest/", {"q": "stars"}).content.decode()
    assert f'data-url="{lessons[0].url}"' in page
    assert "Lesson · Astronomy" in page


def test_a_title_with_html_is_suggested_as_text(client, teacher):
    make_course(teacher, "<img src=x onerror=alert(1)> painting")
    page = client.get("/search/suggest/", {"q": "paint"}).content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt; <mark>painting</mark>" in page


def test_suggestions_take_as_many_queries_from_many(client, course):
    module = course.get_first_child().specific
    add_courses(2, teacher=course.teacher_rows.get().user)
    add_lessons(2, module=module, free_preview=True)
    call_command("update_index", verbosity=0)
    few = count_queries(client, "/search/suggest/?q=page")
    add_courses(40, teacher=course.teacher_rows.get().user)
    add_lessons(40, module=module, free_preview=True)
    call_command("update_index", verbosity=0)
    assert count_queries(client, "/search/suggest/?q=page") == few < 10


def test_documents_are_not_read_for_suggestions(client, student):
    client.force_login(student)
    with CaptureQueriesContext(connection) as queries:
        assert suggested(client, "ast")
    assert [q for q in queries if "catalog_coursedocument" in q["sql"]] == []


@pytest.mark.parametrize("typed", ["astronmy", "astronomie", "Astornomy"])
def test_a_misspelt_word_is_put_right(client, course, typed):
    page = client.get("/search/", {"q": typed})
    assert page.context["spelling"] == "astronomy"
    assert 'href="/search/?q=astronomy"' in page.content.decode()


def test_only_the_unknown_word_is_replaced(client, course):
    assert spelling(client, "stars astronmy") == "stars astronomy"


def test_nothing_is_proposed_for_words_like_no_other(client, course):
    assert spelling(client, "zzzzzz") == ""
    assert spelling(client, "astronomy") == ""


def test_what_is_recommended_stands_first_and_says_so(client, course, teacher):
    music = make_course(teacher, "Music")
    query = Query.get("astronomy")
    SearchPromotion.objects.create(query=query, page=music, description="Also <good>")
    SearchPromotion.objects.create(
        query=query,
        external_link_url="https://example.org/",
        external_link_text="Observatory",
    )
    page = client.get("/search/", {"q": " Astronomy "}).content.decode()
    assert page.index("Recommended") < page.index("Music") < page.index("Observatory")
    assert "Also &lt;good&gt;" in page
    assert "Recommended" not in client.get("/search/", {"q": "stars"}).content.decode()


def test_what_is_recommended_is_not_listed_again(client, course):
    SearchPromotion.objects.create(query=Query.get("astronomy"), page=course)
    page = client.get("/search/", {"q": "astronomy"}).content.decode()
    assert page.count("<mark>Astronomy</mark>") == 1
    assert "Nothing was found" not in page


def test_words_are_counted_once_a_search_and_forgotten_after_a_week(client, course):
    for _ in range(2):
        client.get("/search/", {"q": "Stars"})
    client.get("/search/", {"q": "stars", "kind": "lessons"})
    query = Query.objects.get(query_string="stars")
    assert query.hits == 2
    query.daily_hits.update(date=timezone.now().date() - timezone.timedelta(days=9))
    forget_old_searches()
    assert not Query.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("admin", 200), ("super_admin", 200), ("teacher", 302), ("counselor", 302)],
)
def test_admins_manage_recommendations_and_teachers_do_not(
    client, who, status, request
):
    client.force_login(request.getfixturevalue(who))
    for address in ("/admin/searchpicks/", "/admin/searchpicks/add/"):
        assert client.get(address).status_code == status
    shown = "/admin/searchpicks/" in client.get("/admin/").content.decode()
    assert shown == (status == 200)
