"""An admin erases a person, after a second thought."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from common.exceptions import Refused
from crm.permissions import get_inquiry_for, may_erase
from crm.services import erase
from crm.views.base import CRMView


class EraseForm(forms.Form):
    is_sure = forms.BooleanField(
        label=gettext_lazy("I know that this can't be taken back"),
        error_messages={"required": gettext_lazy("Tick this if you are sure.")},
    )


class EraseView(CRMView, FormView[EraseForm]):
    form_class = EraseForm
    template_name = "crm/admin/erase.html"
    page_title = gettext_lazy("Erase a person")
    header_icon = "bin"

    def may_enter(self) -> bool:
        return may_erase(self.user)

    def form_valid(self, form: EraseForm) -> HttpResponse:
        inquiry = get_inquiry_for(self.user, self.kwargs["uuid"])
        try:
            erase(inquiry=inquiry, by=self.user, request=self.request)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(
            self.request, _("The person is erased. What is counted stays.")
        )
        return redirect("crm:desk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inquiry = get_inquiry_for(self.user, self.kwargs["uuid"])
        return super().get_context_data(
            **kwargs, inquiry=inquiry, merged=inquiry.merged.count()
        )
