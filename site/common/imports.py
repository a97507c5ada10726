"""What comes in as a file: checked first, then carried out whole or not at all."""

import uuid
from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=30)


class CheckedImport(models.Model):
    """A file of many things.

    `lines` says what will become of each, or what became of it, with its verdict. Whoever uploaded
    the file says the word; a task does the work.
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
    error = models.CharField(max_length=500, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name

    @classmethod
    def forget_old(cls) -> None:
        """Delete what is older than `KEPT_FOR`: it holds more than anybody needs later."""
        old = timezone.now() - KEPT_FOR
        cls._default_manager.filter(uploaded_at__lt=old).delete()

    def lines_to(self, verdict: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["verdict"] == verdict]

    @property
    def counts(self) -> dict[str, int]:
        return Counter(line["verdict"] for line in self.lines)

    def start(self, task: Any, **fields: Any) -> bool:
        """Claim the import and hand it to a worker; False if somebody has started it already."""
        claimed = self._waiting(self.Status.CHECKED).update(
            status=self.Status.RUNNING, **fields
        )
        if claimed:
            transaction.on_commit(partial(self._hand_over, task))
        return bool(claimed)

    def _hand_over(self, task: Any) -> None:
        try:
            task.delay(self.pk)
        except Exception:
            # No worker has heard of it, so the button has to work again.
            self._waiting(self.Status.RUNNING).update(status=self.Status.CHECKED)
            raise

    def _waiting(self, status: str) -> models.QuerySet[Any]:
        return type(self)._default_manager.filter(pk=self.pk, status=status)

    def finish(self, status: str, error: str = "", **fields: Any) -> None:
        """Note the end, and what it came to."""
        noted = {
            "status": status,
            "error": error[:500],
            "finished_at": timezone.now(),
            **fields,
        }
        for name, value in noted.items():
            setattr(self, name, value)
        self.save(update_fields=[*noted])
