"""Which open inquiries nobody takes care of."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.charts import Chart, Series
from crm.models import CRMSettings, FollowUp, Inquiry
from crm.reports.base import Report
from crm.reports.dimensions import GROUP, ByCounselor, Dimension
from crm.reports.parts import Answer, Row, Table, Tile, counted, percent_text

FLAWS = ("unassigned", "no_step", "overdue", "stale")
MOST_BARS = 12


class Health(Report):
    name = "health"
    title = gettext_lazy("Pipeline health")
    about = gettext_lazy(
        "Open inquiries that are stale, unassigned, overdue or unplanned."
    )
    icon = "warning"
    has_period = False

    def answer(self) -> Answer:
        stale_days = CRMSettings.load().stale_after_days
        dimension = self.dimension(ByCounselor, "counselor")
        groups = self._by_counselor(dimension, stale_days)
        return Answer(
            tiles=self.tiles(),
            tables=[self._table(groups), self._stages(stale_days)],
            sentence=_(
                "As it stands now. One inquiry can have more than one of these."
            ),
        )

    def _open(self) -> QuerySet[Any]:
        return self.scope.inquiries().open()

    def _conditions(self, stale_days: int) -> dict[str, Q]:
        planned = FollowUp.objects.pending().order_by()
        overdue = FollowUp.objects.overdue(self.scope.now).order_by()
        # Numbers and not conditions across the relation: those would be a join for each.
        return {
            "open": Q(pk__isnull=False),
            "unassigned": Q(counselor=None),
            "no_step": ~Q(pk__in=planned.values("inquiry")),
            "overdue": Q(pk__in=overdue.values("inquiry")),
            "stale": Q(
                last_activity_at__lt=self.scope.now - timedelta(days=stale_days)
            ),
        }

    def _counts(self, stale_days: int) -> dict[str, Count]:
        return {
            name: Count("pk", filter=condition)
            for name, condition in self._conditions(stale_days).items()
        }

    def tiles(self) -> list[Tile]:
        stale_days = CRMSettings.load().stale_after_days
        totals = self._open().aggregate(**self._counts(stale_days))
        labels = {
            "open": _("Open"),
            "unassigned": _("Unassigned"),
            "no_step": _("No next step"),
            "overdue": _("Overdue"),
            "stale": _("Stale"),
        }
        notes = {"stale": _("nothing heard for %(n)d days") % {"n": stale_days}}
        return [
            Tile(
                label,
                counted(totals[name], name),
                note=notes.get(name)
                or (
                    _("%(share)s of the open ones")
                    % {"share": percent_text(totals[name] * 100 / totals["open"])}
                    if name in FLAWS and totals["open"]
                    else ""
                ),
            )
            for name, label in labels.items()
        ]

    def _by_counselor(
        self, dimension: Dimension, stale_days: int
    ) -> list[tuple[str, str, dict[str, int]]]:
        found = (
            dimension.grouped(self._open())
            .values(GROUP)
            .annotate(**self._counts(stale_days))
        )
        counts = {row.pop(GROUP): row for row in found}
        groups = [
            (label, dimension.key_of(value), counts[value])
            for value, label in dimension.labels(counts).items()
        ]
        return sorted(groups, key=lambda group: (-group[2]["open"], group[0]))

    def _table(self, groups: list[tuple[str, str, dict[str, int]]]) -> Table:
        rows = [
            Row(
                label,
                [
                    counted(counts[name], f"{name}:counselors:{key}")
                    for name in ("open", *FLAWS[1:])
                ],
            )
            for label, key, counts in groups
        ]
        shown = groups[:MOST_BARS]
        words = self._words()
        return Table(
            "counselors",
            _("By counselor"),
            _("Counselor"),
            [_("Open"), *(words[name] for name in FLAWS[1:])],
            rows,
            chart=Chart(
                key="health",
                title=_("What needs care"),
                kind="bars",
                label_heading=_("Counselor"),
                labels=[label for label, _key, _counts in shown],
                series=[
                    Series(words[name], [counts[name] for _l, _k, counts in shown])
                    for name in FLAWS[1:]
                ],
                takeaway="",
                table="table-counselors",
                size="tall" if len(shown) > 4 else "",
            ),
        )

    def _stages(self, stale_days: int) -> Table:
        found = self._open().values("status").annotate(**self._counts(stale_days))
        counts = {row.pop("status"): row for row in found}
        stages = [s for s in Inquiry.Status if s in Inquiry.OPEN]
        words = self._words()
        return Table(
            "stages",
            _("By status"),
            _("Status"),
            [_("Open"), *(words[name] for name in FLAWS)],
            [
                Row(
                    str(stage.label),
                    [
                        counted(
                            counts.get(stage, {}).get(name, 0), f"{name}:stages:{stage}"
                        )
                        for name in ("open", *FLAWS)
                    ],
                )
                for stage in stages
            ],
        )

    @staticmethod
    def _words() -> dict[str, str]:
        return {
            "unassigned": _("Unassigned"),
            "no_step": _("No next step"),
            "overdue": _("Overdue"),
            "stale": _("Stale"),
        }

    def lists(self) -> dict[str, Callable[[str, str], QuerySet[Any]]]:
        return {name: partial(self._list, name) for name in ("open", *FLAWS)}

    def _list(self, name: str, table: str, row: str) -> QuerySet[Any]:
        stale_days = CRMSettings.load().stale_after_days
        found = self._open().filter(self._conditions(stale_days)[name])
        if table == "counselors":
            return found.filter(self.dimension(ByCounselor, "counselor").condition(row))
        return found.filter(status=row) if table else found
