from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts import audit
from accounts.models import User
from accounts.permissions import can_manage_people
from accounts.views.people_import import (
    ImportReportView,
    ImportUploadView,
    import_template,
)
from accounts.viewsets.bulk_actions import BULK_ACTIONS
from accounts.viewsets.people import PeopleGroup

hooks.register("register_log_actions", audit.register)

for action in BULK_ACTIONS:
    hooks.register("register_bulk_action", action, order=100)  # after Wagtail's own


@hooks.register("register_admin_viewset")
def register_people() -> PeopleGroup:
    return PeopleGroup()


@hooks.register("get_avatar_url")
def picture_of(user: User | None, size: int) -> str | None:
    return user.avatar.url if user and user.avatar else None


@hooks.register("register_admin_urls")
def register_import_urls() -> list[Any]:
    return [
        path("people/import/", ImportUploadView.as_view(), name="people_import"),
        path("people/import/template/", import_template, name="people_import_template"),
        path(
            "people/import/<uuid:uuid>/",
            ImportReportView.as_view(),
            name="people_import_report",
        ),
    ]


class ManagersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_manage_people(request.user)


@hooks.register("register_people_menu_item")
def import_menu_item() -> MenuItem:
    return ManagersMenuItem(
        _("Import"), reverse("people_import"), icon_name="upload", order=50
    )


@hooks.register("register_account_menu_item")
def own_account_pages(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("accounts:profile"),
        "label": _("Profile, email, password and two-factor"),
        "help_text": _("These are on your account pages, outside of the editor."),
    }
