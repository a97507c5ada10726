"""Pictures of grades for `dashboard/parts/chart.html`, each with the sentence that says what to see."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.gradebook.book import Gradebook, Row
from assessment.weighting import percentage


def letters_chart(book: Gradebook) -> dict[str, Any]:
    """How many students of the course have each letter by now."""
    counts = Counter(row.outcome.letter for row in book.rows if row.outcome.letter)
    percents = sorted(
        row.outcome.percent for row in book.rows if row.outcome.percent is not None
    )
    takeaway = _("Nobody has a grade yet.")
    if percents:
        takeaway = ngettext(
            "%(count)d student has a result; half of them have %(middle)s %% or more.",
            "%(count)d students have a result; half of them have %(middle)s %% or more.",
            len(percents),
        ) % {"count": len(percents), "middle": percents[len(percents) // 2]}
    return _chart(
        key="letters",
        title=_("Letters"),
        kind="bar",
        label_heading=_("Letter"),
        labels=[letter for letter, _lowest in book.scale],
        name=_("Students"),
        values=[counts[letter] for letter, _lowest in book.scale],
        takeaway=takeaway,
    )


def items_chart(book: Gradebook, row: Row) -> dict[str, Any]:
    """What one student got, item by item."""
    graded = [
        (column.item.title, percentage(cell.share))
        for column, cell in zip(book.columns, row.cells, strict=True)
        if cell.share is not None
    ]
    takeaway = ngettext(
        "%(count)d piece of work counts so far.",
        "%(count)d pieces of work count so far.",
        len(graded),
    ) % {"count": len(graded)}
    return _chart(
        key="items",
        title=_("Item by item"),
        kind="bars",
        label_heading=_("Item"),
        labels=[title for title, _percent in graded],
        name=_("Result"),
        values=[float(percent) for _title, percent in graded],
        takeaway=takeaway,
        unit="%",
        size="tall" if len(graded) > 8 else "",
    )


def _chart(*, name: str, labels: Any, values: Any, unit: str = "", **said: Any) -> Any:
    return {
        "size": "",
        **said,
        "is_empty": not any(values),
        "data": {
            "labels": labels,
            "series": [{"name": name, "values": values}],
            "unit": unit,
        },
    }
