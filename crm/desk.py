"""What a counselor does next: due, overdue, new, hot. Each inquiry stands in one section."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.models import Role, User
from catalog.models import CoursePage
from crm.models import CRMSettings, FollowUp, Inquiry, Medium
from crm.permissions import may_assign, visible_inquiries
from crm.querysets import InquiryQuerySet

UNASSIGNED, DUE, OVERDUE, NEW, HOT = "unassigned", "due", "overdue", "new", "hot"
SECTIONS = (DUE, OVERDUE, NEW, HOT)
SHOWN = 12  # rows of a section, before somebody asks for all of them
ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Day:
    """Today, as the person who looks counts it."""

    now: datetime
    start: datetime
    end: datetime

    @classmethod
    def today(cls) -> "Day":
        now = timezone.localtime()
        start = datetime.combine(now.date(), time(), now.tzinfo)
        return cls(now, start, start + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Row:
    """One inquiry with why it stands here; `missed_at` is a follow-up that nobody made up for."""

    inquiry: Inquiry
    section: str
    now: datetime
    next_at: datetime | None = None
    next_medium: str = ""
    missed_at: datetime | None = None
    missed_medium: str = ""

    @property
    def is_late(self) -> bool:
        return bool(self.next_at and self.next_at < self.now)

    @property
    def medium(self) -> str:
        return self.next_medium or self.missed_medium or Medium.CALL

    @property
    def medium_label(self) -> str:
        return str(Medium(self.medium).label)

    @property
    def courses(self) -> list[Any]:
        return list(self.inquiry.courses.all())


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    rows: list[Row]
    count: int
    page: Page[Any] | None = None

    @property
    def is_cut(self) -> bool:
        return self.page is None and self.count > len(self.rows)


@dataclass
class Desk:
    """One person's desk. `counselor` narrows an admin's to one of the team.

    The number of queries depends on neither how many inquiries there are nor how many stand here.
    """

    user: User
    counselor: User | None = None
    day: Day = field(default_factory=Day.today)

    @cached_property
    def is_teams(self) -> bool:
        return may_assign(self.user) and self.counselor is None

    @cached_property
    def inquiries(self) -> InquiryQuerySet:
        """Return the inquiries of this desk, each with what is planned.

        Of the closed ones too: a new student is asked after a week how it goes.
        """
        seen = visible_inquiries(self.user)
        whose = self.counselor or self.user
        if not self.is_teams:
            # Somebody who sees the whole team's still works on their own.
            seen = seen.filter(Q(counselor=whose) | Q(counselor=None))
        if self.counselor:
            seen = seen.filter(counselor=whose)
        return planned(seen)

    @cached_property
    def hot_from(self) -> int:
        return CRMSettings.load().hot_from_score

    def section(self, name: str) -> InquiryQuerySet:
        return getattr(self, f"_{name}")()

    def _unassigned(self) -> InquiryQuerySet:
        return self.inquiries.filter(counselor=None, status__in=Inquiry.OPEN).order_by(
            "-score", "created_at", "pk"
        )

    @property
    def _listed(self) -> InquiryQuerySet:
        """Admins see what nobody has in a section of its own."""
        return (
            self.inquiries.filter(counselor__isnull=False)
            if self.is_teams
            else self.inquiries
        )

    def _due(self) -> InquiryQuerySet:
        return self._listed.filter(
            planned__due_at__gte=self.day.start, planned__due_at__lt=self.day.end
        ).order_by("planned__due_at", "pk")

    def _overdue(self) -> InquiryQuerySet:
        spoken_with = Inquiry.OPEN - {Inquiry.Status.NEW}
        forgotten = Q(planned__isnull=True) & (
            Q(status__in=spoken_with) | Q(Exists(_missed()), status=Inquiry.Status.NEW)
        )
        return self._listed.filter(
            Q(planned__due_at__lt=self.day.start) | forgotten
        ).order_by(F("planned__due_at").asc(nulls_last=True), "last_activity_at", "pk")

    def _new(self) -> InquiryQuerySet:
        return self._listed.filter(
            ~Exists(_missed()), planned__isnull=True, status=Inquiry.Status.NEW
        ).order_by(F("counselor").asc(nulls_first=True), "-created_at", "pk")

    def _hot(self) -> InquiryQuerySet:
        spoken = FollowUp.objects.filter(
            inquiry=OuterRef("pk"),
            status=FollowUp.Status.COMPLETED,
            closed_at__gte=self.day.start,
        )
        return self._listed.filter(
            ~Exists(spoken),
            status__in=Inquiry.OPEN,
            planned__due_at__gte=self.day.end,
            score__gte=self.hot_from,
        ).order_by("-score", "planned__due_at", "pk")

    def sections(self) -> list[Section]:
        counts = self.counts()
        found = {name: list(self.section(name)[:SHOWN]) for name in counts}
        complete([inquiry for rows in found.values() for inquiry in rows])
        return [
            Section(name, list(self._rows(name, rows)), counts[name])
            for name, rows in found.items()
        ]

    def counts(self) -> dict[str, int]:
        """Return how many stand in each section, by one query."""
        names = (UNASSIGNED, *SECTIONS) if self.is_teams else SECTIONS
        first, *others = [
            self.section(name)
            .order_by()
            .annotate(section=Value(name))
            .values("section")
            .annotate(count=Count("pk"))
            .values_list("section", "count")
            for name in names
        ]
        counted = dict(first.union(*others, all=True))
        return {name: counted.get(name, 0) for name in names}

    def whole_section(self, name: str, number: Any) -> Section:
        page = Paginator(self.section(name), ON_A_PAGE).get_page(number)
        inquiries = list(page)
        complete(inquiries)
        rows = list(self._rows(name, inquiries))
        return Section(name, rows, page.paginator.count, page)

    def _rows(self, section: str, inquiries: list[Any]) -> Iterator[Row]:
        for inquiry in inquiries:
            yield Row(
                inquiry,
                section,
                self.day.now,
                inquiry.next_at,
                inquiry.next_medium or "",
                inquiry.missed_at,
                inquiry.missed_medium,
            )

    def done_today(self) -> int:
        """Return how many people were contacted today."""
        done = FollowUp.objects.filter(
            status=FollowUp.Status.COMPLETED,
            closed_at__gte=self.day.start,
            closed_at__lt=self.day.end,
        )
        if not self.is_teams:
            done = done.filter(counselor=self.counselor or self.user)
        return done.values("inquiry").distinct().count()

    def to_do(self) -> int:
        """Return how many are due or overdue: what the menu counts."""
        return self.inquiries.filter(planned__due_at__lt=self.day.end).count()


def _missed() -> Any:
    return FollowUp.objects.filter(
        inquiry=OuterRef("pk"), status=FollowUp.Status.MISSED
    ).order_by("-due_at")


def planned(inquiries: InquiryQuerySet) -> InquiryQuerySet:
    """Join the one pending follow-up of each."""
    return inquiries.annotate(
        planned=FilteredRelation(
            "follow_ups", condition=Q(follow_ups__status=FollowUp.Status.PENDING)
        ),
        next_at=F("planned__due_at"),
        next_medium=F("planned__medium"),
    )


def complete(inquiries: list[Any]) -> None:
    """Add what the rows show besides: courses, counselors, and what was missed. Three queries."""
    last = FollowUp.objects.filter(
        inquiry=OuterRef("pk"),
        status__in=(FollowUp.Status.MISSED, FollowUp.Status.COMPLETED),
    ).order_by(F("closed_at").desc(nulls_last=True), "-pk")
    missed = {
        pk: (due_at, medium)
        for pk, status, due_at, medium in Inquiry.objects.filter(
            pk__in=[each.pk for each in inquiries if each.next_at is None]
        ).values_list("pk", *[Subquery(last.values(name)[:1]) for name in LAST_CONTACT])
        if status == FollowUp.Status.MISSED
    }
    for inquiry in inquiries:
        inquiry.missed_at, inquiry.missed_medium = missed.get(inquiry.pk, (None, ""))
    titles = CoursePage.objects.only("title")
    prefetch_related_objects(inquiries, Prefetch("courses", titles), "counselor")


LAST_CONTACT = ("status", "due_at", "medium")


def counselors() -> Any:
    return User.objects.active().with_role(Role.COUNSELOR).order_by("first_name")
