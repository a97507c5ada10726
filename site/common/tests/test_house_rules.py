"""What `manage.py check` asks of pages and blocks (CAT-01, CAT-05)."""

from unittest.mock import patch

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from common.blocks import LessonStreamBlock
from common.checks import check_blocks, check_pages, missing_parts
from learning.models import LessonPage


def test_the_site_obeys():
    assert check_pages(None) + check_blocks(None) == []


def test_a_page_that_does_not_say_where_it_belongs_is_an_error():
    with patch.object(LessonPage, "parent_page_types", create=True):
        del LessonPage.parent_page_types
        assert [found.id for found in check_pages(None)] == ["jeevi.E001"]


def test_a_bare_block_lacks_everything():
    block = blocks.CharBlock()
    block.set_name("line")
    assert missing_parts(block) == ["icon", "group", "description", "preview"]


def test_every_block_of_a_lesson_is_complete():
    stream = LessonStreamBlock()
    assert {
        name: missing_parts(block) for name, block in stream.child_blocks.items()
    } == {name: [] for name in stream.child_blocks}
    assert _("Text") in {block.meta.group for block in stream.child_blocks.values()}
