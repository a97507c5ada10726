from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.models.revisions import protect_from_purging


class Significance(models.TextChoices):
    COSMETIC = "cosmetic", _("Cosmetic: spelling, layout")
    CLARIFYING = "clarifying", _("Clarifying: says the same better")
    CORRECTIVE = "corrective", _("Corrective: something was wrong or is new")


class LessonChange(models.Model):
    """A newer revision of a lesson went live, and what the editor said of it."""

    lesson_key = models.UUIDField(
        _("lesson"), help_text=_("The lesson's translation key.")
    )
    revision = models.OneToOneField(
        "wagtailcore.Revision",
        on_delete=protect_from_purging,
        related_name="lesson_change",
    )
    significance = models.CharField(max_length=12, choices=Significance)
    note = models.CharField(max_length=255, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-changed_at"]
        indexes = [models.Index(fields=["lesson_key", "-changed_at"])]

    def __str__(self) -> str:
        return f"{self.get_significance_display()} · {self.changed_at:%Y-%m-%d}"
