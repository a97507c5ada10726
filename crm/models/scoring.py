"""What scores are made of: weights that admins set, and a model that learns from outcomes."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ScoringWeights(models.Model):
    """One version of the weights. Only added; the newest holds."""

    version = models.PositiveIntegerField(unique=True)
    weights = models.JSONField()
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-version"]
        verbose_name = _("scoring weights")
        verbose_name_plural = _("scoring weights")

    def __str__(self) -> str:
        return str(_("Version %(version)s") % {"version": self.version})


class ScoringModel(models.Model):
    """A model fitted on the institute's own outcomes, as plain numbers. The newest counts.

    `parameters` is what `crm.scoring` predicts with; `metrics` compares it with the weights on
    inquiries that came later than those it learnt from.
    """

    parameters = models.JSONField()
    metrics = models.JSONField()
    is_used = models.BooleanField(_("in use"))
    fitted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-fitted_at", "-pk"]
        verbose_name = _("scoring model")
        verbose_name_plural = _("scoring models")

    def __str__(self) -> str:
        return f"{self.fitted_at:%Y-%m-%d %H:%M}"


class RescoreRun(models.Model):
    """Scoring all open inquiries anew, in the background."""

    weights = models.ForeignKey(
        ScoringWeights, on_delete=models.CASCADE, null=True, related_name="+"
    )
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.done} / {self.total}"
