"""Signing up, and the page that tells why an account is closed."""

from typing import Any

from allauth.account import views as allauth_views
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from accounts.adapter import CLOSED_ACCOUNT
from accounts.forms.entrance import SignupForm, TeacherSignupForm
from accounts.models import AccountSettings, Block, Status, TeacherApplication, User


class SignupView(allauth_views.SignupView):
    form_class = SignupForm

    def get_form_class(self) -> type[SignupForm]:
        return self.form_class

    def form_valid(self, form: SignupForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except IntegrityError:  # two people chose the same name at the same moment
            form.add_error(
                "username", _("Somebody has just taken it. Try another one.")
            )
            return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        settings = AccountSettings.load(request_or_site=self.request)
        context["teachers_may_sign_up"] = settings.teachers_may_sign_up
        return context


class TeacherSignupView(SignupView):
    form_class = TeacherSignupForm
    template_name = "account/signup_teacher.html"

    def is_open(self) -> bool:
        return AccountSettings.load(request_or_site=self.request).teachers_may_sign_up


@method_decorator(never_cache, name="dispatch")
class ClosedAccountView(TemplateView):
    """Tells somebody who gave the right password why the account is closed."""

    template_name = "account/account_inactive.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, **why_closed(self.request))


def why_closed(request: HttpRequest) -> dict[str, Any]:
    user = User.objects.filter(pk=request.session.get(CLOSED_ACCOUNT)).first()
    if user is None:
        return {"why": ""}
    if user.is_active:
        return {"why": "open"}
    block = Block.objects.filter(user=user, lifted_at=None).first()
    if block is not None:
        return {"why": "blocked", "reason": block.reason}
    application = TeacherApplication.objects.filter(user=user).first()
    if user.status == Status.INACTIVE and application is not None:
        return {"why": application.status, "reason": application.reason}
    return {"why": user.status}
