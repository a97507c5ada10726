"""What every report answers."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import quote

from django.db.models import QuerySet
from django.urls import reverse

from crm.reports.dimensions import Dimension
from crm.reports.parts import Answer, Table
from crm.reports.scope import Scope


class NoSuchNumber(Exception):
    """A report has no number of this key."""


class Report(ABC):
    """Numbers, and the rows behind each of them.

    A number's key is `measure:table:row`, and `rows` returns the very rows that were counted.
    """

    name: ClassVar[str] = ""
    title: ClassVar[Any] = ""
    about: ClassVar[Any] = ""
    icon: ClassVar[str] = "table"
    # Whether the period means something to it: some reports are about now.
    has_period: ClassVar[bool] = True
    # Whether its numbers can be told beside those of the period before.
    has_before: ClassVar[bool] = False
    # Which table is shown on the screen, where a report has many; files hold them all.
    parts: ClassVar[dict[str, Any]] = {}

    def __init__(self, scope: Scope, part: str = "") -> None:
        self.scope = scope
        self.part = part if part in self.parts else next(iter(self.parts), "")

    @abstractmethod
    def answer(self) -> Answer: ...

    def all_tables(self) -> Iterable[Table]:
        return self.answer().tables

    @abstractmethod
    def lists(self) -> dict[str, Callable[[str, str], QuerySet[Any]]]:
        """Return for each measure what gives its rows, from the name of the table and of the row."""

    def rows(self, key: str) -> QuerySet[Any]:
        """Return the rows that the number `key` counts, or raise `NoSuchNumber`."""
        measure, _, place = key.partition(":")
        table, _, row = place.partition(":")
        try:
            return self.lists()[measure](table, row)
        except (KeyError, ValueError, OverflowError) as error:
            raise NoSuchNumber(key) from error

    @cached_property
    def _list_address(self) -> str:
        return f"{reverse('crm:report_list', args=[self.name])}?{self.scope.query}"

    def address_of(self, key: str) -> str:
        return f"{self._list_address}&cell={quote(key)}"

    def dimension(self, kind: type[Dimension], field: str) -> Dimension:
        return kind(field, self.scope.period)
