"""CAT-09: the real course in the site, as students and editors will meet it."""

import os
import re
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db.transaction import atomic, set_rollback
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page

from accounts.models import Role
from catalog.models import CourseDocument, CourseImage, CoursePage
from common.blocks.content import TEXT_FEATURES
from learning.importing.fingerprint import fingerprint
from learning.models import LessonPage
from learning.tests.importing import SAMPLE
from tests.factories import make_user

pytestmark = [
    pytest.mark.django_db,
    # Others made it, so it is not part of the project. With CI=true it must be there.
    pytest.mark.skipif(
        not SAMPLE.exists() and not os.environ.get("CI"),
        reason="the sample course does not lie beside this checkout",
    ),
]


@pytest.fixture(scope="module")
def imported(django_db_setup, django_db_blocker):
    """Imported once for all tests of this module, and rolled back behind them."""
    with django_db_blocker.unblock(), atomic():
        make_user("importer", Role.SUPER_ADMIN)
        call_command("import_course", str(SAMPLE), "--publish", stdout=StringIO())
        yield CoursePage.objects.get().pk
        set_rollback(True)


@pytest.fixture
def sample(imported, db):
    return CoursePage.objects.get(pk=imported)


def lessons_of(course):
    return LessonPage.objects.descendant_of(course).live()


def rich_texts(raw):
    """Every rich text in a stream's stored data."""
    if isinstance(raw, dict):
        if raw.get("type") == "text":
            yield raw["value"]
        for value in raw.values():
            yield from rich_texts(value)
    elif isinstance(raw, list):
        for item in raw:
            yield from rich_texts(item)


def test_all_of_it_is_there(sample):
    modules = [module.title for module in sample.get_children()]
    assert modules == ["Before you start", "Lessons", "Reference"]
    assert lessons_of(sample).count() == 15
    assert CourseImage.objects.count() == 40
    assert CourseDocument.objects.count() == 2
    assert "Creative Commons" not in sample.licence
    assert "Rémi Emonet" in sample.attribution
    assert "swcarpentry/python-novice-inflammation" in sample.attribution


def test_every_lesson_satisfies_the_editor_s_own_rules(sample):
    for lesson in lessons_of(sample):
        lesson.full_clean()
        for field in ("objectives", "body", "key_points"):
            value = getattr(lesson, field)
            value.stream_block.clean(value)


def test_opening_and_saving_a_text_in_the_editor_changes_nothing(sample):
    converter = ContentstateConverter(TEXT_FEATURES)
    for lesson in lessons_of(sample):
        for text in rich_texts(list(lesson.body.raw_data)):
            saved = converter.to_database_format(converter.from_database_format(text))
            assert fingerprint(saved) == fingerprint(text)


def test_every_link_inside_the_course_leads_to_a_page_and_its_heading(sample):
    html = {each.url: str(each.body.render_as_block()) for each in lessons_of(sample)}
    ids = {url: set(re.findall(r'\sid="([^"]+)"', text)) for url, text in html.items()}
    followed = 0
    for url, text in html.items():
        assert "<a>" not in text
        for href in re.findall(r'<a href="((?:/courses/|#)[^"]*)"', text):
            path, _hash, anchor = href.partition("#")
            assert not path or path in html, f"{url}: {href}"
            assert not anchor or anchor in ids[path or url], f"{url}: {href}"
            followed += 1
    assert followed == 119


def test_solutions_are_hidden_until_asked_for(sample):
    lesson = lessons_of(sample).get(title="Python Fundamentals")
    html = str(lesson.body.render_as_block())
    solution = html.index("Hopper Grace")
    opened = html.rindex("<details", 0, solution)
    assert "</details>" not in html[opened:solution]
    assert not re.match(r"<details[^>]*\sopen\b", html[opened:])


def test_every_picture_is_shown_with_its_alternative_text(sample):
    html = "".join(str(each.body.render_as_block()) for each in lessons_of(sample))
    pictures = re.findall(r"<img\b[^>]*>", html)
    assert len(pictures) == 39
    assert all(re.search(r'\salt="[^"]+"', picture) for picture in pictures)


def test_importing_it_again_changes_nothing(sample):
    before = list(
        Page.objects.order_by("pk").values_list("pk", "path", "latest_revision")
    )
    call_command("import_course", str(SAMPLE), "--publish", stdout=StringIO())
    after = list(
        Page.objects.order_by("pk").values_list("pk", "path", "latest_revision")
    )
    assert after == before


def test_headings_never_skip_a_level(sample):
    for each in lessons_of(sample):
        levels = [
            1,
            *map(int, re.findall(r"<h([1-6])\b", str(each.body.render_as_block()))),
        ]
        steps = [after - before for before, after in pairwise(levels)]
        assert max(steps) <= 1, each.title
