"""The forms through which admins make and change accounts. Saving is for `accounts.services`."""

from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.forms.profile import PhoneField, StudentForm, TeacherForm
from accounts.models import Role, User, validate_username
from accounts.permissions import assignable_roles


class PersonForm(forms.ModelForm[User]):
    phone = PhoneField(label=_("Phone"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "first_name", "last_name"):
            self.fields[name].required = True
        if "role" in self.fields:
            roles = assignable_roles(by)
            choice = self.fields["role"]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = [
                (role.value, role.label)
                for role in Role
                if role in roles or role == self.instance.role
            ]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if username != self.initial.get("username"):
            validate_username(username)
        return username


class PersonCreateForm(PersonForm):
    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "username", "role", "phone"]


class PersonEditForm(PersonForm):
    class Meta:
        model = User
        fields = [
            "first_name",
            "last_name",
            "email",
            "username",
            "phone",
            "role",
            "status",
        ]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        self.fields["email"].help_text = _(
            "A new address has to be confirmed by the person at the next log-in."
        )
        if by.pk == self.instance.pk:
            # Nobody does this to themselves; the address is changed on the account page.
            for name in ("email", "role", "status"):
                del self.fields[name]
        for field in self.fields.values():
            field.show_hidden_initial = True

    @property
    def as_opened(self) -> SafeString:
        """What every field held when the page was opened, so that `changed` is what was typed."""
        return format_html_join(
            "", "{}", ((field.as_hidden(only_initial=True),) for field in self)
        )

    @property
    def changed(self) -> dict[str, str]:
        """What was changed on the page; the rest of it may be older than the database."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name in self.changed_data
        }


class TeacherRecordForm(TeacherForm):
    class Meta(TeacherForm.Meta):
        fields = ["employee_id", "hourly_rate", "status", *TeacherForm.Meta.fields]


class StudentRecordForm(StudentForm):
    class Meta(StudentForm.Meta):
        fields = [
            "roll_number",
            "admission_date",
            "counselor",
            "status",
            *StudentForm.Meta.fields,
        ]
        widgets = {
            **StudentForm.Meta.widgets,
            "admission_date": forms.DateInput(
                format="%Y-%m-%d", attrs={"type": "date"}
            ),
        }


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For the history; the person does not read it."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class BlockForm(ReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].help_text = _(
            "The person reads it when trying to log in."
        )


class DecisionForm(ReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "Only for declining: it goes into the letter to the person."
        )
