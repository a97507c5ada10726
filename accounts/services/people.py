"""Accounts are made, given a role, opened, closed and deleted."""

from collections import Counter
from collections.abc import Mapping
from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import DO_NOTHING, ManyToOneRel, Model, OneToOneRel
from django.http import HttpRequest
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts import audit
from accounts.mails import send_later
from accounts.models import (
    ADMIN_ROLES,
    STAFF_ROLES,
    Role,
    Status,
    TeacherApplication,
    User,
)
from accounts.permissions import may_admit
from accounts.services.guards import (
    lock,
    refuse_last_super_admin,
    refuse_role,
    refuse_strangers,
)
from accounts.services.sessions import send_out
from common.exceptions import Refused

STATUS_ACTIONS = {
    Status.ACTIVE: audit.ACTIVATE,
    Status.INACTIVE: audit.DEACTIVATE,
    Status.SUSPENDED: audit.SUSPEND,
}
# What comes with every account, and goes with it without loss.
BELONGINGS = {"account", "accounts", "mfa", "usersessions", "wagtailusers"}


@transaction.atomic
def create_user(
    *,
    username: str,
    email: str,
    role: str = Role.STUDENT,
    first_name: str = "",
    last_name: str = "",
    phone: str = "",
    password: str | None = None,
    status: str = Status.ACTIVE,
    email_verified: bool = False,
    by: User | None = None,
    request: HttpRequest | None = None,
    action: str = audit.CREATE,
) -> User:
    """Make an account. Without a password nobody can log in to it until `invite` is answered.

    Counselors make accounts for students, and for nobody else.
    """
    if by is None or not (role == Role.STUDENT and may_admit(by)):
        refuse_role(by=by, role=role)
    user = User(
        username=User.normalize_username(username),
        email=email.strip().lower(),
        role=role,
        status=status,
        first_name=first_name,
        last_name=last_name,
        phone=phone,
    )
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    if email_verified:
        user.mark_email_verified()
    else:
        EmailAddress.objects.create(user=user, email=user.email, primary=True)
    audit.record(by, action, user, request, role=role)
    return user


def invite(*, user: User) -> None:
    """Send the person a link to choose a password; following it verifies the address too."""
    send_later("invitation", user)


@transaction.atomic
def set_role(
    *, user: User, role: str, by: User | None = None, request: HttpRequest | None = None
) -> User:
    """Give `user` another role; who loses rights by it has to log in again."""
    current = lock(user)
    refuse_strangers(by=by, user=current)
    refuse_role(by=by, role=role)
    if current.role == role:
        return user
    if role != Role.SUPER_ADMIN:
        refuse_last_super_admin(user=current)
    before, current.role = current.role, role
    current.save(update_fields=["role", "updated_at"])
    if _loses_rights(before, role):
        send_out(user=current, reason=audit.ROLE)
    audit.record(by, audit.ROLE, current, request, before=before, after=role)
    user.refresh_from_db()
    return user


def _loses_rights(before: str, after: str) -> bool:
    return any(before in roles and after not in roles for roles in _RIGHTS)


# Teachers and counselors reach different things, so a change between them ends both.
_RIGHTS = (
    {Role.SUPER_ADMIN},
    ADMIN_ROLES,
    STAFF_ROLES,
    {Role.TEACHER, *ADMIN_ROLES},
    {Role.COUNSELOR, *ADMIN_ROLES},
)


@transaction.atomic
def set_status(
    *,
    user: User,
    status: str,
    by: User | None = None,
    reason: str = "",
    request: HttpRequest | None = None,
) -> User:
    """Open or close the account. `reason` is for the audit trail; a block tells its reason."""
    current = lock(user)
    refuse_strangers(by=by, user=current)
    if current.status == status:
        return user
    if status == Status.ACTIVE:
        _refuse_applicant(user=current)
    else:
        refuse_last_super_admin(user=current)
    before, current.status = current.status, status
    current.save(update_fields=["status", "updated_at"])
    action = STATUS_ACTIONS[Status(status)]
    if status != Status.ACTIVE:
        send_out(user=current, reason=action)
    audit.record(by, action, current, request, before=before, reason=reason)
    user.refresh_from_db()
    return user


def _refuse_applicant(*, user: User) -> None:
    if TeacherApplication.objects.waiting().filter(user=user).exists():
        raise Refused(
            "applicant",
            _(
                "%(name)s has applied to teach and waits for an answer: decide about the"
                " application."
            )
            % {"name": user},
        )


@transaction.atomic
def change_person(
    *,
    user: User,
    changes: Mapping[str, str],
    by: User | None = None,
    request: HttpRequest | None = None,
) -> User:
    """Change names, username, phone and email of an account; a new address waits to be confirmed."""
    current = lock(user)
    if by is None or by.pk != current.pk:
        refuse_strangers(by=by, user=current)
    changes = {
        name: value
        for name, value in changes.items()
        if getattr(current, name) != value
    }
    if not changes:
        return user
    for name, value in changes.items():
        setattr(current, name, value)
    current.full_clean(exclude=["password"])
    if "email" in changes:
        EmailAddress.objects.filter(user=current).delete()
        EmailAddress.objects.create(user=current, email=current.email, primary=True)
        current.email_verified_at = None
    current.save(update_fields=[*changes, "email_verified_at", "updated_at"])
    audit.record(by, audit.EDIT, current, request, changed=sorted(changes))
    user.refresh_from_db()
    return user


@transaction.atomic
def reset_two_factor(
    *, user: User, by: User | None = None, request: HttpRequest | None = None
) -> None:
    """Take the second factor away from somebody who lost the phone; all sessions end."""
    current = lock(user)
    refuse_strangers(by=by, user=current)
    removed, _rows = Authenticator.objects.filter(user=current).delete()
    if removed:
        send_out(user=current, reason=audit.TWO_FACTOR_REMOVED)
        audit.record(by, audit.TWO_FACTOR_REMOVED, current, request, by_staff=True)


@transaction.atomic
def delete_user(
    *, user: User, by: User | None = None, request: HttpRequest | None = None
) -> None:
    """Delete an account that left nothing behind; refuse where others would lose something."""
    current = lock(user)
    refuse_strangers(by=by, user=current)
    refuse_last_super_admin(user=current)
    if traces := traces_of(current):
        sentence = _(
            "%(name)s has left %(traces)s in the academy. Deleting the account would tear"
            " holes into them: suspend it instead."
        ) % {"name": current, "traces": get_text_list(traces, _("and"))}
        raise Refused("has_traces", sentence)
    send_out(user=current, reason=audit.DELETE)
    audit.record(by, audit.DELETE, current, request, username=current.username)
    if picture := current.avatar.name:
        transaction.on_commit(partial(current.avatar.storage.delete, picture))
    current.delete()


def traces_of(user: User) -> list[str]:
    """Return in words what others would miss if `user` were deleted: “12 enrolments”."""
    counts: Counter[type[Model]] = Counter()
    for relation in User._meta.get_fields(include_hidden=True):
        if isinstance(relation, (ManyToOneRel, OneToOneRel)):
            model = relation.related_model
            own = model._meta.auto_created or model._meta.app_label in BELONGINGS
            if not own and relation.on_delete is not DO_NOTHING:
                mine = model._base_manager.filter(**{relation.field.name: user})
                counts[model] += mine.count()
    return [
        f"{count} {_name_of(model, count)}"
        for model, count in sorted(
            counts.items(), key=lambda item: item[0]._meta.label_lower
        )
        if count
    ]


def _name_of(model: type[Model], count: int) -> str:
    options = model._meta
    return str(options.verbose_name if count == 1 else options.verbose_name_plural)
