from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True

    def ready(self) -> None:
        from accounts import receivers  # noqa: F401


class UsersAppConfig(WagtailUsersAppConfig):
    """Wagtail's user screens, replaced by ours, which obey roles and go through our services."""

    user_viewset = "accounts.viewsets.users.UserViewSet"

    def ready(self) -> None:
        from django.contrib.auth.models import Group
        from wagtail.permissions import register_permission_policy

        from accounts.models import (
            StudentProfile,
            TeacherApplication,
            TeacherProfile,
            User,
        )
        from accounts.policies import PeoplePolicy, ReadingPolicy

        register_permission_policy(User, PeoplePolicy(User))
        register_permission_policy(
            Group
        )  # no role but super admin has these permissions
        for model in (TeacherApplication, StudentProfile, TeacherProfile):
            register_permission_policy(model, ReadingPolicy(model))
