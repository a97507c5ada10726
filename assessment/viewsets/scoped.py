"""Views that know which course they are about.

Wagtail's views of snippets mostly ask whether somebody may do a thing to *some* question. Here each
of them is told first which question it is about, or which course a new one is for: what isn't the
user's isn't there, and all that is asked afterwards is asked about that one.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.contrib.admin.utils import unquote
from django.db import IntegrityError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin.utils import set_query_params
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry
from wagtail.snippets.action_menu import SnippetActionMenu
from wagtail.snippets.views import snippets

from assessment.access import assessed_courses
from assessment.copying import copy_within
from assessment.models import CourseContent
from assessment.permissions import WRITING, CoursePolicy
from catalog.models import CoursePage


class InCourse(View):
    """A view about one thing, or about a new one: `thing` is None where it lists many."""

    model: type[CourseContent]
    thing: CourseContent | None = None
    begins_new = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.thing = self._thing_at_hand(request, kwargs)
        super().setup(request, *args, **kwargs)

    def _thing_at_hand(
        self, request: HttpRequest, kwargs: dict[str, Any]
    ) -> CourseContent | None:
        user: Any = request.user
        if "pk" in kwargs:
            key = unquote(str(kwargs["pk"]))
            if not key.isdecimal():
                raise Http404
            thing = get_object_or_404(
                self.model._default_manager.select_related("course"), pk=key
            )
            policy = policy_registry.get_by_type(self.model)
            if not policy.user_has_any_permission_for_instance(user, WRITING, thing):
                raise Http404
            return thing
        key = request.GET.get("course", "")
        if self.begins_new and key:
            courses = assessed_courses(user)
            if not key.isdecimal() or not courses.filter(pk=key).exists():
                raise Http404
            return self.model(course=courses.get(pk=key))
        return None

    @property
    def may_publish(self) -> bool:
        return self.permission_policy.user_has_permission(self.request.user, "publish")

    @property
    def course(self) -> CoursePage:
        assert self.thing is not None
        return self.thing.course

    @cached_property
    def permission_policy(self) -> CoursePolicy:
        policy: CoursePolicy = policy_registry.get_by_type(self.model)
        return policy if self.thing is None else policy.about(self.thing)


def with_course(address: str, course: CoursePage) -> str:
    address_with: str = set_query_params(address, {"course": course.pk})
    return address_with


@dataclass(frozen=True)
class Choice:
    label: Any
    url: str
    note: Any
    icon: str


class AskFirst(WagtailAdminTemplateMixin, TemplateView):
    """A page of links to choose from before something new is written."""

    model: Any = None
    choices: Any = ()
    text: Any = ""
    template_name = "assessment/admin/ask_first.html"

    def get_page_subtitle(self) -> str:
        return _("New: %(kind)s") % {"kind": self.model._meta.verbose_name}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        viewset = self.model.snippet_viewset
        listed = reverse(viewset.get_url_name("list"))
        return [
            *self.breadcrumbs_items,
            {"url": listed, "label": viewset.menu_label},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(choices=self.choices, text=self.text, **kwargs)


class AddView(InCourse, snippets.CreateView):
    begins_new = True

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if self.thing is None:
            return self._ask_for_the_course(request)
        if request.method == "GET" and (begun := self._begun()):
            return redirect(self.edit_url_name, begun.pk)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def _ask_for_the_course(self, request: HttpRequest) -> HttpResponseBase:
        user: Any = request.user
        courses = list(assessed_courses(user).order_by("draft_title"))
        if not courses or request.method != "GET":
            raise Http404
        if len(courses) == 1:
            return redirect(with_course(request.path, courses[0]))
        ask = AskFirst.as_view(
            model=self.model,
            page_title=_("Choose a course"),
            header_icon="openquote",
            text=_("It belongs to one course, and stays there."),
            choices=[
                Choice(
                    course.draft_title,
                    with_course(request.path, course),
                    course.code,
                    "openquote",
                )
                for course in courses
            ],
        )
        return ask(request)

    def _get_action_menu(self) -> SnippetActionMenu:
        return SnippetActionMenu(
            self.request,
            view=self.view_name,
            model=self.model,
            may_publish=self.may_publish,
        )

    @cached_property
    def uuid(self) -> UUID:
        """What the new one will be known by. Each page has its own, so that sending it twice makes one."""
        try:
            return UUID(self.request.GET.get("uuid", ""))
        except ValueError:
            return uuid4()

    def _begun(self) -> CourseContent | None:
        """Return what this page has saved already: by itself, or by the other click of a double click."""
        saved = self.model._default_manager.filter(uuid=self.uuid, course=self.course)
        begun: CourseContent | None = saved.first()
        return begun

    def get_initial_form_instance(self) -> CourseContent:
        return self._begun() or self.model(
            course=self.course, uuid=self.uuid, **self.get_beginning()
        )

    def form_valid(self, form: Any) -> HttpResponseBase:
        try:
            return super().form_valid(form)
        except IntegrityError:
            if self._begun() is None:
                raise
            # It was saved in this very moment: what was sent now is its next version.
            again = self.get_form()
            if self.is_valid(again):
                return super().form_valid(again)
            return self.form_invalid(again)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["action_url"] = set_query_params(self.add_url, {"uuid": self.uuid})
        return context

    def get_beginning(self) -> dict[str, Any]:
        """Return what a new one begins with, where an empty field would only cost a click."""
        return {}

    def get_add_url(self) -> str:
        return with_course(super().get_add_url(), self.course)

    def get_preview_url(self) -> str:
        return with_course(super().get_preview_url(), self.course)

    def get_success_url(self) -> str:
        return _list_of(super().get_success_url(), self)


class CopyView(AddView):
    """A new one that begins as another. What is sent goes to the address for new ones."""

    begins_new = False
    http_method_names = ["get", "head", "options"]

    def get_initial_form_instance(self) -> Any:
        assert self.thing is not None
        newest = self.thing.get_latest_revision_as_object()
        return copy_within(
            self.thing, title=_("%(title)s (copy)") % {"title": newest.title[:240]}
        )


class EditView(InCourse, snippets.EditView):
    def _get_action_menu(self) -> SnippetActionMenu:
        return SnippetActionMenu(
            self.request,
            view=self.view_name,
            instance=self.object,
            locked_for_user=self.locked_for_user,
            may_publish=self.may_publish,
        )

    def get_success_url(self) -> str:
        return _list_of(super().get_success_url(), self)


def _list_of(address: str, view: Any) -> str:
    """Return to the list of the same course; a draft stays where it is."""
    is_list = address == reverse(view.index_url_name)
    return with_course(address, view.course) if is_list else address


class PreviewOnCreateView(InCourse, snippets.PreviewOnCreateView):
    begins_new = True

    def get_object(self) -> CourseContent:
        if self.thing is None:
            raise Http404
        # Two windows with new ones for two courses have nothing to do with each other.
        self.parent_object_id = str(self.course.pk)
        return self.model(course=self.course)
