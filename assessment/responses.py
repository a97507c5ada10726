"""Takes what a browser sends as an answer and makes of it the plain shape that is kept.

An answer is judged when it is saved, not when it is marked: what isn't one of the choices that were
offered is refused with a word, and nothing larger than an answer is ever stored.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessment.asked import AskedQuestion
from assessment.keys import items_of, options_of
from assessment.models.questions import Kind
from common.exceptions import Refused

LONGEST_SHORT_ANSWER = 500
LONGEST_NUMBER = 64
LONGEST_ESSAY = 100_000

Response = dict[str, Any]


def clean_response(asked: AskedQuestion, raw: Any) -> Response | None:
    """Return `raw` as it is kept, None if it takes an answer back. Raises `Refused` for anything else.

    Shapes by kind: {"choice": id}, {"choices": [id]}, {"value": bool}, {"text": str},
    {"number": str, "unit": str}, {"pairs": {prompt id: option id}}, {"order": [id]}.
    """
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        raise _unfit()
    response = _CLEANERS[Kind(asked.kind)](asked.body, raw)
    if any(response.values()) or asked.kind == Kind.TRUE_FALSE:
        return response
    return None


def _unfit() -> Refused:
    return Refused("bad_answer", _("This is no answer to this question."))


def _one_of(value: Any, known: Mapping[str, Any]) -> str:
    if not isinstance(value, str) or (value and value not in known):
        raise _unfit()
    return value


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str):
        raise _unfit()
    if len(value) > longest:
        raise Refused(
            "too_long",
            _("This answer has %(length)d characters; at most %(most)d are kept.")
            % {"length": len(value), "most": longest},
        )
    # PostgreSQL keeps no null characters.
    return value.replace("\0", "")


def _single_choice(body: Any, raw: Mapping[str, Any]) -> Response:
    return {"choice": _one_of(raw.get("choice"), dict(items_of(body["choices"])))}


def _multiple_choice(body: Any, raw: Mapping[str, Any]) -> Response:
    chosen, known = raw.get("choices"), dict(items_of(body["choices"]))
    if not isinstance(chosen, list):
        raise _unfit()
    picked = {_one_of(each, known) for each in chosen} - {""}
    return {"choices": [id for id in known if id in picked]}


def _true_false(body: Any, raw: Mapping[str, Any]) -> Response:
    if not isinstance(raw.get("value"), bool):
        raise _unfit()
    return {"value": raw["value"]}


def _short_answer(body: Any, raw: Mapping[str, Any]) -> Response:
    return {"text": _text(raw.get("text"), LONGEST_SHORT_ANSWER)}


def _numeric(body: Any, raw: Mapping[str, Any]) -> Response:
    units = {each["name"]: each for _id, each in items_of(body["units"])}
    number = _text(raw.get("number"), LONGEST_NUMBER)
    return {"number": number, "unit": _one_of(raw.get("unit") or "", units)}


def _matching(body: Any, raw: Mapping[str, Any]) -> Response:
    pairs = raw.get("pairs")
    prompts, options = dict(items_of(body["pairs"])), options_of(body)
    if not isinstance(pairs, Mapping):
        raise _unfit()
    kept = {
        _one_of(prompt, prompts): _one_of(option, options)
        for prompt, option in pairs.items()
    }
    return {"pairs": {prompt: option for prompt, option in kept.items() if option}}


def _ordering(body: Any, raw: Mapping[str, Any]) -> Response:
    order, known = raw.get("order"), dict(items_of(body["items"]))
    if not isinstance(order, list) or any(not isinstance(each, str) for each in order):
        raise _unfit()
    if order and sorted(order) != sorted(known):
        raise _unfit()
    return {"order": order}


def _essay(body: Any, raw: Mapping[str, Any]) -> Response:
    return {"text": _text(raw.get("text"), LONGEST_ESSAY)}


_CLEANERS: dict[Kind, Callable[[Any, Mapping[str, Any]], Response]] = {
    Kind.SINGLE_CHOICE: _single_choice,
    Kind.MULTIPLE_CHOICE: _multiple_choice,
    Kind.TRUE_FALSE: _true_false,
    Kind.SHORT_ANSWER: _short_answer,
    Kind.NUMERIC: _numeric,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.ESSAY: _essay,
}
