"""What each counselor did with the inquiries that came to them."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import (
    Count,
    F,
    Min,
    Q,
    QuerySet,
    Sum,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.charts import Chart, Series
from crm.models import FollowUp
from crm.reports.base import Report
from crm.reports.cohort import members, tally
from crm.reports.dimensions import GROUP, ByCounselor
from crm.reports.parts import (
    Answer,
    Cell,
    Row,
    Table,
    Tile,
    counted,
    days,
    money,
    share,
)
from crm.reports.spreads import Seconds, Spread, spreads

MOST_BARS = 12


class Counselors(Report):
    name = "counselors"
    title = gettext_lazy("Counselors")
    about = gettext_lazy(
        "Contacts made, people reached, and who enrolled, by counselor."
    )
    icon = "group"

    def answer(self) -> Answer:
        people = list(self.scope.counselors().filter(self.scope.is_of("pk")))
        figures = _Figures(self)
        rows = [Row(str(person), figures.cells(person.pk)) for person in people]
        labels = [str(person) for person in people]
        made = [figures.contacts.get(person.pk, {}).get("made", 0) for person in people]
        sums = {
            name: sum(each.get(name, 0) for each in figures.contacts.values())
            for name in ("made", "reached", "missed")
        }
        return Answer(
            tiles=[
                Tile(_("Contacts made"), counted(sums["made"], "made")),
                Tile(_("Reached"), share(sums["reached"], sums["made"])),
                Tile(_("Missed"), counted(sums["missed"], "missed")),
                Tile(
                    _("Conversions"),
                    counted(sum(figures.converted.values()), "converted"),
                ),
            ],
            tables=[
                Table(
                    "counselors",
                    _("Counselors"),
                    _("Counselor"),
                    [
                        _("Open now"),
                        _("Contacts made"),
                        _("Reached"),
                        _("First contact after"),
                        _("Missed"),
                        _("Asked"),
                        _("Enrolled of them"),
                        _("Conversion rate"),
                        _("Conversions"),
                        _("Revenue"),
                    ],
                    rows,
                    note=_(
                        "First contact: half of those who asked in the period and were contacted"
                        " had to wait less, nights and holidays included."
                    ),
                    chart=_chart(labels, made, figures, [p.pk for p in people]),
                )
            ],
            sentence=_(
                "Inquiries differ: somebody who gets walk-ins will convert more than somebody who"
                " gets old lists. Read the numbers together with the person they are about."
            ),
        )

    def lists(self) -> dict[str, Callable[[str, str], QuerySet[Any]]]:
        contacts = self.contacts()
        return {
            "open": lambda _table, row: (
                self.scope.inquiries().open().filter(counselor=int(row))
            ),
            "made": lambda _table, row: _of(contacts.filter(MADE), row),
            "reached": lambda _table, row: _of(contacts.filter(MADE & SPOKE), row),
            "missed": lambda _table, row: _of(self.missed(), row),
            "first": lambda _table, row: self.scope.asked().filter(
                self.was_contacted(), counselor=int(row)
            ),
            "asked": lambda _table, row: self.scope.asked().filter(counselor=int(row)),
            "enrolled": lambda _table, row: members(
                self.scope.asked().filter(counselor=int(row)), "enrolled"
            ),
            "converted": lambda _table, row: _of(self.converted(), row),
            "sold": lambda _table, row: self.scope.sold().filter(
                is_waiting=False, conversion__counselor=int(row)
            ),
        }

    def contacts(self) -> QuerySet[Any]:
        """What counselors did in the period."""
        return self.scope.contacts().filter(
            self.scope.period.holds("closed_at"), counselor__in=self._people()
        )

    def missed(self) -> QuerySet[Any]:
        return self.scope.contacts().filter(
            self.scope.period.holds("due_at"), MISSED, counselor__in=self._people()
        )

    def converted(self) -> QuerySet[Any]:
        return self.scope.conversions().filter(counselor__in=self._people())

    def _people(self) -> QuerySet[Any]:
        people = self.scope.counselors().filter(self.scope.is_of("pk"))
        return people.order_by().values("pk")

    def was_contacted(self) -> Q:
        made = FollowUp.objects.filter(MADE).order_by()
        return Q(pk__in=made.values("inquiry"))

    def waits(self) -> QuerySet[Any]:
        """How long those who asked in the period waited until somebody wrote, called or met them."""
        return (
            FollowUp.objects.filter(
                MADE,
                inquiry__in=self.scope.asked(),
                inquiry__counselor__isnull=False,
            )
            .order_by()
            .values("inquiry")
            .annotate(
                kind=F("inquiry__counselor"),
                took=Seconds(Min("closed_at") - F("inquiry__created_at")),
            )
        )


MADE = Q(status=FollowUp.Status.COMPLETED)
MISSED = Q(status=FollowUp.Status.MISSED)
SPOKE = Q(outcome__in=FollowUp.SPOKE)


def _of(rows: QuerySet[Any], counselor: str) -> QuerySet[Any]:
    return rows.filter(counselor=int(counselor)) if counselor else rows


class _Figures:
    """One query for each kind of figure, whoever and how many the counselors are."""

    def __init__(self, report: Counselors) -> None:
        scope = report.scope
        by = report.dimension(ByCounselor, "counselor")
        self.open = dict(
            scope.inquiries()
            .open()
            .values_list("counselor")
            .annotate(n=Count("pk"))
            .order_by()
        )
        made = (
            report.contacts()
            .filter(MADE)
            .values("counselor")
            .annotate(made=Count("pk"), reached=Count("pk", filter=SPOKE))
        )
        self.contacts: dict[Any, dict[str, int]] = {
            row.pop("counselor"): row for row in made
        }
        missed = report.missed().values_list("counselor").annotate(n=Count("pk"))
        for counselor, n in missed:
            self.contacts.setdefault(counselor, {"made": 0, "reached": 0})["missed"] = n
        self.first: dict[Any, Spread] = spreads(report.waits())
        self.cohort: dict[Any, Counter[str]] = tally(by.grouped(scope.asked()), GROUP)
        converted = report.converted().values_list("counselor").annotate(n=Count("pk"))
        self.converted = dict(converted)
        sold = (
            scope.sold()
            .filter(is_waiting=False)
            .values_list("conversion__counselor")
            .annotate(n=Count("pk"), sum=Sum("price"))
            .order_by()
        )
        self.prices = {counselor: (n, amount) for counselor, n, amount in sold}

    def cells(self, person: int) -> list[Cell]:
        contacts = self.contacts.get(person, {})
        made, reached = contacts.get("made", 0), contacts.get("reached", 0)
        cohort = self.cohort.get(person, Counter())
        asked, enrolled = cohort["asked"], cohort["enrolled"]
        first = self.first.get(person)
        courses, amount = self.prices.get(person, (0, Decimal(0)))

        def key(measure: str) -> str:
            return f"{measure}:counselors:{person}"

        reach = share(reached, made)
        return [
            counted(self.open.get(person, 0), key("open")),
            counted(made, key("made")),
            Cell(reach.value, reach.text, key("reached"), reached),
            days(first.median, key("first"), first.count) if first else days(None),
            counted(contacts.get("missed", 0), key("missed")),
            counted(asked, key("asked")),
            counted(enrolled, key("enrolled")),
            share(enrolled, asked),
            counted(self.converted.get(person, 0), key("converted")),
            money(amount, key("sold"), courses),
        ]


def _chart(
    labels: list[str], made: list[int], figures: _Figures, people: list[int]
) -> Chart:
    converted = [figures.converted.get(person, 0) for person in people]
    return Chart(
        key="counselors",
        title=_("Contacts made and conversions"),
        kind="bars",
        label_heading=_("Counselor"),
        labels=labels[:MOST_BARS],
        series=[Series(_("Contacts made"), made[:MOST_BARS])],
        notes=[
            _("%(made)d · %(converted)d converted") % {"made": n, "converted": m}
            for n, m in zip(made[:MOST_BARS], converted, strict=False)
        ],
        takeaway="",
        table="table-counselors",
        size="tall" if len(labels) > 6 else "",
    )
