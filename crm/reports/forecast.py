"""How many of those who are open now will enrol, by what became of those before them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce, Lead
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.charts import Chart, Series
from crm.models import Inquiry, StatusChange
from crm.reports.base import Report
from crm.reports.forecasting import (
    AGES,
    ENOUGH,
    STAYS,
    STEP_DAYS,
    STEPS,
    Expected,
    enrolments_in,
    expect,
    expected_by_stage,
)
from crm.reports.parts import (
    Answer,
    Cell,
    Row,
    Table,
    Tile,
    counted,
    number_text,
    share,
)
from crm.reports.spreads import Seconds, around

Status = Inquiry.Status
STAGES = (Status.NEW, Status.CONTACTED, Status.FOLLOW_UP_SCHEDULED)
STAYS_BY_AGE = f"""
SELECT stage, took / {STEP_DAYS * 86400} AS age, target, COUNT(*)
FROM ({{rows}}) AS stays
WHERE stage IN ('{"', '".join(STAGES)}')
GROUP BY stage, took / {STEP_DAYS * 86400}, target
"""
TRIED_DAYS = 90


class Forecast(Report):
    name = "forecast"
    title = gettext_lazy("Forecast")
    about = gettext_lazy("How many of the open inquiries will enrol, with a range.")
    icon = "view"
    has_period = False

    def answer(self) -> Answer:
        open_ones = self._open_by_age()
        stays = self._stays(self.scope.now)
        expected = expect(stays, open_ones)
        tables = [self._by_stage(stays, open_ones, bool(expected))]
        if expected:
            tables = [self._outlook(expected), *tables]
            tables += self._tried()
        return Answer(
            tiles=self._tiles(open_ones, expected),
            tables=tables,
            sentence=self._sentence(enrolments_in(stays)),
        )

    def _sentence(self, known: int) -> str:
        if known < ENOUGH:
            return _(
                "There is no forecast yet: %(known)d enrolments are on record, and below %(enough)d"
                " a rate is chance."
            ) % {"known": known, "enough": ENOUGH}
        return _(
            "Counted from all inquiries you may see, %(known)d enrolments among them: how many left"
            " each stage after how long, and for where. Who will ask tomorrow is not in it."
            " Eight times in ten the number should lie in the range."
        ) % {"known": known}

    def _stays(self, until: datetime) -> dict[tuple[str, int, str], int]:
        """All stays in open stages as they were known at a moment."""

        def after(name: str) -> Window:
            """The same of the next step of the inquiry."""
            return Window(Lead(name), partition_by="inquiry", order_by=["at", "pk"])

        rows = (
            StatusChange.objects.filter(
                inquiry__in=self.scope.all_visible, at__lt=until
            )
            .annotate(
                stage=F("after"),
                target=Coalesce(after("after"), Value(STAYS)),
                took=Seconds(Coalesce(after("at"), until) - F("at")),
            )
            .values("stage", "target", "took")
        )
        stays: dict[tuple[str, int, str], int] = {}
        for stage, age, target, n in around(rows, STAYS_BY_AGE):
            place = (stage, min(max(int(age), 0), AGES - 1), target)
            stays[place] = stays.get(place, 0) + n
        return stays

    def _open_by_age(self) -> dict[tuple[str, int], int]:
        ages = {
            f"age_{age}": Count("pk", filter=self._is_aged(age)) for age in range(AGES)
        }
        found = self.scope.inquiries().open().values("status").annotate(**ages)
        return {
            (row["status"], age): row[f"age_{age}"]
            for row in found
            for age in range(AGES)
            if row[f"age_{age}"]
        }

    def _is_aged(self, age: int) -> Q:
        """Whether an inquiry has been in its status for so many steps."""
        step = timedelta(days=STEP_DAYS)
        condition = Q(pk__isnull=False)
        if age:
            condition &= Q(status_changed_at__lte=self.scope.now - step * age)
        if age < AGES - 1:
            condition &= Q(status_changed_at__gt=self.scope.now - step * (age + 1))
        return condition

    def _tiles(
        self, open_ones: dict[tuple[str, int], int], expected: list[Expected]
    ) -> list[Tile]:
        tiles = [Tile(_("Open now"), counted(sum(open_ones.values()), "open"))]
        for each in expected:
            tiles.append(
                Tile(
                    _("In the next %(n)d days") % {"n": each.days},
                    _about(each.middle),
                    note=_("%(low)d to %(high)d")
                    % {"low": each.low, "high": each.high},
                )
            )
        return tiles

    def _outlook(self, expected: list[Expected]) -> Table:
        labels = [_("%(n)d days") % {"n": each.days} for each in expected]
        columns = [_("Low"), _("Expected"), _("High")]
        return Table(
            "outlook",
            _("Expected enrolments"),
            _("Within"),
            columns,
            [
                Row(
                    label,
                    [
                        Cell(each.low, str(each.low)),
                        _about(each.middle),
                        Cell(each.high, str(each.high)),
                    ],
                )
                for label, each in zip(labels, expected, strict=True)
            ],
            chart=Chart(
                key="forecast",
                title=_("Expected enrolments of those who are open now"),
                kind="bar",
                label_heading=_("Within"),
                labels=labels,
                series=[
                    Series(columns[0], [each.low for each in expected]),
                    Series(columns[1], [round(each.middle, 1) for each in expected]),
                    Series(columns[2], [each.high for each in expected]),
                ],
                takeaway="",
                table="table-outlook",
            ),
        )

    def _by_stage(
        self,
        stays: dict[tuple[str, int, str], int],
        open_ones: dict[tuple[str, int], int],
        is_known: bool,
    ) -> Table:
        expected = {
            days: expected_by_stage(stays, open_ones, days) if is_known else {}
            for days in STEPS
        }
        rows = []
        for stage in STAGES:
            there = sum(n for (s, _age), n in open_ones.items() if s == stage)
            cells = [counted(there, f"open:stages:{stage}")]
            if is_known:
                cells += [_about(expected[days].get(stage, 0.0)) for days in STEPS]
                cells.append(share(round(expected[90].get(stage, 0.0)), there))
            rows.append(Row(str(stage.label), cells))
        columns = [_("Open now")]
        if is_known:
            columns += [_("%(n)d days") % {"n": days} for days in STEPS]
            columns.append(_("Share in 90 days"))
        return Table("stages", _("Where they stand now"), _("Status"), columns, rows)

    def _tried(self) -> list[Table]:
        """What the same method would have said three months ago, beside what came."""
        then = self.scope.now - timedelta(days=TRIED_DAYS)
        stays = self._stays(then)
        open_then = {
            (stage, age): n
            for (stage, age, target), n in stays.items()
            if target == STAYS
        }
        said = expect(stays, open_then)
        if not said:
            return []
        came = self._came(then)
        counts = came.aggregate(
            **{
                f"in_{days}": Count("pk", filter=Q(at__lt=then + timedelta(days=days)))
                for days in STEPS
            }
        )
        rows = [
            Row(
                _("%(n)d days") % {"n": each.days},
                [
                    _about(each.middle),
                    Cell(None, f"{each.low} – {each.high}"),
                    counted(counts[f"in_{each.days}"], f"came:tried:{each.days}"),
                ],
            )
            for each in said
        ]
        return [
            Table(
                "tried",
                _("Put to the test"),
                _("Within"),
                [_("Expected"), _("Range"), _("Came")],
                rows,
                note=_(
                    "What this method would have said on %(day)s about all who were open then,"
                    " knowing nothing later, and how many of them enrolled."
                )
                % {"day": formats.date_format(then, "j F Y")},
            )
        ]

    def _came(self, then: datetime) -> QuerySet[Any]:
        """Enrolments in the ninety days after `then`, of those who were open at it."""
        stood = StatusChange.objects.filter(inquiry=OuterRef("inquiry"), at__lt=then)
        return StatusChange.objects.annotate(
            stood=Subquery(stood.order_by("-at", "-pk").values("after")[:1])
        ).filter(
            inquiry__in=self.scope.all_visible,
            after=Status.ENROLLED,
            at__gte=then,
            at__lt=then + timedelta(days=TRIED_DAYS),
            stood__in=STAGES,
        )

    def lists(self) -> dict[str, Callable[[str, str], QuerySet[Any]]]:
        then = self.scope.now - timedelta(days=TRIED_DAYS)
        return {
            "open": lambda table, status: (
                self.scope.inquiries().open().filter(Q(status=status) if table else Q())
            ),
            "came": lambda _table, days: self._came(then).filter(
                at__lt=then + timedelta(days=int(days))
            ),
        }


def _about(number: float) -> Cell:
    return Cell(round(number, 1), number_text(number, 0 if number >= 10 else 1))
