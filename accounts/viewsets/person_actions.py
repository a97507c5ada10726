"""Questions with one button: suspend, block, send out. Each goes through one service."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from accounts import services
from accounts.forms.people import BlockForm, ReasonForm
from accounts.models import Status, TeacherApplication, User
from accounts.permissions import can_manage
from common.exceptions import Refused


class PersonActionView(WagtailAdminTemplateMixin, FormView[forms.Form]):
    template_name = "accounts/admin/person_action.html"
    form_class = forms.Form
    name = ""
    icon_name = "user"
    header_icon = "user"
    question: str | Promise = ""
    button: str | Promise = ""
    done: str | Promise = ""
    is_serious = False
    priority = 40

    @classmethod
    def fits(cls, person: User) -> bool:
        """Tell whether there is anything to do."""
        return True

    def perform(self, form: forms.Form) -> None:
        # Abstract: each question goes through a service of its own.
        raise NotImplementedError

    @property
    def how(self) -> dict[str, Any]:
        return {"user": self.person, "by": self.request.user, "request": self.request}

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        self.person = get_object_or_404(User, pk=kwargs["pk"])
        if not can_manage(request.user, self.person) or request.user == self.person:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.perform(form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, self.done % {"name": self.person})
        return redirect("wagtailusers_users:edit", self.person.pk)

    def get_page_subtitle(self) -> str:
        return str(self.person)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailusers_users:index"), "label": _("People")},
            {
                "url": reverse("wagtailusers_users:edit", args=[self.person.pk]),
                "label": str(self.person),
            },
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, person=self.person)


class SuspendView(PersonActionView):
    name = "suspend"
    icon_name = "lock"
    page_title = _("Suspend")
    question = _(
        "The person is logged out everywhere at once and can't log in until you"
        " reactivate the account. Nothing is deleted."
    )
    button = _("Suspend the account")
    done = _("%(name)s is suspended.")
    is_serious = True
    form_class = ReasonForm

    @classmethod
    def fits(cls, person: User) -> bool:
        return person.status != Status.SUSPENDED

    def perform(self, form: forms.Form) -> None:
        reason = form.cleaned_data["reason"]
        services.set_status(status=Status.SUSPENDED, reason=reason, **self.how)


class ReactivateView(PersonActionView):
    name = "reactivate"
    icon_name = "lock-open"
    page_title = _("Reactivate")
    question = _("The person can log in again and finds everything as it was.")
    button = _("Reactivate the account")
    done = _("%(name)s can log in again.")

    @classmethod
    def fits(cls, person: User) -> bool:
        if person.status == Status.ACTIVE:
            return False
        # Deciding about an application opens the account of who waits for it.
        return not TeacherApplication.objects.waiting().filter(user=person).exists()

    def perform(self, form: forms.Form) -> None:
        services.set_status(status=Status.ACTIVE, **self.how)


class BlockView(PersonActionView):
    name = "block"
    icon_name = "warning"
    page_title = _("Block")
    question = _(
        "The person is logged out everywhere at once, and reads your reason when"
        " trying to log in. The block is kept in the history."
    )
    button = _("Block the person")
    done = _("%(name)s is blocked.")
    is_serious = True
    form_class = BlockForm

    @classmethod
    def fits(cls, person: User) -> bool:
        return not person.is_blocked

    def perform(self, form: forms.Form) -> None:
        services.block(reason=form.cleaned_data["reason"], **self.how)


class UnblockView(PersonActionView):
    name = "unblock"
    icon_name = "undo"
    page_title = _("Lift the block")
    question = _("The person can log in again, if the account is active.")
    button = _("Lift the block")
    done = _("The block of %(name)s is lifted.")

    @classmethod
    def fits(cls, person: User) -> bool:
        return person.is_blocked

    def perform(self, form: forms.Form) -> None:
        services.unblock(**self.how)


class EndSessionsView(PersonActionView):
    name = "end-sessions"
    icon_name = "logout"
    page_title = _("End sessions")
    question = _("The person is logged out everywhere, and may log in again.")
    button = _("End all sessions")
    done = _("%(name)s is logged out everywhere.")

    def perform(self, form: forms.Form) -> None:
        services.end_sessions(**self.how)


class ResetTwoFactorView(PersonActionView):
    name = "reset-two-factor"
    icon_name = "key"
    page_title = _("Turn off two-factor")
    question = _(
        "For somebody who has lost phone and recovery codes. Be sure that it is them:"
        " from then on the password alone opens the account. All sessions end."
    )
    button = _("Turn off two-factor")
    done = _("%(name)s can log in with the password alone.")
    is_serious = True

    @classmethod
    def fits(cls, person: User) -> bool:
        return Authenticator.objects.filter(user=person).exists()

    def perform(self, form: forms.Form) -> None:
        services.reset_two_factor(**self.how)


class InviteView(PersonActionView):
    name = "invite"
    icon_name = "mail"
    page_title = _("Send an invitation")
    question = _("The person gets a letter with a link to choose a password.")
    button = _("Send the letter")
    done = _("A letter to %(name)s is on its way.")

    @classmethod
    def fits(cls, person: User) -> bool:
        return person.is_active and not person.has_usable_password()

    def perform(self, form: forms.Form) -> None:
        services.invite(user=self.person)


VIEWS = [
    InviteView,
    SuspendView,
    ReactivateView,
    BlockView,
    UnblockView,
    EndSessionsView,
    ResetTwoFactorView,
]


def buttons_for(person: User, actor: User) -> list[Button]:
    if person.pk == actor.pk or not can_manage(actor, person):
        return []
    return [
        Button(
            view.page_title,
            url=reverse(f"wagtailusers_users:{view.name}", args=[person.pk]),
            icon_name=view.icon_name,
            priority=view.priority + number,
        )
        for number, view in enumerate(VIEWS)
        if view.fits(person)
    ]
