"""How many of the open inquiries will enrol: a life table of stays in stages. Plain numbers.

Ages are counted in steps of five days. A stay is what an inquiry spent in one stage without a
break; it ended with a step to a target, or lasts on. Of those still there at an age, a share left
for each target before the next: these shares, multiplied forward step by step, say how likely
somebody who has been in a stage for so long enrols within a time.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

STEP_DAYS = 5
AGES = 24  # older ones are taken together
STEPS = {30: 6, 60: 12, 90: 18}
# Fewer enrolments than these in the history tell nothing.
ENOUGH = 20
# How many stays of average behaviour an age is lent, so that a rare one isn't taken at its word.
LENT = 8
# Eight times in ten a normal variable stays this close to its middle, in deviations.
EIGHT_IN_TEN = 1.2816

ENROLLED = "enrolled"
STAYS = ""

# (stage, age in steps, where it went or `STAYS`) → how many
Stays = Mapping[tuple[str, int, str], int]
# (stage, age in steps) → how many are there
Open = Mapping[tuple[str, int], int]


@dataclass(frozen=True, slots=True)
class Expected:
    """How many enrolments within `days`, and between which numbers they lie eight times in ten."""

    days: int
    middle: float
    low: int
    high: int


Rates = dict[tuple[str, int], dict[str, float]]


def rates_of(stays: Stays) -> Rates:
    """Return for each stage and age which share leaves for which target within a step."""
    left: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for (stage, age, target), n in stays.items():
        left[stage, min(age, AGES - 1)][target] += n
    rates: Rates = {}
    for stage in {stage for stage, _age in left}:
        at_risk: list[float] = [0.0] * AGES
        there = 0.0
        for age in reversed(range(AGES)):
            counts = left[stage, age]
            gone = counts.total() - counts[STAYS]
            # Who lasts on was seen for half of the step, on the average. The oldest wait for ever.
            at_risk[age] = there + gone + counts[STAYS] / 2
            there += counts.total()
        exposure = _exposure(left, stage, at_risk)
        average = _average(left, stage, exposure)
        for age in range(AGES):
            whole = at_risk[age] if age < AGES - 1 else _last(left, stage, at_risk)
            rates[stage, age] = {
                target: (left[stage, age][target] + LENT * share) / (whole + LENT)
                for target, share in average.items()
            }
    return rates


def _last(
    left: Mapping[tuple[str, int], Counter[str]], stage: str, at_risk: list[float]
) -> float:
    """The last age has no end: those in it are there for about as many steps as all ages have."""
    return max(at_risk[AGES - 1], left[stage, AGES - 1].total()) * AGES / 2


def _exposure(
    left: Mapping[tuple[str, int], Counter[str]], stage: str, at_risk: list[float]
) -> float:
    return sum(at_risk[:-1]) + _last(left, stage, at_risk)


def _average(
    left: Mapping[tuple[str, int], Counter[str]], stage: str, exposure: float
) -> dict[str, float]:
    targets: Counter[str] = Counter()
    for age in range(AGES):
        targets.update(left[stage, age])
    del targets[STAYS]
    return {target: n / exposure for target, n in targets.items()} if exposure else {}


def chances(rates: Rates, steps: int) -> dict[tuple[str, int], float]:
    """Return for each stage and age how likely somebody there enrols within so many steps."""
    ahead: dict[tuple[str, int], float] = dict.fromkeys(rates, 0.0)
    for _step in range(steps):
        behind = ahead
        ahead = {}
        for (stage, age), leaving in rates.items():
            older = behind[stage, min(age + 1, AGES - 1)]
            chance = max(0.0, 1 - sum(leaving.values())) * older
            for target, share in leaving.items():
                # A stage that is gone into is begun anew; lost ones are taken for lost.
                chance += share * (
                    1.0 if target == ENROLLED else behind.get((target, 0), 0.0)
                )
            ahead[stage, age] = chance
    return ahead


def enrolments_in(stays: Stays) -> int:
    return sum(n for (_stage, _age, target), n in stays.items() if target == ENROLLED)


def expect(stays: Stays, open_ones: Open) -> list[Expected]:
    """Return what is to be expected of `open_ones`; nothing where the history is too short."""
    known = enrolments_in(stays)
    if known < ENOUGH:
        return []
    rates = rates_of(stays)
    return [
        _sum(days, chances(rates, n), open_ones, known) for days, n in STEPS.items()
    ]


def _sum(
    days: int, chance: Mapping[tuple[str, int], float], open_ones: Open, known: int
) -> Expected:
    middle = variance = 0.0
    for (stage, age), n in open_ones.items():
        likely = chance.get((stage, min(age, AGES - 1)), 0.0)
        middle += n * likely
        variance += n * likely * (1 - likely)
    # Each goes their own way, and the rates themselves are known from so many cases only.
    spread = EIGHT_IN_TEN * sqrt(variance + middle * middle / known)
    return Expected(
        days, middle, max(0, round(middle - spread)), round(middle + spread)
    )


def expected_by_stage(stays: Stays, open_ones: Open, days: int) -> dict[str, float]:
    """Return how many of the open ones of each stage are expected within `days`."""
    chance = chances(rates_of(stays), STEPS[days])
    sums: dict[str, float] = defaultdict(float)
    for (stage, age), n in open_ones.items():
        sums[stage] += n * chance.get((stage, min(age, AGES - 1)), 0.0)
    return sums
