"""Writing to a person, and noting what they wrote back."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, View
from wagtail.admin import messages

from common.exceptions import Refused
from crm import wording
from crm.consents import Asked, address_for, refuse_to_write
from crm.forms.messages import WRITTEN, ReplyForm, WriteForm
from crm.letter_preview import preview_of
from crm.letter_words import example_words, words_for
from crm.models import Inquiry, Medium, MessageTemplate, Purpose
from crm.permissions import get_inquiry_for, visible_messages
from crm.services import note_consent, receive, write
from crm.views.base import CRMView

# What somebody may still say yes to, by the reason why they can't be written to.
ASKS_FOR = {"no_messaging": Asked.MESSAGING, "no_news": Asked.NEWS}


class AboutPersonView(CRMView):
    """A form about one inquiry, which leads back to the person."""

    header_icon = "mail"

    @cached_property
    def inquiry(self) -> Inquiry:
        return get_inquiry_for(self.user, self.kwargs["uuid"])

    def get_page_subtitle(self) -> str:
        return str(self.inquiry)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.person_url, "label": str(self.inquiry)},
            {"url": "", "label": self.get_page_title()},
        ]

    @property
    def person_url(self) -> str:
        return reverse("crm:person", args=[self.inquiry.uuid])


class WriteView(AboutPersonView, FormView[WriteForm]):
    template_name = "crm/admin/message.html"
    form_class = WriteForm

    def get_page_title(self) -> str:
        return _("Write to %(name)s") % {"name": self.inquiry.name}

    @cached_property
    def medium(self) -> str:
        asked = self.request.POST.get("medium") or self.request.GET.get("medium")
        if asked in dict(WRITTEN):
            return str(asked)
        if self.template:
            return self.template.medium
        return Medium.EMAIL if self.inquiry.email else Medium.SMS

    @cached_property
    def template(self) -> MessageTemplate | None:
        asked = self.request.POST.get("template") or self.request.GET.get("template")
        if not asked or not asked.isdecimal():
            return None
        return MessageTemplate.objects.filter(pk=asked, is_active=True).first()

    @property
    def purpose(self) -> str:
        return self.template.purpose if self.template else Purpose.ANSWER

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "medium": self.medium}

    def get_initial(self) -> dict[str, Any]:
        if self.template is None:
            return {}
        words = words_for(self.inquiry, by=self.user)
        return {
            "template": self.template.pk,
            "subject": wording.fill(self.template.subject, words),
            "body": wording.fill(self.template.body, words),
        }

    def form_valid(self, form: WriteForm) -> HttpResponse:
        try:
            message = write(inquiry=self.inquiry, by=self.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            return self.form_invalid(form)
        if message.medium == Medium.WHATSAPP:
            return redirect("crm:letter", message.uuid)
        messages.success(
            self.request,
            _("Your message to %(name)s is on its way.") % {"name": self.inquiry},
            buttons=self._next_step(),
        )
        return redirect(self.person_url)

    def _next_step(self) -> list[Any]:
        """That a message went out leaves open what is next: the counselor says that."""
        if not self.inquiry.is_open:
            return []
        address = reverse("crm:plan", args=[self.inquiry.uuid])
        return [messages.button(address, _("Plan what is next"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        refusal = self._refusal()
        return context | {
            "inquiry": self.inquiry,
            "medium": self.medium,
            "media_links": [
                {"medium": medium, "label": label, "is_chosen": medium == self.medium}
                for medium, label in WRITTEN
            ],
            "to": address_for(self.inquiry, self.medium),
            "refusal": refusal,
            "asks_for": ASKS_FOR.get(refusal.code) if refusal else None,
            "chosen": self.template,
            "templates": MessageTemplate.objects.filter(
                is_active=True, medium=self.medium
            ),
            "earlier": visible_messages(self.user)
            .filter(inquiry=self.inquiry)
            .select_related("by")[:5],
            "preview": preview_of(
                medium=self.medium,
                subject=_said(form, "subject"),
                body=_said(form, "body"),
                words=words_for(self.inquiry, by=self.user),
            ),
        }

    def _refusal(self) -> Refused | None:
        try:
            refuse_to_write(self.inquiry, medium=self.medium, purpose=self.purpose)
        except Refused as refusal:
            return refusal
        return None


def _said(form: WriteForm, name: str) -> str:
    return str(form[name].value() or "") if name in form.fields else ""


class PreviewView(CRMView, View):
    """How a text reads with the words of a person, or of one who doesn't exist."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            about = uuid.UUID(request.GET["inquiry"])
        except KeyError:
            words = example_words(self.user)
        except ValueError:
            raise Http404 from None
        else:
            words = words_for(get_inquiry_for(self.user, about), by=self.user)
        preview = preview_of(
            medium=request.POST.get("medium", ""),
            subject=request.POST.get("subject", ""),
            body=request.POST.get("body", ""),
            words=words,
            is_template="inquiry" not in request.GET,
        )
        return render(
            request, "crm/admin/parts/message_preview.html", {"preview": preview}
        )


class ConsentView(AboutPersonView, View):
    """The person told the counselor that they may be written to, or that they may not."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            note_consent(
                inquiry=self.inquiry,
                purpose=request.POST.get("purpose", ""),
                is_given=request.POST.get("is_given") == "1",
                by=self.user,
            )
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("What they told you is on record."))
        answer = redirect("crm:message", self.inquiry.uuid)
        if request.GET:
            answer["Location"] += f"?{request.GET.urlencode()}"
        return answer


class ReplyView(AboutPersonView, FormView[ReplyForm]):
    template_name = "crm/admin/reply.html"
    form_class = ReplyForm

    def get_page_title(self) -> str:
        return _("What %(name)s wrote back") % {"name": self.inquiry.name}

    def form_valid(self, form: ReplyForm) -> HttpResponse:
        try:
            receive(inquiry=self.inquiry, by=self.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            return self.form_invalid(form)
        messages.success(self.request, _("What they wrote is on the timeline."))
        return redirect(self.person_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, inquiry=self.inquiry)
