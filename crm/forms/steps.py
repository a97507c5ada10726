"""What counselors fill in about a person."""

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from catalog.models import CoursePage
from crm.desk import counselors
from crm.models import FollowUp, Inquiry, Medium
from crm.services import Next
from crm.services.editing import FIELDS

THEN_NEXT, THEN_LOST = "next", "lost"
NOTES = {"rows": 2, "maxlength": 2000}


class MomentField(forms.DateTimeField):
    """A day and a time in the zone of the person who types them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.DateTimeInput(
                attrs={"type": "datetime-local", "step": 60}, format="%Y-%m-%dT%H:%M"
            ),
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return timezone.localtime(value) if hasattr(value, "tzinfo") else value


class NextStepForm(forms.Form):
    """When to contact a person next, and how."""

    next_at = MomentField(label=gettext_lazy("When"))
    next_medium = forms.ChoiceField(label=gettext_lazy("How"), choices=Medium)
    next_notes = forms.CharField(
        label=gettext_lazy("What about"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def next_step(self) -> Next | None:
        data = self.cleaned_data
        if not data.get("next_at"):
            return None
        return Next(data["next_at"], data["next_medium"], data.get("next_notes", ""))


class ContactForm(NextStepForm):
    """Contact took place: how, what came of it, and what follows."""

    medium = forms.ChoiceField(
        label=gettext_lazy("Contact by"), choices=Medium, widget=forms.RadioSelect
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=FollowUp.Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what came of it.")},
    )
    notes = forms.CharField(
        label=gettext_lazy("Notes"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=NOTES),
    )
    then = forms.ChoiceField(
        label=gettext_lazy("Then"),
        required=False,
        choices=[
            (THEN_NEXT, gettext_lazy("Contact again")),
            (THEN_LOST, gettext_lazy("Close as lost")),
        ],
        widget=forms.RadioSelect,
    )
    lost_reason = forms.ChoiceField(
        label=gettext_lazy("Lost because"),
        required=False,
        choices=[("", gettext_lazy("Choose a reason")), *Inquiry.LostReason.choices],
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, inquiry: Inquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inquiry = inquiry
        self.initial.setdefault("request_key", uuid.uuid4())
        self.initial.setdefault("then", THEN_NEXT)
        # Which of the two is needed the choice of `then` decides.
        self.fields["next_at"].required = False
        self.fields["next_medium"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.inquiry.is_open:
            return data
        if data.get("then") == THEN_LOST:
            if not data.get("lost_reason"):
                self.add_error("lost_reason", _("Say why the inquiry is lost."))
        elif not data.get("next_at") and "next_at" not in self.errors:
            self.add_error("next_at", _("Say when to contact the person next."))
        return data

    def ending(self) -> dict[str, Any]:
        """Return what `log_contact` is told of what follows."""
        if not self.inquiry.is_open:
            return {}
        if self.cleaned_data["then"] == THEN_LOST:
            return {"lost_reason": self.cleaned_data["lost_reason"]}
        return {"next_": self.next_step()}


class InquiryForm(forms.ModelForm[Inquiry]):
    """What is known of a person; `crm.services.edit_inquiry` saves it."""

    courses: Any = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Courses of interest"),
        queryset=CoursePage.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("With a comma between them."),
    )

    class Meta:
        model = Inquiry
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.instance.courses.all()
        field: Any = self.fields["courses"]
        field.queryset = (
            (CoursePage.objects.live() | CoursePage.objects.filter(pk__in=asked))
            .order_by("title")
            .only("title")
        )
        self.initial["courses"] = list(asked)
        self.initial["tags"] = ", ".join(self.instance.tags.names())

    def clean_tags(self) -> list[str]:
        return [tag.strip() for tag in self.cleaned_data["tags"].split(",")]

    def _post_clean(self) -> None:
        """Leave the instance as it is: the service compares with what was there."""


class LostForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    lost_reason = forms.ChoiceField(
        label=gettext_lazy("Lost because"), choices=Inquiry.LostReason
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=2000)


class CounselorForm(forms.Form):
    """Whose the inquiry becomes; nobody's where nothing is chosen."""

    counselor = forms.ModelChoiceField(
        label=gettext_lazy("Counselor"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["counselor"]
        field.queryset = counselors()
