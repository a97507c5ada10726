"""CAT-05: links lead to headings, in the same lesson and in others."""

import pytest
from django.utils.safestring import SafeString
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text import expand_db_html

from common.anchors import with_heading_ids
from common.blocks import LessonStreamBlock


def test_a_heading_is_called_by_its_words():
    assert with_heading_ids("<h2>For <b>loops</b> &amp; more</h2><p>x</p>") == (
        '<h2 id="for-loops-more">For <b>loops</b> &amp; more</h2><p>x</p>'
    )


def test_of_equal_headings_the_first_has_the_name():
    assert with_heading_ids("<h2>A</h2><h3>A</h3>") == '<h2 id="a">A</h2><h3>A</h3>'


def test_a_heading_that_has_a_name_keeps_it():
    html = '<h3 class="x" id="other">A</h3>'
    assert with_heading_ids(html) == html


def test_a_heading_without_letters_gets_none():
    assert with_heading_ids("<h2>…</h2>") == "<h2>…</h2>"


@pytest.mark.django_db
def test_the_headings_of_a_lesson_are_named():
    block = LessonStreamBlock()
    stream = block.to_python([{"type": "text", "value": "<h2>Loops</h2>"}])
    html = block.render(stream)
    assert isinstance(html, SafeString)
    assert '<h2 id="loops">Loops</h2>' in html


@pytest.mark.django_db
def test_a_link_to_a_page_may_lead_to_a_heading(course):
    html = f'<a linktype="page" id="{course.pk}" fragment="loops">x</a>'
    assert expand_db_html(html) == f'<a href="{course.url}#loops">x</a>'


@pytest.mark.django_db
def test_editing_a_text_keeps_the_heading_that_its_links_lead_to(course):
    html = f'<p><a linktype="page" id="{course.pk}" fragment="loops">x</a></p>'
    converter = ContentstateConverter(["link"])
    kept = converter.to_database_format(converter.from_database_format(html))
    assert f'<a linktype="page" id="{course.pk}" fragment="loops">x</a>' in kept
