"""One message: what became of it, and what can be done about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from accounts.models import User
from common.exceptions import Refused
from crm.letters import whatsapp_link
from crm.models import Medium, Message
from crm.permissions import get_message_for
from crm.services import say_sent, send_again
from crm.views.base import CRMView


def _again(message: Message, by: User) -> Message:
    return send_again(message=message, by=by)


def _sent(message: Message, by: User) -> Message:
    return say_sent(message=message, is_sent=True, by=by)


def _not_sent(message: Message, by: User) -> Message:
    return say_sent(message=message, is_sent=False, by=by)


ACTS: dict[str, Callable[[Message, User], Message]] = {
    "again": _again,
    "sent": _sent,
    "not_sent": _not_sent,
}


class LetterView(CRMView, DetailView[Message]):
    template_name = "crm/admin/letter.html"
    context_object_name = "letter"
    page_title = _("Message")
    header_icon = "mail"

    def get_object(self, queryset: Any = None) -> Message:
        return get_message_for(self.user, self.kwargs["uuid"])

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        message = self.get_object()
        if act := ACTS.get(request.POST.get("do", "")):
            try:
                act(message, self.user)
            except Refused as refusal:
                messages.error(request, refusal.sentence)
        return redirect("crm:letter", message.uuid)

    def get_page_subtitle(self) -> str:
        return str(self.object.inquiry)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        person = reverse("crm:person", args=[self.object.inquiry.uuid])
        return [
            *self.breadcrumbs_items,
            {"url": person, "label": str(self.object.inquiry)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message = self.object
        waits_for_hand = (
            message.medium == Medium.WHATSAPP and message.state == Message.State.QUEUED
        )
        return super().get_context_data(
            **kwargs,
            inquiry=message.inquiry,
            waits_for_hand=waits_for_hand,
            is_failed=message.state == Message.State.FAILED,
            whatsapp_url=whatsapp_link(message) if waits_for_hand else "",
        )
