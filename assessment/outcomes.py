"""What was answered to a question, line by line, and what is right: for results alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from assessment.asked import AskedQuestion
from assessment.keys import items_of, options_of
from assessment.models import Kind
from assessment.presenting import inline, true_and_false
from assessment.scoring import (
    MatchingKey,
    MultipleChoiceKey,
    NumericKey,
    OrderingKey,
    ShortAnswerKey,
    SingleChoiceKey,
    TrueFalseKey,
)

FULL = Decimal(100)
Words = Mapping[str, SafeString]
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One choice, pair, item, or the text that was written.

    `is_right` is None where it may not be said, or makes no sense.
    """

    text: Any
    label: Any = ""
    is_given: bool = True
    is_right: bool | None = None
    right: Any = ""
    note: Any = ""


@dataclass(frozen=True)
class RubricLine:
    criterion: str
    level: str
    description: str


def lines_of(
    asked: AskedQuestion,
    judged: AskedQuestion | None,
    response: Given | None,
    words: Words,
    notes: Words,
    matched: Iterable[str],
) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """Return a line for each thing that was answered or offered, and the right answers that have none.

    `judged` is the question whose key says what is right; None keeps that secret. `notes` is the
    feedback for what was chosen, `matched` what of it counted.
    """
    kind, given = Kind(asked.kind), response or {}
    if judged and judged.kind != asked.kind:
        judged = None  # a question that became another kind judges nothing line by line
    key = judged.key if judged else None
    if kind in (Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE):
        return _choices(asked, key, given, words, notes), ()
    if kind == Kind.TRUE_FALSE:
        return _true_false(key, given, notes), ()
    if kind == Kind.MATCHING:
        return _matching(asked, judged, given, words), ()
    if kind == Kind.ORDERING:
        return _ordering(key, given, words, frozenset(matched))
    lines = (Line(_text(given)),) if given else ()
    return lines, tuple(_right_texts(key))


def _choices(
    asked: AskedQuestion, key: Any, given: Given, words: Words, notes: Words
) -> tuple[Line, ...]:
    chosen = {given.get("choice"), *given.get("choices", ())}
    right: frozenset[str] | None = None
    if isinstance(key, SingleChoiceKey):
        best = max(key.credits.values())
        right = frozenset(id for id, credit in key.credits.items() if credit == best)
    elif isinstance(key, MultipleChoiceKey):
        right = key.right
    return tuple(
        Line(
            words[id],
            is_given=id in chosen,
            is_right=None if right is None else id in right,
            note=notes.get(id, ""),
        )
        for id, _choice in items_of(asked.body["choices"])
    )


def _true_false(key: Any, given: Given, notes: Words) -> tuple[Line, ...]:
    value = given.get("value")
    return tuple(
        Line(
            word,
            is_given=value is (id == "true"),
            is_right=(id == "true") is key.right
            if isinstance(key, TrueFalseKey)
            else None,
            note=notes.get(id, ""),
        )
        for id, word in true_and_false()
    )


def _matching(
    asked: AskedQuestion, judged: AskedQuestion | None, given: Given, words: Words
) -> tuple[Line, ...]:
    offered = options_of(asked.body)
    pairs = given.get("pairs", {})
    key = judged.key if judged else None
    right_of = key.pairs if isinstance(key, MatchingKey) else {}
    right_words = options_of(judged.body) if judged else {}
    return tuple(
        Line(
            offered.get(pairs.get(id, ""), _("Nothing chosen")),
            label=words[id],
            is_given=id in pairs,
            is_right=pairs.get(id) == right_of[id] if id in right_of else None,
            right=right_words.get(right_of.get(id, ""), ""),
        )
        for id, _pair in items_of(asked.body["pairs"])
    )


def _ordering(
    key: Any, given: Given, words: Words, matched: frozenset[str]
) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """An item counts where it follows its right predecessor, not for its number."""
    order = given.get("order", [])
    right = key.order if isinstance(key, OrderingKey) else ()
    lines = tuple(
        Line(
            words[id],
            label=str(place),
            is_right=id in matched if right else None,
        )
        for place, id in enumerate(order, start=1)
    )
    return lines, () if right == tuple(order) else tuple(words[id] for id in right)


def _text(given: Given) -> str:
    if "number" in given:
        return f"{given['number']} {given.get('unit') or ''}".strip()
    return str(given.get("text", ""))


def _right_texts(key: Any) -> Iterable[str]:
    """Return the forms of an answer that earn full marks, as people write them."""
    if isinstance(key, ShortAnswerKey):
        for text in key.accepted:
            if text.credit >= FULL:
                yield _pattern(text.match, text.text)
    elif isinstance(key, NumericKey):
        unit = next(iter(key.units), "")
        for number in key.accepted:
            if number.credit < FULL:
                continue
            value, tolerance = f"{number.value.normalize():f}", number.tolerance
            if tolerance and number.is_relative:
                value = _("%(value)s, give or take %(percent)s %%") % {
                    "value": value,
                    "percent": f"{(tolerance * 100).normalize():f}",
                }
            elif tolerance:
                value = _("%(value)s, give or take %(tolerance)s") % {
                    "value": value,
                    "tolerance": f"{tolerance.normalize():f}",
                }
            yield f"{value} {unit}".strip()


def _pattern(match: str, text: str) -> str:
    if match == "pattern":
        return _("What fits the pattern %(pattern)s") % {"pattern": text}
    return text


def notes_of(asked: AskedQuestion, matched: Iterable[str]) -> dict[str, SafeString]:
    """Return the feedback for each thing that an answer met."""
    body = asked.body
    notes: dict[str, Any] = {
        id: item["feedback"]
        for name in ("choices", "accepted")
        if name in body
        for id, item in items_of(body[name])
    }
    if asked.kind == Kind.TRUE_FALSE:
        notes = {id: body[f"feedback_{id}"] for id in ("true", "false")}
    found = {id: inline(notes[id]) for id in matched if notes.get(id)}
    return {id: note for id, note in found.items() if note}


def general_feedback(asked: AskedQuestion) -> SafeString:
    return mark_safe(expand_db_html(asked.feedback))  # Wagtail has cleaned it


def rubric_of(
    asked: AskedQuestion, levels: Mapping[str, str]
) -> tuple[RubricLine, ...]:
    """Return the level that was reached for each criterion."""
    if asked.kind != Kind.ESSAY or not levels:
        return ()
    return tuple(
        RubricLine(
            str(criterion["title"]),
            str(level["title"]),
            str(level["description"] or ""),
        )
        for id, criterion in items_of(asked.body["rubric"])
        for level_id, level in items_of(criterion["levels"])
        if levels.get(id) == level_id
    )
