"""Every picture of the demonstration courses, drawn here so that nothing is borrowed."""

from collections.abc import Callable, Mapping
from math import exp, sin
from pathlib import Path
from random import Random

from home.demo.canvas import (
    CLAY,
    INK,
    LINE,
    MARIGOLD,
    MOON,
    NIGHT,
    PAPER,
    PEACOCK,
    SOFT,
    Point,
    Sheet,
)


def dome() -> Sheet:
    sheet = Sheet()
    centre = (600, 440)
    sheet.arc(centre, (460, 110), 0, 360, SOFT)
    sheet.arc(centre, (460, 400), 180, 360, PEACOCK, 4)
    star = (800, 165)
    foot = (880, 528)
    sheet.line([centre, foot], SOFT, 2)
    sheet.line([centre, star], MARIGOLD, 3)
    sheet.arc((600, 440), (345, 335), 308, 377, CLAY, 4)
    sheet.dot(star, 12, MARIGOLD)
    sheet.dot(centre, 7, INK)
    sheet.text((926, 300), "altitude", 24, CLAY, "lm")
    sheet.text((830, 590), "azimuth, counted from north", 24, PEACOCK)
    sheet.text((600, 22), "zenith", 24, SOFT)
    sheet.text((120, 440), "north", 24, SOFT, "rm")
    sheet.text((820, 135), "star", 24, MARIGOLD, "lm")
    return sheet


def trails() -> Sheet:
    sheet = Sheet(ground=NIGHT)
    random = Random(7)
    pole = (560, 260)
    for _ in range(110):
        radius = random.uniform(12, 620)
        start = random.uniform(0, 360)
        colour = random.choice([MOON, "#cfd8dc", "#e7c98f", "#9fb7c4"])
        sheet.arc(
            pole, (radius, radius), start, start + 42, colour, random.uniform(1, 3)
        )
    sheet.dot(pole, 4, MOON)
    for x in range(-20, 1240, 46):
        height = random.uniform(70, 150)
        sheet.shape([(x, 600), (x + 34, 600 - height), (x + 68, 600)], "#0b1216")
    return sheet


def moon_phases() -> Sheet:
    sheet = Sheet(1200, 360, NIGHT)
    names = ["new", "", "first quarter", "", "full", "", "last quarter", ""]
    for index, name in enumerate(names):
        x, y, r = 90 + index * 146, 160, 56
        sheet.dot((x, y), r, "#2b3b45")
        share = index / 8
        for row in range(-r, r + 1):
            half = (r * r - row * row) ** 0.5
            edge = half * (1 - 4 * share) if share <= 0.5 else half * (4 * share - 3)
            left, right = (edge, half) if share <= 0.5 else (-half, -edge)
            if right > left:
                sheet.line([(x + left, y + row), (x + right, y + row)], MOON, 1.2)
        sheet.text((x, 270), name, 20, "#cfd8dc")
    return sheet


def distances() -> Sheet:
    planets = {
        "Mercury": 0.39,
        "Venus": 0.72,
        "Earth": 1.0,
        "Mars": 1.52,
        "Jupiter": 5.2,
        "Saturn": 9.54,
        "Uranus": 19.2,
        "Neptune": 30.1,
    }
    return _bars(planets, "astronomical units", 31)


def parallax() -> Sheet:
    sheet = Sheet()
    sun, star = (240, 300), (760, 300)
    sheet.arc(sun, (70, 180), 0, 360, LINE)
    sheet.dot(sun, 20, MARIGOLD)
    for y, name in ((120, "January"), (480, "July")):
        sheet.dot((240, y), 12, PEACOCK)
        far = 300 + (300 - y) * (1130 - 760) / (760 - 240)
        sheet.line([(240, y), (1130, far)], SOFT, 2)
        sheet.dot((1130, far), 7, CLAY)
        sheet.text((215, y), name, 24, PEACOCK, "rm")
    sheet.dot(star, 12, INK)
    sheet.text((760, 345), "near star", 24)
    for y in range(60, 560, 50):
        sheet.dot((1165, y), 3, SOFT)
    sheet.text((1190, 30), "far stars", 22, SOFT, "rm")
    return sheet


def hydration() -> Sheet:
    breads = {"Bagel": 55, "Sandwich loaf": 62, "Country loaf": 72, "Ciabatta": 82}
    return _bars(breads, "water, % of flour", 90)


def rise() -> Sheet:
    sheet = Sheet()
    sheet.axes((120, 500), 980, 430)
    for colour, speed, name in (
        (PEACOCK, 0.5, "18 °C"),
        (MARIGOLD, 1.0, "24 °C"),
        (CLAY, 1.9, "30 °C"),
    ):
        points: list[Point] = []
        for step in range(0, 981, 7):
            hours = step / 98
            points.append(
                (120 + step, 480 - 380 / (1 + exp(-(hours * speed - 4.5) * 1.3)))
            )
        sheet.line([point for point in points if point[0] <= 1090], colour, 4)
        at = points[min(len(points) - 1, int(60 / speed))]
        sheet.text((at[0] - 18, at[1] - 20), name, 26, colour, "rm")
    sheet.text((600, 550), "hours", 26, SOFT)
    sheet.text((130, 48), "volume", 26, SOFT, "lm")
    return sheet


def decision() -> Sheet:
    sheet = Sheet(1200, 420)
    sheet.box((60, 160), (280, 260), PAPER, SOFT, 14)
    sheet.text((170, 210), "next value", 26)
    sheet.shape([(460, 100), (620, 210), (460, 320), (300, 210)], "#e5efe9")
    sheet.text((460, 210), "more than 20?", 26, PEACOCK)
    sheet.line([(280, 210), (300, 210)], SOFT)
    sheet.line([(620, 210), (760, 210)], SOFT)
    sheet.text((690, 185), "yes", 24, PEACOCK)
    sheet.box((760, 160), (980, 260), "#fbeed6", SOFT, 14)
    sheet.text((870, 210), "add one", 26)
    sheet.line(
        [(460, 320), (460, 385), (1080, 385), (1080, 50), (170, 50), (170, 160)], SOFT
    )
    sheet.line([(980, 210), (1080, 210)], SOFT)
    sheet.text((495, 350), "no", 24, CLAY)
    sheet.shape([(160, 142), (180, 142), (170, 160)], SOFT)
    return sheet


def week() -> Sheet:
    sheet = Sheet()
    days = dict(
        zip(
            ["Mon", "Tue", "Wed", "Thu", "Fri"],
            [17.5, 19.0, 21.2, 24.8, 20.0],
            strict=True,
        )
    )
    sheet.axes((140, 500), 960, 420)
    points = [(220 + 200 * i, 500 - (v - 15) * 38) for i, v in enumerate(days.values())]
    sheet.line(points, PEACOCK, 5)
    for (x, y), (day, value) in zip(points, days.items(), strict=True):
        sheet.dot((x, y), 9, MARIGOLD)
        sheet.text((x, y - 30), f"{value}", 24)
        sheet.text((x, 535), day, 26, SOFT)
    sheet.text((150, 60), "degrees", 26, SOFT, "lm")
    return sheet


def wages() -> Sheet:
    sheet = Sheet()
    sheet.axes((100, 500), 1010, 420)
    counts = [6, 20, 38, 33, 24, 17, 12, 9, 6, 5, 3, 2, 2, 1, 1, 1]
    for index, count in enumerate(counts):
        x = 120 + index * 60
        sheet.box((x, 500 - count * 9.5), (x + 50, 498), "#a9c6c2")
    for x, name, colour in ((305, "median", PEACOCK), (425, "mean", CLAY)):
        sheet.line([(x, 500), (x, 90)], colour, 4)
        sheet.text((x + 10, 80), name, 26, colour, "lm")
    sheet.text((600, 545), "monthly wage", 26, SOFT)
    return sheet


def positive_test() -> Sheet:
    sheet = Sheet(1200, 420)
    sheet.box((80, 140), (1120, 260), "#d8d0bd")
    sheet.box((80, 140), (80 + 1040 * 99 / 5094, 260), CLAY)
    sheet.text((80, 105), "99 are ill", 28, CLAY, "lm")
    sheet.text((640, 200), "4,995 are healthy", 30, INK)
    sheet.text((600, 320), "5,094 positive tests", 28, SOFT)
    sheet.line([(80, 285), (1120, 285)], SOFT, 2)
    return sheet


def axis() -> Sheet:
    sheet = Sheet()
    values = [98, 99.5, 101, 102]
    for left, base, scale, label in (
        (90, 97, 76, "axis from 97"),
        (680, 0, 3.7, "axis from 0"),
    ):
        sheet.axes((left, 500), 430, 420)
        for index, value in enumerate(values):
            x = left + 40 + index * 98
            sheet.box((x, 500 - (value - base) * scale), (x + 62, 498), PEACOCK)
        sheet.text((left + 215, 550), label, 26, SOFT)
    return sheet


def _bars(values: Mapping[str, float], unit: str, top: float) -> Sheet:
    sheet = Sheet(1200, 90 + 62 * len(values))
    for index, (name, value) in enumerate(values.items()):
        y = 40 + index * 62
        sheet.text((230, y + 20), name, 26, INK, "rm")
        end = 250 + 800 * value / top
        sheet.box((250, y), (end, y + 40), PEACOCK, round_=4)
        sheet.text((end + 14, y + 20), f"{value:g}", 24, SOFT, "lm")
    sheet.text((1150, sheet.height - 25), unit, 22, SOFT, "rm")
    return sheet


def plough(sheet: Sheet, handle: Point, scale: float) -> None:
    """Seven stars, the first at `handle`; at a `scale` of 1 they span 620 pixels."""
    x, y = handle
    stars = [
        (x + scale * right, y + scale * down)
        for right, down in (
            (0, 0),
            (140, -50),
            (260, -20),
            (380, 20),
            (410, 140),
            (590, 150),
            (620, 10),
        )
    ]
    sheet.line([*stars, stars[3]], "#5f7f8a", 3 * scale)
    for star in stars:
        sheet.dot(star, 9 * scale, MARIGOLD)


def cover_sky() -> Sheet:
    sheet = Sheet(1600, 900, NIGHT)
    random = Random(3)
    for _ in range(260):
        radius = random.choice([1, 1, 1.6, 2.4, 3.4])
        sheet.dot((random.uniform(0, 1600), random.uniform(0, 900)), radius, MOON)
    plough(sheet, (420, 470), 1)
    sheet.dot((1290, 210), 90, MOON)
    sheet.dot((1325, 190), 84, NIGHT)
    return sheet


def cover_bread() -> Sheet:
    sheet = Sheet(1600, 900, "#efe2cb")
    sheet.shape([(0, 640), (1600, 600), (1600, 900), (0, 900)], "#d9c3a0")
    for inset, colour in ((0, "#8a4b22"), (16, "#b5692f"), (46, "#c98545")):
        sheet.pen.ellipse(
            [
                (2 * (380 + inset), 2 * (300 + inset)),
                (2 * (1220 - inset), 2 * (760 - inset)),
            ],
            fill=colour,
        )
    for x in (590, 740, 890):
        sheet.line([(x, 420), (x + 130, 640)], "#f4e3c2", 16)
    return sheet


def cover_python() -> Sheet:
    sheet = Sheet(1600, 900, "#123c40")
    random = Random(11)
    colours = ["#84cbc6", "#e7b04f", "#e8e4da", "#4f8a8c"]
    for row in range(9):
        x = 220.0 + 70 * random.choice([0, 1, 1, 2, 3])
        for _ in range(random.randint(2, 5)):
            width = random.uniform(60, 250)
            sheet.box(
                (x, 150 + row * 70),
                (x + width, 182 + row * 70),
                random.choice(colours),
                round_=14,
            )
            x += width + 26
    return sheet


def cover_numbers() -> Sheet:
    sheet = Sheet(1600, 900, "#f2eee4")
    for index in range(34):
        x = 120 + index * 41
        height = 120 + 420 * exp(-(((index - 13) / 8) ** 2)) + 20 * sin(index * 2.1)
        colour = CLAY if index == 21 else PEACOCK
        sheet.box((x, 760 - height), (x + 28, 760), colour, round_=3)
    sheet.line([(100, 762), (1510, 762)], INK, 4)
    return sheet


FIGURES: dict[str, dict[str, Callable[[], Sheet]]] = {
    "night-sky": {
        "dome": dome,
        "trails": trails,
        "moon-phases": moon_phases,
        "distances": distances,
        "parallax": parallax,
        "cover": cover_sky,
    },
    "bread": {"hydration": hydration, "rise": rise, "cover": cover_bread},
    "python": {"decision": decision, "week": week, "cover": cover_python},
    "numbers-in-the-news": {
        "wages": wages,
        "test": positive_test,
        "axis": axis,
        "cover": cover_numbers,
    },
}


def draw_figures(course: str, folder: Path) -> None:
    """Draw the pictures of `course` into `folder`, as PNG files named after the figure."""
    for name, draw in FIGURES[course].items():
        draw().save(folder / f"{name}.png")
