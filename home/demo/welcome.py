"""The picture at the front door: a table at a window, with something of every course on it."""

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
    Sheet,
)
from home.demo.figures import plough

WALL = "#e6dcc4"
TABLE = "#b98a52"
CRUST = "#b96f35"


def table_at_a_window() -> Sheet:
    sheet = Sheet(960, 720, WALL)
    _window(sheet)
    sheet.box((-20, 520), (980, 740), TABLE)
    sheet.line([(0, 522), (960, 522)], "#93693a", 4)
    _paper(sheet)
    _loaf(sheet)
    _book(sheet)
    _lamp(sheet)
    return sheet


def _window(sheet: Sheet) -> None:
    sheet.box((250, 60), (710, 440), PAPER, LINE, 8)
    sheet.box((270, 80), (690, 420), NIGHT)
    random = Random(5)
    for _ in range(90):
        at = (random.uniform(280, 680), random.uniform(90, 380))
        sheet.dot(at, random.uniform(0.8, 2.2), MOON)
    plough(sheet, (330, 200), 0.47)
    sheet.dot((625, 135), 30, MOON)
    sheet.dot((613, 128), 27, NIGHT)
    hills = [(270, 420), (270, 385), (380, 345), (470, 380), (590, 350), (690, 390)]
    sheet.shape([*hills, (690, 420)], "#0b1419")
    sheet.box((472, 80), (488, 420), PAPER)
    sheet.box((230, 436), (730, 458), PAPER, LINE, 4)


def _paper(sheet: Sheet) -> None:
    """Numbers, drawn by hand."""
    sheet.shape([(560, 560), (780, 548), (800, 700), (572, 712)], PAPER)
    for place, height in enumerate((26, 44, 72, 96, 84, 58, 40)):
        x = 592 + place * 26
        colour = CLAY if place == 3 else PEACOCK
        sheet.shape(
            [
                (x, 682 - place),
                (x, 682 - place - height),
                (x + 16, 681 - place - height),
                (x + 16, 681 - place),
            ],
            colour,
        )
    sheet.line([(582, 685), (782, 674)], INK, 2)


def _loaf(sheet: Sheet) -> None:
    sheet.box((60, 566), (330, 600), "#8f5f2f", None, 14)
    sheet.pen.ellipse([2 * n for n in (80, 468, 310, 590)], fill=CRUST)
    sheet.pen.ellipse([2 * n for n in (96, 478, 294, 570)], fill="#cd8746")
    for x in (140, 182, 224):
        sheet.line([(x, 502), (x + 26, 546)], MOON, 6)


def _book(sheet: Sheet) -> None:
    """A program, one line after the other."""
    sheet.shape([(330, 640), (440, 610), (440, 700), (330, 716)], "#12393d")
    sheet.shape([(440, 610), (545, 632), (545, 712), (440, 700)], PEACOCK)
    lines = ((0, 40, MARIGOLD), (10, 60, MOON), (22, 44, "#7fc4bf"), (22, 30, MOON))
    for row, (start, length, colour) in enumerate(lines):
        y = 636 + row * 16
        sheet.line([(456 + start, y), (456 + start + length, y + 2)], colour, 5)
        sheet.line([(346, y + 10), (424 - start, y)], "#3f6d70", 4)


def _lamp(sheet: Sheet) -> None:
    sheet.line([(868, 524), (868, 330)], INK, 7)
    sheet.box((820, 520), (916, 534), INK, None, 6)
    sheet.shape([(832, 250), (904, 250), (940, 340), (796, 340)], MARIGOLD)
    sheet.shape([(796, 340), (940, 340), (960, 520), (776, 520)], "#efe0b8")
    sheet.line([(868, 524), (868, 345)], INK, 7)
