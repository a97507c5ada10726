"""From which day to which a report looks, in the institute's own time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, TextChoices
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

MOST_YEARS = 5


class Span(TextChoices):
    LAST_30 = "last_30", _("Last 30 days")
    LAST_90 = "last_90", _("Last 90 days")
    LAST_YEAR = "last_year", _("Last 12 months")
    THIS_MONTH = "this_month", _("This month")
    LAST_MONTH = "last_month", _("Last month")
    THIS_QUARTER = "this_quarter", _("This quarter")
    LAST_QUARTER = "last_quarter", _("Last quarter")
    CUSTOM = "custom", _("From … to …")


QUARTER, MONTH = 3, 1
# How many months the parts of the calendar have, and the number of the part: 0 is the present one.
CALENDAR = {
    Span.THIS_MONTH: (MONTH, 0),
    Span.LAST_MONTH: (MONTH, 1),
    Span.THIS_QUARTER: (QUARTER, 0),
    Span.LAST_QUARTER: (QUARTER, 1),
}


@dataclass(frozen=True, slots=True)
class Month:
    first: date

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def label(self) -> str:
        return formats.date_format(self.first, "M Y")

    @property
    def begin(self) -> datetime:
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        return _midnight(months_later(self.first, 1))


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to it."""

    first: date
    last: date
    span: str = Span.CUSTOM

    @classmethod
    def of(cls, span: str, today: date) -> "Period":
        """Return the period that a name means on a day; it never reaches into the future."""
        if span in CALENDAR:
            months, ago = CALENDAR[Span(span)]
            first = months_later(_first_of(today, months), -months * ago)
            last = months_later(first, months) - timedelta(days=1)
            return cls(first, min(last, today), span)
        if span == Span.LAST_YEAR:
            return cls(months_later(today.replace(day=1), -11), today, span)
        days = 30 if span == Span.LAST_30 else 90
        return cls(today - timedelta(days=days - 1), today, span)

    @property
    def begin(self) -> datetime:
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        return _midnight(self.last + timedelta(days=1))

    @property
    def label(self) -> str:
        return (
            f"{formats.date_format(self.first, 'j M Y')} – "
            f"{formats.date_format(self.last, 'j M Y')}"
        )

    def holds(self, field: str) -> Q:
        return Q(**{f"{field}__gte": self.begin, f"{field}__lt": self.end})

    def before(self) -> "Period":
        """Return as many days before; of a part of the calendar the same days of the one before it."""
        if self.span in CALENDAR:
            months, ago = CALENDAR[Span(self.span)]
            first = months_later(self.first, -months)
            ends = self.first - timedelta(days=1)
            if not ago:
                ends = min(first + (self.last - self.first), ends)
            return Period(first, ends)
        length = self.last - self.first
        last = self.first - timedelta(days=1)
        return Period(last - length, last)

    def months(self) -> Iterator[Month]:
        """Yield each month that it touches, whole."""
        first = self.first.replace(day=1)
        while first <= self.last:
            yield Month(first)
            first = months_later(first, 1)


def _first_of(day: date, months: int) -> date:
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def months_later(first: date, months: int) -> date:
    """Return the first day of a month that comes so many after that of `first`."""
    place = first.year * 12 + first.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
