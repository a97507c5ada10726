"""The first look: a few numbers of each report, the funnel, and the last twelve months."""

from collections import Counter
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from common.charts import Chart, Series
from crm.reports.cohort import tally
from crm.reports.conversion import Conversion
from crm.reports.dimensions import GROUP, ByMonth
from crm.reports.funnel import Funnel, funnel_chart
from crm.reports.health import Health
from crm.reports.parts import Tile
from crm.reports.period import Period, Span
from crm.reports.registry import REPORTS
from crm.reports.revenue import Revenue
from crm.reports.scope import Scope


class OverviewTile:
    """A number of a report, with where its list is."""

    def __init__(self, report: Any, tile: Tile) -> None:
        self.report = report
        self.tile = tile


def overview(scope: Scope) -> dict[str, Any]:
    funnel, health, revenue = Funnel(scope), Health(scope), Revenue(scope)
    counts = tally(scope.asked()).get(None, Counter())
    flaws = health.tiles()
    tiles = [OverviewTile(funnel, tile) for tile in funnel.tiles(counts)[:3]]
    tiles.append(OverviewTile(revenue, revenue.tiles()[0]))
    tiles += [OverviewTile(health, tile) for tile in flaws[:4]]
    return {
        "tiles": tiles,
        "charts": [replace(funnel_chart(counts), table="", size=""), _trend(scope)],
        "reports": [report(scope) for report in REPORTS.values()],
        "is_empty": not any(tile.tile.cell.value for tile in tiles),
    }


def _trend(scope: Scope) -> Chart:
    period = Period.of(Span.LAST_YEAR, timezone.localdate(scope.now))
    year = Conversion(replace(scope, period=period))
    months = year.dimension(ByMonth, "created_at")
    counts = tally(months.grouped(year.scope.asked()), GROUP)
    labels = months.labels(counts)
    return Chart(
        key="trend",
        title=_("Asked and enrolled over twelve months"),
        kind="area",
        label_heading=_("Month of asking"),
        labels=[*labels.values()],
        series=[
            Series(label, [counts.get(key, Counter())[name] for key in labels])
            for name, label in (("asked", _("Asked")), ("enrolled", _("Enrolled")))
        ],
        takeaway=_(
            "By the month in which they asked: lately asked ones may still enrol."
        ),
    )
