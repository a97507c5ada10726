"""Which inquiries a report is about: those that its reader may see, less what was filtered out."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Role, User
from crm.models import Conversion, ConvertedCourse, FollowUp, Inquiry, StatusChange
from crm.permissions import sees_all, visible_inquiries
from crm.querysets import InquiryQuerySet
from crm.reports.period import Period, Span

NOBODY = "none"


@dataclass(frozen=True)
class Scope:
    user: User
    period: Period
    compares: bool = False
    # The number of a counselor, or `NOBODY`.
    counselor: str = ""
    source: str = ""
    course: int | None = None
    now: datetime = field(default_factory=timezone.now)
    # Asked once for all the numbers of a page; narrower scopes are made from this one.
    visible: InquiryQuerySet | None = None

    def __post_init__(self) -> None:
        if self.visible is None:
            # The only way to write into what is frozen.
            object.__setattr__(self, "visible", visible_inquiries(self.user).order_by())

    @classmethod
    def of(cls, user: User, **choices: Any) -> "Scope":
        period = Period.of(Span.LAST_90, timezone.localdate())
        return cls(**{"user": user, "period": period, **choices})

    def before(self) -> "Scope":
        return replace(self, period=self.period.before())

    def inquiries(self) -> InquiryQuerySet:
        """Those of all times."""
        inquiries = self.all_visible
        if self.counselor:
            inquiries = inquiries.filter(self.is_of("counselor"))
        if self.source:
            inquiries = inquiries.filter(source=self.source)
        if self.course:
            about = Inquiry.courses.through.objects.filter(coursepage=self.course)
            # Not by a join: reports group by course, and would meet this one course alone.
            inquiries = inquiries.filter(pk__in=about.values("inquiry"))
        return inquiries

    @property
    def all_visible(self) -> InquiryQuerySet:
        """What the reader may see, whatever was chosen."""
        assert self.visible is not None
        return self.visible.all()

    def asked(self) -> InquiryQuerySet:
        """Those that were asked in the period: a cohort, whatever became of it since."""
        return self.inquiries().filter(self.period.holds("created_at"))

    def changes(self) -> QuerySet[StatusChange]:
        return StatusChange.objects.filter(inquiry__in=self.inquiries()).order_by()

    def contacts(self) -> QuerySet[FollowUp]:
        return FollowUp.objects.filter(inquiry__in=self.inquiries()).order_by()

    def conversions(self) -> QuerySet[Conversion]:
        """Those of the period, counted for the counselor who had the inquiry on that day."""
        return (
            Conversion.objects.filter(inquiry__in=self._of_anybody().inquiries())
            .filter(self.period.holds("at"), self.is_of("counselor"))
            .order_by()
        )

    def sold(self) -> QuerySet[ConvertedCourse]:
        """The courses of the period's conversions, those in line for a place too."""
        sold = ConvertedCourse.objects.filter(
            self.period.holds("conversion__at"),
            self.is_of("conversion__counselor"),
            conversion__inquiry__in=replace(
                self._of_anybody(), course=None
            ).inquiries(),
        )
        return sold.filter(course=self.course) if self.course else sold

    def counselors(self) -> QuerySet[User]:
        """Whose inquiries the reader may see, those nobody has aside."""
        counselors = User.objects.filter(role=Role.COUNSELOR)
        if not self._sees_all:
            counselors = counselors.filter(pk=self.user.pk)
        return counselors.order_by("first_name", "last_name", "username")

    @cached_property
    def _sees_all(self) -> bool:
        return sees_all(self.user)

    def is_of(self, name: str) -> Q:
        """Whether `name` is the counselor who was chosen; always, if none was."""
        if not self.counselor:
            return Q()
        return Q(**{name: None if self.counselor == NOBODY else int(self.counselor)})

    def _of_anybody(self) -> "Scope":
        return replace(self, counselor="")

    @property
    def query(self) -> str:
        """The choices as an address carries them."""
        chosen: dict[str, Any] = {"period": self.period.span}
        if self.period.span == Span.CUSTOM:
            chosen |= {"since": self.period.first, "until": self.period.last}
        for name in ("counselor", "source", "course"):
            if getattr(self, name):
                chosen[name] = getattr(self, name)
        if self.compares:
            chosen["compare"] = "on"
        return urlencode(chosen)
