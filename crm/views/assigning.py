"""An admin gives many inquiries to somebody, or lets the rule decide for each."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from accounts.models import Role, User
from crm.assignment import Desk, read_desks
from crm.models import Inquiry
from crm.permissions import visible_inquiries
from crm.services import assign_many
from crm.views.base import AdminView

BY_RULE = "rule"
# As many as a request can do; a longer list is given out in steps.
MOST = 500
_NAMED = 12


class AssignForm(forms.Form):
    to = forms.ChoiceField(label=gettext_lazy("Give to"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, desks: list[Desk], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(desk.counselor.uuid): desk.counselor for desk in desks}
        to: Any = self.fields["to"]
        to.choices = [
            (BY_RULE, _("Whom the rule chooses, for each of them")),
            *((key, str(person)) for key, person in self.people.items()),
        ]

    @property
    def counselor(self) -> User | None:
        return self.people.get(self.cleaned_data["to"])


class AssignView(AdminView, TemplateView):
    """Asks to whom, then does it.

    Lists send the uuids as `inquiry`, and may say `to` whom at once; `from` names a counselor whose new inquiries nobody has
    answered. `next` is where to go afterwards.
    """

    template_name = "crm/admin/assign.html"
    page_title = gettext_lazy("Give inquiries to somebody")
    header_icon = "group"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.sent = request.POST if request.method == "POST" else request.GET

    def post(self, request: HttpRequest) -> HttpResponse:
        if "to" not in request.POST:
            return self.get(request)
        desks = read_desks()
        form = AssignForm(request.POST, desks=desks)
        inquiries = self._inquiries()
        if not form.is_valid() or not inquiries:
            return self.render_to_response(self.get_context_data(form=form))
        outcome = assign_many(
            inquiries=inquiries, counselor=form.counselor, by=self.user
        )
        if outcome.done:
            messages.success(
                request,
                ngettext(
                    "%(count)d inquiry was given out.",
                    "%(count)d inquiries were given out.",
                    outcome.done,
                )
                % {"count": outcome.done},
            )
        for refusal in outcome.refusals[:_NAMED]:
            messages.error(request, refusal)
        return redirect(self._next())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inquiries = self._inquiries()
        desks = read_desks()
        kwargs.setdefault("form", AssignForm(desks=desks, initial={"to": BY_RULE}))
        return super().get_context_data(
            **kwargs,
            inquiries=inquiries,
            named=inquiries[:_NAMED],
            others=max(0, len(inquiries) - _NAMED),
            choices=[{"value": BY_RULE, "desk": None}]
            + [{"value": str(desk.counselor.uuid), "desk": desk} for desk in desks],
            chosen=str(self.sent.get("to", BY_RULE)),
            next=self._next(),
        )

    def _inquiries(self) -> list[Inquiry]:
        found = visible_inquiries(self.user).open().select_related("counselor")
        if giver := self.sent.get("from"):
            counselors = User.objects.with_role(Role.COUNSELOR).values_list(
                "pk", flat=True
            )
            found = found.filter(
                counselor__in=[pk for pk in counselors if str(pk) == giver],
                status=Inquiry.Status.NEW,
            )
        else:
            found = found.filter(uuid__in=_uuids(self.sent.getlist("inquiry")))
        return list(found.order_by("-score", "pk")[:MOST])

    def _next(self) -> str:
        address = self.sent.get("next", "")
        if url_has_allowed_host_and_scheme(address, {self.request.get_host()}):
            return address
        return reverse("crm:desk")


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
