"""Contact with a person: noted after it took place, planned before."""

from abc import ABC, abstractmethod
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django_htmx.http import trigger_client_event

from common.exceptions import Refused
from crm.forms.steps import ContactForm, NextStepForm
from crm.models import Inquiry, Medium
from crm.permissions import get_inquiry_for
from crm.services import cancel_follow_up, log_contact, plan_follow_up
from crm.services.suggestions import suggestions_for, title_of
from crm.suggesting import Suggestion
from crm.views.base import CRMView


class AboutInquiry(CRMView):
    """A screen about one inquiry that the person may see, with a way back to where it was opened."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def inquiry(self) -> Inquiry:
        return get_inquiry_for(self.user, self.kwargs["uuid"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, here = super().get_breadcrumbs_items()
        desk = {"url": reverse("crm:desk"), "label": _("Today’s desk")}
        person = {"url": self.person_url, "label": str(self.inquiry)}
        is_person = here["label"] == person["label"]
        return [*above, desk, here] if is_person else [*above, desk, person, here]

    @property
    def back(self) -> str:
        asked = self.request.POST.get("back") or self.request.GET.get("back") or ""
        is_ours = url_has_allowed_host_and_scheme(
            asked, {self.request.get_host()}, require_https=self.request.is_secure()
        )
        return asked if is_ours else self.person_url

    @property
    def person_url(self) -> str:
        return reverse("crm:person", args=[self.inquiry.uuid])


class StepView(AboutInquiry, FormView[NextStepForm], ABC):
    """A form in a page of its own; for htmx in the dialog of the desk or the person's page."""

    part = ""

    def get_template_names(self) -> list[str]:
        is_part = getattr(self.request, "htmx", False)
        return [f"crm/admin/{'parts/' if is_part else ''}{self.part}.html"]

    @cached_property
    def suggestions(self) -> dict[str, Suggestion]:
        return suggestions_for(self.inquiry, medium=self.medium)

    @property
    def medium(self) -> str:
        asked = self.request.GET.get("medium", "")
        return asked if asked in Medium.values else Medium.CALL

    def get_initial(self) -> dict[str, Any]:
        suggestion = self.suggestions[""]
        return {
            "medium": self.medium,
            "next_at": suggestion.at,
            "next_medium": suggestion.medium,
        }

    def form_valid(self, form: NextStepForm) -> HttpResponse:
        try:
            said = self.carry_out(form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        if getattr(self.request, "htmx", False):
            answer = HttpResponse(status=204)
            detail = {"text": said, "inquiry": str(self.inquiry.uuid)}
            return trigger_client_event(answer, "step-saved", detail)
        messages.success(self.request, said)
        return redirect(self.back)

    @abstractmethod
    def carry_out(self, form: NextStepForm) -> str:
        """Do what the form says, and return the sentence that tells of it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            inquiry=self.inquiry,
            back=self.back,
            suggested=title_of(self.suggestions[""]),
            suggestions={
                outcome: {
                    "at": f"{timezone.localtime(each.at):%Y-%m-%dT%H:%M}",
                    "medium": each.medium,
                    "title": title_of(each),
                    "lost": each.lost_reason,
                }
                for outcome, each in self.suggestions.items()
            },
        )


class LogContactView(StepView):
    form_class = ContactForm
    part = "log_contact"
    page_title = gettext_lazy("Log contact")
    header_icon = "comment"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"inquiry": self.inquiry}

    def carry_out(self, form: Any) -> str:
        data = form.cleaned_data
        log_contact(
            inquiry=self.inquiry,
            medium=data["medium"],
            outcome=data["outcome"],
            notes=data["notes"],
            by=self.user,
            request_key=data["request_key"],
            **form.ending(),
        )
        return _("Logged: %(name)s.") % {"name": self.inquiry}


class PlanView(StepView):
    form_class = NextStepForm
    part = "plan"
    page_title = gettext_lazy("Plan a follow-up")
    header_icon = "calendar-alt"

    def get_initial(self) -> dict[str, Any]:
        planned = self.inquiry.follow_ups.pending().first()
        if planned is None:
            return super().get_initial()
        return {
            "next_at": planned.due_at,
            "next_medium": planned.medium,
            "next_notes": planned.notes,
        }

    def carry_out(self, form: NextStepForm) -> str:
        next_ = form.next_step()
        if next_ is None:
            raise Refused("no_next_step", _("Say when to contact the person next."))
        plan_follow_up(inquiry=self.inquiry, next_=next_, by=self.user)
        return _("Planned: %(name)s.") % {"name": self.inquiry}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "cancel" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            cancel_follow_up(inquiry=self.inquiry, by=self.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(self.back)
