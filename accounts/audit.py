"""The audit trail: who did what to whom, when, and from which address. Kept by Wagtail's log registry."""

from collections.abc import Mapping
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from accounts.models import User
from common.trail import DetailsFormatter, register_actions

LOGIN = "accounts.login"
LOGOUT = "accounts.logout"
LOGIN_FAILED = "accounts.login_failed"
LOCKED_OUT = "accounts.locked_out"
SIGN_UP = "accounts.sign_up"
CREATE = "accounts.create"
EDIT = "accounts.edit"
EMAIL_VERIFIED = "accounts.email_verified"
EMAIL_CHANGED = "accounts.email_changed"
PASSWORD_CHANGED = "accounts.password_changed"
TWO_FACTOR_ADDED = "accounts.two_factor_added"
TWO_FACTOR_REMOVED = "accounts.two_factor_removed"
TWO_FACTOR_RESET = "accounts.two_factor_reset"
TWO_FACTOR_FAILED = "accounts.two_factor_failed"
ROLE = "accounts.role"
ACTIVATE = "accounts.activate"
DEACTIVATE = "accounts.deactivate"
SUSPEND = "accounts.suspend"
BLOCK = "accounts.block"
UNBLOCK = "accounts.unblock"
APPROVE = "accounts.approve"
DECLINE = "accounts.decline"
END_SESSIONS = "accounts.end_sessions"
IMPORT = "accounts.import"
DELETE = "accounts.delete"

# Each action with its name in filters and its sentence in a history.
ACTIONS = {
    LOGIN: (_("Log in"), _("Logged in")),
    LOGOUT: (_("Log out"), _("Logged out")),
    LOGIN_FAILED: (_("Log in: wrong password"), _("Somebody gave a wrong password")),
    LOCKED_OUT: (
        _("Log in: locked out"),
        _("Too many wrong passwords; logging in is closed for a while"),
    ),
    SIGN_UP: (_("Sign up"), _("Signed up")),
    CREATE: (_("Account: create"), _("Created the account")),
    EDIT: (_("Account: change"), _("Changed the account")),
    EMAIL_VERIFIED: (_("Email: verify"), _("Verified the email address")),
    EMAIL_CHANGED: (_("Email: change"), _("Changed the email address")),
    PASSWORD_CHANGED: (_("Password: change"), _("Changed the password")),
    TWO_FACTOR_ADDED: (_("Two-factor: add"), _("Added a second factor")),
    TWO_FACTOR_REMOVED: (_("Two-factor: remove"), _("Removed a second factor")),
    TWO_FACTOR_RESET: (_("Two-factor: renew"), _("Renewed the recovery codes")),
    TWO_FACTOR_FAILED: (_("Two-factor: wrong code"), _("Somebody gave a wrong code")),
    ROLE: (_("Account: role"), _("Changed the role")),
    ACTIVATE: (_("Account: activate"), _("Activated the account")),
    DEACTIVATE: (_("Account: deactivate"), _("Deactivated the account")),
    SUSPEND: (_("Account: suspend"), _("Suspended the account")),
    BLOCK: (_("Account: block"), _("Blocked the account")),
    UNBLOCK: (_("Account: unblock"), _("Lifted the block")),
    APPROVE: (_("Teacher: approve"), _("Approved the application to teach")),
    DECLINE: (_("Teacher: decline"), _("Declined the application to teach")),
    END_SESSIONS: (_("Account: end sessions"), _("Ended all sessions")),
    IMPORT: (_("Account: import"), _("Imported from a file")),
    DELETE: (_("Account: delete"), _("Deleted the account")),
}


class PersonalFormatter(DetailsFormatter):
    """Tells also what changed into what, and from which address."""

    told = ("reason", "role", "email", "kind", "file", "username")

    def details_of(self, data: Mapping[str, Any]) -> list[str]:
        details = super().details_of(data)
        if data.get("before") and data.get("after"):
            details.append(f"{data['before']} → {data['after']}")
        if data.get("changed"):
            details.append(", ".join(data["changed"]))
        if data.get("address"):
            details.append(_("from %(address)s") % {"address": data["address"]})
        return details


def register(actions: Any) -> None:
    register_actions(actions, ACTIONS, PersonalFormatter)


def record_many(actor: User | None, action: str, targets: list[User]) -> None:
    """Write one line for each of many people, in a few queries."""
    now = timezone.now()
    person = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=person,
                object_id=str(target.pk),
                label=str(target),
                action=action,
                user=actor,
                timestamp=now,
                data={"role": target.role},
            )
            for target in targets
        ],
        batch_size=500,
    )


def record(
    actor: User | None,
    action: str,
    target: User,
    request: HttpRequest | None = None,
    **data: Any,
) -> None:
    """Write one line of the audit trail about `target`; `actor` is None where the site acted itself."""
    if request is not None and (address := get_client_ip(request)):
        data["address"] = address
    log(target, action, user=actor, data=data)
