"""How people come in: log in, sign up as a student, sign up as a teacher."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.forms.credentials import PASSWORD_RULES, WithoutPlaceholders
from accounts.models import Role, Status, TeacherApplication, User
from accounts.services import apply_to_teach


class LoginForm(WithoutPlaceholders, allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Username or email")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["remember"].label = _("Keep me logged in on this device")
        self.fields["password"].help_text = ""  # the page has a link of its own


class SignupForm(WithoutPlaceholders, allauth_forms.SignupForm):
    """A student signs up."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    field_order = [
        "first_name",
        "last_name",
        "email",
        "username",
        "statement",
        "password1",
        "password2",
    ]
    # What the adapter sets before the account is saved for the first time.
    account_fields: dict[str, Any] = {"role": Role.STUDENT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = _(
            "Letters, digits and . + - _ only. You can log in with it or with your email."
        )
        self.fields["password1"].help_text = PASSWORD_RULES
        self.fields["password2"].label = _("The same password again")

    @transaction.atomic
    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        return super().try_save(request)


class TeacherSignupForm(SignupForm):
    """Somebody asks to teach; the account stays closed until an admin approves."""

    statement = forms.CharField(
        label=_("What would you like to teach?"),
        help_text=_(
            "A few sentences on your subject and your experience. The staff read this."
        ),
        max_length=TeacherApplication._meta.get_field("statement").max_length,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    account_fields = {"role": Role.TEACHER, "status": Status.INACTIVE}

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        super().custom_signup(request, user)
        apply_to_teach(user=user, statement=self.cleaned_data["statement"])
