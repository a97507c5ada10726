"""What the admin knows of courses."""

from typing import Any

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from catalog.admin_api import OwnDocumentsAPIViewSet, OwnImagesAPIViewSet
from catalog.admin_views import (
    CopyCourseView,
    CourseTeachersView,
    NewCourseView,
    may_create_courses,
)
from catalog.models import CoursePage
from catalog.page_chooser import linkable
from catalog.permissions import why_kept
from catalog.viewsets import CatalogueGroup

# What concerns the whole academy, not somebody's own course.
ADMINS_MENU_ITEMS = {"catalogue", "reports", "settings"}


@hooks.register("register_admin_viewset")
def add_catalogue() -> CatalogueGroup:
    return CatalogueGroup()


@hooks.register("register_admin_urls")
def add_addresses() -> list[Any]:
    addresses = [
        path("new/", NewCourseView.as_view(), name="new"),
        path("<int:pk>/copy/", CopyCourseView.as_view(), name="copy"),
        path("<int:pk>/teachers/", CourseTeachersView.as_view(), name="teachers"),
    ]
    return [path("courses/", include((addresses, "courses_admin")))]


# After Wagtail's own, which these replace.
@hooks.register("construct_admin_api", order=10)
def show_own_files(router: Any) -> None:
    router.register_endpoint("images", OwnImagesAPIViewSet)
    router.register_endpoint("documents", OwnDocumentsAPIViewSet)


class NewCourseMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return may_create_courses(request.user)


@hooks.register("register_admin_menu_item")
def add_new_course() -> MenuItem:
    return NewCourseMenuItem(
        _("New course"), reverse("courses_admin:new"), icon_name="plus", order=90
    )


@hooks.register("construct_main_menu")
def hide_what_is_not_theirs(request: Any, items: list[MenuItem]) -> None:
    if not request.user.is_admin:
        items[:] = [item for item in items if item.name not in ADMINS_MENU_ITEMS]


@hooks.register("construct_page_chooser_queryset")
def show_pages_that_may_be_linked(pages: Any, request: Any) -> Any:
    return linkable(pages, request.user)


@hooks.register("before_create_page")
def found_courses_whole(request: Any, parent: Page, page_class: type[Page]) -> Any:
    """A course without its team would belong to nobody."""
    return redirect("courses_admin:new") if page_class is CoursePage else None


@hooks.register("before_copy_page")
def copy_courses_whole(request: Any, page: Page) -> Any:
    if page.specific_class is CoursePage:
        return redirect("courses_admin:copy", page.pk)
    return None


@hooks.register("before_delete_page")
def keep_studied_courses(request: Any, page: Page) -> Any:
    if reason := why_kept([page]):
        messages.error(request, reason)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_bulk_action")
def keep_studied_courses_in_bulk(
    request: Any, action_type: str, objects: list[Any], action: Any
) -> Any:
    pages = [each for each in objects if isinstance(each, Page)]
    if action_type == "delete" and (reason := why_kept(pages)):
        messages.error(request, reason)
        return redirect(action.next_url)
    return None


@hooks.register("register_page_header_buttons")
def lead_to_teachers(
    page: Page,
    user: Any,
    next_url: str | None = None,
    view_name: str = "",
    **kwargs: Any,
) -> Any:
    if page.specific_class is CoursePage and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Teachers"),
            reverse("courses_admin:teachers", args=[page.pk]),
            icon_name="group",
            priority=25,
        )


@hooks.register("register_page_header_buttons")
def lead_to_what_changed(
    page: Page,
    user: Any,
    next_url: str | None = None,
    view_name: str = "",
    **kwargs: Any,
) -> Any:
    """Whoever may approve a page finds the comparison at once, not in a side panel."""
    if not (page.live and page.current_workflow_task_state):
        return
    task = page.current_workflow_task_state.task.specific
    if task.get_actions(page, user):
        revision = page.current_workflow_task_state.revision_id
        yield Button(
            _("See what changed"),
            reverse(
                "wagtailadmin_pages:revisions_compare", args=[page.pk, "live", revision]
            ),
            icon_name="history",
            priority=5,
        )


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    for action, label, sentence in (
        ("catalog.teacher.add", _("Add teacher"), _("%(name)s became a teacher")),
        ("catalog.teacher.remove", _("Remove teacher"), _("%(name)s teaches no more")),
        ("catalog.owner.change", _("Hand over"), _("%(name)s became the owner")),
        ("catalog.trust.give", _("Trust"), _("Teachers publish without review")),
        ("catalog.trust.take", _("Review"), _("Reviewed before it is published")),
    ):
        formatter = {"label": label, "sentence": sentence}
        actions.register_action(action)(
            type("Formatter", (TeamLogFormatter,), formatter)
        )


class TeamLogFormatter(LogFormatter):
    sentence: Any = ""

    def format_message(self, log_entry: Any) -> str:
        return str(self.sentence) % {"name": "", **log_entry.data}
