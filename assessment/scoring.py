"""What an answer is worth. Pure and exact: no framework, no float, no clock.

A *key* says what is right, a *response* is what a student gave (plain JSON), and `assess` returns
which share of the question's points it earns, between 0 and 1. Shares are fractions, so that three
thirds are a whole; only `award` rounds, half to even, to the four places that marks are kept with.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import singledispatch
from typing import Any

from assessment.written import decimal_of as decimal_of  # for who types points
from assessment.written import (
    decimals_of,
    fits_pattern,
    fits_wildcard,
    folded,
    is_measurable,
    split_unit,
    squeezed,
    unit_name,
)

Response = Mapping[str, Any]
PLACES = 4
NOTHING = Fraction(0)
WHOLE = Fraction(1)
HUNDRED = 100
# Percentages are written to five places; up to twentieths are taken for what they were cut off from.
PERCENT_PLACES = 5
LARGEST_PART = 20


class Match(StrEnum):
    """How a short answer is compared with an accepted form."""

    EXACT = "exact"
    WILDCARD = "wildcard"  # * stands for anything, \* for a star
    PATTERN = "pattern"  # a regular expression that fits the whole answer


class Grading(StrEnum):
    """What an answer of several parts is worth if some are right."""

    PARTIAL = "partial"
    ALL_OR_NOTHING = "all_or_nothing"


class Unit(StrEnum):
    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class SingleChoiceKey:
    """`credits`: percent for each choice, -100 to 100."""

    credits: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class MultipleChoiceKey:
    """`right` and `wrong` are ids of choices; `credits` replaces the equal shares where given."""

    right: frozenset[str]
    wrong: frozenset[str]
    credits: Mapping[str, Decimal] = field(default_factory=dict)
    grading: Grading = Grading.PARTIAL


@dataclass(frozen=True, slots=True)
class TrueFalseKey:
    right: bool


@dataclass(frozen=True, slots=True)
class AcceptedText:
    id: str
    text: str
    match: Match = Match.EXACT
    credit: Decimal = Decimal(HUNDRED)


@dataclass(frozen=True, slots=True)
class ShortAnswerKey:
    accepted: tuple[AcceptedText, ...]
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class AcceptedNumber:
    """`tolerance` is absolute, or a share of the value (0.01 for one percent) if `is_relative`."""

    id: str
    value: Decimal
    tolerance: Decimal = Decimal(0)
    is_relative: bool = False
    credit: Decimal = Decimal(HUNDRED)


@dataclass(frozen=True, slots=True)
class NumericKey:
    """`units` gives for each how many of the first one it is: {"m": 1, "cm": 0.01}."""

    accepted: tuple[AcceptedNumber, ...]
    units: Mapping[str, Decimal] = field(default_factory=dict)
    unit: Unit = Unit.NONE


@dataclass(frozen=True, slots=True)
class MatchingKey:
    """`pairs` leads from each prompt to its option."""

    pairs: Mapping[str, str]
    grading: Grading = Grading.PARTIAL


@dataclass(frozen=True, slots=True)
class OrderingKey:
    """With part marks each item that follows its right predecessor counts, the first at its place."""

    order: tuple[str, ...]
    grading: Grading = Grading.PARTIAL


@dataclass(frozen=True, slots=True)
class EssayKey:
    """A person reads it."""


Key = (
    SingleChoiceKey
    | MultipleChoiceKey
    | TrueFalseKey
    | ShortAnswerKey
    | NumericKey
    | MatchingKey
    | OrderingKey
    | EssayKey
)


@dataclass(frozen=True, slots=True)
class Assessed:
    """`share` is None where a person must decide; `matched` names what the answer met, for feedback."""

    share: Fraction | None
    matched: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        return self.share == WHOLE


UNANSWERED = Assessed(NOTHING)


def award(share: Fraction, points: Decimal) -> Decimal:
    """Return `share` of `points`, never below 0 or above `points`, to four places."""
    exact = Fraction(points) * _within_bounds(share)
    # Fractions round exactly; a quotient of decimals would have been rounded once before.
    return min(Decimal(round(exact * 10**PLACES)).scaleb(-PLACES), points)


def _within_bounds(share: Fraction) -> Fraction:
    return min(max(share, NOTHING), WHOLE)


def is_blank(response: Response | None) -> bool:
    """Whether nothing was answered: no response, or one of empty values. A unit alone says nothing."""
    return not response or all(
        _is_empty(value) for name, value in response.items() if name != "unit"
    )


def _is_empty(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Mapping):
        return all(_is_empty(each) for each in value.values())
    return value is None or value == []


def assess(key: Key, response: Response | None) -> Assessed:
    """Return what `response` earns by `key`. What makes no sense earns nothing; it never raises."""
    if not isinstance(response, Mapping) or is_blank(response):
        return UNANSWERED
    return _assess(key, response)


@singledispatch
def _assess(key: Any, response: Response) -> Assessed:
    raise TypeError(f"No way to assess {type(key).__name__}.")


def _share(percent: Decimal) -> Fraction:
    """Return a teacher's percentage as a share: 33.33333 percent are meant to be a third."""
    exact = Fraction(percent) / HUNDRED
    simple = exact.limit_denominator(LARGEST_PART)
    is_cut_off = round(simple * HUNDRED, PERCENT_PLACES) == Fraction(percent)
    return simple if is_cut_off else exact


def _text_in(response: Response, name: str) -> str:
    value = response.get(name)
    return value if isinstance(value, str) else ""


@_assess.register
def _(key: SingleChoiceKey, response: Response) -> Assessed:
    choice = response.get("choice")
    if not isinstance(choice, str) or choice not in key.credits:
        return UNANSWERED
    return Assessed(_within_bounds(_share(key.credits[choice])), (choice,))


@_assess.register
def _(key: MultipleChoiceKey, response: Response) -> Assessed:
    known = key.right | key.wrong
    chosen = frozenset(_strings(response.get("choices"))) & known
    matched = tuple(sorted(chosen))
    if key.grading == Grading.ALL_OR_NOTHING:
        return Assessed(WHOLE if chosen == key.right else NOTHING, matched)
    credits = _credits(key)
    total = sum((credits[choice] for choice in chosen), NOTHING)
    return Assessed(_within_bounds(total), matched)


def _credits(key: MultipleChoiceKey) -> dict[str, Fraction]:
    """The teacher's percentages. The other right choices share what these leave of the whole.

    The other wrong ones take away as much as a right one adds, or more where they are few: who
    ticks every box gets nothing.
    """
    credits = {choice: _share(percent) for choice, percent in key.credits.items()}
    shared = key.right - credits.keys()
    given = sum((credits[choice] for choice in key.right - shared), NOTHING)
    for choice in shared:
        credits[choice] = max(WHOLE - given, NOTHING) / len(shared)
    for choice in key.wrong - credits.keys():
        credits[choice] = -Fraction(1, min(len(key.right), len(key.wrong)) or 1)
    return credits


@_assess.register
def _(key: TrueFalseKey, response: Response) -> Assessed:
    value = response.get("value")
    if not isinstance(value, bool):
        return UNANSWERED
    return Assessed(WHOLE if value is key.right else NOTHING, (str(value).lower(),))


@_assess.register
def _(key: ShortAnswerKey, response: Response) -> Assessed:
    given = squeezed(_text_in(response, "text"))
    undecided = NOTHING
    # The best of the forms that fit counts; of equal ones the first, for its feedback.
    for accepted in sorted(key.accepted, key=lambda each: -each.credit):
        share = _within_bounds(_share(accepted.credit))
        try:
            fits = _fits(accepted, given, key.case_sensitive)
        except TimeoutError:
            undecided = max(undecided, share)
            continue
        if fits:
            # Nobody loses by an expression that can't be tried: a person decides.
            return Assessed(None if undecided > share else share, (accepted.id,))
    return Assessed(None) if undecided else UNANSWERED


def _fits(accepted: AcceptedText, given: str, case_sensitive: bool) -> bool:
    if accepted.match == Match.PATTERN:
        return fits_pattern(accepted.text, given, case_sensitive)
    given, form = folded(given, case_sensitive), folded(accepted.text, case_sensitive)
    if accepted.match == Match.WILDCARD:
        return fits_wildcard(form, given)
    return given == form


@_assess.register
def _(key: NumericKey, response: Response) -> Assessed:
    number = _text_in(response, "number")
    unit = unit_name(_text_in(response, "unit"))
    units = {unit_name(name): factor for name, factor in key.units.items()}
    if key.unit != Unit.NONE:
        number, written = split_unit(number, units)
        if unit and written not in ("", unit):
            return UNANSWERED
        unit = unit or written
    factor = _factor(key, units, unit)
    if factor is None:
        return UNANSWERED
    readings = [Fraction(each) * factor for each in decimals_of(number)]
    for accepted in sorted(key.accepted, key=lambda each: -each.credit):
        if any(_is_near(accepted, given) for given in readings):
            share = _within_bounds(_share(accepted.credit))
            return Assessed(share, (accepted.id,))
    return UNANSWERED


def _factor(
    key: NumericKey, units: Mapping[str, Decimal], unit: str
) -> Fraction | None:
    if key.unit == Unit.NONE or (not unit and key.unit == Unit.OPTIONAL):
        return WHOLE
    return Fraction(units[unit]) if unit in units else None


def _is_near(accepted: AcceptedNumber, given: Fraction) -> bool:
    if not (is_measurable(accepted.value) and is_measurable(accepted.tolerance)):
        return False
    value, tolerance = Fraction(accepted.value), Fraction(accepted.tolerance)
    if accepted.is_relative:
        tolerance *= abs(value)
    return abs(given - value) <= tolerance


@_assess.register
def _(key: MatchingKey, response: Response) -> Assessed:
    given = response.get("pairs")
    if not isinstance(given, Mapping) or not key.pairs:
        return UNANSWERED
    right = tuple(
        sorted(p for p, option in key.pairs.items() if given.get(p) == option)
    )
    return _of_parts(right, len(key.pairs), key.grading)


@_assess.register
def _(key: OrderingKey, response: Response) -> Assessed:
    given = list(_strings(response.get("order")))
    if sorted(given) != sorted(key.order) or not key.order:
        return UNANSWERED
    before = dict(zip(key.order, (None, *key.order), strict=False))
    right = tuple(
        item
        for item, previous in zip(given, (None, *given), strict=False)
        if before[item] == previous
    )
    return _of_parts(right, len(key.order), key.grading)


def _of_parts(right: tuple[str, ...], parts: int, grading: Grading) -> Assessed:
    if grading == Grading.ALL_OR_NOTHING and len(right) < parts:
        return Assessed(NOTHING, right)
    return Assessed(Fraction(len(right), parts), right)


@_assess.register
def _(key: EssayKey, response: Response) -> Assessed:
    return Assessed(None) if _text_in(response, "text").strip() else UNANSWERED


def _strings(value: Any) -> Iterable[str]:
    return (
        (each for each in value if isinstance(each, str))
        if isinstance(value, list)
        else ()
    )


# --- Several attempts ---------------------------------------------------------------


class Counting(StrEnum):
    """Which of several attempts counts."""

    BEST = "best"
    LAST = "last"
    AVERAGE = "average"


def counting_share(shares: Iterable[Fraction], counting: Counting) -> Fraction | None:
    """Return what a student's attempts, in the order in which they were made, are worth together."""
    made = list(shares)
    if not made:
        return None
    choose: dict[Counting, Callable[[list[Fraction]], Fraction]] = {
        Counting.BEST: max,
        Counting.LAST: lambda each: each[-1],
        Counting.AVERAGE: lambda each: sum(each, NOTHING) / len(each),
    }
    return choose[counting](made)


def after_penalty(
    points: Decimal, *, days_late: int, percent_a_day: Decimal
) -> Decimal:
    """Return `points` less `percent_a_day` of them for each day begun; never below 0."""
    kept = 1 - Fraction(percent_a_day) / HUNDRED * max(days_late, 0)
    return award(kept, points)
