"""Sends people out: what they have open anywhere ends at once."""

from functools import partial

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from accounts import audit
from accounts.models import User
from accounts.services.guards import lock, refuse_strangers
from accounts.signals import access_ended


@transaction.atomic
def end_sessions(
    *, user: User, by: User | None = None, request: HttpRequest | None = None
) -> None:
    """End all that `user` has open; the person may log in again."""
    refuse_strangers(by=by, user=lock(user))
    send_out(user=user, reason=audit.END_SESSIONS)
    audit.record(by, audit.END_SESSIONS, user, request)


def send_out(*, user: User, reason: str) -> None:
    """End the sessions and tell the sockets, once the transaction around this holds."""
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])
    for session in UserSession.objects.filter(user=user):
        session.end()
    transaction.on_commit(
        partial(access_ended.send_robust, sender=User, user=user, reason=reason)
    )
