import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Certificate(models.Model):
    """That somebody completed a course. Names are kept as they were on that day."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.OneToOneField(
        "learning.Enrolment", on_delete=models.PROTECT, related_name="certificate"
    )
    number = models.CharField(
        _("number"),
        max_length=24,
        unique=True,
        help_text=_("Typed on the public check page."),
    )
    student_name = models.CharField(max_length=255)
    course_title = models.CharField(max_length=255)
    course_code = models.CharField(max_length=32)
    duration_hours = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    teacher_names = models.JSONField(default=list)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    revoked_reason = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return f"{self.number} · {self.student_name}"
