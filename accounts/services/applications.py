"""Somebody asks to teach, and an admin decides."""

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.mails import send_later
from accounts.models import Status, TeacherApplication, User
from accounts.services.guards import lock, refuse_strangers
from common.exceptions import Refused


@transaction.atomic
def apply_to_teach(*, user: User, statement: str) -> TeacherApplication:
    """Note that `user`, an inactive teacher, waits for a decision."""
    application, _created = TeacherApplication.objects.get_or_create(
        user=user, defaults={"statement": statement}
    )
    return application


@transaction.atomic
def approve_teacher(
    *, application: TeacherApplication, by: User, request: HttpRequest | None = None
) -> TeacherApplication:
    """Open the account and write to the person."""
    user = _decide(application, TeacherApplication.Status.APPROVED, by=by)
    if user.status == Status.INACTIVE:
        user.status = Status.ACTIVE
        user.save(update_fields=["status", "updated_at"])
    audit.record(by, audit.APPROVE, user, request)
    send_later("teacher_approved", user)
    application.refresh_from_db()
    return application


@transaction.atomic
def decline_teacher(
    *,
    application: TeacherApplication,
    by: User,
    reason: str = "",
    request: HttpRequest | None = None,
) -> TeacherApplication:
    """Leave the account closed and write to the person, with the reason if one is given."""
    user = _decide(
        application, TeacherApplication.Status.DECLINED, by=by, reason=reason
    )
    audit.record(by, audit.DECLINE, user, request, reason=reason)
    send_later("teacher_declined", user, reason=reason)
    application.refresh_from_db()
    return application


def _decide(
    application: TeacherApplication, status: str, *, by: User, reason: str = ""
) -> User:
    user = lock(application.user)
    refuse_strangers(by=by, user=user)
    decided = TeacherApplication.objects.filter(
        pk=application.pk, status=TeacherApplication.Status.PENDING
    ).update(
        status=status,
        decided_at=timezone.now(),
        decided_by=by,
        reason=reason.strip()[:500],
    )
    if not decided:
        raise Refused(
            "decided", _("Somebody has decided about this application already.")
        )
    return user
