"""What can be done to many people at once. These stand in for Wagtail's own actions of the same names."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction

from accounts import services
from accounts.models import Role, Status, User
from accounts.permissions import assignable_roles, can_manage
from accounts.viewsets.users import PeopleFilterSet, listed_people
from common.exceptions import Refused


class PeopleBulkAction(UserBulkAction):
    template_name = "accounts/admin/bulk_action.html"
    button: Any = ""

    def check_perm(self, obj: User) -> bool:
        return can_manage(self.request.user, obj) and obj != self.request.user

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        """Return those whom the list shows: Wagtail's own forgets the filters and takes everybody."""
        filters = PeopleFilterSet(
            self.request.GET, queryset=listed_people(), request=self.request
        )
        shown = filters.qs.values("pk")
        return super().get_all_objects_in_listing_query(parent_id).filter(pk__in=shown)

    def get_execution_context(self) -> dict[str, Any]:
        data = self.cleaned_form.cleaned_data if self.cleaned_form else {}
        return {"by": self.request.user, "request": self.request, **data}

    def get_success_message(self, number: int, _children: int) -> str:
        return ngettext(
            "Done for %(number)d person.", "Done for %(number)d people.", number
        ) % {"number": number}

    @classmethod
    def perform(cls, person: User, by: User, request: HttpRequest, **data: Any) -> None:
        # Abstract: each action goes through a service of its own.
        raise NotImplementedError

    @classmethod
    def execute_action(cls, objects: Iterable[User], **context: Any) -> tuple[int, int]:
        done = 0
        for person in objects:
            try:
                with transaction.atomic():
                    cls.perform(person, **context)
                done += 1
            except Refused as refusal:
                messages.error(context["request"], f"{person}: {refusal}")
        return done, 0


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Role.choices, label=_("Role"))


class ChangeRole(PeopleBulkAction):
    display_name = button = _("Change role")
    aria_label = _("Change the role of the selected people")
    action_type = "assign_role"
    action_priority = 30
    form_class = RoleForm

    def get_form(self, form_class: Any = None) -> forms.Form:
        form = super().get_form(form_class)
        roles = assignable_roles(self.request.user)
        form.fields["role"].choices = [(role.value, role.label) for role in roles]
        return form

    @classmethod
    def perform(cls, person: User, by: User, request: HttpRequest, **data: Any) -> None:
        services.set_role(user=person, role=data["role"], by=by, request=request)


class StateForm(forms.Form):
    status = forms.ChoiceField(
        choices=[
            (Status.SUSPENDED, _("Suspend: log out everywhere, keep out")),
            (Status.ACTIVE, _("Reactivate: let in again")),
        ],
        label=_("What shall be done"),
        widget=forms.RadioSelect,
    )


class ChangeState(PeopleBulkAction):
    display_name = button = _("Suspend or reactivate")
    aria_label = _("Suspend or reactivate the selected people")
    action_type = "set_active_state"
    action_priority = 20
    form_class = StateForm

    @classmethod
    def perform(cls, person: User, by: User, request: HttpRequest, **data: Any) -> None:
        services.set_status(user=person, status=data["status"], by=by, request=request)


class DeletePeople(PeopleBulkAction):
    display_name = button = _("Delete")
    aria_label = _("Delete the selected people")
    action_type = "delete"
    action_priority = 100
    classes = {"serious"}

    def check_perm(self, obj: User) -> bool:
        return super().check_perm(obj) and self.user_has_permission("delete")

    @classmethod
    def perform(cls, person: User, by: User, request: HttpRequest, **data: Any) -> None:
        services.delete_user(user=person, by=by, request=request)


BULK_ACTIONS = [ChangeRole, ChangeState, DeletePeople]
