"""A sheet of paper to draw figures on, at twice the size and then scaled down, so that edges are smooth."""

from collections.abc import Sequence
from math import cos, radians, sin
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

PAPER = "#faf8f3"
INK = "#24221d"
SOFT = "#6a655a"
LINE = "#d8d0bd"
PEACOCK = "#0b5a5e"
MARIGOLD = "#d98a1f"
CLAY = "#a8452f"
NIGHT = "#16232b"
MOON = "#f1ead6"

Point = tuple[float, float]
SCALE = 2


class Sheet:
    """Coordinates are pixels of the finished picture."""

    def __init__(
        self, width: int = 1200, height: int = 600, ground: str = PAPER
    ) -> None:
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def line(
        self, points: Sequence[Point], colour: str = INK, width: float = 3
    ) -> None:
        self.pen.line(
            _scaled(points), fill=colour, width=round(width * SCALE), joint="curve"
        )

    def box(
        self,
        a: Point,
        b: Point,
        colour: str,
        outline: str | None = None,
        round_: int = 0,
    ) -> None:
        self.pen.rounded_rectangle(
            _scaled([a, b]),
            round_ * SCALE,
            fill=colour or None,
            outline=outline,
            width=3 * SCALE,
        )

    def dot(
        self, centre: Point, radius: float, colour: str, outline: str | None = None
    ) -> None:
        (x, y), r = centre, radius
        self.pen.ellipse(
            _scaled([(x - r, y - r), (x + r, y + r)]),
            fill=colour,
            outline=outline,
            width=2 * SCALE,
        )

    def arc(
        self,
        centre: Point,
        radii: Point,
        start: float,
        end: float,
        colour: str,
        width: float = 3,
    ) -> None:
        """Degrees run clockwise from three o'clock."""
        (x, y), (rx, ry) = centre, radii
        self.pen.arc(
            _scaled([(x - rx, y - ry), (x + rx, y + ry)]),
            start,
            end,
            fill=colour,
            width=round(width * SCALE),
        )

    def shape(self, points: Sequence[Point], colour: str) -> None:
        self.pen.polygon(_scaled(points), fill=colour)

    def text(
        self,
        at: Point,
        words: str,
        size: int = 26,
        colour: str = INK,
        anchor: str = "mm",
    ) -> None:
        font = ImageFont.load_default(size * SCALE)
        self.pen.text(
            (at[0] * SCALE, at[1] * SCALE), words, fill=colour, font=font, anchor=anchor
        )

    def axes(self, corner: Point, width: float, height: float) -> None:
        x, y = corner
        self.line([(x, y - height), (x, y), (x + width, y)], SOFT)

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.image.resize((self.width, self.height), Image.Resampling.LANCZOS).save(
            path, optimize=True
        )


def on_circle(centre: Point, radius: float, degrees: float) -> Point:
    return (
        centre[0] + radius * cos(radians(degrees)),
        centre[1] + radius * sin(radians(degrees)),
    )


def _scaled(points: Sequence[Point]) -> list[Point]:
    return [(x * SCALE, y * SCALE) for x, y in points]
