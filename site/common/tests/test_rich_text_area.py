"""What an editor of rich text sends (CAT-01)."""

import pytest
from wagtail.admin.rich_text import get_rich_text_editor_widget


@pytest.fixture
def area():
    return get_rich_text_editor_widget()


def test_nothing_is_sent_where_nothing_is_written_whether_or_not_the_editor_stood(area):
    for sent in (area.format_value(""), "null"):
        assert area.value_from_datadict({"text": sent}, {}, "text") == ""


def test_what_is_written_is_sent(area):
    sent = area.format_value("<p>Tides</p>")
    assert "Tides" in area.value_from_datadict({"text": sent}, {}, "text")
