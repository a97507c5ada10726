"""One page on which an inquiry becomes a student: what is there, what would happen, and then it does."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.models import User
from catalog.models import CoursePage
from common.exceptions import Refused
from crm.forms.converting import ConvertForm
from crm.models import Conversion, Inquiry
from crm.permissions import get_inquiry_for
from crm.services import convert
from crm.services.converting import account_for, refuse_account
from crm.views.base import CRMView


class ConvertView(CRMView, TemplateView):
    template_name = "crm/admin/convert.html"
    header_icon = "user"

    @cached_property
    def inquiry(self) -> Inquiry:
        return get_inquiry_for(self.user, self.kwargs["uuid"])

    def get_page_title(self) -> str:
        return _("Make %(name)s a student") % {"name": self.inquiry}

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.inquiry.status == Inquiry.Status.ENROLLED:
            return self._said(
                _("%(name)s is a student already.") % {"name": self.inquiry}
            )
        account = account_for(self.inquiry, self.inquiry.email)
        form = self._form(None, account) if self.inquiry.is_open else None
        return self._show(form, account)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        data: QueryDict = request.POST
        account = account_for(self.inquiry, data.get("email", self.inquiry.email))
        if "add" in data or data.get("more"):
            return self._show(self._form(data, account, checks=False), account)
        form = self._form(data, account)
        if str(account.pk if account else "") != data.get("account", ""):
            # What would happen is not what was shown: show it before it happens.
            form.add_error(None, _("The address leads to another account: look again."))
            return self._show(form, account)
        if not form.is_valid():
            return self._show(form, account)
        try:
            conversion = convert(
                inquiry=self.inquiry,
                courses=form.chosen(),
                teachers=form.teachers(),
                student=form.student(),
                by=self.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self._show(form, account)
        return self._said(_what_was_done(conversion))

    def _said(self, sentence: str) -> HttpResponse:
        messages.success(self.request, sentence)
        return redirect("crm:person", self.inquiry.uuid)

    def _form(
        self, data: QueryDict | None, account: User | None, *, checks: bool = True
    ) -> ConvertForm:
        courses = self._courses(data)
        how: dict[str, Any] = {
            "inquiry": self.inquiry,
            "account": account,
            "courses": courses,
            "by": self.user,
        }
        if data is None or checks:
            return ConvertForm(data, **how)
        # Nothing is wrong yet: what was typed so far is where the form begins.
        typed: dict[str, Any] = dict(data.items())
        for pk in data.getlist("shown"):
            typed.setdefault(f"course_{pk}", False)
        typed.pop("more", None)
        return ConvertForm(initial=typed, **how)

    def _courses(self, data: QueryDict | None) -> list[CoursePage]:
        """Return the courses that the person asked about, and those that were added here."""
        asked = list(self.inquiry.courses.all())
        named = data or self.request.GET
        added = {
            int(pk)
            for pk in [*named.getlist("shown"), named.get("more", "")]
            if pk.isdecimal()
        } - {course.pk for course in asked}
        return [
            *asked,
            *CoursePage.objects.live().filter(pk__in=added).order_by("title"),
        ]

    def _show(self, form: ConvertForm | None, account: User | None) -> HttpResponse:
        context = self.get_context_data(
            inquiry=self.inquiry,
            form=form,
            account=account,
            refusal=_refusal(account) if account else "",
        )
        return self.render_to_response(context)


def _refusal(account: User) -> str:
    try:
        refuse_account(account)
    except Refused as refusal:
        return str(refusal)
    return ""


def _what_was_done(conversion: Conversion) -> str:
    student = conversion.student
    said = [_("%(name)s is a student now.") % {"name": student}]
    if conversion.made_account and student:
        said.append(_("An invitation went to %(email)s.") % {"email": student.email})
    rows = list(conversion.courses.select_related("course"))
    for is_waiting, sentence in (
        (False, _("Enrolled in %(courses)s.")),
        (True, _("In line for %(courses)s.")),
    ):
        titles = [f"“{row.course}”" for row in rows if row.is_waiting == is_waiting]
        if titles:
            said.append(sentence % {"courses": get_text_list(titles, _("and"))})
    return " ".join(said)
