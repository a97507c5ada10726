"""Points for and against students, and the way to object."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.querysets import AppealQuerySet, RewardQuerySet


class Appeal(models.Model):
    """A student objects to a decision, whichever kind of decision it is.

    Somebody other than who decided first decides about it by `due_at`; after that the admins are
    told. Which kinds can be appealed, and what follows, is registered in `crm.appeals`.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        UPHELD = "upheld", _("The decision stands")
        OVERTURNED = "overturned", _("The decision is taken back")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    decision = GenericForeignKey()
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="appeals"
    )
    statement = models.TextField(_("statement"), max_length=2000)
    status = models.CharField(
        _("status"), max_length=16, choices=Status, default=Status.OPEN
    )
    filed_at = models.DateTimeField(_("filed"))
    due_at = models.DateTimeField(_("to be decided by"))
    escalated_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.TextField(_("reason"), max_length=2000, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="crm_one_appeal_a_decision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.student} · {self.get_status_display()}"


class AppealStep(models.Model):
    """One step of an appeal: filed, escalated, decided. Only added."""

    class Kind(models.TextChoices):
        FILED = "filed", _("Filed")
        ESCALATED = "escalated", _("Escalated")
        UPHELD = "upheld", _("The decision stands")
        OVERTURNED = "overturned", _("The decision is taken back")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=16, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class RewardPenalty(models.Model):
    """Points that a student was given or lost, with the reason.

    `points` is positive in both; `signed_points` says what it does to the balance. While an appeal
    is open, and after one that took the decision back, it counts for nothing.
    """

    class Kind(models.TextChoices):
        REWARD = "reward", _("Reward")
        PENALTY = "penalty", _("Penalty")

    class Category(models.TextChoices):
        ATTENDANCE = "attendance", _("Attendance")
        PERFORMANCE = "performance", _("Performance")
        BEHAVIOUR = "behaviour", _("Behaviour")
        ASSIGNMENT = "assignment", _("Assignment")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        ACTIVE = "active", _("Counts")
        APPEALED = "appealed", _("Under appeal")
        RESOLVED = "resolved", _("Appeal decided: counts")
        REVOKED = "revoked", _("Taken back")

    COUNTING: ClassVar = frozenset({Status.ACTIVE, Status.RESOLVED})

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="rewards",
        limit_choices_to={"role": "student"},
        verbose_name=_("student"),
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="issued_rewards",
        verbose_name=_("issued by"),
    )
    kind = models.CharField(_("type"), max_length=16, choices=Kind)
    category = models.CharField(_("category"), max_length=16, choices=Category)
    points = models.PositiveSmallIntegerField(
        _("points"), validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    reason = models.CharField(_("reason"), max_length=500)
    given_on = models.DateField(_("date"))
    status = models.CharField(
        _("status"), max_length=16, choices=Status, default=Status.ACTIVE
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    appeals = GenericRelation(Appeal)

    objects = RewardQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-pk"]
        verbose_name = _("reward or penalty")
        verbose_name_plural = _("rewards and penalties")
        indexes = [models.Index(fields=["student", "status"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.student} · {self.signed_points:+d}"

    @property
    def signed_points(self) -> int:
        return self.points if self.kind == self.Kind.REWARD else -self.points

    @property
    def counts(self) -> bool:
        return self.status in self.COUNTING
