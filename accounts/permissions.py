"""Who may manage whom. Views, forms, services and menus ask here."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import Role, User


def can_manage_people(actor: User | AnonymousUser) -> bool:
    return actor.is_authenticated and actor.is_active and actor.is_admin


def can_manage(actor: User | AnonymousUser, person: User) -> bool:
    """Admins manage everybody but super admins; super admins manage all."""
    if not isinstance(actor, User) or not can_manage_people(actor):
        return False
    return actor.role == Role.SUPER_ADMIN or person.role != Role.SUPER_ADMIN


def assignable_roles(actor: User | AnonymousUser) -> list[Role]:
    """Return the roles that `actor` may give: none above the own."""
    if not isinstance(actor, User) or not can_manage_people(actor):
        return []
    if actor.role == Role.SUPER_ADMIN:
        return list(Role)
    return [role for role in Role if role != Role.SUPER_ADMIN]


def may_admit(actor: User | AnonymousUser) -> bool:
    """Whether `actor` makes accounts for new students: admins and counselors do."""
    return (
        isinstance(actor, User)
        and actor.is_active
        and (actor.is_admin or actor.is_counselor)
    )
