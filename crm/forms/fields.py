from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.models import CoursePage
from crm import phones
from crm.models import CRMSettings


class PhoneField(forms.CharField):
    """A number that libphonenumber can read, kept as it was written."""

    widget = forms.TextInput(
        attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": 32, **kwargs})

    def clean(self, value: Any) -> str:
        phone: str = super().clean(value)
        if phone and not phones.normalise(phone, CRMSettings.load().phone_region):
            raise ValidationError(
                _(
                    "We can’t read this number. Write all its digits, such as"
                    " +91 98123 45678."
                )
            )
        return phone


class CoursesField(forms.ModelMultipleChoiceField[CoursePage]):
    """Courses that are offered. What isn't one is passed over: people tick, programs make up."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            CoursePage.objects.none(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )

    def offer(self) -> None:
        """Read the courses; once for each form."""
        self.queryset = CoursePage.objects.offered().only("title").order_by("title")

    def label_from_instance(self, obj: CoursePage) -> str:
        return str(obj.title)

    def clean(self, value: Any) -> Any:
        assert self.queryset is not None  # it was offered
        offered = {str(pk) for pk in self.queryset.values_list("pk", flat=True)}
        return super().clean([each for each in value or () if each in offered])
