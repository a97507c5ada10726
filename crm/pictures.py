"""Small pictures of numbers for the admin, as the shapes of an SVG of 100 by 40 units and more.

The site's own charts want colours that the admin hasn't got; these take Wagtail's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two bars beside each other for each label."""

    labels: Sequence[str]
    bars: list[Bar]
    rows: list[tuple[str, int, int]]
    width: int = 600
    height: int = 160


def pairs(labels: Sequence[str], before: Sequence[int], after: Sequence[int]) -> Pairs:
    width, height = 600, 160
    step = width / len(labels)
    highest = max([1, *before, *after])
    bars = []
    for number, both in enumerate(zip(before, after, strict=True)):
        for place, (kind, value) in enumerate(
            zip(("before", "after"), both, strict=True)
        ):
            tall = value / highest * height
            bars.append(
                Bar(
                    x=round(number * step + step * (0.14 + 0.37 * place), 1),
                    y=round(height - tall, 1),
                    width=round(step * 0.35, 1),
                    height=round(tall, 1),
                    kind=kind,
                )
            )
    return Pairs(labels, bars, list(zip(labels, before, after, strict=True)))


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    radius: float
    words: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Curve:
    kind: str
    dots: list[Dot]

    @property
    def points(self) -> str:
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


SIDE = 300


def reliability(kind: str, bins: Sequence[dict[str, float]]) -> Curve:
    """Return what came over what was predicted: the nearer to the diagonal, the truer."""
    most = max([1.0, *(each["count"] for each in bins)])
    return Curve(
        kind,
        [
            Dot(
                x=round(each["predicted"] * SIDE, 1),
                y=round((1 - each["came"]) * SIDE, 1),
                radius=round(3 + 5 * (each["count"] / most) ** 0.5, 1),
                words={
                    "predicted": round(100 * each["predicted"]),
                    "came": round(100 * each["came"]),
                    "count": int(each["count"]),
                },
            )
            for each in bins
        ],
    )
