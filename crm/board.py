"""The pipeline as columns: how many inquiries each status has, and the first of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, prefetch_related_objects
from django.utils import timezone

from catalog.models import CoursePage
from crm.filters import SORTS, filtered
from crm.models import FollowUp, Inquiry
from crm.querysets import InquiryQuerySet

CARDS_AT_FIRST = 15
# A column of more is no board any more: the list shows them.
MOST_CARDS = 200


@dataclass(frozen=True, slots=True)
class Card:
    inquiry: Inquiry
    next_step: FollowUp | None
    is_overdue: bool
    days: int  # since it came into this status


@dataclass(frozen=True, slots=True)
class Column:
    status: str
    label: str
    count: int
    cards: list[Card]
    shown: int
    sort: str

    @property
    def more(self) -> int:
        """How many to show next time: 0 where nothing is left, or too much for a board."""
        shown = self.shown + CARDS_AT_FIRST
        return shown if len(self.cards) < self.count and shown <= MOST_CARDS else 0


def columns_of(
    inquiries: InquiryQuerySet,
    asked: dict[str, Any],
    shown: Mapping[str, int] | None = None,
) -> list[Column]:
    """Return a column for each status. `shown` says of how many cards, where it isn't the first."""
    inquiries = filtered(inquiries, asked)
    counts = dict(
        inquiries.order_by().values_list("status").annotate(number=Count("pk"))
    )
    numbers = {
        status: min(max((shown or {}).get(status, 0), CARDS_AT_FIRST), MOST_CARDS)
        for status in Inquiry.Status
    }
    sorts = {
        status: asked.get("sort") or ("score" if status in Inquiry.OPEN else "moved")
        for status in Inquiry.Status
    }
    rows = {
        status: list(_first(inquiries, status, sorts[status], numbers[status]))
        for status in Inquiry.Status
        if counts.get(status)
    }
    every = [inquiry for inquiries in rows.values() for inquiry in inquiries]
    prefetch_related_objects(every, *what_shows())
    now = timezone.now()
    return [
        Column(
            status=status.value,
            label=str(status.label),
            count=counts.get(status, 0),
            cards=[_card(inquiry, now) for inquiry in rows.get(status, [])],
            shown=numbers[status],
            sort=sorts[status],
        )
        for status in Inquiry.Status
    ]


def _first(
    inquiries: InquiryQuerySet, status: str, sort: str, number: int
) -> InquiryQuerySet:
    cards = inquiries.filter(status=status).select_related("counselor")
    # What was asked for is sorted already.
    return (cards if sort == "next" else cards.order_by(*SORTS[sort]))[:number]


def _card(inquiry: Any, now: datetime) -> Card:
    next_step = inquiry.planned[0] if inquiry.planned else None
    return Card(
        inquiry=inquiry,
        next_step=next_step,
        is_overdue=next_step is not None and next_step.due_at < now,
        days=(now - inquiry.status_changed_at).days,
    )


def what_shows() -> list[Prefetch[Any]]:
    """Read with a list of inquiries: courses by title, and `planned`, of one follow-up at most."""
    return [
        Prefetch("courses", CoursePage.objects.only("title").order_by("title")),
        Prefetch("follow_ups", FollowUp.objects.pending(), to_attr="planned"),
    ]
