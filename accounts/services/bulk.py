"""The same for thousands of people at once, in a number of queries that does not grow with them."""

from collections.abc import Mapping, Sequence

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from wagtail.users.models import UserProfile

from accounts import audit
from accounts.models import Role, TeacherProfile, User
from accounts.permissions import can_manage
from accounts.roles import GROUP_NAMES, make_student_profiles
from accounts.services.guards import refuse_role, refuse_strangers
from common.kept import forget_pages

BATCH = 500


@transaction.atomic
def create_users(
    *,
    people: Sequence[Mapping[str, str]],
    by: User | None = None,
    action: str = audit.IMPORT,
) -> list[User]:
    """Make accounts without passwords; the database refuses names and addresses that are taken."""
    for role in {person["role"] for person in people}:
        refuse_role(by=by, role=role)
    users = []
    for person in people:
        user = User(**person)
        user.set_unusable_password()
        user.set_flags()
        user.clean_fields(exclude=["password"])
        users.append(user)
    User.objects.bulk_create(users, batch_size=BATCH)
    _add_belongings(users)
    audit.record_many(by, action, users)
    return users


def _add_belongings(users: list[User]) -> None:
    """Give new accounts what `accounts.receivers` gives to those that are saved one by one."""
    groups = {
        role: Group.objects.get_or_create(name=name)[0]
        for role, name in GROUP_NAMES.items()
    }
    membership = User.groups.through
    membership.objects.bulk_create(
        [
            membership(user_id=user.pk, group_id=groups[user.role].pk)
            for user in users
            if user.role in groups
        ],
        batch_size=BATCH,
    )
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, primary=True) for user in users],
        batch_size=BATCH,
    )
    make_student_profiles([user for user in users if user.role == Role.STUDENT])
    TeacherProfile.objects.bulk_create(
        [TeacherProfile(user=user) for user in users if user.role == Role.TEACHER],
        batch_size=BATCH,
    )
    UserProfile.objects.bulk_create(
        [
            UserProfile(user=user, current_time_zone=user.timezone)
            for user in users
            if user.is_academy_staff
        ],
        batch_size=BATCH,
    )


@transaction.atomic
def rename_users(
    *, changes: Mapping[int, Mapping[str, str]], by: User | None = None
) -> list[User]:
    """Change names and phones of many accounts; `changes` holds the new values by primary key."""
    fields = ("first_name", "last_name", "phone")
    found = User.objects.select_for_update().order_by("pk").in_bulk([*changes])
    found = {
        pk: user
        for pk, user in found.items()
        if any(
            getattr(user, name) != changes[pk].get(name, getattr(user, name))
            for name in fields
        )
    }
    for pk, user in found.items():
        if by is not None and by.pk != pk and not can_manage(by, user):
            refuse_strangers(by=by, user=user)
        for name in fields:
            setattr(user, name, changes[pk].get(name, getattr(user, name)))
        user.updated_at = timezone.now()
        user.clean_fields(exclude=["password"])
    User.objects.bulk_update(found.values(), [*fields, "updated_at"], batch_size=BATCH)
    # Courses name their teachers, and of many at once no receiver hears.
    if any(user.is_academy_staff for user in found.values()):
        forget_pages()
    audit.record_many(by, audit.EDIT, [*found.values()])
    return [*found.values()]
