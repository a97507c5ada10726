"""The gradebook as an HTML table. Built as text: thirty thousand cells are too many for a template.

Whatever people wrote goes through `escape`; all else is written here.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from assessment.gradebook.book import (
    WORDS,
    Cell,
    Column,
    Gradebook,
    Row,
    State,
    mark_text,
)
from common.templatetags.common_tags import icon

# What can be sorted by, besides the items' own addresses.
NAME, RESULT = "name", "result"


def sorted_rows(book: Gradebook, sort: str) -> list[Row]:
    """Return the rows by `sort`, from the top down with "-" before it; by name where that says nothing."""
    rows = sorted(book.rows, key=_name)
    key, falling = sort.removeprefix("-"), sort.startswith("-")
    if key == RESULT:
        return _by_number(rows, [row.outcome.percent for row in rows], falling)
    places = {str(column.item.uuid): n for n, column in enumerate(book.columns)}
    if (place := places.get(key)) is not None:
        return _by_number(rows, [row.cells[place].points for row in rows], falling)
    return rows[::-1] if falling and key == NAME else rows


def _name(row: Row) -> tuple[str, str, str]:
    student = row.enrolment.student
    return (
        student.last_name.casefold(),
        student.first_name.casefold(),
        student.username,
    )


def _by_number(
    rows: Sequence[Row], numbers: Sequence[Decimal | None], falling: bool
) -> list[Row]:
    """Those without a number come last, whichever way."""
    pairs = list(zip(rows, numbers, strict=True))
    with_number = [pair for pair in pairs if pair[1] is not None]
    with_number.sort(key=lambda pair: pair[1] or 0, reverse=falling)
    return [row for row, _n in with_number] + [row for row, n in pairs if n is None]


def columns_of(book: Gradebook) -> SafeString:
    """Return how many columns there are, which the styles give their widths."""
    count = len(book.columns) + (len(book.groups) if book.categories else 0)
    return format_html('<col class="gradebook__items" span="{}">', count)


def head_of(book: Gradebook, query: QueryDict) -> SafeString:
    """Return the rows of the table's head: categories, where there are any, and items."""
    sorting = _Sorting(query)
    rows = []
    if book.categories:
        corner = (
            f'<td colspan="2" class="gradebook__corner">{escape(_("Category"))}</td>'
        )
        groups = [
            f'<th scope="colgroup" colspan="{len(columns) + 1}"><span>'
            f"{escape(category.name if category else _('Without a category'))}</span></th>"
            for category, columns in book.groups
        ]
        rows.append(f"<tr>{corner}{''.join(groups)}</tr>")
    cells = [
        sorting.head(NAME, _("Student"), "gradebook__name"),
        sorting.head(RESULT, _("Result"), "gradebook__result"),
    ]
    for _category, columns in book.groups:
        cells += [_item_head(book, column, sorting) for column in columns]
        if book.categories:
            cells.append(f'<th scope="col">{escape(_("Of the category"))}</th>')
    rows.append(f"<tr>{''.join(cells)}</tr>")
    return mark_safe("".join(rows))


def _item_head(book: Gradebook, column: Column, sorting: "_Sorting") -> str:
    item = column.item
    note = _("%(kind)s, of %(full)s") % {
        "kind": item.get_sort_display(),
        "full": mark_text(column.max_points),
    }
    address = reverse("assessment:marks", args=[book.course.pk, item.uuid])
    link = format_html('<a href="{}">{}</a>', address, item.title)
    return sorting.head(str(item.uuid), link, note=note, data=f' data-i="{item.uuid}"')


class _Sorting:
    """Draws the head of a column with the link that sorts by it, keeping what else was asked."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query.copy()
        self.query.pop("page", None)
        self.key = query.get("sort", "").removeprefix("-") or NAME
        self.falls = query.get("sort", "").startswith("-")

    def head(
        self, key: str, label: str, name: str = "", *, note: str = "", data: str = ""
    ) -> str:
        is_this = key == self.key
        # Numbers are sorted from the best down first.
        falls_next = not self.falls if is_this else key != NAME
        self.query["sort"] = f"-{key}" if falls_next else key
        state = ""
        if is_this:
            state = f' aria-sort="{"descending" if self.falls else "ascending"}"'
        link = format_html(
            '<a class="gradebook__sort" href="?{}" aria-label="{}">{}</a>',
            self.query.urlencode(),
            _("Sort by this column"),
            icon("arrow-up" if is_this and not self.falls else "arrow-down"),
        )
        small = f"<small>{escape(note)}</small>" if note else ""
        return (
            f'<th scope="col" class="{name}"{data}{state}>'
            f"<div><span>{conditional_escape(label)}</span>{small}{link}</div></th>"
        )


def body_of(book: Gradebook, rows: Iterable[Row]) -> SafeString:
    return mark_safe("".join([row_of(book, row) for row in rows]))


def row_of(book: Gradebook, row: Row) -> str:
    enrolment, outcome = row.enrolment, row.outcome
    dropped = outcome.result.dropped
    parts = [
        f'<tr id="g{enrolment.pk}" data-e="{enrolment.uuid}"><th scope="row">'
        f'<a href="students/{enrolment.uuid}/">{escape(enrolment.student)}</a></th>'
        f'<td class="r">{_percent(outcome.percent)} <b>{escape(outcome.letter)}</b></td>'
    ]
    cells = zip(book.columns, row.cells, strict=True)
    for category, columns in book.groups:
        for column, cell in islice(cells, len(columns)):
            parts.append(_cell(cell, column.pk in dropped))
        if book.categories:
            percent = outcome.of_category(category.pk if category else None)
            parts.append(f'<td class="c">{_percent(percent)}</td>')
    parts.append("</tr>")
    return "".join(parts)


def _cell(cell: Cell, is_dropped: bool) -> str:
    if cell.state != State.GRADED or cell.points is None:
        late = f" <i>{_late()}</i>" if cell.is_late else ""
        return f"<td{_CLASSES.get(cell.state, '')}>{_word(cell.state)}{late}</td>"
    text = mark_text(cell.points)
    if cell.is_override:
        text += "*"
    if cell.is_late:
        text += f" <i>{_late()}</i>"
    return f'<td class="d">({text})</td>' if is_dropped else f"<td>{text}</td>"


# Short, because they stand thirty thousand times.
_CLASSES = {
    State.MISSING: ' class="m"',
    State.WAITING: ' class="w"',
    State.EXCUSED: ' class="x"',
}


def _word(state: State) -> str:
    return "" if state in (State.NOT_YET, State.BEFORE) else escape(WORDS[state])


def _late() -> str:
    return escape(_("late"))


def _percent(percent: Decimal | None) -> str:
    return "" if percent is None else f"{percent}&nbsp;%"
