"""An inquiry is typed in while the person is there."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from common.exceptions import Refused
from crm.forms.walk_in import WalkInForm
from crm.models import Inquiry
from crm.permissions import may_assign, visible_inquiries
from crm.services import Captured, Interest, capture
from crm.views.base import CRMView


class WalkInView(CRMView, FormView[WalkInForm]):
    template_name = "crm/admin/walk_in.html"
    form_class = WalkInForm
    page_title = gettext_lazy("New inquiry")
    header_icon = "plus"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.user}

    def form_valid(self, form: WalkInForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            captured = capture(
                name=given["name"],
                phone=given["phone"],
                email=given["email"],
                source=given["source"],
                channel=Inquiry.Channel.DESK,
                interest=Interest(
                    courses=[given["course"]] if given["course"] else [],
                    message=given["message"],
                ),
                request_key=given["request_key"],
                # Whoever types it in has it; admins give it to somebody, or leave it.
                counselor=given["counselor"] if may_assign(self.user) else self.user,
                by=self.user,
                joins_earlier=not given["keep_apart"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            return self.form_invalid(form)
        return self.go_on(captured)

    def go_on(self, captured: Captured) -> HttpResponse:
        inquiry = captured.inquiry
        is_seen = visible_inquiries(self.user).filter(pk=inquiry.pk).exists()
        address = reverse("crm:person", args=[inquiry.uuid])
        goes_on_here = "next" in self.request.POST or not is_seen
        messages.success(
            self.request,
            self.said_of(captured, is_seen=is_seen),
            buttons=[messages.button(address, _("Open"))]
            if is_seen and goes_on_here
            else None,
        )
        return redirect("crm:walk_in" if goes_on_here else address)

    def said_of(self, captured: Captured, *, is_seen: bool) -> str:
        words = {"name": captured.inquiry.name, "counselor": captured.inquiry.counselor}
        if captured.is_new:
            return _("“%(name)s” is saved.") % words
        if is_seen:
            return _("“%(name)s” had asked before: it is noted there.") % words
        return (
            _(
                "This person had asked before and belongs to %(counselor)s: it is noted there."
            )
            % words
        )
