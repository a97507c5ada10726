"""Two inquiries side by side, to become one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from common.exceptions import Refused
from crm.duplicates import sentence_of
from crm.matching import compare
from crm.models import Inquiry
from crm.permissions import get_inquiry_for
from crm.services import merge
from crm.services.merging import CHOSEN
from crm.views.base import CRMView


class MergeView(CRMView, TemplateView):
    """The first of the address stays, the second goes into it."""

    template_name = "crm/admin/merge.html"
    page_title = gettext_lazy("Merge two inquiries")
    header_icon = "resubmit"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.refusal = ""

    def _both(self) -> tuple[Inquiry, Inquiry]:
        keep = get_inquiry_for(self.user, self.kwargs["uuid"])
        return keep, get_inquiry_for(self.user, self.kwargs["other"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        keep, other = self._both()
        if keep == other:
            messages.info(request, _("These are one inquiry already."))
            return redirect("crm:person", keep.uuid)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        keep, other = self._both()
        taken = [name for name in CHOSEN if request.POST.get(name) == "other"]
        try:
            kept = merge(
                keep=keep, other=other, by=self.user, taken=taken, request=request
            )
        except Refused as refusal:
            self.refusal = str(refusal)
            return self.render_to_response(self.get_context_data(), status=409)
        messages.success(
            request, _("“%(name)s” has the history of both now.") % {"name": kept}
        )
        return redirect("crm:person", kept.uuid)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        keep, other = self._both()
        # The address has an `other` too, its name; Django would hand that on.
        return super().get_context_data(
            keep=keep,
            other=other,
            refusal=self.refusal,
            rows=[_row(name, keep, other) for name in CHOSEN],
            facts=_facts(keep, other),
            reasons=[
                sentence_of(reason)
                for reason in compare(keep.as_person(), other.as_person()).reasons
            ],
        )


def _row(name: str, keep: Inquiry, other: Inquiry) -> dict[str, Any]:
    """Return a field of both; it is chosen from only where both say something else."""
    mine, theirs = _said(keep, name), _said(other, name)
    field: Any = Inquiry._meta.get_field(name)
    return {
        "name": name,
        "label": field.verbose_name,
        "keep": mine,
        "other": theirs,
        "is_choice": bool(mine and theirs and mine != theirs),
        "takes_other": bool(theirs and not mine),
    }


def _said(inquiry: Inquiry, name: str) -> str:
    display = getattr(inquiry, f"get_{name}_display", None)
    value = display() if display else getattr(inquiry, name)
    return str(value) if value else ""


def _facts(keep: Inquiry, other: Inquiry) -> list[dict[str, Any]]:
    """Return what follows from the rules, so that nobody has to choose."""

    def facts(inquiry: Inquiry) -> dict[Any, Any]:
        pending = inquiry.follow_ups.pending().first()
        return {
            _("Status"): inquiry.get_status_display(),
            _("Asked"): inquiry.created_at,
            _("Source"): inquiry.get_source_display(),
            _("Campaign"): inquiry.campaign,
            _("Courses"): ", ".join(str(course) for course in inquiry.courses.all()),
            _("Next contact"): pending.due_at if pending else "",
            _("On the timeline"): inquiry.timeline.count(),
        }

    mine, theirs = facts(keep), facts(other)
    rules = {
        _("Status"): _("the further one stays"),
        _("Asked"): _("the earlier one stays"),
        _("Source"): _("from the earlier one"),
        _("Campaign"): _("from the earlier one"),
        _("Courses"): _("all of them"),
        _("Next contact"): _("the earlier one stays"),
        _("On the timeline"): _("all of it, on one timeline"),
    }
    return [
        {"label": label, "keep": mine[label], "other": theirs[label], "rule": rule}
        for label, rule in rules.items()
    ]
