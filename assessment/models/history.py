"""Rows that are written once. What was decided later is another row."""

from typing import Any

from django.conf import settings
from django.db import models


class HistoryIsKept(TypeError):
    """Somebody tried to change what was."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> int:
        raise HistoryIsKept(f"{self.model.__name__} is append-only.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise HistoryIsKept(f"{self.model.__name__} is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise HistoryIsKept(f"{self.model.__name__} is append-only.")


class AppendOnly(models.Model):
    """A row that is added and never changed. It goes only with the person or thing that it is about."""

    # Null for what a rule decided, and once the person is gone.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise HistoryIsKept(f"{type(self).__name__} is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise HistoryIsKept(f"{type(self).__name__} is append-only.")
