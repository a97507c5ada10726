"""Two menus: what is worked with every day, and what is set up now and then."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup

from crm.desk import Desk
from crm.permissions import works_in_crm
from crm.viewsets.counselors import CounselorViewSet, HolidayViewSet
from crm.viewsets.keys import KeyViewSet
from crm.viewsets.messages import MessageTemplateViewSet, MessageViewSet

SUBMENU_HOOK = "register_crm_menu_item"
SET_UP_HOOK = "register_crm_set_up_menu_item"


class CRMItem(MenuItem):
    """Shown to those who work in the CRM."""

    def is_shown(self, request: Any) -> bool:
        return works_in_crm(request.user)


class DeskItem(CRMItem):
    """Says how many are due: one count, which an index answers."""

    def render_component(self, request: Any) -> Any:
        component = super().render_component(request)
        if count := Desk(request.user).to_do():
            component.label = f"{self.label} ({count})"
        return component


class CRMAdminItem(CRMItem):
    """Shown to admins alone."""

    def is_shown(self, request: Any) -> bool:
        return bool(super().is_shown(request) and request.user.is_admin)


def _item(
    label: Any,
    name: str,
    icon: str,
    order: int,
    kind: type[MenuItem] = CRMItem,
    namespace: str = "crm",
    args: tuple[str, ...] = (),
) -> MenuItem:
    return kind(
        label,
        reverse_lazy(f"{namespace}:{name}", args=args),
        name=f"{namespace}-{name}",
        icon_name=icon,
        order=order,
    )


def screens() -> list[MenuItem]:
    """Return our own screens of every day, between which the registers stand."""
    return [
        _item(_("Today’s desk"), "desk", "tasks", 10, DeskItem),
        _item(_("New inquiry"), "walk_in", "plus", 20),
        _item(_("Board"), "board", "grip", 30),
        _item(_("Reports"), "reports", "table", 70),
        _item(_("Appeals"), "appeals", "comment", 90),
    ]


def set_up_screens() -> list[MenuItem]:
    """Return our own screens of what is set up and tidied now and then."""
    settings = ("crm", "crmsettings")
    return [
        _item(_("Scores"), "scoring", "sliders", 40, CRMAdminItem),
        _item(_("Import inquiries"), "import", "upload", 50),
        _item(_("Possible duplicates"), "possible_duplicates", "copy", 60),
        _item(
            _("CRM settings"),
            "edit",
            "cogs",
            80,
            CRMAdminItem,
            namespace="wagtailsettings",
            args=settings,
        ),
    ]


class CRMGroup(ViewSetGroup):
    menu_label = _("CRM")
    menu_icon = "group"
    menu_order = 120
    items: tuple[Any, ...] = (MessageViewSet,)
    # Wagtail joins what this hook gives with the viewsets: the registers of wagtail-modeladmin and
    # our own screens stand in the same menu.
    submenu_hook = SUBMENU_HOOK


class CRMSetUpGroup(ViewSetGroup):
    menu_label = _("CRM set-up")
    menu_icon = "sliders"
    menu_order = 121
    items: tuple[Any, ...] = (
        MessageTemplateViewSet,
        CounselorViewSet,
        HolidayViewSet,
        KeyViewSet("crm_keys", url_prefix="crm/keys"),
    )
    submenu_hook = SET_UP_HOOK
