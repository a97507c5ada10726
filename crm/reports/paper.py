"""A report on paper: A4, its numbers, its tables, and bars that are drawn here."""

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from fpdf import FPDF, FontFace
from fpdf.enums import TableBordersLayout

from common.charts import Chart
from common.paper import INK, PEACOCK, SOFT, add_letters
from crm.reports.base import Report
from crm.reports.parts import Table, Tile, number_text

LINE = (214, 208, 195)
TRACK = (240, 236, 226)
BLANK = (255, 255, 255)
# Bars of a second and third series.
PAINTS = (PEACOCK, (185, 116, 0), (122, 74, 140), (63, 122, 63))
MARGIN = 16.0
WIDTH = 210.0 - 2 * MARGIN
LABELS = 46.0  # millimetres for the names of bars
BAR, BETWEEN = 4.6, 2.0
MOST_ON_PAPER = 14


class Paper(FPDF):
    """Counts its pages at their feet."""

    def __init__(self, report: Report) -> None:
        super().__init__(format="A4")
        self.report = report
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=20)
        self.set_title(str(report.title))
        self.set_author(settings.WAGTAIL_SITE_NAME)
        self.set_lang("en")
        add_letters(self)

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font("Literata", "", 8)
        self.set_text_color(*SOFT)
        made = formats.date_format(
            timezone.localtime(self.report.scope.now), "j F Y, H:i"
        )
        self.cell(WIDTH / 2, 5, f"{settings.WAGTAIL_SITE_NAME} · {made}")
        self.cell(WIDTH / 2, 5, str(self.page_no()), align="R")


def draw_report(report: Report) -> bytes:
    answer = report.answer()
    paper = Paper(report)
    paper.add_page()
    paper.set_font("Literata", "B", 22)
    paper.set_text_color(*PEACOCK)
    paper.cell(WIDTH, 11, str(report.title), new_x="LMARGIN", new_y="NEXT")
    paper.set_font("Literata", "", 10)
    paper.set_text_color(*SOFT)
    head = report.scope.period.label if report.has_period else _("As it stands now")
    paper.cell(WIDTH, 6, head, new_x="LMARGIN", new_y="NEXT")
    paper.ln(3)
    _tiles(paper, [*answer.tiles])
    if answer.sentence:
        paper.set_font("Literata", "I", 9.5)
        paper.set_text_color(*SOFT)
        paper.multi_cell(WIDTH, 4.8, answer.sentence, new_x="LMARGIN", new_y="NEXT")
    for table in report.all_tables():
        _table(paper, table)
    return bytes(paper.output())


def _tiles(paper: Paper, tiles: list[Tile]) -> None:
    width = WIDTH / max(1, len(tiles))
    top = paper.get_y()
    for place, tile in enumerate(tiles):
        x = MARGIN + place * width
        paper.set_draw_color(*LINE)
        paper.line(x, top, x + width - 4, top)
        paper.set_xy(x, top + 1.5)
        paper.set_font("Literata", "", 8.5)
        paper.set_text_color(*SOFT)
        paper.cell(width - 4, 4, tile.label)
        paper.set_xy(x, top + 6)
        size = 16.0
        paper.set_font("Literata", "B", size)
        while paper.get_string_width(tile.cell.text) > width - 4 and size > 8:
            size -= 1
            paper.set_font("Literata", "B", size)
        paper.set_text_color(*INK)
        paper.cell(width - 4, 7, tile.cell.text)
    paper.set_xy(MARGIN, top + 18)


def _table(paper: Paper, table: Table) -> None:
    if paper.will_page_break(50):
        paper.add_page()
    paper.ln(5)
    paper.set_font("Literata", "B", 13)
    paper.set_text_color(*INK)
    paper.cell(WIDTH, 8, table.title, new_x="LMARGIN", new_y="NEXT")
    if table.chart is not None and not table.chart.is_empty:
        _bars(paper, table.chart)
    if not table.rows:
        paper.set_font("Literata", "I", 10)
        paper.cell(
            WIDTH, 6, _("Nothing in this period."), new_x="LMARGIN", new_y="NEXT"
        )
        return
    is_wide = len(table.columns) > 7
    paper.set_font("Literata", "", 6.5 if is_wide else 9)
    paper.set_draw_color(*LINE)
    # A table is filled with the colour that was used last: that of a bar.
    paper.set_fill_color(*BLANK)
    first = 2 if is_wide else 4
    with paper.table(
        width=WIDTH,
        col_widths=(first, *([1.6] * len(table.columns))),
        text_align=("LEFT", *(["RIGHT"] * len(table.columns))),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(emphasis="BOLD", color=SOFT),
        line_height=5,
        padding=0.6,
    ) as drawn:
        drawn.row([table.heading, *table.columns])
        for row in table.rows:
            drawn.row([row.label, *(cell.text for cell in row.cells)])
    if table.note:
        paper.set_font("Literata", "I", 8.5)
        paper.set_text_color(*SOFT)
        paper.ln(1)
        paper.multi_cell(WIDTH, 4.4, table.note, new_x="LMARGIN", new_y="NEXT")


def _bars(paper: Paper, chart: Chart) -> None:
    """Draw lying bars, whichever way they lie on the screen."""
    most = max(max(series.values, default=0) for series in chart.series) or 1
    if len(chart.series) > 1:
        _legend(paper, chart)
    places = range(min(len(chart.labels), MOST_ON_PAPER))
    height = (BAR if len(chart.series) == 1 else BAR * 0.6) * len(chart.series)
    for place in places:
        if paper.will_page_break(height + BETWEEN):
            paper.add_page()
        top = paper.get_y()
        paper.set_font("Literata", "", 9)
        paper.set_text_color(*INK)
        paper.set_xy(MARGIN, top)
        paper.cell(LABELS - 2, height, _fitted(paper, chart.labels[place], LABELS - 3))
        room = WIDTH - LABELS - 30
        for number, series in enumerate(chart.series):
            value = series.values[place]
            y = top + number * height / len(chart.series)
            thick = height / len(chart.series) - 0.4
            paper.set_fill_color(*TRACK)
            paper.rect(MARGIN + LABELS, y, room, thick, style="F")
            paper.set_fill_color(*PAINTS[number % len(PAINTS)])
            if value:
                paper.rect(MARGIN + LABELS, y, room * value / most, thick, style="F")
            note = chart.notes[place] if chart.notes else _said(value, chart.unit)
            paper.set_font("Literata", "", 8.5 if len(chart.series) == 1 else 6.5)
            paper.set_xy(MARGIN + LABELS + room + 1, y)
            paper.cell(29, thick, note)
        paper.set_xy(MARGIN, top + height + BETWEEN)
    paper.ln(2)


def _said(value: float, unit: str) -> str:
    return f"{number_text(value, -1)} {unit}".rstrip()


def _legend(paper: Paper, chart: Chart) -> None:
    paper.set_font("Literata", "", 8.5)
    paper.set_text_color(*SOFT)
    for number, series in enumerate(chart.series):
        paper.set_fill_color(*PAINTS[number % len(PAINTS)])
        paper.rect(paper.get_x() + 1, paper.get_y() + 1.2, 3, 2.6, style="F")
        paper.set_x(paper.get_x() + 5)
        paper.cell(paper.get_string_width(series.name) + 5, 5, series.name)
    paper.ln(7)


def _fitted(paper: Paper, text: str, width: float) -> str:
    if paper.get_string_width(text) <= width:
        return text
    while text and paper.get_string_width(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
