import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.models.revisions import protect_from_purging


class LessonProgress(models.Model):
    """How far a student is with a lesson, whatever its language (`translation_key`).

    There is no foreign key to the page: the row outlives a lesson that is moved,
    unpublished, deleted or imported again. Percentages are computed, never stored.
    """

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", _("Not started")
        IN_PROGRESS = "in_progress", _("In progress")
        COMPLETED = "completed", _("Completed")
        MASTERED = "mastered", _("Mastered")
        NEEDS_REVIEW = "needs_review", _("Needs review")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="lesson_progress",
    )
    lesson_key = models.UUIDField(_("lesson"))
    lesson_title = models.CharField(
        max_length=255,
        help_text=_("As it was when last read, for lessons that are gone."),
    )
    course = models.ForeignKey(
        "catalog.CoursePage",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text=_("Where it was last read."),
    )
    status = models.CharField(
        _("status"), max_length=16, choices=Status, default=Status.NOT_STARTED
    )
    competency = models.PositiveSmallIntegerField(
        _("competency"),
        default=0,
        validators=[MaxValueValidator(5)],
        help_text=_("0 (not assessed) to 5 (expert)."),
    )
    seconds_spent = models.PositiveIntegerField(_("time spent in seconds"), default=0)
    session_count = models.PositiveIntegerField(_("sessions"), default=0)
    first_studied_at = models.DateTimeField(null=True, blank=True)
    last_studied_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=protect_from_purging,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The revision that the student read when completing the lesson."),
    )
    positions = models.JSONField(
        default=dict, blank=True, help_text=_("Seconds into each video, by block id.")
    )
    place = models.CharField(
        max_length=64, blank=True, help_text=_("The block that was being read last.")
    )
    status_before_review = models.CharField(
        max_length=16, choices=Status, blank=True, editable=False
    )
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who said the competency; nobody if it follows from marks."),
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = _("lesson progress")
        constraints = [
            models.UniqueConstraint(
                fields=["student", "lesson_key"], name="learning_progress_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(competency__lte=5),
                name="learning_progress_competency_0_to_5",
            ),
        ]
        indexes = [
            models.Index(fields=["lesson_key", "status"]),
            models.Index(fields=["student", "-last_studied_at"]),
            models.Index(fields=["completed_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.student} · {self.lesson_title} · {self.get_status_display()}"

    @property
    def is_done(self) -> bool:
        return self.status in DONE


# A lesson that asks to be read again stays done: the percentage never drops.
DONE = frozenset(
    {
        LessonProgress.Status.COMPLETED,
        LessonProgress.Status.MASTERED,
        LessonProgress.Status.NEEDS_REVIEW,
    }
)
