"""The form in which a lesson is edited."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from catalog.permissions import course_path
from catalog.prerequisites import circle_through
from common.blocks.references import references
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
        foreign = self._of_another_course()
        if self.is_deferred_validation:
            return cleaned
        if foreign:
            self.add_error(
                "body",
                _("“%(title)s” belongs to another course. Its students alone do it.")
                % {"title": foreign},
            )
        if again := circle_through(self.instance, cleaned.get("prerequisites") or []):
            self.add_error(
                "prerequisites",
                _("“%(lesson)s” asks for this lesson first, so nobody could start.")
                % {"lesson": again.title},
            )
        return cleaned

    def _of_another_course(self) -> Any:
        """Return something that the body points at and that belongs to another course, such as a quiz."""
        body = self.cleaned_data.get("body")
        if body is None:
            return None
        named: dict[Any, list[int]] = {}
        for model, pk in references(body.stream_block, body.get_prep_value()):
            if any(field.name == "course" for field in model._meta.fields):
                named.setdefault(model, []).append(pk)
        here: Page = self.parent_page or self.instance
        for model, keys in named.items():
            foreign = model._default_manager.filter(pk__in=keys).exclude(
                course__path=course_path(here)
            )
            if thing := foreign.first():
                policy = policy_registry.get_by_type(model)
                if policy.user_has_permission_for_instance(
                    self.for_user, "choose", thing
                ):
                    return thing
                raise PermissionDenied  # not even the title may come back
        return None
