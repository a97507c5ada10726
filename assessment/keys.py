"""What is right, read from how a question is written: blocks in, `assessment.scoring` keys out."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from assessment.models.questions import Kind
from assessment.scoring import (
    AcceptedNumber,
    AcceptedText,
    EssayKey,
    Grading,
    Key,
    Match,
    MatchingKey,
    MultipleChoiceKey,
    NumericKey,
    OrderingKey,
    ShortAnswerKey,
    SingleChoiceKey,
    TrueFalseKey,
    Unit,
)

FULL = Decimal(100)


def key_of(kind: str, body: Any) -> Key:
    """Return the key of a question of `kind`, whose block has the value `body`."""
    return _KEYS[Kind(kind)](body)


def items_of(listed: Any) -> Iterable[tuple[str, Any]]:
    """Return the items of a list block with the ids that they keep through all revisions."""
    return [(str(child.id), child.value) for child in listed.bound_blocks]


def _single_choice(body: Any) -> Key:
    return SingleChoiceKey(
        {
            id: choice["credit"]
            if choice["credit"] is not None
            else FULL * bool(choice["is_right"])
            for id, choice in items_of(body["choices"])
        }
    )


def _multiple_choice(body: Any) -> Key:
    choices = items_of(body["choices"])
    right = frozenset(
        id
        for id, choice in choices
        # What adds to the points is right, whether it was ticked or not.
        if choice["is_right"] or (choice["credit"] or 0) > 0
    )
    return MultipleChoiceKey(
        right=right,
        wrong=frozenset(id for id, _choice in choices) - right,
        credits={
            id: choice["credit"]
            for id, choice in choices
            if choice["credit"] is not None
        },
        grading=Grading(body["grading"]),
    )


def _true_false(body: Any) -> Key:
    return TrueFalseKey(body["right"] == "true")


def _short_answer(body: Any) -> Key:
    return ShortAnswerKey(
        accepted=tuple(
            AcceptedText(id, each["text"], Match(each["match"]), each["credit"])
            for id, each in items_of(body["accepted"])
        ),
        case_sensitive=bool(body["case_sensitive"]),
    )


def _numeric(body: Any) -> Key:
    return NumericKey(
        accepted=tuple(
            AcceptedNumber(
                id,
                each["value"],
                each["tolerance"],
                bool(each["is_relative"]),
                each["credit"],
            )
            for id, each in items_of(body["accepted"])
        ),
        units={each["name"]: each["factor"] for _id, each in items_of(body["units"])},
        unit=Unit(body["unit"]),
    )


def options_of(body: Any) -> dict[str, str]:
    """Return what a matching question offers, by id: each text once, distractors too."""
    matches = [(id, pair["match"]) for id, pair in items_of(body["pairs"])]
    options: dict[str, str] = {}
    for id, text in [*matches, *items_of(body["distractors"])]:
        if text not in options.values():
            options[id] = text
    return options


def _matching(body: Any) -> Key:
    by_text = {text: id for id, text in options_of(body).items()}
    return MatchingKey(
        pairs={id: by_text[pair["match"]] for id, pair in items_of(body["pairs"])},
        grading=Grading(body["grading"]),
    )


def _ordering(body: Any) -> Key:
    return OrderingKey(
        order=tuple(id for id, _item in items_of(body["items"])),
        grading=Grading(body["grading"]),
    )


def _essay(body: Any) -> Key:
    return EssayKey()


_KEYS: dict[Kind, Callable[[Any], Key]] = {
    Kind.SINGLE_CHOICE: _single_choice,
    Kind.MULTIPLE_CHOICE: _multiple_choice,
    Kind.TRUE_FALSE: _true_false,
    Kind.SHORT_ANSWER: _short_answer,
    Kind.NUMERIC: _numeric,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.ESSAY: _essay,
}
