"""What counselors write, and the templates that admins write for them."""

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from common.exceptions import Refused
from crm.letter_words import check_words
from crm.models import Medium, Message, MessageTemplate, Purpose

WRITTEN = [
    (medium.value, medium.label)
    for medium in (Medium.EMAIL, Medium.SMS, Medium.WHATSAPP)
]


class MessageTemplateForm(WagtailAdminModelForm):
    class Meta:
        model = MessageTemplate
        fields = ["name", "medium", "purpose", "subject", "body", "is_active"]
        widgets = {"body": forms.Textarea(attrs={"rows": 12})}

    def clean_subject(self) -> str:
        return self._checked("subject")

    def clean_body(self) -> str:
        return self._checked("body")

    def _checked(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        try:
            check_words(text)
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence, refusal.code) from refusal
        return text

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        is_email = cleaned.get("medium") == Medium.EMAIL
        if is_email and not cleaned.get("subject") and "subject" not in self.errors:
            self.add_error("subject", _("A letter needs a subject."))
        if not is_email:
            cleaned["subject"] = ""
            if cleaned.get("purpose") == Purpose.NEWS:
                self.add_error("purpose", _("News and offers go out by email only."))
        return cleaned


class WriteForm(forms.Form):
    """A message before it is sent; its fields are checked where it is written."""

    template = forms.ModelChoiceField(
        MessageTemplate.objects.filter(is_active=True),
        required=False,
        widget=forms.HiddenInput,
    )
    medium = forms.ChoiceField(choices=WRITTEN, widget=forms.HiddenInput)
    request_key = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=Message._meta.get_field("subject").max_length,
    )
    body = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )

    def __init__(self, *args: Any, medium: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"medium": medium, "request_key": uuid.uuid4(), **self.initial}
        if medium != Medium.EMAIL:
            del self.fields["subject"]
            self.fields["body"].widget.attrs["rows"] = 8


class ReplyForm(forms.Form):
    request_key = forms.UUIDField(widget=forms.HiddenInput)
    medium = forms.ChoiceField(label=gettext_lazy("They wrote by"), choices=WRITTEN)
    at = forms.DateTimeField(
        label=gettext_lazy("When"),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
    )
    body = forms.CharField(
        label=gettext_lazy("What they wrote"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "request_key": uuid.uuid4(),
            "at": timezone.now(),
            "medium": Medium.EMAIL,
            **self.initial,
        }
