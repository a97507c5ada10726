"""What questions, quizzes and assignments have in common: they belong to a course, and are written in drafts."""

import uuid
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
)
from wagtail.search import index

# A way to preview questions.
ANSWERS_SHOWN = "answers"
PREVIEW_MODES = [
    ("", _("As a student")),
    (ANSWERS_SHOWN, _("With the right answers")),
]


class CourseContentQuerySet(models.QuerySet[Any]):
    def live(self) -> "CourseContentQuerySet":
        return self.filter(live=True)


class CourseContent(
    PreviewableMixin,
    LockableMixin,
    DraftStateMixin,
    RevisionMixin,
    index.Indexed,
    ClusterableModel,
):
    """Something of one course with drafts and revisions. Who teaches the course may write it.

    It can't be moved to another course: the attempts and marks that hang on it stay there.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(
        "catalog.CoursePage",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("course"),
    )
    title = models.CharField(_("title"), max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CourseContentQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return f"assessment/previews/{self._meta.model_name}.html"

    def get_preview_context(
        self, request: HttpRequest, mode_name: str
    ) -> dict[str, Any]:
        from assessment.previews import preview_of  # it needs the models

        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        with_answers = mode_name == ANSWERS_SHOWN
        return context | {"preview": preview_of(self, with_answers=with_answers)}

    def save_revision(
        self, *args: Any, overwrite_revision: Any = None, **kwargs: Any
    ) -> Any:
        """Keep what was published once: an attempt may stand on it. Autosave then begins a new revision."""
        if overwrite_revision is not None and self._was_published(overwrite_revision):
            overwrite_revision = None
        return super().save_revision(
            *args, overwrite_revision=overwrite_revision, **kwargs
        )

    def _was_published(self, revision: Any) -> bool:
        # The row knows better than a draft when it was last published.
        row = type(self)._default_manager.filter(
            pk=self.pk, last_published_at__gte=revision.created_at
        )
        return row.exists()
