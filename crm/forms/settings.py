"""The settings of the CRM as admins fill them in."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm


class CRMSettingsForm(WagtailAdminModelForm):
    """Days are ticked by their names: what is kept are numbers."""

    working_days: Any = forms.TypedMultipleChoiceField(
        label=_("Working days"),
        choices=[*WEEKDAYS.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
