"""What is changed from the person's page: notes, data, status, whose it is."""

from abc import ABC, abstractmethod
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import UpdateView, View

from common.exceptions import Refused
from crm.forms.steps import CounselorForm, InquiryForm, LostForm
from crm.models import Inquiry
from crm.services import add_note, assign, change_status, edit_inquiry, reopen
from crm.views.contact import AboutInquiry


class ActView(AboutInquiry, View, ABC):
    """One button: it acts, and leads back with a word about what was done or why not."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self.act())
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(self.back)

    @abstractmethod
    def act(self) -> str:
        """Do what the button says, and return the sentence that tells of it."""


class NoteView(ActView):
    def act(self) -> str:
        text = self.request.POST.get("text", "")[:5000]
        add_note(inquiry=self.inquiry, text=text, by=self.user)
        return _("The note is on the timeline.")


class StatusView(ActView):
    """Moves the inquiry on, closes it as lost with a reason, or opens it again."""

    def act(self) -> str:
        status = self.request.POST.get("status", "")
        if status == "reopen":
            reopen(inquiry=self.inquiry, by=self.user)
            return _("The inquiry is open again.")
        reason = note = ""
        if status == Inquiry.Status.LOST:
            form = LostForm(self.request.POST)
            if not form.is_valid():
                raise Refused("no_reason", _("Say why the inquiry is lost."))
            reason, note = form.cleaned_data["lost_reason"], form.cleaned_data["note"]
        elif status not in Inquiry.OPEN:
            raise Refused("no_status", _("There is no such status."))
        change_status(
            inquiry=self.inquiry,
            status=status,
            by=self.user,
            lost_reason=reason,
            note=note,
        )
        return _("Status: %(status)s.") % {"status": Inquiry.Status(status).label}


class GiveView(ActView):
    """Counselors take what nobody has; admins give it to anybody."""

    def act(self) -> str:
        if "take" in self.request.POST:
            assign(inquiry=self.inquiry, counselor=self.user, by=self.user)
            return _("%(name)s is yours now.") % {"name": self.inquiry}
        form = CounselorForm(self.request.POST)
        if not form.is_valid():
            raise Refused("not_a_counselor", _("Choose a counselor from the list."))
        counselor = form.cleaned_data["counselor"]
        assign(inquiry=self.inquiry, counselor=counselor, by=self.user)
        return _("Counselor: %(name)s.") % {"name": counselor or _("nobody")}


class EditView(AboutInquiry, UpdateView[Inquiry, InquiryForm]):
    form_class = InquiryForm
    template_name = "crm/admin/edit.html"
    context_object_name = "inquiry"
    header_icon = "edit"
    page_title = gettext_lazy("Edit")

    def get_object(self, queryset: Any = None) -> Inquiry:
        return self.inquiry

    def form_valid(self, form: InquiryForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            edit_inquiry(inquiry=self.inquiry, by=self.user, **data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(self.person_url)
