"""How far the inquiries of a time came: a cohort, told by its history and not by its present alone."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When

from crm.models import Inquiry, StatusChange

Status = Inquiry.Status

ASKED, CONTACTED, FOLLOWED_UP, ENROLLED = range(4)
STAGES = {
    ASKED: Status.NEW,
    CONTACTED: Status.CONTACTED,
    FOLLOWED_UP: Status.FOLLOW_UP_SCHEDULED,
    ENROLLED: Status.ENROLLED,
}


def with_furthest(inquiries: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate each with `furthest`: the last stage that it ever reached, lost or not."""

    def ever(status: str) -> QuerySet[Any]:
        return StatusChange.objects.filter(after=status).order_by().values("inquiry")

    return inquiries.annotate(
        furthest=Case(
            # Nothing leads out of `enrolled`, so the present says it.
            When(status=Status.ENROLLED, then=Value(ENROLLED)),
            When(pk__in=ever(Status.FOLLOW_UP_SCHEDULED), then=Value(FOLLOWED_UP)),
            When(pk__in=ever(Status.CONTACTED), then=Value(CONTACTED)),
            default=Value(ASKED),
        )
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a cohort, which can be counted from a tally and asked for as a list."""

    at_least: int = ASKED
    at_most: int = ENROLLED
    statuses: frozenset[str] = frozenset()

    def holds(self, furthest: int, status: str) -> bool:
        return self.at_least <= furthest <= self.at_most and (
            not self.statuses or status in self.statuses
        )

    @property
    def condition(self) -> Q:
        condition = Q()
        if self.at_least > ASKED:
            condition &= Q(furthest__gte=self.at_least)
        if self.at_most < ENROLLED:
            condition &= Q(furthest__lte=self.at_most)
        if self.statuses:
            condition &= Q(status__in=self.statuses)
        return condition


OPEN = frozenset(Inquiry.OPEN)
LOST = frozenset({Status.LOST})
PARTS = {
    "asked": Part(),
    "contacted": Part(at_least=CONTACTED),
    "followed_up": Part(at_least=FOLLOWED_UP),
    "enrolled": Part(at_least=ENROLLED),
    "lost": Part(statuses=LOST),
    "open": Part(statuses=OPEN),
}
# The stage that an inquiry is in, or was lost in.
for _stage, _status in STAGES.items():
    PARTS[f"open_{_status}"] = Part(_stage, _stage, OPEN)
    PARTS[f"lost_{_status}"] = Part(_stage, _stage, LOST)


def tally(inquiries: QuerySet[Any], by: str = "") -> dict[Any, Counter[str]]:
    """Count each part, in one query; with `by` for each value of that annotation."""
    groups = [by] if by else []
    rows = (
        with_furthest(inquiries)
        .order_by()
        .values_list(*groups, "furthest", "status")
        .annotate(n=Count("pk"))
    )
    counts: dict[Any, Counter[str]] = {}
    for *value, furthest, status, n in rows:
        counter = counts.setdefault(value[0] if by else None, Counter())
        for name, part in PARTS.items():
            if part.holds(furthest, status):
                counter[name] += n
    return counts


def members(inquiries: QuerySet[Any], name: str) -> QuerySet[Any]:
    """Return the inquiries that `tally` counts as `name`."""
    return with_furthest(inquiries).filter(PARTS[name].condition)
