"""The form in which a course is edited."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from catalog.prerequisites import circle_through
from common.page_forms import PageForm


class CoursePageForm(PageForm):
    """Checks what fits together. A draft may be unfinished, so that nothing typed is lost."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("prerequisites"):
            # Drafts of other teachers stay their secret.
            known = Q(live=True)
            if self.instance.pk:
                known |= Q(prerequisite_of=self.instance)
            field.queryset = (
                field.queryset.filter(known)
                .exclude(pk=self.instance.pk)
                .distinct()
                .order_by("title")
            )

    def clean_code(self) -> str:
        code = " ".join(str(self.cleaned_data["code"]).split())
        others = type(self.instance).objects.exclude(pk=self.instance.pk)
        if other := others.filter(code__iexact=code).first():
            self.add_error(
                "code",
                _("Another course has the code “%(code)s”. Choose another.")
                % {"code": other.code},
            )
        return code

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.is_deferred_validation:
            return cleaned
        by_key = cleaned.get("enrolment_policy") == "key"
        if by_key and not (cleaned.get("enrolment_key") or "").strip():
            self.add_error("enrolment_key", _("Choose a key, or another way to enrol."))
        if fewer := self._students_left_over(cleaned.get("capacity")):
            self.add_error(
                "capacity",
                _(
                    "%(count)s students study here now. Choose at least as many places, "
                    "or let teachers and staff alone enrol."
                )
                % {"count": fewer},
            )
        if again := circle_through(self.instance, cleaned.get("prerequisites") or []):
            self.add_error(
                "prerequisites",
                _("“%(course)s” asks for this course first, so nobody could start.")
                % {"course": again.title},
            )
        return cleaned

    def _students_left_over(self, capacity: int | None) -> int:
        """Return how many study the course if that is more than a new capacity; 0 if all is well."""
        if capacity is None or "capacity" not in self.changed_data:
            return 0
        studying: int = self.instance.enrolments.taking_places().count()
        return studying if studying > capacity else 0
