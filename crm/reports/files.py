"""A report as a file: CSV and XLSX."""

import io
from collections.abc import Iterator, Sequence
from decimal import Decimal

import xlsxwriter

from common.tables import csv_lines
from crm.reports.base import Report
from crm.reports.parts import Cell, Table

# What Excel refuses in the name of a sheet.
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def csv_of(report: Report) -> Iterator[str]:
    return csv_lines(_lines(report))


def _lines(report: Report) -> Iterator[Sequence[object]]:
    yield [str(report.title)]
    if report.has_period:
        yield [report.scope.period.label]
    for table in report.all_tables():
        yield []
        yield [table.title]
        yield [table.heading, *table.columns]
        for row in table.rows:
            yield [row.label, *(_plain(cell) for cell in row.cells)]


def _plain(cell: Cell) -> object:
    """Return the number as a spreadsheet counts with it; a range is words."""
    if cell.value is None:
        return "" if cell.text == "–" else cell.text
    return cell.value


def xlsx_of(report: Report) -> bytes:
    """Return a workbook with a sheet for each table. Texts are written as texts: none is a formula."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    title = workbook.add_format({"bold": True, "font_size": 14})
    for number, table in enumerate(report.all_tables(), start=1):
        name = f"{number} {table.title.translate(FORBIDDEN)}"[:31]
        sheet = workbook.add_worksheet(name)
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, max(1, len(table.columns)), 16)
        sheet.write_string(0, 0, f"{report.title}: {table.title}", title)
        if report.has_period:
            sheet.write_string(1, 0, report.scope.period.label)
        sheet.freeze_panes(4, 1)
        _write(sheet, table, bold)
    workbook.close()
    return file.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, table: Table, bold: object) -> None:
    for place, heading in enumerate([table.heading, *table.columns]):
        sheet.write_string(3, place, heading, bold)
    for line, row in enumerate(table.rows, start=4):
        sheet.write_string(line, 0, row.label)
        for place, cell in enumerate(row.cells, start=1):
            value = _plain(cell)
            if isinstance(value, int | float | Decimal):
                sheet.write_number(line, place, value)
            elif value:
                sheet.write_string(line, place, str(value))
