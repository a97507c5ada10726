"""How long inquiries stay in each stage, and how long those that are there now have been."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When, Window
from django.db.models.functions import Lag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.charts import Chart, Series
from crm.models import Inquiry
from crm.reports.base import Report
from crm.reports.parts import DAY, Answer, Row, Table, Tile, counted, days
from crm.reports.spreads import Seconds, Spread, spreads

Status = Inquiry.Status
STAGES = (Status.NEW, Status.CONTACTED, Status.FOLLOW_UP_SCHEDULED)
# Days that somebody has been in a stage: from, and below.
AGES = {
    "0-2": (0, 2),
    "2-7": (2, 7),
    "7-14": (7, 14),
    "14-30": (14, 30),
    "30-": (30, None),
}


class Stages(Report):
    name = "stages"
    title = gettext_lazy("Time in each stage")
    about = gettext_lazy(
        "How long inquiries wait before they move on, and who waits now."
    )
    icon = "history"

    def answer(self) -> Answer:
        found = spreads(self._stays())
        waiting = self._waiting()
        return Answer(
            tiles=[self._tile(stage, found.get(stage)) for stage in STAGES],
            tables=[self._times(found), self._now(waiting)],
            sentence=_(
                "Stays that ended in the period, whenever they began: by a step forward, a step"
                " back, or a loss."
            ),
        )

    def _stays(self) -> QuerySet[Any]:
        began = Window(Lag("at"), partition_by="inquiry", order_by=["at", "pk"])
        return self.scope.changes().annotate(
            kind=F("before"),
            took=Case(When(self._ended, then=Seconds(F("at") - began))),
        )

    @property
    def _ended(self) -> Q:
        return self.scope.period.holds("at") & ~Q(before="")

    def _tile(self, stage: Status, spread: Spread | None) -> Tile:
        if spread is None:
            return Tile(str(stage.label), days(None), note=_("no stay ended"))
        return Tile(
            str(stage.label),
            days(spread.median, f"left::{stage}", spread.count),
            note=_("half of %(n)d stays were shorter") % {"n": spread.count},
        )

    def _times(self, found: dict[Any, Spread]) -> Table:
        rows = []
        for stage in STAGES:
            spread = found.get(stage)
            figures = (
                (spread.quarter, spread.median, spread.three_quarters)
                if spread
                else (None, None, None)
            )
            key = f"left:times:{stage}"
            rows.append(
                Row(
                    str(stage.label),
                    [
                        counted(spread.count if spread else 0, key),
                        *(days(figure) for figure in figures),
                    ],
                )
            )
        words = [_("A quarter within"), _("Half within"), _("Three quarters within")]
        drawn = [found.get(stage) for stage in STAGES]
        series = [
            Series(word, [round(getattr(s, name) / DAY, 1) if s else 0 for s in drawn])
            for word, name in zip(
                words, ("quarter", "median", "three_quarters"), strict=True
            )
        ]
        return Table(
            "times",
            _("Time in each stage"),
            _("Stage"),
            [_("Stays that ended"), *words],
            rows,
            chart=Chart(
                key="times",
                title=_("Days until the next step"),
                kind="bars",
                label_heading=_("Stage"),
                labels=[str(stage.label) for stage in STAGES],
                series=series,
                takeaway=_("Long bars are where people wait for us, or we for them."),
                unit=_("days"),
                table="table-times",
            ),
        )

    def _waiting(self) -> dict[str, dict[str, int]]:
        counts = {name: Count("pk", filter=self._age(name)) for name in AGES}
        found = self.scope.inquiries().open().values("status").annotate(**counts)
        return {row.pop("status"): row for row in found}

    def _age(self, name: str) -> Q:
        least, most = AGES[name]
        now = self.scope.now
        age = Q(status_changed_at__lte=now - timedelta(days=least)) if least else Q()
        if most is not None:
            age &= Q(status_changed_at__gt=now - timedelta(days=most))
        # An empty condition would be no filter at all.
        return age & Q(pk__isnull=False)

    def _now(self, waiting: dict[str, dict[str, int]]) -> Table:
        labels = [
            _("under 2 days"),
            _("2 to 7 days"),
            _("7 to 14 days"),
            _("14 to 30 days"),
            _("over 30 days"),
        ]
        rows = [
            Row(
                str(stage.label),
                [
                    counted(waiting.get(stage, {}).get(age, 0), f"now:{age}:{stage}")
                    for age in AGES
                ],
            )
            for stage in STAGES
        ]
        return Table(
            "now",
            _("Where the open ones stand now"),
            _("Stage"),
            labels,
            rows,
            note=_(
                "By how long they have been in the stage. The period doesn't matter here."
            ),
        )

    def lists(self) -> dict[str, Callable[[str, str], QuerySet[Any]]]:
        return {
            "left": lambda _table, stage: self.scope.changes().filter(
                self._ended, before=stage
            ),
            "now": lambda age, stage: (
                self.scope.inquiries().open().filter(self._age(age), status=stage)
            ),
        }
