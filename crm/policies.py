"""What Wagtail's admin asks before it shows a register or lets it be changed. Roles answer."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from accounts.models import ADMIN_ROLES, Role, User
from crm.models import CounselorSettings, Holiday, Message, MessageTemplate, PartnerKey

DESK_ROLES = ADMIN_ROLES | {Role.COUNSELOR}
NOBODY: frozenset[Role] = frozenset()
READING = frozenset({"view", "choose"})
WRITING = frozenset({"add", "change", "delete"})


class RolePolicy(ModelPermissionPolicy):
    """Some roles read, some of them write as well."""

    def __init__(
        self, model: Any, *, readers: frozenset[Role], writers: frozenset[Role]
    ) -> None:
        super().__init__(model)
        self.readers = readers | writers
        self.writers = writers

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.is_active and user.role in self._roles(action))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        roles = frozenset().union(*[self._roles(action) for action in actions])
        people: QuerySet[User] = User.objects.active().with_role(*roles)
        return people

    def _roles(self, action: str) -> frozenset[Role]:
        if action in WRITING:
            return self.writers
        return self.readers if action in READING else NOBODY


class OwnHolidaysPolicy(RolePolicy):
    """Counselors keep their own holidays, admins all."""

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Holiday
    ) -> bool:
        return self.user_has_permission(user, action) and (
            user.is_admin or instance.counselor_id == user.pk
        )

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        things = super().instances_user_has_any_permission_for(user, actions)
        return things if user.is_admin else things.filter(counselor=user.pk)


def register_policies() -> None:
    """Before anybody asks: Wagtail keeps the policy that it gave out first."""
    for policy in (
        RolePolicy(Message, readers=DESK_ROLES, writers=NOBODY),
        RolePolicy(MessageTemplate, readers=DESK_ROLES, writers=ADMIN_ROLES),
        RolePolicy(CounselorSettings, readers=NOBODY, writers=ADMIN_ROLES),
        RolePolicy(PartnerKey, readers=NOBODY, writers=ADMIN_ROLES),
        OwnHolidaysPolicy(Holiday, readers=NOBODY, writers=DESK_ROLES),
    ):
        register_permission_policy(policy.model, policy)
