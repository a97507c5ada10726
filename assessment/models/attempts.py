"""What students answered. An attempt keeps the revisions that it was made on, whatever editors do."""

import uuid
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.history import AppendOnly

MARKS: dict[str, Any] = {"max_digits": 11, "decimal_places": 4}


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def open(self) -> "AttemptQuerySet":
        return self.filter(submitted_at=None)

    def submitted(self) -> "AttemptQuerySet":
        return self.filter(submitted_at__isnull=False)


class Attempt(models.Model):
    """One student taking one quiz once."""

    class By(models.TextChoices):
        STUDENT = "student", _("By the student")
        CLOCK = "clock", _("By the clock, when time was up")
        STAFF = "staff", _("By a teacher")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    quiz = models.ForeignKey(
        "assessment.Quiz", on_delete=models.PROTECT, related_name="attempts"
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The quiz as it was when the attempt began."),
    )
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quiz_attempts"
    )
    number = models.PositiveSmallIntegerField(_("attempt"))
    # Draws the questions and shuffles them and their choices, the same each time they are shown.
    seed = models.PositiveBigIntegerField(editable=False)
    started_at = models.DateTimeField(_("started"))
    # The server's clock: answers after it are refused. Null where nothing ends the attempt.
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    submitted_by = models.CharField(max_length=8, choices=By, blank=True)
    max_points = models.DecimalField(**MARKS)
    # The sum of the newest marks of the answers, once all of them have one.
    points = models.DecimalField(null=True, blank=True, **MARKS)
    # Where the last answer came from; a change is noted as an `AttemptAddress`.
    address = models.GenericIPAddressField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "student", "number"],
                name="assessment_attempt_number_unique",
            ),
            # Two tabs that start at the same moment get the same attempt.
            models.UniqueConstraint(
                fields=["quiz", "student"],
                condition=Q(submitted_at=None),
                name="assessment_attempt_one_open",
            ),
        ]
        indexes = [
            models.Index(fields=["quiz", "student"]),
            models.Index(fields=["student", "-started_at"]),
            models.Index(
                fields=["ends_at"],
                condition=Q(submitted_at=None),
                name="assessment_attempt_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} · {self.quiz} · {self.number}"

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None

    @property
    def is_marked(self) -> bool:
        return self.points is not None


class AttemptAddress(models.Model):
    """A network address from which an attempt was worked on: the integrity log."""

    attempt = models.ForeignKey(
        Attempt, on_delete=models.CASCADE, related_name="addresses"
    )
    address = models.GenericIPAddressField()
    browser = models.CharField(max_length=255, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["seen_at"]

    def __str__(self) -> str:
        return f"{self.address} · {self.seen_at:%Y-%m-%d %H:%M}"


class Answer(models.Model):
    """One question of one attempt, and what the student answered. Made when the attempt starts."""

    attempt = models.ForeignKey(
        Attempt, on_delete=models.CASCADE, related_name="answers"
    )
    position = models.PositiveSmallIntegerField()
    question = models.ForeignKey(
        "assessment.Question", on_delete=models.PROTECT, related_name="answers"
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The question as it was asked."),
    )
    max_points = models.DecimalField(max_digits=7, decimal_places=2)
    # See `assessment.scoring` for the shapes; null while nothing was answered.
    response = models.JSONField(null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    seconds_spent = models.PositiveIntegerField(default=0)
    is_flagged = models.BooleanField(
        default=False, help_text=_("The student wants to come back to it.")
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "position"], name="assessment_answer_position_unique"
            )
        ]
        indexes = [models.Index(fields=["question", "revision"])]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.position}"


class AnswerMark(AppendOnly):
    """What an answer earned, and why. The newest counts; an answer without one waits for a person."""

    class Reason(models.TextChoices):
        KEY = "key", _("By the key")
        PERSON = "person", _("By a person")
        REGRADE = "regrade", _("Regraded")

    GIVEN_BY_HAND: ClassVar = frozenset({Reason.PERSON})

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="marks")
    points = models.DecimalField(**MARKS)
    reason = models.CharField(max_length=8, choices=Reason)
    # The revision whose key was used; not the one asked, where a key was corrected.
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.PROTECT, related_name="+"
    )
    matched = models.JSONField(default=list, blank=True)
    levels = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("The level of each criterion of the rubric, by id."),
    )
    comment = models.TextField(_("comment"), blank=True)

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(points__gte=Decimal(0)),
                name="assessment_answermark_not_negative",
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.points}"

    @property
    def is_by_hand(self) -> bool:
        return self.reason in self.GIVEN_BY_HAND
