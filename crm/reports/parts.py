"""What reports are made of. Screens, CSV, XLSX and PDF draw the same parts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.charts import Chart
from common.money import in_currency

NOTHING = "–"
DAY = 86_400
FEW = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """One number. With a `key` it opens a list, which has `counts` rows."""

    value: int | float | Decimal | str | None
    text: str
    key: str = ""
    counts: int | None = None

    @property
    def opens(self) -> bool:
        return bool(self.key and self.counts)


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    key: str
    title: str
    heading: str
    columns: Sequence[str]
    rows: Sequence[Row]
    note: str = ""
    # Its own chart stands above it.
    chart: Chart | None = None

    @property
    def is_wide(self) -> bool:
        """Whether it is too broad to stand beside its chart."""
        letters = [
            len(row.label) + sum(len(cell.text) for cell in row.cells)
            for row in self.rows
        ]
        return len(self.columns) > 4 or max(letters, default=0) > 44

    @property
    def drawn(self) -> bool:
        return self.chart is not None and not self.chart.is_empty


@dataclass(frozen=True, slots=True)
class Tile:
    label: str
    cell: Cell
    note: str = ""
    # What it was in the period before, as a sentence.
    before: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    tiles: Sequence[Tile]
    tables: Sequence[Table]
    sentence: str = ""
    notes: Sequence[str] = field(default=())

    @property
    def is_empty(self) -> bool:
        return not any(tile.cell.value for tile in self.tiles)

    @property
    def cells(self) -> list[Cell]:
        return [tile.cell for tile in self.tiles] + [
            cell for table in self.tables for row in table.rows for cell in row.cells
        ]


def counted(number: int, key: str) -> Cell:
    return Cell(number, formats.number_format(number, force_grouping=True), key, number)


def plain(value: Any) -> Cell:
    return Cell(value, NOTHING if value is None else str(value))


def share(part: int, whole: int) -> Cell:
    """Return a percentage, without decimals once it has two digits."""
    if not whole:
        return Cell(None, NOTHING)
    percent = round(part * 100 / whole, 1)
    return Cell(percent, percent_text(percent))


def percent_text(percent: float) -> str:
    decimals = 1 if 0 < percent < 10 else 0
    return f"{number_text(percent, decimals)} %"


def number_text(number: float | Decimal, decimals: int) -> str:
    """Return a rounded number; `decimals` below zero are written only where they aren't zero.

    `number_format` cuts instead: it makes 66 % of two thirds.
    """
    return floatformat(number, f"{decimals}g")


def money(amount: Decimal | None, key: str = "", counts: int | None = None) -> Cell:
    amount = amount or Decimal(0)
    return Cell(amount, in_currency(amount.quantize(Decimal(1))), key, counts)


def days(seconds: int | None, key: str = "", counts: int | None = None) -> Cell:
    """Return how long something took: in days, as a number; in words the unit that fits."""
    if seconds is None:
        return Cell(None, NOTHING)
    return Cell(round(seconds / DAY, 2), duration_text(seconds), key, counts)


def duration_text(seconds: int) -> str:
    if seconds < 60:
        return _("under a minute")
    if seconds < 90 * 60:
        minutes = round(seconds / 60)
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if seconds < 2 * DAY:
        hours = round(seconds / 3600)
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    long = round(seconds / DAY, 1)
    text = number_text(long, 0 if long >= 10 else 1)
    return _("%(n)s days") % {"n": text}


def compared(now: float | Decimal | None, before: float | Decimal | None) -> str:
    """Say what a number was in the period before; of few the share of change would say nothing."""
    if now is None or before is None:
        return ""
    was = number_text(before, 0)
    if before < FEW:
        return _("%(was)s in the period before") % {"was": was}
    change = round((float(now) - float(before)) * 100 / float(before))
    if not change:
        return _("as in the period before")
    return _("%(sign)s%(change)d %% against %(was)s before") % {
        "sign": "+" if change > 0 else "−",
        "change": abs(change),
        "was": was,
    }
