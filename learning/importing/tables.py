"""Rows of cells become a table whose columns know what they hold."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from html import unescape

from learning.importing.content import Column, Table


@dataclass
class Cell:
    html: str
    is_heading: bool = False

    @property
    def text(self) -> str:
        return " ".join(unescape(re.sub(r"<[^>]*>", "", self.html)).split())

    @property
    def is_plain(self) -> bool:
        return "<" not in self.html


def build_table(rows: list[list[Cell]]) -> Table:
    """The first row is the heading, unless no cell of it says so and others do not either."""
    width = max(len(row) for row in rows)
    for row in rows:
        row.extend(Cell("") for _missing in range(width - len(row)))
    heading = rows[0] if any(cell.is_heading for cell in rows[0]) else None
    body = rows[1:] if heading else rows
    columns: list[Column] = []
    for number in range(width):
        cells = [row[number] for row in body]
        title = heading[number].text if heading else ""
        columns.append(Column(title, _kind(cells)))
    return Table(
        columns=columns,
        rows=[
            [
                cell.html if column.kind == "rich_text" else cell.text
                for cell, column in zip(row, columns, strict=True)
            ]
            for row in body
        ],
    )


def _kind(cells: list[Cell]) -> str:
    if any(not cell.is_plain for cell in cells):
        return "rich_text"
    filled = [cell.text for cell in cells if cell.text]
    return "number" if filled and all(map(_is_number, filled)) else "text"


def _is_number(text: str) -> bool:
    """Whether a number column would show exactly what the writer wrote."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return number.is_finite() and format(number, "f") == text
