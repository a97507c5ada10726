"""What the grades of one student come to. Pure and exact: fractions, no framework, no clock.

The weighted mean, twice. Of a category: the shares (points of full marks) of its items, each by the
item's weight. Of the course: the results of the categories, each by the category's weight. That is
what Moodle calls "weighted mean of grades" (docs.moodle.org/en/Grade_aggregation): weights are
compared with one another and needn't make 100, and ten points of twenty are worth as much as five of
ten. On top of it:

- An item without a share doesn't count: excused, not graded yet, not due yet. Whoever calls gives
  missing work a share of 0. Nor does an item count that weighs nothing.
- Of a category the lowest shares are dropped, as many as it says, and always one is left.
- A category in which nothing counts has no result and takes no part.
- Items without a category count as one more, which weighs what the others weigh on average.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from heapq import nsmallest

Number = Decimal | Fraction | int

NOTHING = Fraction(0)
WHOLE = Fraction(1)
# Percentages are shown, and turned into letters, with one place.
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Category:
    """Items that count together; `key` is None for those without a category."""

    key: Hashable
    weight: Number = 1
    drop_lowest: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One item and the share of its full marks that a student has; None if it doesn't count."""

    key: Hashable
    share: Fraction | None
    category: Hashable = None
    weight: Number = 1


@dataclass(frozen=True, slots=True)
class Result:
    """A share for the course and for each category that has one, and the items that were dropped.

    `weights` says how much of the whole each of those categories is by now; together they make 1.
    """

    share: Fraction | None
    categories: Mapping[Hashable, Fraction]
    weights: Mapping[Hashable, Fraction]
    dropped: frozenset[Hashable]


def result_of(categories: Sequence[Category], entries: Iterable[Entry]) -> Result:
    """Return what `entries` are worth together; see above for how."""
    counted: dict[Hashable, list[Entry]] = {}
    for entry in entries:
        if entry.share is not None and entry.weight > 0:
            counted.setdefault(entry.category, []).append(entry)
    shares: dict[Hashable, Fraction] = {}
    weights: dict[Hashable, Fraction] = {}
    dropped: set[Hashable] = set()
    total = NOTHING
    for category in with_uncategorised(categories):
        if not (listed := counted.get(category.key)):
            continue
        if category.drop_lowest:
            lowest = _lowest(listed, category.drop_lowest)
            dropped.update(entry.key for entry in lowest)
            listed = [entry for entry in listed if entry.key not in dropped]
        share = shares[category.key] = _mean(listed)
        weight = weights[category.key] = _fraction(category.weight)
        total += weight * share
    if not (whole := sum(weights.values(), NOTHING)):
        return Result(None, shares, {}, frozenset(dropped))
    return Result(
        total / whole,
        shares,
        {key: weight / whole for key, weight in weights.items()},
        frozenset(dropped),
    )


def with_uncategorised(categories: Sequence[Category]) -> list[Category]:
    """Return `categories` and the one for items that have none."""
    weights = [_fraction(category.weight) for category in categories]
    average = sum(weights, NOTHING) / len(weights) if any(weights) else WHOLE
    return [*categories, Category(None, average)]


def _lowest(entries: Sequence[Entry], count: int) -> list[Entry]:
    # Of equals the one that weighs more: the student gains most.
    return nsmallest(
        min(count, len(entries) - 1),
        entries,
        key=lambda entry: (entry.share, -entry.weight),
    )


def _mean(entries: Iterable[Entry]) -> Fraction:
    # Summed by denominator: adding fractions one by one takes most of the time of a large gradebook.
    numerators: dict[int, int] = {}
    weights: Fraction | int = 0
    for entry in entries:
        assert entry.share is not None
        share, weight = entry.share, entry.weight
        if weight == 1:
            weights += 1
        else:
            share *= _fraction(weight)
            weights += _fraction(weight)
        known = numerators.get(share.denominator, 0)
        numerators[share.denominator] = known + share.numerator
    total = sum((Fraction(n, d) for d, n in numerators.items()), NOTHING)
    return total / weights


@lru_cache(maxsize=4096)
def _fraction(number: Number) -> Fraction:
    return Fraction(number)


@lru_cache(maxsize=16384)
def share_of(points: Decimal, max_points: Decimal) -> Fraction | None:
    """Return which share of `max_points` is `points`, between 0 and 1; None where nothing can be had."""
    if max_points <= 0:
        return None
    return min(max(Fraction(points) / Fraction(max_points), NOTHING), WHOLE)


@lru_cache(maxsize=16384)
def percentage(share: Fraction) -> Decimal:
    """Return a share in percent as it is shown: one place, halves up."""
    percent = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return percent.quantize(TENTH, ROUND_HALF_UP)


def letter_of(percent: Decimal, scale: Iterable[tuple[str, Decimal]]) -> str:
    """Return the letter for a percentage as it is shown, so that nobody reads 90.0 % beside a B.

    `scale` has letters with the lowest percentage for each, from the best down.
    """
    return next((letter for letter, lowest in scale if percent >= lowest), "")
