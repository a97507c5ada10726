"""An item from how a question is stored: the content of a revision, without a model around it."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from html import escape
from typing import Any
from urllib.parse import quote

from assessment.formats import markup
from assessment.formats.item import (
    FULL,
    NONE,
    AcceptedNumber,
    AcceptedText,
    Body,
    Choice,
    Criterion,
    Essay,
    Item,
    Level,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Pair,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    UnitOfNumber,
    settled,
)
from assessment.formats.shelf import Shelf
from assessment.scoring import Grading, Match, Unit

Raw = Mapping[str, Any]


def item_of(content: Raw, *, tags: Iterable[str], shelf: Shelf) -> Item:
    """Return the item of a question's revision, whose files `shelf` has."""
    reader = _Reader(shelf)
    answer = json.loads(content["answer"])[0]
    prompt = reader.stream(json.loads(content["prompt"]))
    body = reader.body(answer["type"], answer["value"])
    feedback = reader.rich(content.get("feedback"))
    return settled(
        Item(
            title=content["title"],
            prompt=prompt or markup.from_text(content["title"]),
            body=body,
            points=_decimal(content.get("points"), Decimal(1)),
            feedback=feedback,
            tags=tuple(tags),
            difficulty=content.get("difficulty") or "medium",
            files=reader.files(),
        )
    )


def _values(listed: Any) -> list[Any]:
    """Return what is in a list block, with ids or from before they had any."""
    return [
        each["value"] if isinstance(each, dict) and "value" in each else each
        for each in listed or []
    ]


def _decimal(value: Any, default: Decimal) -> Decimal:
    return default if value in (None, "") else Decimal(str(value))


class _Reader:
    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.names: dict[str, None] = {}

    def files(self) -> tuple[Any, ...]:
        return tuple(self.shelf.file(name) for name in self.names)

    def rich(self, html: str | None) -> str:
        led, names = self.shelf.led(html or "")
        self.names |= dict.fromkeys(names)
        return markup.markup_of(led)

    def stream(self, blocks: Iterable[Raw]) -> str:
        return markup.markup_of(
            "".join(self._block(each["type"], each["value"]) for each in blocks)
        )

    def _block(self, kind: str, value: Any) -> str:
        if kind == "text":
            return f"<div>{self.rich(value)}</div>"
        if kind == "code":
            written = value.get("kind") if value.get("kind") != "source" else ""
            name = escape(written or value.get("language") or "plain")
            code = escape(value["code"].replace("\r\n", "\n"), quote=False)
            pre = f'<pre><code class="language-{name}">{code}</code></pre>'
            return _captioned(pre, escape(value.get("caption") or "", quote=False))
        if kind == "maths":
            label = escape(value.get("description") or "")
            latex = escape(value["latex"], quote=False)
            return f'<div role="math" aria-label="{label}">{latex}</div>'
        if kind == "image":
            return self._image(value)
        return self._table(value) if kind == "table" else ""

    def _image(self, value: Raw) -> str:
        image = value["image"]
        name = self.shelf.image(image["image"])
        if not name:
            return ""
        self.names[name] = None
        is_decorative = bool(image.get("decorative"))
        alt = "" if is_decorative else escape(image.get("alt_text") or "")
        role = ' role="presentation"' if is_decorative else ""
        width = value.get("width") or "normal"
        caption = self.rich(value.get("caption"))
        picture = f'<img src="{quote(name)}" alt="{alt}"{role}>'
        shown = _captioned(picture, caption, "" if width == "normal" else width)
        return f"<div>{shown}</div>"

    def _table(self, value: Raw) -> str:
        table = value["table"]
        kinds = [column["type"] for column in table["columns"]]
        head = "".join(
            f"<th>{escape(column['heading'] or '', quote=False)}</th>"
            for column in table["columns"]
        )
        rows = "".join(
            "<tr>"
            + "".join(
                f"<td>{self._cell(kind, cell)}</td>"
                for kind, cell in zip(kinds, row["values"], strict=True)
            )
            + "</tr>"
            for row in table["rows"]
        )
        caption = escape(value.get("caption") or "", quote=False)
        captioned = f"<caption>{caption}</caption>" if caption else ""
        return f"<table>{captioned}<tr>{head}</tr>{rows}</table>"

    def _cell(self, kind: str, cell: Any) -> str:
        if cell is None:
            return ""
        return (
            self.rich(cell) if kind == "rich_text" else escape(str(cell), quote=False)
        )

    # How it is answered

    def body(self, kind: str, value: Raw) -> Body:
        if kind == "single_choice":
            return SingleChoice(self._choices(value))
        if kind == "multiple_choice":
            return MultipleChoice(self._choices(value), _grading(value))
        if kind == "true_false":
            return TrueFalse(
                value["right"] == "true",
                self.rich(value.get("feedback_true")),
                self.rich(value.get("feedback_false")),
            )
        if kind == "short_answer":
            return ShortAnswer(
                tuple(self._text(each) for each in _values(value["accepted"])),
                bool(value.get("case_sensitive")),
            )
        if kind == "numeric":
            return Numeric(
                tuple(self._number(each) for each in _values(value["accepted"])),
                Unit(value.get("unit") or Unit.NONE),
                tuple(
                    UnitOfNumber(each["name"], _decimal(each["factor"], Decimal(1)))
                    for each in _values(value.get("units"))
                ),
            )
        if kind == "matching":
            return Matching(
                tuple(
                    Pair(self.rich(each["prompt"]), each["match"])
                    for each in _values(value["pairs"])
                ),
                tuple(_values(value.get("distractors"))),
                _grading(value),
            )
        if kind == "ordering":
            items = tuple(self.rich(each) for each in _values(value["items"]))
            return Ordering(items, _grading(value))
        return self._essay(value)

    def _choices(self, value: Raw) -> tuple[Choice, ...]:
        return tuple(
            Choice(
                text=self.rich(each["text"]),
                is_right=bool(each.get("is_right")),
                credit=None
                if each.get("credit") in (None, "")
                else Decimal(str(each["credit"])),
                feedback=self.rich(each.get("feedback")),
            )
            for each in _values(value["choices"])
        )

    def _text(self, each: Raw) -> AcceptedText:
        return AcceptedText(
            each["text"],
            Match(each.get("match") or Match.EXACT),
            _decimal(each.get("credit"), FULL),
            self.rich(each.get("feedback")),
        )

    def _number(self, each: Raw) -> AcceptedNumber:
        return AcceptedNumber(
            _decimal(each["value"], NONE),
            _decimal(each.get("tolerance"), NONE),
            bool(each.get("is_relative")),
            _decimal(each.get("credit"), FULL),
            self.rich(each.get("feedback")),
        )

    def _essay(self, value: Raw) -> Essay:
        return Essay(
            template_text=value.get("template_text") or "",
            min_words=value.get("min_words"),
            max_words=value.get("max_words"),
            for_graders=self.rich(value.get("for_graders")),
            rubric=tuple(
                Criterion(
                    title=each["title"],
                    description=each.get("description") or "",
                    levels=tuple(
                        Level(
                            level["title"],
                            _decimal(level["points"], NONE),
                            level.get("description") or "",
                        )
                        for level in _values(each["levels"])
                    ),
                )
                for each in _values(value.get("rubric"))
            ),
        )


def _grading(value: Raw) -> Grading:
    return Grading(value.get("grading") or Grading.PARTIAL)


def _captioned(html: str, caption: str, width: str = "") -> str:
    if not (caption or width):
        return html
    classes = f' class="{escape(width)}"' if width else ""
    shown = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure{classes}>{html}{shown}</figure>"
