"""The rows behind a number, as a list that leads to the people."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.models import Conversion, ConvertedCourse, FollowUp, Inquiry, StatusChange
from crm.reports.base import Report
from crm.reports.dimensions import ByCounselor, ByCourse
from crm.reports.parts import duration_text, money

# What the measures of all reports are called, at the head of a list.
WORDS = {
    "asked": gettext_lazy("Asked"),
    "contacted": gettext_lazy("Contacted"),
    "followed_up": gettext_lazy("Follow-up scheduled"),
    "enrolled": gettext_lazy("Enrolled"),
    "lost": gettext_lazy("Lost"),
    "lost_for": gettext_lazy("Lost"),
    "open": gettext_lazy("Open"),
    "left": gettext_lazy("Stays that ended"),
    "now": gettext_lazy("In this stage now"),
    "unassigned": gettext_lazy("Unassigned"),
    "no_step": gettext_lazy("No next step"),
    "overdue": gettext_lazy("Overdue"),
    "stale": gettext_lazy("Stale"),
    "made": gettext_lazy("Contacts made"),
    "reached": gettext_lazy("Reached"),
    "missed": gettext_lazy("Missed"),
    "first": gettext_lazy("Contacted"),
    "converted": gettext_lazy("Conversions"),
    "sold": gettext_lazy("Courses"),
    "waiting": gettext_lazy("In line for a place"),
    "came": gettext_lazy("Enrolled"),
}


@dataclass(frozen=True, slots=True)
class Line:
    inquiry: Inquiry
    facts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Listing:
    """How rows of one model are shown: in which order, with which columns."""

    order: str
    related: tuple[str, ...]
    inquiry_of: Callable[[Any], Inquiry]
    columns: tuple[tuple[Any, Callable[[Any], str]], ...]

    def arranged(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related(*self.related).order_by(self.order, "-pk")

    @property
    def headings(self) -> list[str]:
        return [str(heading) for heading, _fact in self.columns]

    def lines(self, rows: Sequence[Any]) -> Iterator[Line]:
        for row in rows:
            yield Line(self.inquiry_of(row), [fact(row) for _h, fact in self.columns])


def _day(moment: Any) -> str:
    if moment is None:
        return "–"
    return formats.date_format(timezone.localtime(moment), "j M Y, H:i")


def _counselor(inquiry: Inquiry) -> str:
    return str(inquiry.counselor) if inquiry.counselor else _("Nobody")


def _stay(change: Any) -> str:
    if change.began is None:
        return "–"
    return duration_text(int((change.at - change.began).total_seconds()))


LISTINGS: dict[type[Model], Listing] = {
    Inquiry: Listing(
        "-created_at",
        ("counselor",),
        lambda inquiry: inquiry,
        (
            (gettext_lazy("Status"), lambda i: i.get_status_display()),
            (gettext_lazy("Source"), lambda i: i.get_source_display()),
            (gettext_lazy("Counselor"), _counselor),
            (gettext_lazy("Asked"), lambda i: _day(i.created_at)),
            (gettext_lazy("Last activity"), lambda i: _day(i.last_activity_at)),
        ),
    ),
    FollowUp: Listing(
        "-due_at",
        ("inquiry", "counselor"),
        lambda contact: contact.inquiry,
        (
            (gettext_lazy("Type"), lambda f: f.get_medium_display()),
            (gettext_lazy("Outcome"), lambda f: f.get_outcome_display() or "–"),
            (gettext_lazy("Counselor"), _counselor),
            (gettext_lazy("Due"), lambda f: _day(f.due_at)),
            (gettext_lazy("Done"), lambda f: _day(f.closed_at)),
        ),
    ),
    StatusChange: Listing(
        "-at",
        ("inquiry__counselor",),
        lambda change: change.inquiry,
        (
            (gettext_lazy("From"), lambda c: c.get_before_display()),
            (gettext_lazy("To"), lambda c: c.get_after_display()),
            (gettext_lazy("After"), _stay),
            (gettext_lazy("On"), lambda c: _day(c.at)),
            (gettext_lazy("Counselor"), lambda c: _counselor(c.inquiry)),
        ),
    ),
    Conversion: Listing(
        "-at",
        ("inquiry", "counselor"),
        lambda conversion: conversion.inquiry,
        (
            (gettext_lazy("Counselor"), _counselor),
            (gettext_lazy("Converted"), lambda c: _day(c.at)),
        ),
    ),
    ConvertedCourse: Listing(
        "-conversion__at",
        ("conversion__inquiry", "conversion__counselor", "course"),
        lambda sold: sold.conversion.inquiry,
        (
            (gettext_lazy("Course"), lambda s: s.course.title),
            (gettext_lazy("Price"), lambda s: money(s.price).text),
            (gettext_lazy("Counselor"), lambda s: _counselor(s.conversion)),
            (gettext_lazy("Converted"), lambda s: _day(s.conversion.at)),
        ),
    ),
}


def listing_of(rows: QuerySet[Any]) -> tuple[Listing, QuerySet[Any]]:
    listing = LISTINGS[rows.model]
    rows = listing.arranged(rows)
    if rows.model is StatusChange:
        earlier = StatusChange.objects.filter(
            inquiry=OuterRef("inquiry"), pk__lt=OuterRef("pk")
        ).order_by("-at", "-pk")
        rows = rows.annotate(began=Subquery(earlier.values("at")[:1]))
    return listing, rows


def heading_of(report: Report, key: str) -> str:
    """Say in words which number was opened: “Enrolled · Website”."""
    measure, _colon, place = key.partition(":")
    table, _colon, row = place.partition(":")
    name, _dash, status = measure.partition("_")
    if measure not in WORDS and status in Inquiry.Status.values:
        measure, row = name, status  # `lost_contacted`: lost in that stage
    words = str(WORDS.get(measure, report.title))
    label = _row_label(report, table, row)
    return f"{words} · {label}" if label else words


def _row_label(report: Report, table: str, row: str) -> str:
    known = {
        **dict(Inquiry.Status.choices),
        **dict(Inquiry.Source.choices),
        **dict(Inquiry.LostReason.choices),
    }
    if row in known:
        return str(known[row])
    for kind in (ByCourse, ByCounselor):
        if table in (kind.name, f"{kind.name}s"):
            number = int(row) if row else None
            return kind("", report.scope.period).labels([number])[number]
    if table == "campaign":
        return row or _("Without a campaign")
    return row
