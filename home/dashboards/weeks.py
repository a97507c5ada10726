"""Weeks as the viewer lives them: they begin on Monday at midnight in the viewer's time zone."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, DateField, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import formats, timezone

from accounts.models import User

WEEKS_SHOWN = 12


def zone_of(user: User) -> ZoneInfo:
    return ZoneInfo(user.timezone)


@dataclass(frozen=True, slots=True)
class Weeks:
    """Consecutive weeks, the present one last."""

    zone: ZoneInfo
    mondays: tuple[date, ...]

    @classmethod
    def lately(
        cls, zone: ZoneInfo, *, count: int = WEEKS_SHOWN, now: datetime | None = None
    ) -> "Weeks":
        today = timezone.localdate(now, timezone=zone)
        this_monday = today - timedelta(days=today.weekday())
        return cls(
            zone,
            tuple(this_monday - timedelta(weeks=ago) for ago in reversed(range(count))),
        )

    @property
    def begin(self) -> datetime:
        return datetime.combine(self.mondays[0], time.min, tzinfo=self.zone)

    @property
    def labels(self) -> list[str]:
        return [formats.date_format(monday, "j M") for monday in self.mondays]

    def counts(self, rows: QuerySet[Any], field: str) -> list[int]:
        """Count `rows` by the week of the moment in `field`. One query.

        The weeks are compared with and not computed: SQLite would ask Python about every row.
        """
        begins = [
            datetime.combine(monday, time.min, tzinfo=self.zone)
            for monday in (*self.mondays, self.mondays[-1] + timedelta(weeks=1))
        ]
        since = rows.filter(**{f"{field}__gte": begins[0], f"{field}__lt": begins[-1]})
        counted = since.order_by().aggregate(
            **{
                f"week_{n}": Count(
                    "pk", filter=Q(**{f"{field}__gte": begin, f"{field}__lt": end})
                )
                for n, (begin, end) in enumerate(pairwise(begins))
            }
        )
        return [counted[f"week_{n}"] for n in range(len(self.mondays))]

    def count_moments(self, moments: Iterable[datetime]) -> list[int]:
        """Count `moments` by their week, as `counts` does it in the database."""
        begin = self.begin
        by_week: Counter[date] = Counter()
        for moment in moments:
            if moment >= begin:
                day = moment.astimezone(self.zone).date()
                by_week[day - timedelta(days=day.weekday())] += 1
        return [by_week[monday] for monday in self.mondays]

    def totals(self, rows: QuerySet[Any], field: str) -> list[int]:
        """Count how many `rows` there were at the end of each week, earlier ones included. One query."""
        by_week = dict(self._grouped(rows.filter(**{f"{field}__isnull": False}), field))
        total = sum(n for monday, n in by_week.items() if monday < self.mondays[0])
        totals = []
        for monday in self.mondays:
            total += by_week.get(monday, 0)
            totals.append(total)
        return totals

    def _grouped(self, rows: QuerySet[Any], field: str) -> Any:
        return (
            rows.annotate(
                monday=TruncWeek(field, tzinfo=self.zone, output_field=DateField())
            )
            .order_by()
            .values_list("monday")
            .annotate(rows=Count("pk"))
        )
