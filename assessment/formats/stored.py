"""How a question is stored, from an item: the raw data of its streams, with fresh ids."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

from assessment.formats.blocks import Blocks, Note
from assessment.formats.item import (
    Body,
    Choice,
    Criterion,
    Essay,
    Item,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from assessment.formats.library import Library, is_picture
from assessment.formats.markup import Node
from learning.importing.stream import StreamWriter

Raw = dict[str, Any]


@dataclass
class Fields:
    """What a question is made with."""

    prompt: str
    answer: str
    feedback: str


class Targets:
    """Where the files of an item are stored; without a library, nothing is stored yet."""

    def __init__(self, item: Item, library: Library | None) -> None:
        self.files = {file.name: file for file in item.files}
        self.library = library
        self.alts: dict[str, str] = {}

    def page(self, path: str) -> int | None:
        return None

    def anchor(self, path: str, anchor: str) -> str:
        return ""

    def document(self, path: str) -> int | None:
        return self.library.document(self.files[path]) if self.library else 0

    def image(self, path: str) -> int:
        if self.library is None:
            return 0
        return self.library.image(self.files[path], self.alts.get(path, ""))


def fields_of(item: Item, *, library: Library | None, note: Note) -> Fields:
    """Return what is stored for `item`, and say what can't be."""
    writer = _Writer(item, library, note)
    return Fields(
        prompt=_dumped(_with_ids(writer.stream(item.prompt))),
        answer=_dumped([_block(item.kind, writer.body(item.body))]),
        feedback=writer.words(item.feedback),
    )


def _dumped(raw: Any) -> str:
    return json.dumps(raw, default=str)


def _with_ids(raw: Iterable[Raw]) -> list[Raw]:
    return [_block(each["type"], each["value"]) for each in raw]


def _block(kind: str, value: Any) -> Raw:
    return {"type": kind, "value": value, "id": str(uuid4())}


def _listed(values: Iterable[Any]) -> list[Raw]:
    return [_block("item", value) for value in values]


class _Writer:
    def __init__(self, item: Item, library: Library | None, note: Note) -> None:
        pictures = [file.name for file in item.files]
        self.blocks = Blocks(pictures, note)
        self.targets = Targets(item, library)
        self.writer = StreamWriter(path="", targets=self.targets)

    def stream(self, html: str) -> list[Raw]:
        return self.writer.blocks(self.blocks.blocks(html))

    def words(self, html: str) -> str:
        return _paragraph(self.writer.rich_text(self.blocks.inline(html)))

    def text(self, html: str) -> str:
        """Return the text of a choice, which may have pictures."""
        written = self.blocks.inline(html, picture=self._embed)
        return _paragraph(self.writer.rich_text(written))

    def _embed(self, node: Node) -> str:
        name = unquote(node.attributes.get("src", ""))
        if not is_picture(name):
            return ""
        alt = node.attributes.get("alt", "")
        return (
            f'<embed alt="{escape(alt)}" embedtype="image" format="fullwidth"'
            f' id="{self.targets.image(name)}"/>'
        )

    def body(self, body: Body) -> Raw:
        if isinstance(body, SingleChoice):
            return {"choices": self._choices(body.choices)}
        if isinstance(body, MultipleChoice):
            return {
                "choices": self._choices(body.choices),
                "grading": body.grading.value,
            }
        if isinstance(body, TrueFalse):
            return {
                "right": str(body.right).lower(),
                "feedback_true": self.words(body.feedback_true),
                "feedback_false": self.words(body.feedback_false),
            }
        if isinstance(body, ShortAnswer):
            return {
                "accepted": _listed(
                    {
                        "text": each.text,
                        "match": each.match.value,
                        "credit": each.credit,
                        "feedback": self.words(each.feedback),
                    }
                    for each in body.accepted
                ),
                "case_sensitive": body.case_sensitive,
            }
        if isinstance(body, Numeric):
            return self._numeric(body)
        if isinstance(body, Matching):
            return {
                "pairs": _listed(
                    {"prompt": self.text(pair.prompt), "match": pair.match}
                    for pair in body.pairs
                ),
                "distractors": _listed(body.distractors),
                "grading": body.grading.value,
            }
        if isinstance(body, Ordering):
            return {
                "items": _listed(map(self.text, body.items)),
                "grading": body.grading.value,
            }
        return self._essay(body)

    def _choices(self, choices: Iterable[Choice]) -> list[Raw]:
        return _listed(
            {
                "text": self.text(choice.text),
                "is_right": choice.is_right,
                "credit": choice.credit,
                "feedback": self.words(choice.feedback),
            }
            for choice in choices
        )

    def _numeric(self, body: Numeric) -> Raw:
        return {
            "accepted": _listed(
                {
                    "value": each.value,
                    "tolerance": each.tolerance,
                    "is_relative": each.is_relative,
                    "credit": each.credit,
                    "feedback": self.words(each.feedback),
                }
                for each in body.accepted
            ),
            "unit": body.unit.value,
            "units": _listed(
                {"name": unit.name, "factor": unit.factor} for unit in body.units
            ),
        }

    def _essay(self, body: Essay) -> Raw:
        return {
            "template_text": body.template_text,
            "min_words": body.min_words,
            "max_words": body.max_words,
            "for_graders": self.words(body.for_graders),
            "rubric": _listed(map(_criterion, body.rubric)),
        }


def _criterion(criterion: Criterion) -> Raw:
    return {
        "title": criterion.title,
        "description": criterion.description,
        "levels": _listed(vars(level) for level in criterion.levels),
    }


def _paragraph(html: str) -> str:
    """The editor keeps every word in a paragraph."""
    return f"<p>{html}</p>" if html and not html.startswith("<p>") else html
