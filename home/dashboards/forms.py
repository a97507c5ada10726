"""What teachers fill in about students."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.models import CoursePage
from home.dashboards.roster import teachers_of
from learning.models import Enrolment, LessonProgress

MOST_ADDRESSES = 500


class EnrolStudentsForm(forms.Form):
    emails = forms.CharField(
        label=_("Email addresses"),
        help_text=_(
            "One a line, or parted by commas. Everybody needs an account here first."
        ),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
    )

    def clean_emails(self) -> list[str]:
        written = [
            word for word in re.split(r"[\s,;]+", self.cleaned_data["emails"]) if word
        ]
        addresses = list(dict.fromkeys(word.strip("<>\"'").lower() for word in written))
        if not addresses:
            raise ValidationError(gettext("Write at least one email address."))
        if len(addresses) > MOST_ADDRESSES:
            raise ValidationError(
                gettext("At most %(count)d addresses at a time.")
                % {"count": MOST_ADDRESSES}
            )
        wrong = [address for address in addresses if not _is_email(address)]
        if wrong:
            raise ValidationError(
                gettext("These are no email addresses: %(addresses)s.")
                % {"addresses": ", ".join(wrong[:10])}
            )
        return addresses


def _is_email(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


class SupervisionForm(forms.ModelForm[Enrolment]):
    """What a teacher plans with one student."""

    class Meta:
        model = Enrolment
        fields = ["teacher", "expected_completion_on", "notes"]
        widgets = {
            "expected_completion_on": forms.DateInput(
                format="%Y-%m-%d", attrs={"type": "date"}
            ),
            "notes": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, course: CoursePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teacher = self.fields["teacher"]
        assert isinstance(teacher, forms.ModelChoiceField)
        teacher.queryset = teachers_of(course)
        teacher.empty_label = _("Nobody in particular")


# What a teacher may say of a lesson; nothing leaves the status as it is.
TEACHERS_STATUSES = [
    ("", _("Leave the status")),
    *(
        (status.value, status.label)
        for status in LessonProgress.Status
        if status != LessonProgress.Status.NOT_STARTED
    ),
]


class CompetencyForm(forms.Form):
    lesson = forms.UUIDField()
    competency = forms.IntegerField(min_value=0, max_value=5)
    status = forms.ChoiceField(choices=TEACHERS_STATUSES, required=False)


class DecisionForm(forms.Form):
    accept = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda value: value == "yes"
    )
    reason = forms.CharField(required=False, max_length=255)
