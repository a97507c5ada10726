"""How every form of the site is drawn: `{{ form }}` and `{{ field.as_field_group }}`."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class SiteRenderer(TemplatesSetting):
    """Draws forms with templates/forms/; the widgets stay Django's.

    A form whose fields are all optional by nature (a filter) says `all_optional = True`,
    and its labels stay without "(optional)".
    """

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"


class ListFilter(forms.Form):
    """What somebody asks of a list. Anything senseless in the address is passed over."""

    all_optional = True

    @property
    def asked(self) -> dict[str, Any]:
        """The understood part of what was asked."""
        self.is_valid()
        return self.cleaned_data

    @property
    def count(self) -> int:
        """How many filters are set; an order is none."""
        return sum(1 for name, value in self.asked.items() if value and name != "sort")
