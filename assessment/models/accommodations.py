from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.subjects import AboutQuizOrAssignment


class Accommodation(AboutQuizOrAssignment):
    """Other rules for one student: more time, a later day, a date of their own. With its reason."""

    student = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="accommodations",
    )
    extra_minutes = models.PositiveSmallIntegerField(
        _("extra minutes"), default=0, validators=[MaxValueValidator(10_000)]
    )
    extra_attempts = models.PositiveSmallIntegerField(
        _("extra attempts"), default=0, validators=[MaxValueValidator(100)]
    )
    # Each replaces the date of the quiz or assignment for this student.
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    late_until = models.DateTimeField(_("late until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=255)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AboutQuizOrAssignment.Meta):
        constraints = [
            *AboutQuizOrAssignment.Meta.constraints,
            models.UniqueConstraint(
                fields=["quiz", "student"],
                condition=Q(quiz__isnull=False),
                name="assessment_accommodation_quiz_unique",
            ),
            models.UniqueConstraint(
                fields=["assignment", "student"],
                condition=Q(assignment__isnull=False),
                name="assessment_accommodation_assignment_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} · {self.quiz or self.assignment}"
