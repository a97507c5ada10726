import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PeopleImport(models.Model):
    """A file of people: checked first, then carried out or forgotten.

    `lines` is what the file says, each line with what will become of it; `accounts.importing`
    writes and reads it.
    """

    class Status(models.TextChoices):
        CHECKED = "checked", _("Checked, waiting for your word")
        RUNNING = "running", _("At work")
        DONE = "done", _("Done")
        FAILED = "failed", _("Not carried out")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField(max_length=255)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=16, choices=Status, default=Status.CHECKED)
    lines = models.JSONField(default=list)
    sends_invitations = models.BooleanField(default=True)
    error = models.CharField(max_length=500, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name

    def lines_to(self, verdict: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["verdict"] == verdict]

    @property
    def counts(self) -> dict[str, int]:
        counts = {"create": 0, "update": 0, "same": 0, "refuse": 0}
        for line in self.lines:
            counts[line["verdict"]] += 1
        return counts
