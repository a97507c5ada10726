"""How late work is, what that costs, and which version counts. Pure: no framework, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from assessment.scoring import HUNDRED, NOTHING, Counting, after_penalty

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LateRule:
    """When work is due, and the percentage that each day begun takes away: 0 where it is only flagged."""

    due_at: datetime | None = None
    percent_a_day: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late one version is, by the rule that was used."""

    days: int = 0
    percent_a_day: Decimal = Decimal(0)
    due_at: datetime | None = None

    @property
    def is_late(self) -> bool:
        return self.days > 0

    @property
    def percent(self) -> Decimal:
        """How much of the points is taken away."""
        return min(self.percent_a_day * self.days, Decimal(HUNDRED))

    def points_left(self, points: Decimal) -> Decimal:
        return after_penalty(
            points, days_late=self.days, percent_a_day=self.percent_a_day
        )


def days_late(submitted_at: datetime, due_at: datetime | None) -> int:
    """Return how many days have begun since work was due; 0 if it was in time."""
    if due_at is None or submitted_at <= due_at:
        return 0
    return -((due_at - submitted_at) // DAY)


def lateness(submitted_at: datetime, rules: Iterable[LateRule]) -> Lateness:
    """Judge by the rule that is kindest to the student.

    Asked with the rule that held when the work was handed in and the one that holds now: a date that
    is put off later helps everybody, and one that is brought forward makes nobody late.
    """
    judged = [
        Lateness(days_late(submitted_at, rule.due_at), rule.percent_a_day, rule.due_at)
        for rule in rules
    ]
    return min(judged, key=lambda each: (each.percent, each.days), default=Lateness())


@dataclass(frozen=True, slots=True)
class Marked:
    """What a grader gave for one version, and how late it was."""

    points: Decimal
    max_points: Decimal
    lateness: Lateness = Lateness()

    @property
    def points_left(self) -> Decimal:
        return self.lateness.points_left(self.points)

    @property
    def share(self) -> Fraction:
        if not self.max_points:
            return NOTHING
        return Fraction(self.points_left) / Fraction(self.max_points)


def counting_index(versions: Sequence[Marked], counting: str) -> int | None:
    """Return which of the marked versions counts, the first being 0; None if there is none.

    What lateness costs is taken away from each before they are compared. Of equals the newest counts.
    """
    if not versions:
        return None
    numbers = range(len(versions))
    if counting == Counting.BEST:
        return max(numbers, key=lambda number: (versions[number].share, number))
    return numbers[-1]
