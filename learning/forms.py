"""The form in which a lesson is edited."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from catalog.permissions import course_path
from catalog.prerequisites import circle_through
from common.page_forms import PageForm
from learning.models.changes import Significance

CHANGE_FIELDS = {"change_significance": Significance.COSMETIC, "change_note": ""}


class LessonPageForm(PageForm):
    """Asks what a change means once students know the lesson, anew for each round of changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_prerequisites()
        if self.instance.first_published_at is None:
            for name, unsaid in CHANGE_FIELDS.items():
                self.fields.pop(name, None)
                setattr(self.instance, name, unsaid)
        elif self.instance.begins_new_round:
            # What was said of the last round was published with it.
            self.initial.update(CHANGE_FIELDS)

    def _offer_prerequisites(self) -> None:
        if not (field := self.fields.get("prerequisites")):
            return
        here: Page = self.parent_page or self.instance
        field.queryset = (
            type(self.instance)
            .objects.filter(path__startswith=course_path(here))
            .exclude(pk=self.instance.pk)
            .order_by("path")
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.is_deferred_validation:
            return cleaned
        if again := circle_through(self.instance, cleaned.get("prerequisites") or []):
            self.add_error(
                "prerequisites",
                _("“%(lesson)s” asks for this lesson first, so nobody could start.")
                % {"lesson": again.title},
            )
        return cleaned
