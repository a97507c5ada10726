"""Wagtail's user screens for this academy: roles, states, and all changes through services."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import django_filters
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.edit import ModelFormMixin
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import (
    BooleanColumn,
    BulkActionsCheckboxColumn,
    Column,
    DateColumn,
    StatusTagColumn,
)
from wagtail.admin.views import generic
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect
from wagtail.admin.widgets.button import Button
from wagtail.users.views import users as wagtail_users

from accounts import services
from accounts.forms.people import (
    PersonCreateForm,
    PersonEditForm,
    StudentRecordForm,
    TeacherRecordForm,
)
from accounts.models import Role, Status, StudentProfile, TeacherProfile, User
from accounts.permissions import can_manage
from accounts.roles import ensure_profile
from accounts.viewsets import person_actions
from common.exceptions import Refused


class PeopleFilterSet(WagtailFilterSet):
    BLOCKED = "blocked"

    role = django_filters.MultipleChoiceFilter(
        choices=Role.choices,
        label=gettext_lazy("Role"),
        widget=forms.CheckboxSelectMultiple,
    )
    status = django_filters.MultipleChoiceFilter(
        choices=[*Status.choices, (BLOCKED, gettext_lazy("Blocked"))],
        label=gettext_lazy("Status"),
        method="filter_status",
        widget=forms.CheckboxSelectMultiple,
    )
    has_two_factor = django_filters.BooleanFilter(
        label=gettext_lazy("Two-factor"), widget=BooleanRadioSelect
    )
    last_login = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Last login"), widget=DateRangePickerWidget
    )

    class Meta:
        model = User
        fields: list[str] = []

    def filter_status(
        self, queryset: QuerySet[User], name: str, value: list[str]
    ) -> QuerySet[User]:
        wanted = Q(status__in=value, is_blocked=False)
        if self.BLOCKED in value:
            wanted |= Q(is_blocked=True)
        return queryset.filter(wanted) if value else queryset


def listed_people() -> QuerySet[User]:
    two_factor = Authenticator.objects.filter(
        user=OuterRef("pk"), type=Authenticator.Type.TOTP
    )
    people: QuerySet[User] = User.objects.annotate(has_two_factor=Exists(two_factor))
    return people.select_related("wagtail_userprofile")


class IndexView(wagtail_users.IndexView):
    page_title = gettext_lazy("People")
    add_item_label = gettext_lazy("Add a person")

    @cached_property
    def columns(self) -> list[Column]:
        name_column = self._get_title_column_class(wagtail_users.UserColumn)
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            name_column(
                "name",
                accessor=str,
                label=gettext_lazy("Name"),
                sort_key="name",
                get_url=self.get_edit_url,
                classname="name",
            ),
            Column("username", label=gettext_lazy("Username"), sort_key="username"),
            Column("email", label=gettext_lazy("Email"), sort_key="email"),
            StatusTagColumn(
                "role",
                accessor="get_role_display",
                label=gettext_lazy("Role"),
                sort_key="role",
                primary=lambda user: user.is_admin,
            ),
            StatusTagColumn(
                "status",
                accessor=lambda user: (
                    _("Blocked") if user.is_blocked else user.get_status_display()
                ),
                label=gettext_lazy("Status"),
                sort_key="status",
                primary=lambda user: user.is_active,
            ),
            BooleanColumn("has_two_factor", label=gettext_lazy("Two-factor")),
            DateColumn(
                "last_login", label=gettext_lazy("Last login"), sort_key="last_login"
            ),
        ]

    def get_base_queryset(self) -> QuerySet[User]:
        return listed_people()

    def get_filterset_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_filterset_kwargs()
        kwargs.pop("is_searching")  # an argument of the filters that ours replace
        return kwargs

    def get_edit_url(self, instance: User) -> str | None:
        if can_manage(self.request.user, instance):
            return super().get_edit_url(instance)
        return None

    def get_delete_url(self, instance: User) -> str | None:
        if instance.pk != self.request.user.pk and self.user_has_permission("delete"):
            return reverse(self.delete_url_name, args=(instance.pk,))
        return None


class ManagedPersonMixin(View):
    """Refuses whoever may not manage this person, on every screen about a person."""

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        person = get_object_or_404(User, pk=self.kwargs["pk"])
        if not can_manage(request.user, person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class RefusalInFormMixin(ModelFormMixin[Any, Any]):
    """Saves all or nothing, and says beside the form why a service refused."""

    get_error_message: Callable[[], str]

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except (Refused, ValidationError, IntegrityError) as error:
            form.add_error(None, in_words(error))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class CreateView(RefusalInFormMixin, generic.CreateView):
    page_title = gettext_lazy("Add a person")
    template_name = "wagtailadmin/generic/form.html"
    submit_button_label = gettext_lazy("Add and invite")
    success_message = gettext_lazy(
        "%(object)s has an account now, and a letter to choose a password."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}

    def save_instance(self) -> User:
        person = services.create_user(
            **self.form.cleaned_data, by=self.request.user, request=self.request
        )
        services.invite(user=person)
        return person


class EditView(ManagedPersonMixin, RefusalInFormMixin, generic.EditView):
    """The account and, below it, what the institute keeps about the student or teacher."""

    template_name = "accounts/admin/person_edit.html"
    context_object_name = "person"
    success_message = gettext_lazy("%(object)s is saved.")
    error_message = gettext_lazy("Something is not right yet: see below.")

    def get_object(self, queryset: Any = None) -> User:
        if not hasattr(self, "object"):
            self.object = super().get_object(queryset)
        return self.object

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}

    @cached_property
    def record_form(self) -> forms.ModelForm[Any] | None:
        person = User.objects.get(pk=self.kwargs["pk"])
        data = self.request.POST if self.request.method == "POST" else None
        if data is not None and "record-status" not in data:
            return None  # the role was changed since the page was opened
        profile = ensure_profile(person)
        if isinstance(profile, TeacherProfile):
            return TeacherRecordForm(data, instance=profile, prefix="record")
        if isinstance(profile, StudentProfile):
            return StudentRecordForm(data, instance=profile, prefix="record")
        return None

    def is_valid(self, form: Any) -> bool:
        record_is_valid = self.record_form is None or self.record_form.is_valid()
        valid = super().is_valid(form) and record_is_valid
        if not valid:
            self.produced_error_message = self.get_error_message()
        return valid

    def save_instance(self) -> User:
        person = User.objects.get(pk=self.object.pk)
        by: Any = self.request.user
        request = self.request
        changes = self.form.changed
        role, status = changes.pop("role", None), changes.pop("status", None)
        services.change_person(user=person, changes=changes, by=by, request=request)
        if self.record_form is not None:
            self.record_form.save()
        if role:
            services.set_role(user=person, role=role, by=by, request=request)
        if status:
            services.set_status(user=person, status=status, by=by, request=request)
        return person

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        by: Any = self.request.user
        return [
            *super().header_more_buttons,
            *person_actions.buttons_for(self.object, by),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["record_form"] = self.record_form
        context["open_block"] = self.object.blocks.filter(lifted_at=None).first()
        return context


class DeleteView(ManagedPersonMixin, generic.DeleteView):
    template_name = "accounts/admin/person_delete.html"

    def get_usage_url(self) -> None:
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["traces"] = services.traces_of(self.object)
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by: Any = request.user
        try:
            services.delete_user(user=self.object, by=by, request=request)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("wagtailusers_users:edit", self.kwargs["pk"])
        messages.success(request, _("%(name)s is deleted.") % {"name": self.object})
        return redirect("wagtailusers_users:index")


class HistoryView(ManagedPersonMixin, wagtail_users.HistoryView):
    pass


class InspectView(ManagedPersonMixin, generic.InspectView):
    def get_avatar_display_value(self) -> str:
        return self.object.avatar.url if self.object.avatar else "-"


class UserViewSet(wagtail_users.UserViewSet):
    menu_label = gettext_lazy("All people")
    menu_order = 10
    add_to_settings_menu = False
    menu_hook = "register_people_menu_item"
    filterset_class = PeopleFilterSet
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        "username",
        "email",
        "email_verified_at",
        "phone",
        "role",
        "status",
        "is_blocked",
        "timezone",
        "date_joined",
        "last_login",
        "uuid",
        "avatar",
    ]
    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView
    history_view_class = HistoryView
    inspect_view_class = InspectView
    create_template_name = CreateView.template_name
    edit_template_name = EditView.template_name
    delete_template_name = DeleteView.template_name

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm[User]]:
        return PersonEditForm if for_update else PersonCreateForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        # What somebody left in the academy is told by `traces_of`, more fully than by "usage".
        kwargs["usage_url_name"] = self.UNDEFINED
        return super().get_common_view_kwargs(**kwargs)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *(route for route in super().get_urlpatterns() if route.name != "usage"),
            *(
                path(f"{view.name}/<int:pk>/", view.as_view(), name=view.name)
                for view in person_actions.VIEWS
            ),
        ]


def in_words(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, IntegrityError):
        return _("Somebody has just taken this username or address.")
    return str(error)
