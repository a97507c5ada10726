"""What the admin knows of assessment."""

from collections.abc import Iterator
from typing import Any

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.action_menu import PublishMenuItem, UnpublishMenuItem
from wagtail.snippets.models import register_snippet

from assessment import admin_urls_formats, audit
from assessment.access import assessed_courses
from assessment.models import Assignment, CourseContent, Question, Quiz
from assessment.viewsets import AssessmentGroup
from assessment.viewsets.actions import DeleteAction, PublishAction, why_kept
from assessment.viewsets.menu import PublishItem, UnpublishItem
from assessment.viewsets.scoped import with_course
from catalog.models import CoursePage

register_snippet(AssessmentGroup)
hooks.register("register_log_actions", audit.register)
hooks.register("register_bulk_action", PublishAction)
# After Wagtail's own of the same name, which it replaces.
hooks.register("register_bulk_action", DeleteAction, order=10)


@hooks.register("register_admin_urls")
def register_files_of_questions() -> list[Any]:
    return admin_urls_formats.urlpatterns


@hooks.register("register_snippet_action_menu_item")
def offer_publishing(model: type) -> PublishItem | None:
    return PublishItem(order=30) if issubclass(model, CourseContent) else None


@hooks.register("register_snippet_action_menu_item")
def offer_unpublishing(model: type) -> UnpublishItem | None:
    return UnpublishItem(order=20) if issubclass(model, CourseContent) else None


@hooks.register("construct_snippet_action_menu")
def offer_it_once(menu_items: list[Any], request: Any, context: dict[str, Any]) -> None:
    if issubclass(context["model"], CourseContent):
        others = (PublishMenuItem, UnpublishMenuItem)
        menu_items[:] = [item for item in menu_items if type(item) not in others]


@hooks.register("before_delete_snippet")
def keep_what_students_worked_on(request: Any, instances: list[Any]) -> Any:
    for thing in instances:
        if isinstance(thing, CourseContent) and (reason := why_kept(thing)):
            viewset = type(thing).snippet_viewset
            unpublish = reverse(viewset.get_url_name("unpublish"), args=[thing.pk])
            buttons = [messages.button(unpublish, _("Unpublish"))] if thing.live else []
            messages.error(request, reason, buttons=buttons)
            return redirect(viewset.get_url_name("edit"), thing.pk)
    return None


@hooks.register("register_page_header_buttons")
def lead_to_what_is_assessed(
    page: Page,
    user: Any,
    next_url: str | None = None,
    view_name: str = "",
    **kwargs: Any,
) -> Iterator[Button]:
    if page.specific_class is not CoursePage:
        return
    if not assessed_courses(user).filter(pk=page.pk).exists():
        return
    for model, priority in ((Question, 26), (Quiz, 27), (Assignment, 28)):
        viewset: Any = model.snippet_viewset
        address = reverse(viewset.get_url_name("list"))
        yield Button(
            viewset.menu_label,
            with_course(address, page),
            icon_name=viewset.icon,
            priority=priority,
        )
