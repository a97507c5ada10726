"""The forms around rewards, penalties and appeals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.models import Appeal, RewardPenalty
from crm.services.appealing import DECISIONS, LONGEST
from crm.services.rewards import LONGEST_REASON, MOST_POINTS


def _long_text(label: Any, help_text: Any, most: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=help_text,
    )


class RewardForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Type"),
        choices=RewardPenalty.Kind.choices,
        initial=RewardPenalty.Kind.REWARD,
        widget=forms.RadioSelect,
    )
    points = forms.IntegerField(
        label=_("Points"), min_value=1, max_value=MOST_POINTS, initial=5
    )
    category = forms.ChoiceField(label=_("For"), choices=RewardPenalty.Category.choices)
    reason = _long_text(
        _("Reason"), _("In a sentence or two. The student reads it."), LONGEST_REASON
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)


class RevokeForm(forms.Form):
    reason = _long_text(
        _("Reason"), _("The student reads it, and it stays on record."), LONGEST_REASON
    )


class AppealForm(forms.Form):
    statement = _long_text(
        _("Your statement"),
        _("What happened, as you see it. Whoever decides reads it."),
        LONGEST,
    )


class DecisionForm(forms.Form):
    status = forms.ChoiceField(
        label=_("Decision"),
        choices=[(status.value, Appeal.Status(status).label) for status in DECISIONS],
        widget=forms.RadioSelect,
    )
    reason = _long_text(_("Reason"), _("The student reads it."), LONGEST)
