"""What people say about themselves, and what the institute says about them."""

import re
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.avatars import make_avatar
from accounts.forms.week import WeekField
from accounts.models import StudentProfile, TeacherProfile, User
from accounts.timezones import timezone_names

Changed = TypeVar("Changed", bound=Model)
_PHONE = re.compile(r"\+?[\d\s()/.-]{4,30}")


class PhoneField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 32)
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.widget.input_type = "tel"
        self.widget.attrs["autocomplete"] = "tel"

    def clean(self, value: Any) -> str:
        phone: str = super().clean(value)
        if phone and not (_PHONE.fullmatch(phone) and re.search(r"\d{3}", phone)):
            raise ValidationError(
                _("This is not a phone number. Digits, spaces and + ( ) - are fine.")
            )
        return phone


class PictureField(forms.FileField):
    """Django's own image field would read the file before anybody has looked at its size."""

    widget = forms.ClearableFileInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        return make_avatar(upload) if isinstance(upload, UploadedFile) else upload

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {"accept": "image/jpeg,image/png,image/webp,image/gif"}


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("rows", 3)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines()]
        if any(len(line) > 80 for line in lines):
            raise ValidationError(_("Keep each line below 80 characters."))
        return list(dict.fromkeys(line for line in lines if line))[:20]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class ChangedFieldsForm(forms.ModelForm[Changed]):
    """Saves what was changed in the form and nothing else.

    The object in memory may be older than the database: an admin may have suspended the
    person since the page was opened.
    """

    def save(self, commit: bool = True) -> Changed:
        if not commit:
            return super().save(commit=False)
        own = self._meta.fields or ()
        changed = [name for name in self.changed_data if name in own]
        if changed:
            self.instance.save(update_fields=[*changed, "updated_at"])
        return self.instance


class UserProfileForm(ChangedFieldsForm[User]):
    avatar = PictureField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy("Members see it beside your name. At most 5 MB."),
        required=False,
    )
    phone = PhoneField(label=gettext_lazy("Phone"))
    timezone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Every date and time is shown in it."),
        choices=lambda: [(name, name.replace("_", " ")) for name in timezone_names()],
    )

    class Meta:
        model = User
        fields = [
            "avatar",
            "first_name",
            "last_name",
            "status_text",
            "phone",
            "timezone",
        ]
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old_avatar = self.instance.avatar.name
        for name in ("first_name", "last_name"):
            self.fields[name].required = True

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit)
        if commit and self.old_avatar and user.avatar.name != self.old_avatar:
            user.avatar.storage.delete(self.old_avatar)
        return user


class TeacherForm(ChangedFieldsForm[TeacherProfile]):
    specialisations = LinesField(
        label=gettext_lazy("Specialisations"),
        help_text=gettext_lazy("Subjects, one a line."),
        required=False,
    )
    weekly_availability = WeekField(
        label=gettext_lazy("When you can teach"),
        help_text=gettext_lazy("In your own time zone. Leave days off empty."),
        required=False,
    )

    class Meta:
        model = TeacherProfile
        fields = [
            "title",
            "bio",
            "specialisations",
            "qualification",
            "experience_years",
            "max_hours_per_day",
            "max_students_per_day",
            "weekly_availability",
        ]
        widgets = {"bio": forms.Textarea(attrs={"rows": 5})}


class StudentForm(ChangedFieldsForm[StudentProfile]):
    guardian_phone = PhoneField(label=gettext_lazy("Guardian's phone"))
    emergency_contact_phone = PhoneField(label=gettext_lazy("Emergency phone"))
    preferred_schedule = WeekField(
        label=gettext_lazy("When you like to study"),
        help_text=gettext_lazy("In your own time zone. Leave days off empty."),
        required=False,
    )

    class Meta:
        model = StudentProfile
        fields = [
            "birth_date",
            "address",
            "guardian_name",
            "guardian_email",
            "guardian_phone",
            "emergency_contact_name",
            "emergency_contact_phone",
            "learning_style",
            "preferred_schedule",
        ]
        widgets = {
            "birth_date": forms.DateInput(
                format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "bday"}
            ),
            "address": forms.Textarea(
                attrs={"rows": 3, "autocomplete": "street-address"}
            ),
        }

    def clean_birth_date(self) -> Any:
        birth_date = self.cleaned_data["birth_date"]
        if birth_date and not (
            birth_date.year >= 1900 and birth_date <= timezone.localdate()
        ):
            raise ValidationError(_("This can't be a birth date."))
        return birth_date
