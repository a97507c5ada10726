"""How many of those who asked came how far, and where the others were lost."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.charts import Chart, Series
from crm.models import Inquiry
from crm.reports.base import Report
from crm.reports.cohort import (
    ASKED,
    CONTACTED,
    ENROLLED,
    FOLLOWED_UP,
    LOST,
    STAGES,
    members,
    tally,
)
from crm.reports.parts import (
    Answer,
    Row,
    Table,
    Tile,
    compared,
    counted,
    percent_text,
    plain,
    share,
)

REACHED = {
    ASKED: "asked",
    CONTACTED: "contacted",
    FOLLOWED_UP: "followed_up",
    ENROLLED: "enrolled",
}


def stage_labels() -> dict[int, str]:
    return {
        ASKED: _("Asked"),
        CONTACTED: _("Contacted"),
        FOLLOWED_UP: _("Follow-up scheduled"),
        ENROLLED: _("Enrolled"),
    }


class Funnel(Report):
    name = "funnel"
    title = gettext_lazy("Funnel")
    about = gettext_lazy(
        "How far those came who asked in the period, and where the others were lost."
    )
    icon = "order-down"
    has_before = True

    def answer(self) -> Answer:
        counts = tally(self.scope.asked()).get(None, Counter())
        return Answer(
            tiles=self.tiles(counts),
            tables=[self._stages(counts), self._reasons()],
            sentence=_(
                "Everybody who asked in the period is followed to this day, whenever the steps were"
                " taken. Who asked lately had less time: compare with “Still open”."
            ),
        )

    def tiles(self, counts: Counter[str]) -> list[Tile]:
        before: Counter[str] | None = None
        if self.scope.compares:
            before = tally(self.scope.before().asked()).get(None, Counter())
        labels = {
            "asked": _("Asked"),
            "contacted": _("Contacted"),
            "enrolled": _("Enrolled"),
            "lost": _("Lost"),
            "open": _("Still open"),
        }
        return [
            Tile(
                label,
                counted(counts[name], name),
                note=""
                if name == "asked" or not counts["asked"]
                else _("%(share)s of those who asked")
                % {"share": percent_text(counts[name] * 100 / counts["asked"])},
                # Of those of longer ago fewer are open and more are lost, whoever works better.
                before=compared(counts[name], before[name])
                if before is not None and name in ("asked", "contacted", "enrolled")
                else "",
            )
            for name, label in labels.items()
        ]

    def _stages(self, counts: Counter[str]) -> Table:
        labels = stage_labels()
        rows = []
        for stage, label in labels.items():
            status = STAGES[stage]
            reached = counts[REACHED[stage]]
            cells = [
                counted(reached, REACHED[stage]),
                share(reached, counts["asked"]),
                share(reached, counts[REACHED[stage - 1]]) if stage else plain(None),
            ]
            cells += (
                [plain(None), plain(None)]
                if stage == ENROLLED
                else [
                    counted(counts[f"open_{status}"], f"open_{status}"),
                    counted(counts[f"lost_{status}"], f"lost_{status}"),
                ]
            )
            rows.append(Row(label, cells))
        return Table(
            "stages",
            _("How far they came"),
            _("Stage"),
            [
                _("Reached"),
                _("Of all"),
                _("Of the stage before"),
                _("Still there"),
                _("Lost there"),
            ],
            rows,
            note=_("Who came further counts in each stage before."),
            chart=funnel_chart(counts),
        )

    def _reasons(self) -> Table:
        lost = self.scope.asked().filter(status__in=LOST)
        found = lost.values_list("lost_reason").annotate(n=Count("pk")).order_by("-n")
        reasons = list(found)
        total = sum(n for _reason, n in reasons)
        labels = [str(Inquiry.LostReason(reason).label) for reason, _n in reasons]
        rows = [
            Row(label, [counted(n, f"lost_for:reasons:{reason}"), share(n, total)])
            for label, (reason, n) in zip(labels, reasons, strict=True)
        ]
        return Table(
            "reasons",
            _("Why they were lost"),
            _("Reason"),
            [_("Lost"), _("Of the lost")],
            rows,
            chart=Chart(
                key="reasons",
                title=_("Reasons"),
                kind="bars",
                label_heading=_("Reason"),
                labels=labels,
                series=[Series(_("Lost"), [n for _reason, n in reasons])],
                notes=[f"{n}" for _reason, n in reasons],
                takeaway=_reasons_takeaway(labels, [n for _r, n in reasons]),
                table="table-reasons",
            ),
        )

    def lists(self) -> dict[str, Callable[[str, str], QuerySet[Any]]]:
        def part(name: str) -> Callable[[str, str], QuerySet[Any]]:
            return lambda _table, _row: members(self.scope.asked(), name)

        names = [*REACHED.values(), "lost", "open"]
        names += [f"{state}_{s}" for state in ("open", "lost") for s in STAGES.values()]
        return {
            **{name: part(name) for name in names},
            "lost_for": lambda _table, reason: self.scope.asked().filter(
                status__in=LOST, lost_reason=reason
            ),
        }


def funnel_chart(counts: Counter[str]) -> Chart:
    labels = stage_labels()
    reached = [counts[REACHED[stage]] for stage in labels]
    asked = reached[0]
    return Chart(
        key="funnel",
        title=_("From asking to enrolment"),
        kind="bars",
        label_heading=_("Stage"),
        labels=[*labels.values()],
        series=[Series(_("Inquiries"), reached)],
        notes=[
            f"{n} · {percent_text(n * 100 / asked)}" if asked else str(n)
            for n in reached
        ],
        takeaway=_funnel_takeaway([*labels.values()], reached),
        size="short",
        table="table-stages",
    )


def _funnel_takeaway(labels: Sequence[str], reached: Sequence[int]) -> str:
    """Name the step at which most are left behind."""
    steps = [
        (before - after, place)
        for place, (before, after) in enumerate(
            zip(reached, reached[1:], strict=False), start=1
        )
    ]
    most, place = max(steps)
    if not most:
        return ""
    return _(
        "The biggest step is the one to “%(stage)s”: %(n)d did not come that far."
    ) % {
        "stage": labels[place],
        "n": most,
    }


def _reasons_takeaway(labels: Sequence[str], numbers: Sequence[int]) -> str:
    if not numbers:
        return ""
    return _("The most frequent reason: %(reason)s (%(n)d of %(all)d).") % {
        "reason": labels[0],
        "n": numbers[0],
        "all": sum(numbers),
    }
