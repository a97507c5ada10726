"""What a counselor types while somebody stands at the desk or is on the phone: ten seconds."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from catalog.models import CoursePage
from crm.forms.fields import PhoneField
from crm.models import CRMSettings, Inquiry
from crm.permissions import may_assign

Source = Inquiry.Source
# Those that somebody at the desk hears of; what comes by the website comes by itself.
SOURCES = (
    Source.WALK_IN,
    Source.PHONE,
    Source.REFERRAL,
    Source.SOCIAL_MEDIA,
    Source.CAMPAIGN,
)


class WalkInForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    phone = PhoneField(label=_("Phone"))
    email = forms.EmailField(label=_("Email"), required=False)
    source = forms.ChoiceField(
        label=_("Came by"),
        choices=[(source.value, source.label) for source in SOURCES],
        initial=Source.WALK_IN,
        widget=forms.RadioSelect,
    )
    course: Any = forms.ModelChoiceField(
        CoursePage.objects.none(),
        label=_("Course"),
        required=False,
        empty_label=_("Not decided yet"),
    )
    message = forms.CharField(
        label=_("What they said"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    counselor = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Counselor"),
        required=False,
        empty_label=_("Nobody yet"),
    )
    keep_apart = forms.BooleanField(
        label=_("This is somebody else: make a new inquiry all the same"),
        required=False,
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name in ("phone", "email"):  # somebody else's, not the counselor's own
            self.fields[name].widget.attrs["autocomplete"] = "off"
        fields: dict[str, Any] = self.fields
        course = fields["course"]
        course.queryset = CoursePage.objects.offered().only("title").order_by("title")
        course.label_from_instance = lambda page: page.title
        if may_assign(user):
            counselors = User.objects.active().with_role(Role.COUNSELOR)
            fields["counselor"].queryset = counselors.order_by("first_name", "username")
            if CRMSettings.load().assigns_by_itself:
                fields["counselor"].empty_label = _("Whom the rule chooses")
                fields["counselor"].help_text = _(
                    "By language, course and who has the least to do."
                )
            else:
                fields["counselor"].help_text = _(
                    "Without one, it stands on every desk until somebody takes it."
                )
        else:
            del self.fields["counselor"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not ({"phone", "email"} & {*self.errors}) and not (
            given.get("phone") or given.get("email")
        ):
            self.add_error("phone", _("A phone number or an email is needed."))
        return given
