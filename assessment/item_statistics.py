"""What the answers of a class say about its questions: classical test theory. Pure and exact.

Points come as fractions and are added as such; only what needs a root is a float. The formulas are
those of Crocker & Algina, "Introduction to Classical and Modern Test Theory" (1986), chapters 7 and
14, where no other source is named.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import lcm, sqrt
from statistics import median

NOTHING = Fraction(0)
# Below it a single student moves every figure: difficulty alone is told.
FEWEST = 10
# Kelley (1939), "The selection of upper and lower groups for the validation of test items".
GROUP = Fraction(27, 100)


@dataclass(frozen=True, slots=True)
class Given:
    """What one attempt has for one item. `picks` names what was chosen, or the word that was written."""

    points: Fraction
    max_points: Fraction
    is_blank: bool = False
    seconds: int = 0
    picks: frozenset[str] = frozenset()

    @property
    def share(self) -> Fraction:
        return _quotient(self.points, self.max_points)


@dataclass(frozen=True)
class Sheet:
    """One attempt: what it has for each item that it was asked."""

    given: Mapping[str, Given]

    @cached_property
    def points(self) -> Fraction:
        return sum((each.points for each in self.given.values()), NOTHING)

    @cached_property
    def max_points(self) -> Fraction:
        return sum((each.max_points for each in self.given.values()), NOTHING)

    @cached_property
    def share(self) -> Fraction:
        return _quotient(self.points, self.max_points)

    def share_without(self, key: str) -> Fraction:
        """Return what the attempt has for everything but item `key`."""
        own = self.given[key]
        return _quotient(self.points - own.points, self.max_points - own.max_points)


def _quotient(points: Fraction, most: Fraction) -> Fraction:
    # What is worth nothing is answered in full.
    return points / most if most else Fraction(1)


@dataclass(frozen=True, slots=True)
class Pick:
    """How often something was chosen: by how many, by which share of the best and of the weakest."""

    key: str
    count: int
    share: Fraction
    of_upper: Fraction
    of_lower: Fraction


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    key: str
    count: int
    facility: Fraction
    deviation: float | None
    correlation: float | None
    index: Fraction | None
    blank_rate: Fraction
    median_seconds: float
    picks: tuple[Pick, ...] = ()

    @property
    def is_telling(self) -> bool:
        """Whether there are enough attempts to say more than how difficult it was."""
        return self.count >= FEWEST


@dataclass(frozen=True, slots=True)
class QuizStatistics:
    """`mean`, `deviation` and `standard_error` are shares of full marks."""

    count: int
    mean: Fraction | None
    deviation: float | None
    alpha: float | None
    standard_error: float | None


class Sign(StrEnum):
    """What is worth a second look in an item."""

    BEST_FAIL = "best_fail"
    WEAK = "weak"
    EASY = "easy"
    HARD = "hard"
    OFTEN_BLANK = "often_blank"
    DRAWS_THE_BEST = "draws_the_best"
    HARDLY_CHOSEN = "hardly_chosen"


@dataclass(frozen=True, slots=True)
class Hint:
    sign: Sign
    pick: str = ""


@dataclass(frozen=True, slots=True)
class Groups:
    """How much each attempt counts among the best and among the weakest, from 0 to 1."""

    upper: Sequence[Fraction] = field(default_factory=tuple)
    lower: Sequence[Fraction] = field(default_factory=tuple)


# --- A quiz -------------------------------------------------------------------------


def quiz_statistics(sheets: Sequence[Sheet]) -> QuizStatistics:
    totals = [sheet.share for sheet in sheets]
    deviation = standard_deviation(totals)
    alpha = cronbachs_alpha(sheets)
    return QuizStatistics(
        count=len(totals),
        mean=sum(totals, NOTHING) / len(totals) if totals else None,
        deviation=deviation,
        alpha=alpha,
        standard_error=standard_error_of_measurement(deviation, alpha),
    )


def cronbachs_alpha(sheets: Sequence[Sheet]) -> float | None:
    """Return how consistently the items measure: k/(k-1) * (1 - sum of item variances / variance of totals).

    Cronbach (1951), "Coefficient alpha and the internal structure of tests". None where it has no
    meaning: too few attempts, fewer than two items, no variance, or not everybody was asked the same.
    """
    if len(sheets) < FEWEST:
        return None
    items = sheets[0].given.keys()
    if len(items) < 2 or any(sheet.given.keys() != items for sheet in sheets):
        return None
    parts = [
        _variance([sheet.given[item].points for sheet in sheets]) for item in items
    ]
    whole = _variance([sheet.points for sheet in sheets])
    if not whole:
        return None
    return float(Fraction(len(items), len(items) - 1) * (1 - sum(parts) / whole))


def standard_error_of_measurement(
    deviation: float | None, alpha: float | None
) -> float | None:
    """Return how far a result may lie from the true one: the deviation times the root of 1 - reliability."""
    if deviation is None or alpha is None or alpha < 0:
        return None
    return deviation * sqrt(1 - alpha)


def distribution(shares: Iterable[Fraction], parts: int = 10) -> list[int]:
    """Return how many lie in each of `parts` equal parts of 0 to 1; the last one holds 1 too."""
    counts = [0] * parts
    for share in shares:
        counts[min(int(share * parts), parts - 1)] += 1
    return counts


# --- An item ------------------------------------------------------------------------


def item_statistics(
    key: str, sheets: Sequence[Sheet], options: Iterable[str] = ()
) -> ItemStatistics | None:
    """Return what the attempts that were asked item `key` say about it; None if none was.

    `options` are what could be picked: they are counted also where nobody did.
    """
    asked = [sheet for sheet in sheets if key in sheet.given]
    if not asked:
        return None
    given = [sheet.given[key] for sheet in asked]
    shares = [each.share for each in given]
    groups = best_and_weakest([sheet.share for sheet in asked])
    is_telling = len(asked) >= FEWEST
    return ItemStatistics(
        key=key,
        count=len(given),
        facility=sum(shares, NOTHING) / len(shares),
        deviation=standard_deviation(shares),
        correlation=item_rest_correlation(key, asked) if is_telling else None,
        index=discrimination_index(shares, groups) if is_telling else None,
        blank_rate=Fraction(sum(each.is_blank for each in given), len(given)),
        median_seconds=float(median(each.seconds for each in given)),
        picks=_picks([each.picks for each in given], groups, options),
    )


def item_rest_correlation(key: str, asked: Sequence[Sheet]) -> float | None:
    """Return Pearson's correlation of the item with the rest of the quiz, without the item itself.

    With items that are right or wrong it is the point-biserial correlation, corrected for the
    item's own part in the total. None if the item is all there is, or nothing varies.
    """
    if any(len(sheet.given) < 2 for sheet in asked):
        return None
    return correlation(
        [sheet.given[key].share for sheet in asked],
        [sheet.share_without(key) for sheet in asked],
    )


def best_and_weakest(totals: Sequence[Fraction], part: Fraction = GROUP) -> Groups:
    """Return the best and the weakest 27 %. Who is equal at the edge shares the places that are left."""
    size = max(1, round(len(totals) * part))
    ranks = _whole_numbers(totals)[0]
    return Groups(
        upper=_first_places([-rank for rank in ranks], size),
        lower=_first_places(ranks, size),
    )


def _first_places(values: Sequence[int], size: int) -> list[Fraction]:
    edge = sorted(values)[size - 1]
    below = sum(value < edge for value in values)
    at_edge = Fraction(size - below, sum(value == edge for value in values))
    return [
        Fraction(1) if value < edge else at_edge if value == edge else NOTHING
        for value in values
    ]


def discrimination_index(shares: Sequence[Fraction], groups: Groups) -> Fraction:
    """Return what the best earn more than the weakest: the means of the upper and the lower group."""
    return _mean(shares, groups.upper) - _mean(shares, groups.lower)


def _picks(
    picked: Sequence[frozenset[str]], groups: Groups, options: Iterable[str]
) -> tuple[Pick, ...]:
    found: dict[str, list[int]] = {option: [] for option in options}
    for number, picks in enumerate(picked):
        for key in sorted(picks):
            found.setdefault(key, []).append(number)
    return tuple(
        Pick(
            key=key,
            count=len(who),
            share=Fraction(len(who), len(picked)),
            of_upper=_part(who, groups.upper),
            of_lower=_part(who, groups.lower),
        )
        for key, who in found.items()
    )


def _part(who: Sequence[int], weights: Sequence[Fraction]) -> Fraction:
    """Return which part of a group chose something; `who` are the numbers of those who did."""
    return sum((weights[number] for number in who), NOTHING) / sum(weights, NOTHING)


# --- What to look at ----------------------------------------------------------------

EASY = Fraction(95, 100)
HARD = Fraction(20, 100)
# Ebel & Frisbie, "Essentials of Educational Measurement" (1991): below it an item is poor.
WEAK = Fraction(20, 100)
OFTEN = Fraction(20, 100)
HARDLY = Fraction(5, 100)


def hints(
    statistics: ItemStatistics,
    right: frozenset[str] = frozenset(),
    options: Container[str] = (),
) -> list[Hint]:
    """Return what is worth a second look; `right` are the picks that earn something.

    `options` stood there to be chosen; words that somebody made up need nobody who shares them.
    """
    if not statistics.is_telling or statistics.index is None:
        return []
    found = []
    if statistics.index < 0:
        found.append(Hint(Sign.BEST_FAIL))
    elif statistics.index < WEAK and HARD <= statistics.facility <= EASY:
        found.append(Hint(Sign.WEAK))
    if statistics.facility > EASY:
        found.append(Hint(Sign.EASY))
    if statistics.facility < HARD:
        found.append(Hint(Sign.HARD))
    if statistics.blank_rate > OFTEN:
        found.append(Hint(Sign.OFTEN_BLANK))
    for pick in statistics.picks:
        if pick.key in right or not right:
            continue
        if pick.of_upper > pick.of_lower and pick.of_upper >= OFTEN:
            found.append(Hint(Sign.DRAWS_THE_BEST, pick.key))
        elif pick.key in options and pick.share < HARDLY:
            found.append(Hint(Sign.HARDLY_CHOSEN, pick.key))
    return found


# --- Arithmetic ---------------------------------------------------------------------


def standard_deviation(values: Sequence[Fraction]) -> float | None:
    """Return the deviation of a sample, by n - 1; None for fewer than two values."""
    return sqrt(_variance(values)) if len(values) > 1 else None


def correlation(first: Sequence[Fraction], second: Sequence[Fraction]) -> float | None:
    """Return Pearson's product-moment correlation; None where one side never varies."""
    x, y = _whole_numbers(first)[0], _whole_numbers(second)[0]
    spread = _spread(x, x) * _spread(y, y)
    if not spread:
        return None
    together = _spread(x, y)
    # The root of a quotient of whole numbers: nothing is lost before it.
    size = sqrt(Fraction(together * together, spread))
    return size if together > 0 else -size


def _variance(values: Sequence[Fraction]) -> Fraction:
    x, scale = _whole_numbers(values)
    return Fraction(_spread(x, x), len(x) * (len(x) - 1) * scale * scale)


def _spread(x: Sequence[int], y: Sequence[int]) -> int:
    """Return n² times the covariance."""
    products = sum(a * b for a, b in zip(x, y, strict=True))
    return len(x) * products - sum(x) * sum(y)


def _whole_numbers(values: Sequence[Fraction]) -> tuple[list[int], int]:
    """Return the values on a scale on which all are whole, and that scale: sums of fractions are slow."""
    scale = lcm(*(value.denominator for value in values))
    return [value.numerator * (scale // value.denominator) for value in values], scale


def _mean(values: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    weighted = (
        value * weight for value, weight in zip(values, weights, strict=True) if weight
    )
    return sum(weighted, NOTHING) / sum(weights, NOTHING)
