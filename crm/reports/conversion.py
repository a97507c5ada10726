"""What share of those who asked enrolled: by source, campaign, course, counselor and month."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.charts import Chart, Series
from crm.reports.base import Report
from crm.reports.cohort import members, tally
from crm.reports.dimensions import (
    GROUP,
    ByCampaign,
    ByCounselor,
    ByCourse,
    ByMonth,
    BySource,
    Dimension,
)
from crm.reports.parts import Answer, Row, Table, Tile, compared, counted, share

FIELDS = {
    BySource: "source",
    ByCampaign: "campaign",
    ByCourse: "courses",
    ByCounselor: "counselor",
    ByMonth: "created_at",
}
MEASURES = ("asked", "contacted", "enrolled", "lost", "open")
# Of long tables the groups with the most inquiries; more than this nobody compares.
MOST_ROWS = 40
MOST_BARS = 12


class ByGroup(Report):
    """The parts of a cohort, for each group of one dimension after the other."""

    fields: dict[type[Dimension], str]

    def breakdown(self, kind: type[Dimension]) -> tuple[Dimension, list[Any]]:
        """Return the groups as `(label, key, counts)`: months in their order, others by size."""
        dimension = self.dimension(kind, self.fields[kind])
        counts = tally(dimension.grouped(self.scope.asked()), GROUP)
        labels = dimension.labels(counts)
        groups = [
            (label, dimension.key_of(value), counts.get(value, Counter()))
            for value, label in labels.items()
        ]
        if kind is not ByMonth:
            groups.sort(key=lambda group: (-group[2]["asked"], group[0]))
        return dimension, groups[: None if kind is ByMonth else MOST_ROWS]

    def members_of(self, name: str, table: str, row: str) -> QuerySet[Any]:
        inquiries = members(self.scope.asked(), name)
        if not table:
            return inquiries
        kind = next(k for k in self.fields if k.name == table)
        dimension = self.dimension(kind, self.fields[kind])
        return inquiries.filter(dimension.condition(row))


class Conversion(ByGroup):
    name = "conversion"
    title = gettext_lazy("Conversion")
    about = gettext_lazy(
        "Which sources, campaigns, courses, counselors and months bring students."
    )
    icon = "pick"
    has_before = True
    fields = FIELDS
    parts = {kind.name: kind for kind in FIELDS}

    def answer(self) -> Answer:
        counts = tally(self.scope.asked()).get(None, Counter())
        before: Counter[str] | None = None
        if self.scope.compares:
            before = tally(self.scope.before().asked()).get(None, Counter())

        def tile(name: str, label: str) -> Tile:
            return Tile(
                label,
                counted(counts[name], name),
                before="" if before is None else compared(counts[name], before[name]),
            )

        rate = share(counts["enrolled"], counts["asked"])
        rate_before = share(before["enrolled"], before["asked"]).text if before else ""
        return Answer(
            tiles=[
                tile("asked", _("Asked")),
                tile("enrolled", _("Enrolled")),
                Tile(
                    _("Conversion rate"),
                    rate,
                    before=_("%(was)s in the period before") % {"was": rate_before}
                    if rate_before
                    else "",
                ),
                tile("open", _("Still open")),
            ],
            tables=[self._table(self.parts[self.part])],
            sentence=_(
                "Counted for those who asked in the period. The rate can still grow while"
                " inquiries are open."
            ),
        )

    def all_tables(self) -> Iterable[Table]:
        return [self._table(kind) for kind in self.fields]

    def _table(self, kind: type[Dimension]) -> Table:
        dimension, groups = self.breakdown(kind)
        rows = [
            Row(
                label,
                [
                    *(
                        counted(counts[name], f"{name}:{dimension.name}:{key}")
                        for name in MEASURES[:3]
                    ),
                    share(counts["enrolled"], counts["asked"]),
                    *(
                        counted(counts[name], f"{name}:{dimension.name}:{key}")
                        for name in MEASURES[3:]
                    ),
                ],
            )
            for label, key, counts in groups
        ]
        return Table(
            dimension.name,
            str(dimension.title),
            str(dimension.heading),
            [
                _("Asked"),
                _("Contacted"),
                _("Enrolled"),
                _("Conversion rate"),
                _("Lost"),
                _("Still open"),
            ],
            rows,
            note=_("Who is interested in several courses counts in each of them.")
            if kind is ByCourse
            else "",
            chart=_by_month(groups) if kind is ByMonth else _rates(dimension, groups),
        )

    def lists(self) -> dict[str, Callable[[str, str], QuerySet[Any]]]:
        return {name: partial(self.members_of, name) for name in MEASURES}


def _by_month(groups: list[Any]) -> Chart:
    return Chart(
        key="conversion",
        title=_("Asked and enrolled, by the month of asking"),
        kind="bar",
        label_heading=_("Month"),
        labels=[label for label, _key, _counts in groups],
        series=[
            Series(_("Asked"), [counts["asked"] for _l, _k, counts in groups]),
            Series(_("Enrolled"), [counts["enrolled"] for _l, _k, counts in groups]),
        ],
        takeaway="",
        table="table-month",
    )


def _rates(dimension: Dimension, groups: list[Any]) -> Chart:
    shown = [group for group in groups if group[2]["asked"]][:MOST_BARS]
    rates = [share(counts["enrolled"], counts["asked"]) for _l, _k, counts in shown]
    values = [float(rate.value or 0) for rate in rates]
    return Chart(
        key="conversion",
        title=_("Conversion rate"),
        kind="bars",
        label_heading=str(dimension.heading),
        labels=[label for label, _key, _counts in shown],
        series=[Series(_("Conversion rate"), values)],
        notes=[
            _("%(rate)s of %(n)d") % {"rate": rate.text, "n": counts["asked"]}
            for rate, (_l, _k, counts) in zip(rates, shown, strict=True)
        ],
        takeaway=_best(shown, values),
        table=f"table-{dimension.name}",
        size="tall" if len(shown) > 7 else "",
    )


# Below this a rate is chance.
ENOUGH = 20


def _best(shown: list[Any], rates: list[float]) -> str:
    known = [
        (rate, label)
        for rate, (label, _key, counts) in zip(rates, shown, strict=True)
        if counts["asked"] >= ENOUGH
    ]
    if len(known) < 2:
        return ""
    rate, label = max(known)
    return _(
        "The highest rate among those with at least %(n)d inquiries: %(label)s."
    ) % {
        "n": ENOUGH,
        "label": label,
    }
