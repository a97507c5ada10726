"""Reads that have a name."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from crm.matching import Person, canonical_email

if TYPE_CHECKING:
    from accounts.models import User
    from crm.models import Inquiry, TimelineEntry


class InquiryQuerySet(models.QuerySet[Any]):
    def standing(self) -> "InquiryQuerySet":
        """Without those that were merged into another."""
        return self.filter(merged_into=None)

    def known(self) -> "InquiryQuerySet":
        """Without those that were erased: of them nothing but a count is left."""
        return self.standing().filter(erased_at=None)

    def open(self) -> "InquiryQuerySet":
        return self.known().filter(status__in=self.model.OPEN)

    def unassigned(self) -> "InquiryQuerySet":
        return self.filter(counselor=None)

    def unfinished(self) -> "InquiryQuerySet":
        """Open and lost ones, with what was merged into them: who asks again goes on with these."""
        enrolled = self.model.Status.ENROLLED
        rows = self.filter(erased_at=None).exclude(status=enrolled)
        return rows.exclude(merged_into__status=enrolled)

    def reached_by(self, *, phone_number: str, email: str) -> "InquiryQuerySet":
        """Those with the same normalised number or the same address."""
        same = Q(pk__in=())
        if phone_number:
            same |= Q(phone_number=phone_number)
        if key := canonical_email(email):
            same |= Q(email_key=key)
        return self.filter(same)

    def not_of_others(self, student: "User") -> "InquiryQuerySet":
        """Without those of other students: families share a number."""
        nobodys = Q(student=None, merged_into__student=None)
        own = Q(student=student) | Q(merged_into__student=student)
        return self.filter(nobodys | own)

    def people(self, *, most: int | None = None) -> Iterator[tuple[int, Person]]:
        """Yield each as `(pk, person)`: what was merged speaks for what it was merged into."""
        stands = Coalesce("merged_into", "pk")
        rows = self.values_list(stands, "name", "phone", "phone_number", "email")
        for pk, *known in rows[:most]:
            yield pk, Person(*known)

    def without_next_step(self) -> "InquiryQuerySet":
        """Open ones that nobody has planned to contact."""
        from crm.models import FollowUp

        return self.open().filter(
            ~models.Exists(FollowUp.objects.pending().filter(inquiry=OuterRef("pk")))
        )

    def stale(self, since: datetime) -> "InquiryQuerySet":
        """Open ones that nobody has heard of since."""
        return self.open().filter(last_activity_at__lt=since)


class FollowUpQuerySet(models.QuerySet[Any]):
    def pending(self) -> "FollowUpQuerySet":
        return self.filter(status=self.model.Status.PENDING)

    def overdue(self, now: datetime) -> "FollowUpQuerySet":
        return self.pending().filter(due_at__lt=now)


class TimelineQuerySet(models.QuerySet[Any]):
    def about(self, inquiry: "Inquiry") -> "TimelineQuerySet":
        """All that happened with the person: here, in what was merged, and as a student."""
        # Numbers, not a join: so each part of the question is answered by an index.
        merged = inquiry.merged.values_list("pk", flat=True)
        about = Q(inquiry_id__in=[inquiry.pk, *merged])
        if inquiry.student_id:
            about |= Q(student=inquiry.student_id)
        return self.filter(about)

    def before(self, entry: "TimelineEntry") -> "TimelineQuerySet":
        """Those that stand below an entry, the newest being on top."""
        earlier = Q(at__lt=entry.at) | Q(at=entry.at, pk__lt=entry.pk)
        return self.filter(earlier)


class RewardQuerySet(models.QuerySet[Any]):
    def counting(self) -> "RewardQuerySet":
        return self.filter(status__in=self.model.COUNTING)

    def balance(self) -> int:
        """Return the sum of the points that count."""
        kind = self.model.Kind
        sums: dict[str, Any] = self.counting().aggregate(
            gained=Coalesce(Sum("points", filter=Q(kind=kind.REWARD)), 0),
            lost=Coalesce(Sum("points", filter=Q(kind=kind.PENALTY)), 0),
        )
        return int(sums["gained"] - sums["lost"])


class AppealQuerySet(models.QuerySet[Any]):
    def open(self) -> "AppealQuerySet":
        return self.filter(status=self.model.Status.OPEN)

    def overdue(self, now: datetime) -> "AppealQuerySet":
        return self.open().filter(due_at__lt=now)
