"""What we know of a question and a format has no word for, as a note of our own in the file.

Other systems pass it over. Without it nothing is lost that they could have shown.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from assessment.formats.item import (
    DIFFICULTIES,
    Body,
    Criterion,
    Essay,
    Item,
    Level,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    ShortAnswer,
    UnitOfNumber,
)
from assessment.formats.words import seen
from assessment.scoring import Grading, Match, Unit, decimal_of

NAMESPACE = "urn:jeevi:question"
MOST = 100
MAX_WORDS = 100_000
MAX_LENGTH = 10_000

Details = dict[str, Any]


def write_details(item: Item) -> str:
    """Return the note for `item`."""
    body = item.body
    details: Details = {"kind": item.kind, "difficulty": item.difficulty}
    if isinstance(body, (MultipleChoice, Matching, Ordering)):
        details["grading"] = body.grading.value
    elif isinstance(body, ShortAnswer):
        details["case_sensitive"] = body.case_sensitive
        details["matches"] = [each.match.value for each in body.accepted]
        details["texts"] = [each.text for each in body.accepted]
    elif isinstance(body, Numeric):
        details["unit"] = body.unit.value
        details["units"] = [[unit.name, unit.factor] for unit in body.units]
        details["relative"] = [
            each.tolerance if each.is_relative else None for each in body.accepted
        ]
    elif isinstance(body, Essay):
        details |= {
            "template_text": body.template_text,
            "min_words": body.min_words,
            "max_words": body.max_words,
            "rubric": [asdict(criterion) for criterion in body.rubric],
        }
    return json.dumps(details, default=str, ensure_ascii=False)


def read_details(note: str) -> Details:
    """Return what a note says; nothing where it can't be read."""
    if len(note) > MAX_LENGTH * 10:
        return {}
    try:
        details = json.loads(note)
    except (ValueError, RecursionError):
        return {}
    return details if isinstance(details, dict) else {}


def with_details(item: Item, details: Details) -> Item:
    """Return `item` with what its note adds, as far as that fits what the file itself says."""
    if details.get("kind") != item.kind:
        return item
    if details.get("difficulty") in DIFFICULTIES:
        item = replace(item, difficulty=details["difficulty"])
    try:
        return replace(item, body=_body(item.body, details))
    except (TypeError, ValueError, KeyError, AttributeError):
        return item


def _body(body: Body, details: Details) -> Body:
    if isinstance(body, (MultipleChoice, Matching, Ordering)):
        return replace(body, grading=Grading(details["grading"]))
    if isinstance(body, ShortAnswer):
        accepted = tuple(
            replace(each, text=_text(text), match=Match(match))
            for each, match, text in zip(
                body.accepted, details["matches"], details["texts"], strict=True
            )
        )
        return ShortAnswer(accepted, details["case_sensitive"] is True)
    if isinstance(body, Numeric):
        widths = [
            None if each is None else _number(each) for each in details["relative"]
        ]
        accepted_numbers = tuple(
            each if width is None else replace(each, tolerance=width, is_relative=True)
            for each, width in zip(body.accepted, widths, strict=True)
        )
        units = tuple(
            UnitOfNumber(_text(name)[:32], _number(factor))
            for name, factor in details["units"][:MOST]
        )
        return Numeric(accepted_numbers, Unit(details["unit"]), units)
    if isinstance(body, Essay):
        return replace(
            body,
            template_text=_text(details["template_text"]),
            min_words=_words(details["min_words"]),
            max_words=_words(details["max_words"]),
            rubric=_each(details["rubric"], _criterion),
        )
    return body


def _each(values: list[Any], read: Callable[[Details], Any]) -> tuple[Any, ...]:
    return tuple(read(value) for value in values[:MOST])


def _criterion(value: Details) -> Criterion:
    return Criterion(
        title=_text(value["title"]),
        levels=_each(value["levels"], _level),
        description=_text(value["description"]),
    )


def _level(value: Details) -> Level:
    return Level(
        title=_text(value["title"]),
        points=_number(value["points"]),
        description=_text(value["description"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return seen(value)[:MAX_LENGTH]


def _number(value: Any) -> Decimal:
    number = decimal_of(str(value))
    if number is None:
        raise ValueError
    return number


def _words(value: Any) -> int | None:
    if value is None:
        return None
    return min(max(int(value), 1), MAX_WORDS)
