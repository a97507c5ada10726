"""What the admin knows of the CRM."""

from typing import Any

from django.urls import include, path
from wagtail import hooks

from crm import admin_urls, audit
from crm.admin_panels import DeskPanel
from crm.menu import (
    SET_UP_HOOK,
    SUBMENU_HOOK,
    CRMGroup,
    CRMSetUpGroup,
    screens,
    set_up_screens,
)
from crm.modeladmin import FollowUpAdmin, InquiryAdmin, RewardPenaltyAdmin

hooks.register("register_log_actions", audit.register)

registers = [InquiryAdmin(), FollowUpAdmin(), RewardPenaltyAdmin()]
for register in registers:
    register.register_with_wagtail()
    hooks.register(SUBMENU_HOOK, register.get_menu_item)
for menu, items in ((SUBMENU_HOOK, screens()), (SET_UP_HOOK, set_up_screens())):
    for item in items:
        hooks.register(menu, lambda item=item: item)


@hooks.register("register_admin_viewset")
def register_crm() -> CRMGroup:
    return CRMGroup()


@hooks.register("register_admin_viewset")
def register_crm_set_up() -> CRMSetUpGroup:
    return CRMSetUpGroup()


@hooks.register("register_admin_urls")
def register_screens() -> list[Any]:
    return [path("crm/", include(admin_urls))]


@hooks.register("construct_homepage_panels")
def lead_to_the_desk(request: Any, panels: list[Any]) -> None:
    if request.user.is_counselor:
        panels.append(DeskPanel(request.user))


@hooks.register("register_icons")
def add_icons(icons: list[str]) -> list[str]:
    return [*icons, "icons/phone.svg", "icons/chat.svg"]
