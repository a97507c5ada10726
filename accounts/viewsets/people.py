"""The other lists of the “People” menu: applications to teach, students, teachers."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.forms.people import DecisionForm
from accounts.models import (
    Role,
    Status,
    StudentProfile,
    TeacherApplication,
    TeacherProfile,
)
from accounts.permissions import can_manage, can_manage_people
from accounts.services import approve_teacher, decline_teacher
from common.exceptions import Refused


class ReadingViewSet(ModelViewSet):
    """A list and nothing else: no form, no copy, no history of its own."""

    inspect_view_enabled = copy_view_enabled = False
    add_to_reference_index = False
    form_fields: list[str] = []

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        links = ("history", "usage", "add", "edit", "delete")
        unset = {f"{link}_url_name": self.UNDEFINED for link in links}
        return super().get_common_view_kwargs(**unset, **kwargs)


# --- Applications -------------------------------------------------------------------


class WaitingMenuItem(MenuItem):
    """Says how many wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_manage_people(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if waiting := TeacherApplication.objects.waiting().count():
            component.label = f"{self.label} ({waiting})"
        return component


class ApplicationIndexView(generic.IndexView):
    page_title = gettext_lazy("Applications to teach")
    default_ordering = "-applied_at"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "user",
                label=gettext_lazy("Name"),
                get_url=lambda row: reverse("applications:decide", args=[row.pk]),
            ),
            Column("user.email", label=gettext_lazy("Email")),
            StatusTagColumn(
                "status",
                accessor="get_status_display",
                label=gettext_lazy("Decision"),
                sort_key="status",
                primary=lambda row: row.status == TeacherApplication.Status.PENDING,
            ),
            DateColumn(
                "applied_at", label=gettext_lazy("Applied"), sort_key="applied_at"
            ),
            Column("decided_by", label=gettext_lazy("Decided by")),
        ]

    def get_base_queryset(self) -> QuerySet[TeacherApplication]:
        return TeacherApplication.objects.select_related("user", "decided_by")


class DecideView(WagtailAdminTemplateMixin, FormView[DecisionForm]):
    template_name = "accounts/admin/application.html"
    form_class = DecisionForm
    page_title = gettext_lazy("Application to teach")
    header_icon = "form"

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        self.application = get_object_or_404(
            TeacherApplication.objects.select_related("user", "decided_by"),
            pk=kwargs["pk"],
        )
        if not can_manage(request.user, self.application.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        how: dict[str, Any] = {
            "application": self.application,
            "by": self.request.user,
            "request": self.request,
        }
        try:
            if self.request.POST.get("decision") == "approve":
                approve_teacher(**how)
                done = _("%(name)s may teach now, and a letter says so.")
            else:
                decline_teacher(**how, reason=form.cleaned_data["reason"])
                done = _(
                    "The application of %(name)s is declined, and a letter says so."
                )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, done % {"name": self.application.user})
        return redirect("applications:index")

    def get_page_subtitle(self) -> str:
        return str(self.application.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("applications:index"), "label": _("Applications to teach")},
            {"url": "", "label": str(self.application.user)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, application=self.application)


class ApplicationViewSet(ReadingViewSet):
    model = TeacherApplication
    icon = "form"
    menu_label = gettext_lazy("Applications")
    menu_item_class = WaitingMenuItem
    menu_order = 20
    index_view_class = ApplicationIndexView
    list_filter = ["status"]
    search_fields = ["user__first_name", "user__last_name", "user__email"]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", DecideView.as_view(), name="decide"),
        ]


# --- Profiles -----------------------------------------------------------------------


class ProfileIndexView(generic.IndexView):
    """Those who hold the role now; a profile stays when somebody is given another role."""

    @property
    def name_column(self) -> TitleColumn:
        return TitleColumn(
            "user",
            label=gettext_lazy("Name"),
            sort_key="user__last_name",
            get_url=lambda row: reverse("wagtailusers_users:edit", args=[row.user_id]),
        )

    @property
    def status_column(self) -> StatusTagColumn:
        return StatusTagColumn(
            "status",
            accessor="get_status_display",
            label=gettext_lazy("Status"),
            sort_key="status",
            primary=lambda row: row.status == "active",
        )


class StudentIndexView(ProfileIndexView):
    default_ordering = "-enrolment_number"

    def get_base_queryset(self) -> QuerySet[StudentProfile]:
        return StudentProfile.objects.filter(user__role=Role.STUDENT).select_related(
            "user", "counselor"
        )

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self.name_column,
            Column(
                "enrolment_number",
                label=gettext_lazy("Enrolment number"),
                sort_key="enrolment_number",
            ),
            Column("roll_number", label=gettext_lazy("Roll number")),
            self.status_column,
            Column("counselor", label=gettext_lazy("Counselor")),
            Column(
                "admission_date",
                label=gettext_lazy("Admitted"),
                sort_key="admission_date",
            ),
        ]


class TeacherIndexView(ProfileIndexView):
    default_ordering = "user__last_name"

    def get_base_queryset(self) -> QuerySet[TeacherProfile]:
        decision = TeacherApplication.Status
        # A teacher whom somebody let in after all is one, whatever was decided first.
        not_let_in = ~Q(user__status=Status.ACTIVE) & Q(
            user__teacher_application__status__in=[decision.PENDING, decision.DECLINED]
        )
        teachers = TeacherProfile.objects.filter(user__role=Role.TEACHER)
        return teachers.exclude(not_let_in).select_related("user")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self.name_column,
            Column("title", label=gettext_lazy("Title")),
            Column("employee_id", label=gettext_lazy("Employee id")),
            self.status_column,
            Column(
                "specialisations",
                accessor=lambda row: ", ".join(row.specialisations),
                label=gettext_lazy("Specialisations"),
            ),
        ]


class StudentViewSet(ReadingViewSet):
    model = StudentProfile
    icon = "user"
    menu_label = gettext_lazy("Students")
    menu_order = 30
    index_view_class = StudentIndexView
    list_filter = ["status", "counselor", "learning_style"]
    search_fields = [
        "user__first_name",
        "user__last_name",
        "user__email",
        "enrolment_number",
        "roll_number",
    ]


class TeacherViewSet(ReadingViewSet):
    model = TeacherProfile
    icon = "user"
    menu_label = gettext_lazy("Teachers")
    menu_order = 40
    index_view_class = TeacherIndexView
    list_filter = ["status"]
    search_fields = [
        "user__first_name",
        "user__last_name",
        "user__email",
        "employee_id",
    ]


class PeopleGroup(ViewSetGroup):
    menu_label = gettext_lazy("People")
    menu_icon = "group"
    menu_order = 250
    submenu_hook = "register_people_menu_item"
    items = (
        ApplicationViewSet("applications"),
        StudentViewSet("students"),
        TeacherViewSet("teachers"),
    )
