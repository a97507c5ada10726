"""When somebody is at work. Plain values, no framework."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

HORIZON = 400  # days that are looked through for one on which somebody works


@dataclass(frozen=True, slots=True)
class Office:
    """Hours and days of work, in the office's own zone; `away` are spans, both ends included."""

    opens: time
    closes: time
    days: frozenset[int]
    zone: tzinfo
    away: tuple[tuple[date, date], ...] = ()

    def works_on(self, day: date) -> bool:
        return day.weekday() in self.days and not any(
            first <= day <= last for first, last in self.away
        )

    def working_days(self, first: date) -> Iterator[date]:
        """Yield the days of work from `first` on, as far as anybody plans."""
        for number in range(HORIZON):
            day = first + timedelta(days=number)
            if self.works_on(day):
                yield day

    def is_open_at(self, moment: datetime) -> bool:
        local = moment.astimezone(self.zone)
        return self.works_on(local.date()) and self.opens <= local.time() < self.closes

    def after_hours(self, moment: datetime, hours: float) -> datetime:
        """Return when `hours` have gone by, on a clock that rests on days without work.

        The clock runs through the night of a working day: "24 hours" means until the same time of
        the next one. Where nobody ever works it runs as any clock does.
        """
        left = timedelta(hours=hours)
        at = moment
        for _number in range(HORIZON):
            local = at.astimezone(self.zone)
            midnight = datetime.combine(
                local.date() + timedelta(days=1), time(), self.zone
            ).astimezone(UTC)
            if self.works_on(local.date()):
                if at + left <= midnight:
                    return (at + left).astimezone(UTC)
                left -= midnight - at
            at = midnight
        return (moment + timedelta(hours=hours)).astimezone(UTC)
