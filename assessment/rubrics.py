"""Rubrics as values: criteria, their levels, and what the levels chosen are worth. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessment.scoring import NOTHING, award


@dataclass(frozen=True, slots=True)
class Level:
    id: str
    title: str
    points: Decimal
    description: str


@dataclass(frozen=True, slots=True)
class Criterion:
    id: str
    title: str
    description: str
    levels: tuple[Level, ...]

    @property
    def most(self) -> Decimal:
        return max((level.points for level in self.levels), default=Decimal(0))

    def level(self, id: str | None) -> Level | None:
        return next((level for level in self.levels if level.id == id), None)


def criteria_of(blocks: Iterable[tuple[str, Any]]) -> tuple[Criterion, ...]:
    """Return the criteria of a rubric, given as ids with the values of their `CriterionBlock`s."""
    return tuple(
        Criterion(
            id,
            str(value["title"]),
            str(value["description"] or ""),
            tuple(
                Level(
                    str(child.id),
                    str(child.value["title"]),
                    Decimal(child.value["points"]),
                    str(child.value["description"] or ""),
                )
                for child in value["levels"].bound_blocks
            ),
        )
        for id, value in blocks
    )


def known_levels(
    criteria: Iterable[Criterion], levels: Mapping[str, str]
) -> dict[str, str]:
    """Return of what was chosen the part that the rubric has."""
    return {
        each.id: levels[each.id]
        for each in criteria
        if each.level(levels.get(each.id)) is not None
    }


def rubric_points(
    criteria: Iterable[Criterion], levels: Mapping[str, str], max_points: Decimal
) -> Decimal | None:
    """Return what the levels chosen are worth of `max_points`; None while a criterion has none.

    The best levels of all criteria together are the whole.
    """
    rubric = list(criteria)
    chosen = [each.level(levels.get(each.id)) for each in rubric]
    if not rubric or None in chosen:
        return None
    got = sum((level.points for level in chosen if level), Decimal(0))
    most = sum((each.most for each in rubric), Decimal(0))
    return award(Fraction(got) / Fraction(most) if most else NOTHING, max_points)
