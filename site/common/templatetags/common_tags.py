"""Small pieces that every template may need: icons, covers, initials, a chart's table."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zlib import crc32

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language

from common import unsaved_text
from common.highlighting import sources_of
from common.money import priced

register = template.Library()

COVER_HUES = 6
COVER_MOTIFS = ("waves", "leaves", "arcs", "spines", "dots", "orbit")


@register.simple_tag
def site_name() -> str:
    return str(settings.WAGTAIL_SITE_NAME)


class DrawnOnceNode(template.Node):
    def __init__(self, inside: template.NodeList) -> None:
        self.inside = inside
        self.drawn: dict[str | None, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        language = get_language()
        if language not in self.drawn:
            # Nothing of `context`: what is drawn for one person is shown to the next.
            nobodys = template.Context()
            assert context.template is not None  # it is drawing this very node
            with nobodys.bind_template(context.template):
                self.drawn[language] = self.inside.render(nobodys)
        return self.drawn[language]


@register.tag
def drawn_once(
    parser: template.base.Parser, token: template.base.Token
) -> DrawnOnceNode:
    """Draw what stands inside once for each language, as long as this process lives.

    For what is the same on every page for everybody. It knows no variables, not even `request`.
    """
    inside = parser.parse(("end_drawn_once",))
    parser.delete_first_token()
    return DrawnOnceNode(inside)


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """Return an icon of `img/icons.svg`. With a label it speaks; without one it is decoration."""
    return _icon(str(name), str(label), str(size), static("img/icons.svg"))


@lru_cache(maxsize=1024)
def _icon(name: str, label: str, size: str, sprite: str) -> SafeString:
    says = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else 'aria-hidden="true"'
    )
    return format_html(
        '<svg class="icon{}" {} focusable="false"><use href="{}#{}"></use></svg>',
        f" icon--{size}" if size else "",
        SafeString(says),
        sprite,
        name,
    )


@register.simple_tag
def cover_of(title: str) -> dict[str, Any]:
    """Return the printed cover of a course without a picture: always the same for one title."""
    seed = crc32(str(title).encode())
    return {
        "hue": seed % COVER_HUES + 1,
        "motif": COVER_MOTIFS[seed // COVER_HUES % len(COVER_MOTIFS)],
    }


@register.filter
def initials(name: object) -> str:
    """Return one or two letters that stand for a person: "Asha Rao" gives "AR"."""
    words = str(name).split()
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()


@register.filter
def message_kind(tags: str) -> str:
    """Return the alert's kind for the tags of a message of `django.contrib.messages`."""
    kinds = {"success": "positive", "warning": "caution", "error": "critical"}
    return next((kinds[tag] for tag in str(tags).split() if tag in kinds), "notice")


@register.filter
def chart_rows(chart: Mapping[str, Any]) -> Iterable[tuple[Any, list[Any]]]:
    """Return a chart's numbers as the rows of a table: each label with its value in every series."""
    columns = [series["values"] for series in chart["series"]]
    return [
        (label, [column[index] for column in columns])
        for index, label in enumerate(chart["labels"])
    ]


@register.simple_tag
def highlighting_sources(language: str) -> str:
    """Return the addresses of the scripts that highlight a language, in the order to load them."""
    return " ".join(static(f"vendor/prism/{path}") for path in sources_of(language))


@register.filter
def price(amount: Decimal) -> str:
    return priced(amount)


@register.filter
def sentence(text: object) -> str:
    return str(capfirst(str(text)))


@register.filter
def paired_with(columns: Iterable[Any], row: Iterable[Any]) -> list[tuple[Any, Any]]:
    return list(zip(columns, row, strict=True))


@register.filter
def elided_pages(page: Page[Any]) -> Iterable[int | str]:
    """Return the page numbers worth a link: the first, the last, and those round this one."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, number: int, parameter: str = "") -> str:
    """Return the address of another page of this list, with everything else asked for kept."""
    query = context["request"].GET.copy()
    query[parameter or "page"] = number
    return f"?{query.urlencode()}"


CALLOUT_ICONS = {
    "tip": "lightbulb",
    "important": "flag",
    "warning": "warning",
    "prerequisite": "book",
    "discussion": "message",
    "key_points": "key",
    "questions": "target",
    "instructor": "teacher",
    "quotation": "quote",
}


@register.simple_tag
def callout_icon(kind: str) -> SafeString:
    return icon(CALLOUT_ICONS.get(kind, "info"))


@register.simple_tag(takes_context=True)
def saved_numbers(context: template.Context) -> str:
    """Return the numbers of kept texts that this session has saved: see `common.unsaved_text`."""
    return unsaved_text.saved_numbers(context["request"])
