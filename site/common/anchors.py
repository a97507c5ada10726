"""Names for the headings of a page, so that links can lead to them."""

import re
from html import unescape

from django.utils.text import slugify

_HEADING = re.compile(r"<h([2-4])((?:\s[^>]*)?)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r"\sid=[\"']([^\"']*)[\"']")
_TAG = re.compile(r"<[^>]*>")


def heading_anchor(text: str) -> str:
    """Return what a heading is called in addresses; "" where it has no letters to offer."""
    return slugify(text, allow_unicode=True)


def with_heading_ids(html: str) -> str:
    """Give each heading that has none an id made of its words; of equals, the first has it."""
    taken = set(_ID.findall(html))

    def named(match: re.Match[str]) -> str:
        level, attributes, words = match.groups()
        anchor = heading_anchor(unescape(_TAG.sub("", words)))
        if _ID.search(attributes) or not anchor or anchor in taken:
            return match[0]
        taken.add(anchor)
        return f'<h{level}{attributes} id="{anchor}">{words}</h{level}>'

    return _HEADING.sub(named, html)
