"""Wagtail's editor for rich text, with one word for "nothing written"."""

import re
from collections.abc import Mapping
from typing import Any

from wagtail.admin.rich_text import DraftailRichTextArea

EMPTY = re.compile(r'<p data-block-key="[^"]*"></p>')


class RichTextArea(DraftailRichTextArea):
    """Sends nothing where nothing is written.

    A form that is sent before its editor stands brings an empty paragraph instead. The next
    person to open the page would seem to have edited it, and an approval would turn into an
    edit that waits for a review of its own.
    """

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> str | None:
        written: str | None = super().value_from_datadict(data, files, name)
        return "" if written and EMPTY.fullmatch(written) else written
