"""What allauth asks about passwords, addresses and codes, in the words of the other forms."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

PASSWORD_RULES = _(
    "At least 8 characters; not digits alone, not a common password, not your name."
)


class WithoutPlaceholders:
    """The labels say it already; a placeholder goes as soon as one types."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class NewPassword(WithoutPlaceholders):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = PASSWORD_RULES
        self.fields["password2"].label = _("The same password again")


class ChangePasswordForm(NewPassword, allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("The password you have now")


class SetPasswordForm(NewPassword, allauth_forms.SetPasswordForm):
    pass


class ResetPasswordKeyForm(NewPassword, allauth_forms.ResetPasswordKeyForm):
    pass


class ResetPasswordForm(WithoutPlaceholders, allauth_forms.ResetPasswordForm):
    pass


class AddEmailForm(WithoutPlaceholders, allauth_forms.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New address")


class ChangeEmailForm(WithoutPlaceholders, allauth_forms.ChangeEmailForm):
    pass


class ConfirmCodeForm(
    WithoutPlaceholders, allauth_forms.ConfirmEmailVerificationCodeForm
):
    pass


class ReauthenticateForm(WithoutPlaceholders, allauth_forms.ReauthenticateForm):
    pass
