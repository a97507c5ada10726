"""What the courses of new students cost: price on the day, times who enrolled."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.charts import Chart, Series
from crm.reports.base import Report
from crm.reports.dimensions import (
    GROUP,
    ByCounselor,
    ByCourse,
    ByMonth,
    Dimension,
)
from crm.reports.parts import (
    Answer,
    Row,
    Table,
    Tile,
    compared,
    counted,
    money,
)
from crm.reports.scope import Scope

FIELDS: dict[type[Dimension], str] = {
    ByMonth: "conversion__at",
    ByCourse: "course",
    ByCounselor: "conversion__counselor",
}
MOST_ROWS = 40
MOST_BARS = 12


class Revenue(Report):
    name = "revenue"
    title = gettext_lazy("Revenue")
    about = gettext_lazy("The prices of the courses that new students enrolled in.")
    icon = "tag"
    has_before = True
    parts = {kind.name: kind for kind in FIELDS}

    def answer(self) -> Answer:
        return Answer(
            tiles=self.tiles(),
            tables=[self._table(self.parts[self.part])],
            sentence=_(
                "The price of each course on the day of the conversion. What was really paid is"
                " kept elsewhere."
            ),
        )

    def tiles(self) -> list[Tile]:
        totals = totals_of(self.scope)
        before = totals_of(self.scope.before()) if self.scope.compares else None
        average = totals["sum"] / totals["n"] if totals["n"] else None
        return [
            Tile(
                _("Revenue"),
                money(totals["sum"], "sold", totals["n"]),
                before=compared(totals["sum"], before["sum"]) if before else "",
            ),
            Tile(
                _("Courses"),
                counted(totals["n"], "sold"),
                before=compared(totals["n"], before["n"]) if before else "",
            ),
            Tile(_("Average price"), money(average)),
            Tile(
                _("In line for a place"),
                money(totals["waiting_sum"], "waiting", totals["waiting"]),
                note=_("not counted until they have one"),
            ),
        ]

    def all_tables(self) -> Iterable[Table]:
        return [self._table(kind) for kind in FIELDS]

    def _table(self, kind: type[Dimension]) -> Table:
        dimension = self.dimension(kind, FIELDS[kind])
        found = (
            dimension.grouped(self.scope.sold().filter(is_waiting=False))
            .values_list(GROUP)
            .annotate(n=Count("pk"), sum=Sum("price"))
            .order_by()
        )
        sums = {value: (n, amount) for value, n, amount in found}
        groups = [
            (label, dimension.key_of(value), *sums.get(value, (0, Decimal(0))))
            for value, label in dimension.labels(sums).items()
        ]
        if kind is not ByMonth:
            groups.sort(key=lambda group: (-group[3], group[0]))
            groups = groups[:MOST_ROWS]
        rows = [
            Row(
                label,
                [
                    counted(n, f"sold:{dimension.name}:{key}"),
                    money(amount, f"sold:{dimension.name}:{key}", n),
                ],
            )
            for label, key, n, amount in groups
        ]
        return Table(
            dimension.name,
            str(dimension.title),
            str(dimension.heading),
            [_("Courses"), _("Revenue")],
            rows,
            chart=_chart(dimension, groups),
        )

    def lists(self) -> dict[str, Callable[[str, str], QuerySet[Any]]]:
        return {
            "sold": partial(self._sold, False),
            "waiting": partial(self._sold, True),
        }

    def _sold(self, is_waiting: bool, table: str, row: str) -> QuerySet[Any]:
        sold = self.scope.sold().filter(is_waiting=is_waiting)
        if not table:
            return sold
        kind = self.parts[table]
        return sold.filter(self.dimension(kind, FIELDS[kind]).condition(row))


def totals_of(scope: Scope) -> dict[str, Any]:
    return scope.sold().aggregate(
        n=Count("pk", filter=Q(is_waiting=False)),
        sum=Sum("price", filter=Q(is_waiting=False), default=Decimal(0)),
        waiting=Count("pk", filter=Q(is_waiting=True)),
        waiting_sum=Sum("price", filter=Q(is_waiting=True), default=Decimal(0)),
    )


def _chart(dimension: Dimension, groups: list[Any]) -> Chart:
    is_time = isinstance(dimension, ByMonth)
    shown = groups if is_time else groups[:MOST_BARS]
    return Chart(
        key="revenue",
        title=_("Revenue"),
        kind="bar" if is_time else "bars",
        label_heading=str(dimension.heading),
        labels=[group[0] for group in shown],
        series=[Series(_("Revenue"), [float(group[3]) for group in shown])],
        notes=[] if is_time else [money(group[3]).text for group in shown],
        takeaway=_("The most: %(label)s.")
        % {"label": max(groups, key=lambda g: g[3])[0]}
        if any(group[3] for group in groups)
        else "",
        table=f"table-{dimension.name}",
        size="tall" if not is_time and len(shown) > 7 else "",
    )
