"""What is found out while one question is read: its pictures, and what there is to say of it."""

import base64
import binascii
import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from urllib.parse import quote, unquote, urlsplit

import filetype
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markdown_it import MarkdownIt

from assessment.formats import markup
from assessment.formats.item import (
    CREDIT_QUANTUM,
    FULL,
    NONE,
    Choice,
    File,
    Item,
    Matching,
    MultipleChoice,
    Ordering,
    ShortAnswer,
    SingleChoice,
    equal_share,
    one_right,
    settled,
    several_right,
)
from assessment.formats.mathml import with_latex
from assessment.formats.pictures import TYPES
from assessment.formats.words import file_name, seen_line
from assessment.scoring import decimal_of

MAX_TEXT = 200_000
# A parser of HTML needs the square of the time for twice the depth.
MAX_TAGS = 5_000
MAX_PARTS = 200
MAX_POINTS = Decimal("99999.99")
TITLE_FROM_PROMPT = 80
CENT = Decimal("0.01")

Find = Callable[[str], bytes | None]

_DATA_URI = re.compile(
    r"data:image/(?P<type>png|jpeg|jpg|gif|webp|svg\+xml)"
    r"(?:;name=(?P<name>[\w.%-]+))?;base64,(?P<data>[A-Za-z0-9+/=\s]+)"
)
_LOST = (
    (
        re.compile(r"<script\b|<[a-z][^<>]*\son[a-z]+\s*=|javascript:", re.IGNORECASE),
        gettext_lazy("What would run as a script is left out."),
    ),
    (
        re.compile(
            r"<(?:iframe|object|embed|video|audio|applet|canvas)\b", re.IGNORECASE
        ),
        gettext_lazy("Films, sounds and embedded pages are left out."),
    ),
    (
        re.compile(r"<(?:\w+:)?svg\b", re.IGNORECASE),
        gettext_lazy("A drawing inside the text (SVG) is left out."),
    ),
)
_LOOKS_LIKE_HTML = re.compile(
    r"</?(?:p|br|b|i|em|strong|u|s|sub|sup|a|img|ul|ol|li|span|div|code|pre|table|tr|td|th"
    r"|h[1-6]|hr|blockquote|figure|font|small|tt)(?:\s+[\w-]+\s*=[^<>]*)?\s*/?>"
    r"|&(?:[a-z]{2,8}|#\d{2,6});",
    re.IGNORECASE,
)
# Stands in a text for a picture that was written into it.
_KEPT = "@@KEPT@@/"


class State(StrEnum):
    TAKEN = "taken"
    APPROXIMATED = "approximated"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Outcome:
    """What became of one question of a file, or of one that should go into a file."""

    label: str
    item: Item | None
    reasons: tuple[str, ...] = ()
    place: str = ""

    @property
    def state(self) -> State:
        if self.item is None:
            return State.LEFT_OUT
        return State.APPROXIMATED if self.reasons else State.TAKEN


class LeftOut(Exception):
    """A question that can't be taken: one sentence says why."""


class Sheet:
    """`is_ours` tells a file that we wrote: its numbers are meant as they are."""

    def __init__(self, *, is_ours: bool = False) -> None:
        self.is_ours = is_ours
        self.notes: list[str] = []
        self.files: dict[str, bytes] = {}

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    # Texts

    def html(self, html: str, find: Find | None = None) -> str:
        """Return a text as `markup` has it; what it shows is kept, what can't be kept is said."""
        if len(_DATA_URI.sub("", html)) > MAX_TEXT or html.count("<") > MAX_TAGS:
            raise LeftOut(_("A text in it is too long."))
        html = self._with_latex(html)
        self._say_what_is_lost(html)
        html = _DATA_URI.sub(self._data_picture, html)

        def changed(node: markup.Node) -> markup.Node | str | None:
            if node.name == "img":
                return self._picture(node, find)
            return self._link(node, find)

        return markup.change(html, changed)

    def text(self, text: str) -> str:
        if len(text) > MAX_TEXT:
            raise LeftOut(_("A text in it is too long."))
        return markup.from_text(text)

    def formatted(self, text: str, format: str, find: Find | None = None) -> str:
        """Return a text in one of the formats that GIFT and Moodle know."""
        if format == "plain":
            return self.text(text)
        if format == "markdown":
            return self.html(MarkdownIt("commonmark").render(text), find)
        if format == "moodle":
            if not looks_like_html(text):
                return self.text(text)
            text = text.replace("\n", "<br>")
        return self.html(text, find)

    def line(self, html: str) -> str:
        """Return one line of words; formatting that is lost is said."""
        if not markup.is_plain(html):
            self.note(
                _("Where only words can stand, formatting and pictures are lost.")
            )
        return markup.line_of(html)

    def _with_latex(self, html: str) -> str:
        html, had_formulas, all_read = with_latex(html)
        if had_formulas and all_read:
            self.note(_("Formulas were rewritten from MathML in LaTeX. Look at them."))
        elif had_formulas:
            self.note(_("A formula in MathML can't be read. Write it in LaTeX."))
        return html

    def _say_what_is_lost(self, html: str) -> None:
        for pattern, sentence in _LOST:
            if pattern.search(html):
                self.note(str(sentence))

    # Pictures and links

    def keep(self, name: str, data: bytes) -> str:
        """Keep a file under a name of its own, a picture ending as it is; return the name."""
        name = file_name(name)
        stem, dot, ending = name.rpartition(".")
        shown = type_in(data)
        if shown and TYPES.get(ending.lower(), TYPES[shown]) != TYPES[shown]:
            ending = shown
            name = f"{stem}.{ending}"
        number = 1
        while name in self.files and self.files[name] != data:
            number += 1
            name = f"{stem}-{number}{dot}{ending}" if dot else f"{ending}-{number}"
        self.files[name] = data
        return name

    def _data_picture(self, match: re.Match[str]) -> str:
        data = decoded(match["data"])
        if data is None:
            return "missing"
        ending = {"jpeg": "jpg", "svg+xml": "svg"}.get(match["type"], match["type"])
        name = unquote(match["name"] or f"picture.{ending}")
        return _KEPT + quote(self.keep(name, data))

    def _picture(self, node: markup.Node, find: Find | None) -> markup.Node | str:
        source = node.attributes.get("src", "")
        if urlsplit(source).scheme in {"http", "https"}:
            self.note(_("A picture that lies on another site is kept as a link."))
            label = node.attributes.get("alt") or source
            return markup.Node("a", {"href": source}, [label])
        name = self._found(source, find)
        if not name:
            self.note(
                _("The picture “%(name)s” isn't in the file.") % {"name": source[:80]}
            )
            return node.attributes.get("alt", "")
        node.attributes["src"] = quote(name)
        return node

    def _link(self, node: markup.Node, find: Find | None) -> markup.Node | None:
        href = node.attributes.get("href", "")
        if urlsplit(href).scheme:
            return node
        if name := self._found(href, find):
            return markup.Node("a", {"href": quote(name)}, node.children)
        if href:
            self.note(_("A link that leads nowhere from here keeps only its words."))
        return None

    def _found(self, source: str, find: Find | None) -> str:
        if source.startswith(_KEPT):
            return unquote(source.removeprefix(_KEPT))
        path = unquote(source.split("?")[0].split("#")[0])
        if not path or find is None or (data := find(path)) is None:
            return ""
        return self.keep(posixpath.basename(path), data)

    # Numbers

    def points(self, written: str | None, default: Decimal = Decimal(1)) -> Decimal:
        number = decimal_of(written or "")
        if number is None:
            return default
        points = min(max(number, NONE), MAX_POINTS).quantize(CENT)
        if points != number:
            self.note(_("Points are rounded to %(points)s.") % {"points": points})
        return points

    def percent(self, written: str | Decimal) -> Decimal:
        number = decimal_of(str(written))
        if number is None:
            raise LeftOut(
                _("“%(text)s” is no percentage.") % {"text": str(written)[:40]}
            )
        return min(max(number, -FULL), FULL).quantize(CREDIT_QUANTUM)

    def credit(self, written: str | Decimal) -> Decimal:
        """Return what a written answer earns: a percentage that takes nothing away."""
        return max(self.percent(written), NONE)

    def number(self, written: str) -> Decimal:
        number = decimal_of(written)
        if number is None:
            raise LeftOut(_("“%(text)s” is no number.") % {"text": written[:40]})
        return number

    # Choices

    def single(
        self, choices: Iterable[Choice], percents: list[Decimal]
    ) -> SingleChoice:
        return SingleChoice(one_right(choices, percents))

    def several(
        self, choices: Iterable[Choice], percents: list[Decimal]
    ) -> MultipleChoice:
        """Return the choices of which several may be chosen, with thirds put right."""
        right = [percent for percent in percents if percent > 0]
        share = equal_share(len(right))
        is_uneven = any(percent != share for percent in right)
        if is_uneven and not self.is_ours and _all_are(share, right):
            self.note(_("Its rounded percentages were read as equal shares."))
            percents = [
                share.copy_sign(percent) if _all_are(share, [abs(percent)]) else percent
                for percent in percents
            ]
        return MultipleChoice(several_right(choices, percents))

    def finished(self, item: Item) -> Item:
        """Return the item in its settled form, with its pictures and a title."""
        if not item.prompt and not item.title:
            raise LeftOut(_("It asks nothing: its text is empty."))
        if not item.prompt:
            self.note(_("It has no text. Its title stands there as the question."))
            item = replace(item, prompt=markup.from_text(item.title))
        item = replace(
            item,
            title=seen_line(item.title) or _first_words(item.prompt),
            files=tuple(File(name, data) for name, data in self.files.items()),
        )
        for sentence in shortcomings(item):
            self.note(sentence)
        return settled(item)


def _all_are(share: Decimal, percents: list[Decimal]) -> bool:
    """Whether these are `share` as other systems write it: 33, 33.3 and 33.333 are a third."""
    places = [Decimal(1).scaleb(-number) for number in range(6)]
    written = {
        share.quantize(place, rounding)
        for place in places
        for rounding in (ROUND_HALF_UP, ROUND_DOWN)
    }
    return bool(percents) and written.issuperset(percents)


def _first_words(prompt: str) -> str:
    words = markup.line_of(prompt)
    if len(words) <= TITLE_FROM_PROMPT:
        return words or _("Question")
    return words[:TITLE_FROM_PROMPT].rsplit(" ", 1)[0] + "…"


def shortcomings(item: Item) -> list[str]:
    """Return what has to be added before the question can be published."""
    body = item.body
    if isinstance(body, (SingleChoice, MultipleChoice)):
        parts: int = len(body.choices)
        is_whole = any(
            choice.is_right or (choice.credit or 0) >= FULL for choice in body.choices
        )
        if parts and not is_whole:
            return [_("No choice is right. Mark one before you publish it.")]
        if not all(choice.text for choice in body.choices):
            return [_("A choice is empty. Write it before you publish it.")]
        fewest = 2
    elif isinstance(body, ShortAnswer):
        return []
    elif isinstance(body, Matching):
        parts, fewest = len(body.pairs), 2
    elif isinstance(body, Ordering):
        parts, fewest = len(body.items), 2
    else:
        return []
    if parts < fewest:
        return [_("It has too few parts. Add some before you publish it.")]
    return []


def check_parts(found: Sequence[object]) -> None:
    """Refuse a question without any answer, or with more than anybody reads."""
    if not found:
        raise LeftOut(_("It has no answers."))
    if len(found) > MAX_PARTS:
        raise LeftOut(_("It has more than %(most)s answers.") % {"most": MAX_PARTS})


def looks_like_html(text: str) -> bool:
    """Whether words that say nothing of their format are meant as HTML: “a<b” isn't."""
    return bool(_LOOKS_LIKE_HTML.search(text))


def type_in(data: bytes) -> str:
    """Return the ending for the kind of picture that `data` is, or ""."""
    found = filetype.guess_extension(data[:64]) or ""
    return found if found in TYPES else ""


def decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
