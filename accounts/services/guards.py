"""What is refused before anything is changed. Call these inside the transaction that changes it."""

from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.permissions import assignable_roles, can_manage
from common.exceptions import Refused


def lock(user: User) -> User:
    """Return the person as the database has them now; nobody else changes them until we are done.

    Super admins are locked together and in order, so that two of them who demote each other at
    the same moment can't both succeed, and can't wait for each other for ever.
    """
    rows = User.objects.select_for_update().order_by("pk")
    locked = {row.pk: row for row in rows.filter(role=Role.SUPER_ADMIN)}
    if user.pk not in locked:
        locked[user.pk] = rows.get(pk=user.pk)
    return locked[user.pk]


def refuse_strangers(*, by: User | None, user: User) -> None:
    if by is None:
        return
    if by.pk == user.pk:
        raise Refused("yourself", _("Somebody else has to change this for you."))
    # Read anew: who was demoted a moment ago manages nobody.
    if not can_manage(User.objects.get(pk=by.pk), user):
        raise Refused("not_allowed", _("You may not change this account."))


def refuse_role(*, by: User | None, role: str) -> None:
    if by is not None and role not in assignable_roles(User.objects.get(pk=by.pk)):
        raise Refused("not_allowed", _("You can't give a role above your own."))


def refuse_last_super_admin(*, user: User) -> None:
    """Keep one super admin who can come in."""
    if user.role != Role.SUPER_ADMIN or not user.is_active:
        return
    others = User.objects.filter(role=Role.SUPER_ADMIN, is_active=True)
    if not others.exclude(pk=user.pk).exists():
        raise Refused(
            "last_super_admin",
            _(
                "This is the last super admin. Make somebody else a super admin first,"
                " so that the academy is not locked out of itself."
            ),
        )
