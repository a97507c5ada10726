"""Keeps somebody out of the whole site, with a reason that the person is told."""

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Block, User
from accounts.services.guards import lock, refuse_last_super_admin, refuse_strangers
from accounts.services.sessions import send_out
from common.exceptions import Refused


@transaction.atomic
def block(
    *,
    user: User,
    reason: str,
    by: User | None = None,
    request: HttpRequest | None = None,
) -> Block:
    current = lock(user)
    refuse_strangers(by=by, user=current)
    if not (reason := reason.strip()):
        raise Refused("no_reason", _("Say why: the person will read it."))
    if existing := Block.objects.filter(user=current, lifted_at=None).first():
        return existing
    refuse_last_super_admin(user=current)
    row = Block.objects.create(user=current, reason=reason[:500], blocked_by=by)
    current.is_blocked = True
    current.save(update_fields=["is_blocked", "updated_at"])
    send_out(user=current, reason=audit.BLOCK)
    audit.record(by, audit.BLOCK, current, request, reason=row.reason)
    user.refresh_from_db()
    return row


@transaction.atomic
def unblock(
    *, user: User, by: User | None = None, request: HttpRequest | None = None
) -> None:
    current = lock(user)
    refuse_strangers(by=by, user=current)
    lifted = Block.objects.filter(user=current, lifted_at=None).update(
        lifted_at=timezone.now(), lifted_by=by
    )
    if not lifted and not current.is_blocked:
        return
    current.is_blocked = False
    current.save(update_fields=["is_blocked", "updated_at"])
    audit.record(by, audit.UNBLOCK, current, request)
    user.refresh_from_db()
