"""Where this academy differs from allauth's ways."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import AccountSettings, User, validate_username

logger = logging.getLogger(__name__)

CLOSED_ACCOUNT = "closed_account"
_WRONG = _("That name and password don't belong together. Please try again.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _WRONG,
        "username_password_mismatch": _WRONG,
        "too_many_login_attempts": _(
            "That was wrong too many times, so logging in is closed for five minutes."
            " Wait, then try again, or choose a new password."
        ),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This is not the code. Look again, or ask for a new one."),
        "username_taken": _("Somebody uses this username already."),
        "email_taken": _("Somebody uses this email address already."),
        "rate_limited": _("That was very often. Please wait a minute, then try again."),
    }

    # --- Signing up -----------------------------------------------------------------

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return AccountSettings.load(request_or_site=request).students_may_sign_up

    def clean_username(self, username: str, shallow: bool = False) -> str:
        validate_username(username)
        return str(super().clean_username(username, shallow=shallow))

    def save_user(
        self, request: HttpRequest, user: User, form: Any, commit: bool = True
    ) -> User:
        for name, value in getattr(form, "account_fields", {}).items():
            setattr(user, name, value)
        return super().save_user(request, user, form, commit)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        try:
            with transaction.atomic():
                return bool(super().confirm_email(request, email_address))
        except IntegrityError:  # somebody took the address a moment ago
            self.add_message(
                request,
                messages.ERROR,
                "account/messages/email_confirmation_failed.txt",
                {"email": email_address.email},
            )
            return False

    def set_password(self, user: User, password: str) -> None:
        """Write the password alone: the rest of `user` may be older than the database."""
        user.set_password(password)
        user.save(update_fields=["password", "updated_at"])

    # --- Logging in -----------------------------------------------------------------

    def get_login_stages(self) -> list[str]:
        return [*super().get_login_stages(), "accounts.stages.OpenAccountStage"]

    def pre_login(
        self, request: HttpRequest, user: User, **kwargs: Any
    ) -> HttpResponse | None:
        """Go on with a closed account too: `OpenAccountStage` refuses it, after all other checks."""
        return None

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        request.session[CLOSED_ACCOUNT] = user.pk
        return redirect("account_inactive")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            if (user := _named(credentials)) and cache.add(
                f"accounts:locked-out:{user.pk}", True, 300
            ):
                audit.record(None, audit.LOCKED_OUT, user, request)
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        if user := _named(credentials):
            audit.record(None, audit.LOGIN_FAILED, user, request)
        else:
            logger.info("A login with an unknown name from %s", get_client_ip(request))

    # --- Letters --------------------------------------------------------------------

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """Send a letter; when the mail server is away, say so instead of failing."""
        context = {**context, "site_name": settings.WAGTAIL_SITE_NAME}
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError):
            logger.exception("The letter %s could not be sent", template_prefix)
            if (request := allauth_context.request) is not None:
                messages.error(
                    request,
                    _(
                        "We could not send the email just now."
                        " Please ask for it again in a few minutes."
                    ),
                )


def _named(credentials: dict[str, Any]) -> User | None:
    names = [
        name for key in ("username", "email") if (name := credentials.get(key, ""))
    ]
    if not names:
        return None
    wanted = Q()
    for name in names:
        wanted |= Q(username__iexact=name) | Q(email__iexact=name)
    return User.objects.filter(wanted).first()
