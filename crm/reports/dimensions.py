"""By what a report is broken down: each dimension groups rows, names the groups, and finds one's rows."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from catalog.models import CoursePage
from crm.models import Inquiry
from crm.reports.period import Period

GROUP = "in_group"
# What stands in a key for “none of these”.
NONE = ""


class Dimension:
    """Rows by the value of one field, which may lie across relations."""

    name = ""
    title: Any = ""
    heading: Any = ""

    def __init__(self, field: str, period: Period) -> None:
        self.field = field
        self.period = period

    def grouped(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.annotate(**{GROUP: F(self.field)})

    def key_of(self, value: Any) -> str:
        return NONE if value is None else str(value)

    def condition(self, key: str) -> Q:
        return Q(**{self.field: key})

    def labels(self, values: Iterable[Any]) -> dict[Any, str]:
        """Name the groups; in this order they are shown where order means something."""
        return {value: str(value) for value in values}


class BySource(Dimension):
    name = "source"
    title = gettext_lazy("By source")
    heading = gettext_lazy("Source")

    def labels(self, values: Iterable[Any]) -> dict[Any, str]:
        return {value: str(Inquiry.Source(value).label) for value in values}


class ByCampaign(Dimension):
    name = "campaign"
    title = gettext_lazy("By campaign")
    heading = gettext_lazy("Campaign")

    def labels(self, values: Iterable[Any]) -> dict[Any, str]:
        return {value: value or _("Without a campaign") for value in values}


class ByNumber(Dimension, ABC):
    """Groups are rows of another table, or none."""

    none: Any = ""

    def condition(self, key: str) -> Q:
        return Q(**{self.field: int(key) if key else None})

    def labels(self, values: Iterable[Any]) -> dict[Any, str]:
        numbers = [value for value in values if value is not None]
        names = self.names(numbers)
        return {value: names.get(value, str(self.none)) for value in values}

    @abstractmethod
    def names(self, numbers: Sequence[int]) -> dict[int, str]:
        """Name the rows of the table that these are keys of."""


class ByCourse(ByNumber):
    name = "course"
    title = gettext_lazy("By course")
    heading = gettext_lazy("Course")
    none = gettext_lazy("No course named")

    def names(self, numbers: Sequence[int]) -> dict[int, str]:
        return dict(
            CoursePage.objects.filter(pk__in=numbers).values_list("pk", "title")
        )


class ByCounselor(ByNumber):
    name = "counselor"
    title = gettext_lazy("By counselor")
    heading = gettext_lazy("Counselor")
    none = gettext_lazy("Nobody")

    def names(self, numbers: Sequence[int]) -> dict[int, str]:
        return {user.pk: str(user) for user in User.objects.filter(pk__in=numbers)}


class ByMonth(Dimension):
    name = "month"
    title = gettext_lazy("By month")
    heading = gettext_lazy("Month")

    def grouped(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        # Compared and not computed: SQLite would ask Python about every row.
        return rows.annotate(
            **{
                GROUP: Case(
                    *(
                        When(
                            **{f"{self.field}__lt": month.end},
                            then=Value(month.key),
                        )
                        for month in self.period.months()
                    ),
                    output_field=CharField(),
                )
            }
        )

    def condition(self, key: str) -> Q:
        month = next((m for m in self.period.months() if m.key == key), None)
        if month is None:
            raise ValueError(key)
        return Q(**{f"{self.field}__gte": month.begin, f"{self.field}__lt": month.end})

    def labels(self, values: Iterable[Any]) -> dict[Any, str]:
        """Every month of the period, those in which nothing happened too."""
        return {month.key: month.label for month in self.period.months()}
