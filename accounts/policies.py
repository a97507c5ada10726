"""What Wagtail's admin asks before it shows or changes a person. Roles answer, not single permissions."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import ADMIN_ROLES, Role, User
from accounts.permissions import can_manage, can_manage_people


class PeoplePolicy(ModelPermissionPolicy):
    """Admins manage everybody but super admins, super admins all; only they delete."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action == "delete":
            return can_manage_people(user) and user.role == Role.SUPER_ADMIN
        return can_manage_people(user) and action in {"add", "change", "view"}

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: User
    ) -> bool:
        return self.user_has_permission(user, action) and can_manage(user, instance)

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[User]:
        people: QuerySet[User] = User.objects.all()
        if not self.user_has_any_permission(user, actions):
            return people.none()
        if user.role == Role.SUPER_ADMIN:
            return people
        return people.exclude(role=Role.SUPER_ADMIN)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        roles = {Role.SUPER_ADMIN} if {*actions} == {"delete"} else ADMIN_ROLES
        return User.objects.active().with_role(*roles)


class ReadingPolicy(ModelPermissionPolicy):
    """Lists that admins read; what is changed from them goes through pages of their own."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return can_manage_people(user) and action == "view"

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        people: QuerySet[User] = User.objects.active().with_role(*ADMIN_ROLES)
        return people if "view" in actions else people.none()
