"""What a form says about one question, made into a response. Scripts send the same fields as forms.

The fields of question 3 begin with "3-"; `3-given` says that they are there, because a box that is
not checked sends nothing.
"""

from collections.abc import Callable
from typing import Any

from django.http import QueryDict

from assessment.arranging import option_ids, part_ids
from assessment.asked import AskedQuestion
from assessment.models import Kind

# Where in an order something stands that was given no place.
LAST = 10_000


def is_given(data: QueryDict, position: int) -> bool:
    return f"{position}-given" in data


def is_flagged(data: QueryDict, position: int) -> bool:
    return f"{position}-flag" in data


def posted_response(
    asked: AskedQuestion, data: QueryDict, *, seed: int, position: int
) -> dict[str, Any] | None:
    """Return what `data` answers to a question; None for nothing. `responses` judges whether it is an answer."""
    return _READERS[Kind(asked.kind)](asked, data, seed, position)


def has_same_places(data: QueryDict, position: int) -> bool:
    """Whether two items of an ordering were given one place."""
    places = [
        value
        for name, value in data.items()
        if name.startswith(f"{position}-place-") and value
    ]
    return len(places) > len(set(places))


def _single_choice(
    asked: AskedQuestion, data: QueryDict, seed: int, position: int
) -> Any:
    return {"choice": data.get(f"{position}-choice", "")}


def _multiple_choice(
    asked: AskedQuestion, data: QueryDict, seed: int, position: int
) -> Any:
    return {"choices": data.getlist(f"{position}-choice")}


def _true_false(asked: AskedQuestion, data: QueryDict, seed: int, position: int) -> Any:
    value = data.get(f"{position}-choice", "")
    words: dict[str, Any] = {"true": {"value": True}, "false": {"value": False}}
    return words.get(value, {"value": value}) if value else None


def _text(asked: AskedQuestion, data: QueryDict, seed: int, position: int) -> Any:
    # A form sends a line break as two characters.
    text = data.get(f"{position}-text", "").replace("\r\n", "\n")
    return {"text": text if text.strip() else ""}


def _essay(asked: AskedQuestion, data: QueryDict, seed: int, position: int) -> Any:
    given = _text(asked, data, seed, position)
    # What stands in the field from the start is no answer yet.
    begins = str(asked.body["template_text"] or "").replace("\r\n", "\n")
    return None if given["text"].strip() == begins.strip() else given


def _numeric(asked: AskedQuestion, data: QueryDict, seed: int, position: int) -> Any:
    number = data.get(f"{position}-number", "").strip()
    unit = data.get(f"{position}-unit", "")
    return {"number": number, "unit": unit} if number else None


def _matching(asked: AskedQuestion, data: QueryDict, seed: int, position: int) -> Any:
    options = option_ids(asked.kind, asked.body, seed=seed, position=position)
    prefix = f"{position}-pair-"
    return {
        "pairs": {
            # What no form calls so is left for `responses` to refuse.
            name.removeprefix(prefix): options.get(value, value and "?")
            for name, value in data.items()
            if name.startswith(prefix) and isinstance(value, str)
        }
    }


def _ordering(asked: AskedQuestion, data: QueryDict, seed: int, position: int) -> Any:
    ids = part_ids(
        asked.kind, asked.body, seed=seed, position=position, shuffles_choices=True
    )
    places = {id: _place(data.get(f"{position}-place-{id}", "")) for id in ids}
    if set(places.values()) == {LAST}:
        return None
    # Where two have one place, they keep the order in which they were shown.
    return {"order": sorted(ids, key=lambda id: places[id])}


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else LAST


_READERS: dict[Kind, Callable[[AskedQuestion, QueryDict, int, int], Any]] = {
    Kind.SINGLE_CHOICE: _single_choice,
    Kind.MULTIPLE_CHOICE: _multiple_choice,
    Kind.TRUE_FALSE: _true_false,
    Kind.SHORT_ANSWER: _text,
    Kind.NUMERIC: _numeric,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.ESSAY: _essay,
}
