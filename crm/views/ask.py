"""The form with which visitors ask. It is never kept: each is drawn with a ticket of its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from common.exceptions import Refused
from crm import spam
from crm.asking import asking, first_asking
from crm.forms.inquiry import InquiryForm
from crm.models import InquiryPage
from crm.services import capture

# After these the same ticket goes on: its clock runs, and what the browser worked out holds.
KEEPS_TICKET = frozenset({"too_fast", "trap"})


@method_decorator(never_cache, name="dispatch")
class AskView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "crm/ask.html", first_asking(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = InquiryForm(request.POST)
        text, solution = (
            request.POST.get("ticket", ""),
            request.POST.get("solution", ""),
        )
        if not form.is_valid() or "change" in request.POST:
            return self.show(form, ticket=text, solution=solution)
        try:
            spam.refuse_machines(request.POST)
            ticket = spam.read_ticket(text)
            is_proved = spam.is_solved(ticket, solution)
            if not is_proved:
                held = request.POST.get("confirmation", "")
                try:
                    is_confirmed = spam.is_confirmed(held, ticket, form.content)
                except Refused as refusal:
                    return self.ask_to_confirm(form, text, held, refusal.sentence)
                if not is_confirmed:
                    held = spam.confirmation_for(ticket, form.content)
                    return self.ask_to_confirm(form, text, held)
            spam.refuse_other_words(ticket, form.content)
            spam.refuse_floods(request, is_proved=is_proved)
            self.keep(form, ticket)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            if refusal.code in KEEPS_TICKET:
                return self.show(form, ticket=text, solution=solution)
            fresh = spam.issue_ticket(is_again=True)
            status = 429 if refusal.code == "too_many" else 200
            return self.show(form, ticket=fresh, status=status)
        return redirect(self.thanks_of(form))

    def keep(self, form: InquiryForm, ticket: spam.Ticket) -> None:
        user = self.request.user
        capture(
            **form.arguments(),
            request_key=ticket.key,
            student=user if user.is_authenticated and user.is_student else None,
        )

    def show(
        self, form: InquiryForm, *, status: int = 200, **held: str
    ) -> HttpResponse:
        context = asking(form, **held)
        context["origin"] = form.cleaned_data.get("page")
        return render(self.request, "crm/ask.html", context, status=status)

    def ask_to_confirm(
        self, form: InquiryForm, ticket: str, confirmation: str, notice: str = ""
    ) -> HttpResponse:
        """Without a script there is no proof of work: the person reads it and says yes once more."""
        context = {
            "form": form,
            "posted": [
                (name, value)
                for name in form.fields
                for value in self.request.POST.getlist(name)
            ],
            "ticket": ticket,
            "confirmation": confirmation,
            "notice": notice,
        }
        return render(self.request, "crm/ask_confirm.html", context)

    def thanks_of(self, form: InquiryForm) -> str:
        page = form.origin.page
        if isinstance(page, InquiryPage):
            return reverse("inquiries:thanks_of_page", args=[page.pk])
        return reverse("inquiries:thanks")


@method_decorator(never_cache, name="dispatch")
class AskFragmentView(View):
    """The form alone, for pages that come from a cache or are drawn once for everybody."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "crm/parts/inquiry_form.html", first_asking(request))


class ThanksView(TemplateView):
    template_name = "crm/thanks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if "page" in self.kwargs:
            pages = InquiryPage.objects.live()
            context["page"] = get_object_or_404(pages, pk=self.kwargs["page"])
        return context
