"""The board: the pipeline in columns, and how a card gets from one to the next."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget
from django_htmx.http import trigger_client_event as announce

from common.exceptions import Refused
from crm.board import columns_of
from crm.filters import InquiryFilter
from crm.models import CRMSettings, Inquiry, Medium
from crm.permissions import get_inquiry_for, may_share_filters, visible_inquiries
from crm.permissions import visible_filters as filters_of
from crm.protocol import DESK_ADDRESS
from crm.services import Next, move
from crm.views.base import CRMView

COLUMNS = "crm/admin/parts/board_columns.html"
SHOWN = "shown-"
# What a column asks before it takes a card.
ASKS = {
    "no_reason": Inquiry.Status.LOST,
    "nothing_planned": Inquiry.Status.FOLLOW_UP_SCHEDULED,
}


def board_context(user: Any, query: QueryDict, asked_by: QueryDict) -> dict[str, Any]:
    """Return what the columns show: what `query` filters, as many cards as `asked_by` had."""
    form = InquiryFilter(query, user=user, without=("status",))
    shown = {}
    for status in Inquiry.Status.values:
        number = str(asked_by.get(f"{SHOWN}{status}", ""))
        if number.isdecimal() and len(number) < 4:
            shown[status] = int(number)
    return {
        "filter": form,
        "columns": columns_of(visible_inquiries(user), form.asked, shown),
        "now": timezone.now(),
        "hot_from": CRMSettings.load().hot_from_score,
    }


class BoardView(CRMView, TemplateView):
    """htmx gets the columns alone, in the same words."""

    page_title = gettext_lazy("Board")
    header_icon = "grip"

    def get_template_names(self) -> list[str]:
        is_part = bool(self.request.headers.get("HX-Request"))
        return [COLUMNS if is_part else "crm/admin/board.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.update(board_context(self.user, self.request.GET, self.request.GET))
        if not self.request.headers.get("HX-Request"):
            context.update(
                {
                    "saved_filters": filters_of(self.user),
                    "may_share": may_share_filters(self.user),
                    "where": "board",
                    "list_url": reverse("crm:board"),
                    "socket": DESK_ADDRESS,
                }
            )
        return context


class MoveForm(forms.Form):
    """What a column asks before it takes a card."""

    lost_reason = forms.ChoiceField(
        label=gettext_lazy("Why lost?"),
        choices=[("", gettext_lazy("Choose a reason")), *Inquiry.LostReason.choices],
        required=False,
    )
    at = forms.DateTimeField(
        label=gettext_lazy("When?"),
        required=False,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
    )
    medium = forms.ChoiceField(
        label=gettext_lazy("How?"), choices=Medium, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, status: str, **kwargs: Any) -> None:
        # The board's filter has fields of these names too.
        super().__init__(data, auto_id="move_%s", **kwargs)
        unasked = {
            Inquiry.Status.LOST: ("at", "medium"),
            Inquiry.Status.FOLLOW_UP_SCHEDULED: ("lost_reason",),
        }.get(Inquiry.Status(status), ("lost_reason", "at", "medium"))
        for name in unasked:
            del self.fields[name]
        for name in self.fields:
            if name != "note":
                self.fields[name].widget.attrs["required"] = True

    def next_step(self) -> Next | None:
        at = self.cleaned_data.get("at")
        if at is None:
            return None
        medium = self.cleaned_data.get("medium") or Medium.CALL
        return Next(at, medium, self.cleaned_data["note"])


def next_working_morning() -> datetime:
    """When the office opens next, from tomorrow on."""
    crm = CRMSettings.load()
    days = [timezone.localdate() + timedelta(days=ahead) for ahead in range(1, 8)]
    day = next((day for day in days if day.weekday() in crm.working_days), days[0])
    return timezone.make_aware(datetime.combine(day, crm.opens_at))


class MoveView(CRMView, TemplateView):
    """Asks where a card goes, and what that column wants to know; then moves it.

    Without script it is a page and leads back to the board. The board's script asks here too: the
    answer is the columns as they stand now, or the question that has to be answered first.
    """

    header_icon = "grip"

    @cached_property
    def inquiry(self) -> Inquiry:
        return get_inquiry_for(self.user, self.kwargs["uuid"])

    @property
    def is_part(self) -> bool:
        return bool(self.request.headers.get("HX-Request"))

    def get_page_title(self) -> str:
        return _("Move %(name)s") % {"name": self.inquiry}

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._ask("", None, request.GET.get("back", ""))

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        status = request.POST.get("status", "")
        if status not in Inquiry.Status.values:
            return self._ask("", None, request.POST.get("back", ""))
        if status == Inquiry.Status.ENROLLED:
            address = reverse("crm:convert", args=[self.inquiry.uuid])
            if self.is_part:
                return HttpResponseClientRedirect(address)
            return redirect(address)
        form = MoveForm(request.POST, status=status)
        if not form.is_valid():
            return self._ask(status, form)
        try:
            move(
                inquiry=self.inquiry,
                status=status,
                expected=request.POST.get("expected", ""),
                by=self.user,
                lost_reason=form.cleaned_data.get("lost_reason", ""),
                note=form.cleaned_data["note"],
                next_=form.next_step(),
            )
        except Refused as refusal:
            if refusal.code in ASKS or refusal.code == "in_the_past":
                # Dropped there: the question. Answered wrongly: the question with a sentence.
                was_asked = "note" in request.POST
                if was_asked:
                    form.add_error(None, refusal.sentence)
                return self._ask(status, form if was_asked else None)
            return self._answer(refusal.sentence, is_refused=True)
        label = str(Inquiry.Status(status).label)
        sentence = _("%(name)s is in “%(status)s” now.")
        return self._answer(sentence % {"name": self.inquiry, "status": label})

    def _ask(
        self, status: str, form: MoveForm | None, back: str | None = None
    ) -> HttpResponse:
        """Ask for a column, or with `status` for what that column wants to know."""
        posted = self.request.POST
        if status and form is None:
            form = MoveForm(status=status, initial={"at": next_working_morning()})
        context = self.get_context_data(
            inquiry=self.inquiry,
            form=form,
            status=status,
            status_label=Inquiry.Status(status).label if status else "",
            expected=posted.get("expected") or self.inquiry.status,
            back=posted.get("back", "") if back is None else back,
            choices=[each for each in Inquiry.Status if each != self.inquiry.status],
        )
        if not self.is_part:
            return self.render_to_response(context)
        part = render(self.request, "crm/admin/parts/move_form.html", context)
        return reswap(retarget(part, "#move-dialog-body"), "innerHTML")

    def get_template_names(self) -> list[str]:
        return ["crm/admin/move.html"]

    def _answer(self, sentence: str, *, is_refused: bool = False) -> HttpResponse:
        """Say it, with the columns as they stand: what was refused is back in its place."""
        back = QueryDict(self.request.POST.get("back", ""))
        if not self.is_part:
            say = messages.error if is_refused else messages.success
            say(self.request, sentence)
            return HttpResponseRedirect(f"{reverse('crm:board')}?{back.urlencode()}")
        context = board_context(self.user, back, self.request.POST)
        answer = render(self.request, COLUMNS, context)
        said = {"sentence": sentence, "refused": is_refused}
        return announce(answer, "board-said", said)
