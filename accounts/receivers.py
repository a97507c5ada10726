"""Keeps what follows from an account in step with it, and writes the trail of what people do to their own."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import (
    email_changed,
    email_confirmed,
    password_changed,
    password_reset,
    password_set,
    user_logged_in,
    user_signed_up,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from wagtail.users.models import UserProfile

from accounts import audit
from accounts.models import User
from accounts.roles import ensure_profile, sync_groups


@receiver(post_save, sender=User, dispatch_uid="accounts.follow_role")
def follow_role(
    sender: type[User],
    instance: User,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    if raw:
        return
    if update_fields is None or "role" in update_fields:
        sync_groups(instance)
        ensure_profile(instance)
    if instance.is_academy_staff and (
        update_fields is None or {"role", "timezone"} & update_fields
    ):
        # Wagtail's screens have a time zone of their own.
        UserProfile.objects.update_or_create(
            user=instance, defaults={"current_time_zone": instance.timezone}
        )


# --- The audit trail of what people do themselves -----------------------------------


@receiver(user_signed_up, dispatch_uid="accounts.trail.sign_up")
def note_sign_up(request: HttpRequest, user: User, **kwargs: Any) -> None:
    audit.record(user, audit.SIGN_UP, user, request, role=user.role)


@receiver(user_logged_in, dispatch_uid="accounts.trail.login")
def note_login(request: HttpRequest, user: User, **kwargs: Any) -> None:
    agent = request.headers.get("User-Agent", "")[:200]
    audit.record(user, audit.LOGIN, user, request, agent=agent)


@receiver(user_logged_out, dispatch_uid="accounts.trail.logout")
def note_logout(request: HttpRequest | None, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        audit.record(user, audit.LOGOUT, user, request)


@receiver(email_confirmed, dispatch_uid="accounts.email_confirmed")
def note_email_confirmed(
    request: HttpRequest, email_address: EmailAddress, **kwargs: Any
) -> None:
    user = email_address.user
    User.objects.filter(pk=user.pk).update(email_verified_at=timezone.now())
    audit.record(user, audit.EMAIL_VERIFIED, user, request, email=email_address.email)


@receiver(email_changed, dispatch_uid="accounts.trail.email_changed")
def note_email_changed(
    request: HttpRequest,
    user: User,
    from_email_address: EmailAddress | None,
    to_email_address: EmailAddress,
    **kwargs: Any,
) -> None:
    if from_email_address is not None:
        audit.record(
            user,
            audit.EMAIL_CHANGED,
            user,
            request,
            before=from_email_address.email,
            after=to_email_address.email,
        )


@receiver(password_changed, dispatch_uid="accounts.trail.password_changed")
@receiver(password_set, dispatch_uid="accounts.trail.password_set")
def note_password(request: HttpRequest, user: User, **kwargs: Any) -> None:
    audit.record(user, audit.PASSWORD_CHANGED, user, request)


@receiver(password_reset, dispatch_uid="accounts.password_reset")
def note_password_reset(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Who followed a link from a letter has shown that the letter reached them."""
    if user.email_verified_at is None:
        user.mark_email_verified()
    audit.record(user, audit.PASSWORD_CHANGED, user, request, by_mail=True)


@receiver(authenticator_added, dispatch_uid="accounts.trail.two_factor_added")
def note_two_factor_added(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    audit.record(user, audit.TWO_FACTOR_ADDED, user, request, kind=authenticator.type)


@receiver(authenticator_removed, dispatch_uid="accounts.trail.two_factor_removed")
def note_two_factor_removed(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    audit.record(user, audit.TWO_FACTOR_REMOVED, user, request, kind=authenticator.type)


@receiver(authenticator_reset, dispatch_uid="accounts.trail.two_factor_reset")
def note_two_factor_reset(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    audit.record(user, audit.TWO_FACTOR_RESET, user, request, kind=authenticator.type)


@receiver(authentication_failed, dispatch_uid="accounts.trail.two_factor_failed")
def note_two_factor_failed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    audit.record(None, audit.TWO_FACTOR_FAILED, user, request)
