"""SRC-01: nobody finds, counts or is offered what they may not read."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import PageViewRestriction

from catalog.models import CourseDocument
from learning.access import decide, visible_pages
from learning.files import decide_upload, visible_documents
from tests.factories import enrol, make_course, make_lesson, make_module, make_user

pytestmark = pytest.mark.django_db

READERS = {"student", "teacher", "admin", "super_admin"}
OTHERS = {"anonymous", "stranger", "dropped", "suspended", "other_teacher", "counselor"}


@pytest.fixture
def dropped(course):
    person = make_user("dora")
    enrol(person, course, status="dropped")
    return person


@pytest.fixture
def secret(course):
    """A lesson for the enrolled, with a document and a recommendation."""
    document = CourseDocument.objects.create(
        title="Zirconium tables",
        collection=course.team.collection,
        file=ContentFile(b"0123456789", name="tables.pdf"),
    )
    lesson = make_lesson(
        course.get_first_child().specific,
        "Zirconium",
        body=[
            ("text", "<p>Zirconium melts late.</p>"),
            ("pdf", {"document": document, "title": ""}),
        ],
    )
    query = Query.get("zirconium")
    SearchPromotion.objects.create(query=query, page=lesson, description="Do read it")
    return lesson


def come_as(client, who, request):
    """Log in as `who` of the cast; somebody suspended has a session left over, at most."""
    if who != "anonymous":
        client.force_login(request.getfixturevalue(who))


@pytest.mark.parametrize("who", sorted(READERS))
def test_those_who_may_read_a_lesson_find_it_with_its_files(
    client, secret, who, request
):
    come_as(client, who, request)
    page = client.get("/search/", {"q": "zirconium"})
    assert page.context["search"].total == 2
    lessons = client.get("/search/", {"q": "zirconium", "kind": "lessons"})
    assert "<mark>Zirconium</mark> melts late." in lessons.content.decode()
    assert [result.url for result in page.context["promoted"]] == [secret.url]
    assert "Zirconium" in client.get("/search/suggest/", {"q": "zirc"}).content.decode()


@pytest.mark.parametrize("who", sorted(OTHERS))
def test_others_learn_nothing_of_it(client, secret, who, request):
    come_as(client, who, request)
    for kind in ("all", "lessons", "documents"):
        page = client.get("/search/", {"q": "zirconium", "kind": kind})
        search = page.context["search"]
        assert search.total == 0, kind
        assert search.facets.facts == {}
        assert not page.context.get("promoted")
        assert "melts" not in page.content.decode()
        assert "tables" not in page.content.decode()

    assert client.get("/search/suggest/", {"q": "zirc"}).content.strip() == b""
    page = client.get("/search/", {"q": "zirconiom"})
    assert not page.context.get("spelling")


@pytest.mark.parametrize("who", sorted(OTHERS | READERS))
def test_drafts_are_found_by_nobody(client, course, who, request):
    module = course.get_first_child().specific
    make_lesson(module, "Ytterbium", draft=True)
    make_course(request.getfixturevalue("teacher"), "Ytterbium for all", draft=True)
    come_as(client, who, request)
    assert client.get("/search/", {"q": "ytterbium"}).context["search"].total == 0


def test_what_is_written_and_not_yet_published_is_not_found(client, student, lessons):
    lesson = lessons[1]
    lesson.body = [("text", "<p>Praseodymium</p>")]
    lesson.save_revision()
    client.force_login(student)
    assert client.get("/search/", {"q": "praseodymium"}).context["search"].total == 0


def test_a_private_course_is_found_once_it_opens(client, secret, course, student):
    lesson = make_lesson(
        course.get_first_child().specific, "Argon", free_preview=True, text="A gas"
    )
    restriction = PageViewRestriction.objects.create(
        page=course, restriction_type=PageViewRestriction.LOGIN
    )

    def total(words):
        return client.get("/search/", {"q": words}).context["search"].total

    assert (total("argon"), total("astronomy")) == (0, 0)
    client.force_login(student)
    assert total("argon") == 1
    assert total("zirconium") == 2
    assert total("astronomy") == 0  # as in the catalogue
    restriction.restriction_type = PageViewRestriction.PASSWORD
    restriction.password = "open"
    restriction.save()
    assert (total("argon"), total("zirconium")) == (0, 0)
    assert lesson.live


def test_a_recommended_draft_is_not_shown(client, admin, teacher):
    course = make_course(teacher, "Later", draft=True)
    SearchPromotion.objects.create(query=Query.get("soon"), page=course)
    client.force_login(admin)
    assert client.get("/search/", {"q": "soon"}).context["promoted"] == []


@pytest.mark.parametrize("who", sorted(OTHERS | READERS))
def test_many_pages_and_files_at_once_are_decided_as_one_by_one(
    secret, course, teacher, who, request
):
    hidden = make_course(teacher, "Hidden", draft=True)
    shut = make_module(hidden, "Live module of a draft")
    make_lesson(shut, "In it", free_preview=True)
    user = AnonymousUser() if who == "anonymous" else request.getfixturevalue(who)
    pages = [
        *course.get_descendants(inclusive=True),
        *hidden.get_descendants(inclusive=True),
        *course.get_ancestors().filter(depth__gt=1),
    ]
    visible = {page.pk for page in visible_pages(user)}
    assert {page.title for page in pages if page.live and decide(user, page)} == {
        page.title for page in pages if page.live and page.pk in visible
    }
    documents = CourseDocument.objects.all()
    assert {each.pk for each in documents if decide_upload(user, each)} == {
        each.pk for each in visible_documents(user)
    }
