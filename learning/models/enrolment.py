"""Who studies what, and who waits to."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.querysets import EnrolmentQuerySet


class Enrolment(models.Model):
    """A student in a course. One row for each pair; dropping and returning change its status."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        COMPLETED = "completed", _("Completed")
        DROPPED = "dropped", _("Dropped")

    class Source(models.TextChoices):
        SELF = "self", _("Enrolled by themselves")
        KEY = "key", _("With the key")
        APPROVAL = "approval", _("On approval")
        WAITING_LIST = "waiting_list", _("From the waiting list")
        STAFF = "staff", _("By a teacher or staff")

    # Somebody who completed a course may go on reading it, but leaves the place to others.
    STUDYING: ClassVar = frozenset({Status.ACTIVE, Status.COMPLETED})
    TAKING_PLACES: ClassVar = frozenset({Status.ACTIVE, Status.PAUSED})
    # Whoever has not left is one of the students that a number speaks of.
    STAYING: ClassVar = STUDYING | TAKING_PLACES

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments"
    )
    course = models.ForeignKey(
        "catalog.CoursePage", on_delete=models.PROTECT, related_name="enrolments"
    )
    status = models.CharField(
        _("status"), max_length=16, choices=Status, default=Status.ACTIVE
    )
    source = models.CharField(
        _("how"), max_length=16, choices=Source, default=Source.SELF
    )
    enrolled_at = models.DateTimeField(_("enrolled"))
    expected_completion_on = models.DateField(
        _("expected to complete on"), null=True, blank=True
    )
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    status_changed_at = models.DateTimeField(null=True, blank=True)
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_enrolments",
        verbose_name=_("assigned teacher"),
    )
    notes = models.TextField(
        _("notes"), blank=True, help_text=_("Seen by teachers and staff only.")
    )
    last_lesson_key = models.UUIDField(null=True, blank=True, editable=False)
    last_studied_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-enrolled_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "course"], name="learning_enrolment_unique"
            )
        ]
        indexes = [models.Index(fields=["course", "status"])]

    def __str__(self) -> str:
        return f"{self.student} · {self.course}"

    @property
    def is_studying(self) -> bool:
        """Whether the lessons are open to the student."""
        return self.status in self.STUDYING


class EnrolmentRequest(models.Model):
    """Somebody asked to study a course that needs approval, or waits for a place in a full one."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting for approval")
        WAITING = "waiting", _("On the waiting list")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="enrolment_requests",
    )
    course = models.ForeignKey(
        "catalog.CoursePage",
        on_delete=models.CASCADE,
        related_name="enrolment_requests",
    )
    status = models.CharField(_("status"), max_length=16, choices=Status)
    source = models.CharField(
        max_length=16, choices=Enrolment.Source, default=Enrolment.Source.SELF
    )
    message = models.TextField(_("message"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("asked"))
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=255, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "course"],
                condition=models.Q(status__in=["pending", "waiting"]),
                name="learning_request_one_open",
            )
        ]
        indexes = [models.Index(fields=["course", "status", "created_at"])]

    def __str__(self) -> str:
        return f"{self.student} · {self.course} · {self.get_status_display()}"
