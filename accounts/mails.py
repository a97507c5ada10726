"""Letters that the site sends on its own, outside of allauth's conversations."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User


def send_later(name: str, user: User, **context: Any) -> None:
    """Send the letter `name` to `user` once the transaction around this holds."""
    from accounts.tasks import send_letter

    # No partial: Django names the function that failed, and a partial has no name to say.
    transaction.on_commit(
        lambda: send_letter.delay(name, user.pk, context), robust=True
    )


def send(name: str, user: User, **context: Any) -> None:
    """Send `templates/emails/<name>_{subject,message}.txt` at once.

    A name without a folder is one of `accounts`.
    """
    folder = "emails/" + (name if "/" in name else f"accounts/{name}")
    context |= {
        "user": user,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.WAGTAILADMIN_BASE_URL.rstrip("/"),
        "login_url": address_of("account_login"),
        "password_url": password_address(user),
    }
    subject = render_to_string(f"{folder}_subject.txt", context)
    EmailMessage(
        " ".join(subject.split()),
        render_to_string(f"{folder}_message.txt", context).strip() + "\n",
        to=[user.email],
    ).send()


def address_of(name: str, **kwargs: Any) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name, kwargs=kwargs)


def password_address(user: User) -> str:
    """Return where `user` can choose a password, once, for as long as PASSWORD_RESET_TIMEOUT."""
    return address_of(
        "account_reset_password_from_key",
        uidb36=user_pk_to_url_str(user),
        key=default_token_generator.make_token(user),
    )
