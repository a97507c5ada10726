"""Answers in plain words, for those who mark and count them; and what in them can be counted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessment.asked import AskedQuestion
from assessment.keys import items_of, options_of
from assessment.models.questions import Kind
from assessment.scoring import (
    Match,
    MatchingKey,
    MultipleChoiceKey,
    SingleChoiceKey,
    TrueFalseKey,
    Unit,
    assess,
)
from assessment.written import folded
from common.blocks.comparison import plain_text

Response = Mapping[str, Any]
LONGEST_PICK = 60
HUNDREDTH = Decimal("0.01")


def points_text(points: Decimal | None) -> str:
    """Return points as people write them: 85, 85.5, 0.33; empty for none."""
    if points is None:
        return ""
    return str(number_format(f"{points.quantize(HUNDREDTH).normalize():f}"))


@dataclass(frozen=True)
class Picks:
    """What can be chosen in a question: `options` all at once, `words` for each, `right` what earns something."""

    options: tuple[str, ...]
    words: Mapping[str, str]
    right: frozenset[str]


def words_of(asked: AskedQuestion, response: Response | None) -> list[str]:
    """Return an answer in words, one for each part of it; none where nothing was answered."""
    if not response:
        return []
    return [each for each in _WORDS[Kind(asked.kind)](asked.body, response) if each]


def right_words(asked: AskedQuestion) -> list[str]:
    """Return what the key takes in full, in words."""
    return _RIGHT[Kind(asked.kind)](asked)


def picks_in(asked: AskedQuestion, response: Response | None) -> frozenset[str]:
    """Return what an answer chose or wrote, as what equal answers have in common."""
    if not response:
        return frozenset()
    match asked.kind:
        case Kind.SINGLE_CHOICE | Kind.MULTIPLE_CHOICE:
            chosen = {response.get("choice"), *response.get("choices", ())}
            return frozenset(each for each in chosen if each)
        case Kind.TRUE_FALSE:
            return frozenset([str(response.get("value")).lower()])
        case Kind.MATCHING:
            pairs = response.get("pairs", {})
            return frozenset(f"{prompt}>{option}" for prompt, option in pairs.items())
        case Kind.SHORT_ANSWER | Kind.NUMERIC:
            written = " ".join(words_of(asked, response))
            return frozenset([folded(written)[:LONGEST_PICK]])
    return frozenset()


def picks_of(asked: AskedQuestion, responses: list[Response]) -> Picks:
    """Return what could be picked in a question, and what `responses` wrote besides."""
    match asked.key:
        case SingleChoiceKey(credits):
            right = frozenset(id for id, credit in credits.items() if credit > 0)
            return Picks(tuple(credits), _choice_words(asked.body), right)
        case MultipleChoiceKey(right=right):
            words = _choice_words(asked.body)
            return Picks(tuple(words), words, right)
        case TrueFalseKey(is_true):
            words = {"true": _("True"), "false": _("False")}
            return Picks(tuple(words), words, frozenset([str(is_true).lower()]))
        case MatchingKey(pairs):
            return _pairs(asked, pairs, responses)
    written = {pick: pick for each in responses for pick in picks_in(asked, each)}
    right = frozenset(
        pick
        for each in responses
        if assess(asked.key, each).share
        for pick in picks_in(asked, each)
    )
    return Picks((), written, right)


def _pairs(
    asked: AskedQuestion, pairs: Mapping[str, str], responses: list[Response]
) -> Picks:
    prompts, options = _prompts(asked.body), options_of(asked.body)
    right = frozenset(f"{prompt}>{option}" for prompt, option in pairs.items())
    made = {pick for each in responses for pick in picks_in(asked, each)}
    words = {}
    for prompt, text in prompts.items():
        for option, goes_with in options.items():
            pick = f"{prompt}>{option}"
            if pick in right or pick in made:
                words[pick] = f"{text} → {goes_with}"
    return Picks(tuple(words), words, right)


def _plain(value: Any, fallback: str) -> str:
    text = " ".join(plain_text(str(getattr(value, "source", value))).split())
    return text or fallback


def _choice_words(body: Any) -> dict[str, str]:
    return {
        id: _plain(choice["text"], _("Choice %(number)d") % {"number": number})
        for number, (id, choice) in enumerate(items_of(body["choices"]), start=1)
    }


def _prompts(body: Any) -> dict[str, str]:
    return {
        id: _plain(pair["prompt"], _("Pair %(number)d") % {"number": number})
        for number, (id, pair) in enumerate(items_of(body["pairs"]), start=1)
    }


def _items(body: Any) -> dict[str, str]:
    return {
        id: _plain(item, _("Item %(number)d") % {"number": number})
        for number, (id, item) in enumerate(items_of(body["items"]), start=1)
    }


def _single_choice(body: Any, response: Response) -> list[str]:
    return [_choice_words(body).get(response.get("choice", ""), "")]


def _multiple_choice(body: Any, response: Response) -> list[str]:
    words = _choice_words(body)
    return [words.get(id, "") for id in response.get("choices", ())]


def _true_false(body: Any, response: Response) -> list[str]:
    return [_("True") if response.get("value") else _("False")]


def _text(body: Any, response: Response) -> list[str]:
    return [response.get("text", "")]


def _number(body: Any, response: Response) -> list[str]:
    return [f"{response.get('number', '')} {response.get('unit', '')}".strip()]


def _matched(body: Any, response: Response) -> list[str]:
    options, pairs = options_of(body), response.get("pairs", {})
    return [
        f"{text} → {options.get(pairs[id], '')}"
        for id, text in _prompts(body).items()
        if id in pairs
    ]


def _ordered(body: Any, response: Response) -> list[str]:
    words = _items(body)
    return [words.get(id, "") for id in response.get("order", ())]


_WORDS: dict[Kind, Callable[[Any, Response], list[str]]] = {
    Kind.SINGLE_CHOICE: _single_choice,
    Kind.MULTIPLE_CHOICE: _multiple_choice,
    Kind.TRUE_FALSE: _true_false,
    Kind.SHORT_ANSWER: _text,
    Kind.NUMERIC: _number,
    Kind.MATCHING: _matched,
    Kind.ORDERING: _ordered,
    Kind.ESSAY: _text,
}


def _right_choices(asked: AskedQuestion) -> list[str]:
    picks = picks_of(asked, [])
    return [picks.words[id] for id in picks.options if id in picks.right]


def _right_texts(asked: AskedQuestion) -> list[str]:
    accepted: Any = asked.key
    return [
        f"/{each.text}/" if each.match == Match.PATTERN else each.text
        for each in accepted.accepted
        if each.credit > 0
    ]


def _right_numbers(asked: AskedQuestion) -> list[str]:
    key: Any = asked.key
    unit = next(iter(key.units), "") if key.unit != Unit.NONE else ""
    words = []
    for each in key.accepted:
        if each.credit <= 0:
            continue
        near = each.tolerance * 100 if each.is_relative else each.tolerance
        sign = " %" if each.is_relative else ""
        margin = f" ± {near.normalize():f}{sign}" if near else ""
        words.append(f"{each.value.normalize():f}{margin} {unit}".strip())
    return words


def _right_pairs(asked: AskedQuestion) -> list[str]:
    key: Any = asked.key
    return _matched(asked.body, {"pairs": key.pairs})


def _right_order(asked: AskedQuestion) -> list[str]:
    return list(_items(asked.body).values())


_RIGHT: dict[Kind, Callable[[AskedQuestion], list[str]]] = {
    Kind.SINGLE_CHOICE: _right_choices,
    Kind.MULTIPLE_CHOICE: _right_choices,
    Kind.TRUE_FALSE: _right_choices,
    Kind.SHORT_ANSWER: _right_texts,
    Kind.NUMERIC: _right_numbers,
    Kind.MATCHING: _right_pairs,
    Kind.ORDERING: _right_order,
    Kind.ESSAY: lambda asked: [],
}
