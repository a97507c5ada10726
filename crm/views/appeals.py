"""Appeals in the admin: which are open, and one of them with all that was said."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, ListView
from wagtail.admin.paginator import WagtailPaginator

from common.exceptions import Refused
from crm.appeals import deciders, kind_of, may_decide, with_decisions
from crm.forms.rewards import DecisionForm
from crm.models import Appeal
from crm.permissions import may_give_rewards, works_in_crm
from crm.services import decide_appeal
from crm.views.base import CRMView


class AppealsView(CRMView, ListView[Appeal]):
    template_name = "crm/admin/appeals.html"
    page_title = gettext_lazy("Appeals")
    header_icon = "comment"
    context_object_name = "appeals"
    paginator_class = WagtailPaginator
    paginate_by = 30
    page_kwarg = "p"

    @property
    def is_closed(self) -> bool:
        return self.request.GET.get("show") == "closed"

    def get_queryset(self) -> QuerySet[Appeal]:
        open_ = Q(status=Appeal.Status.OPEN)
        appeals = Appeal.objects.filter(~open_ if self.is_closed else open_)
        order = "-decided_at" if self.is_closed else "due_at"
        rows = appeals.order_by(order, "pk").select_related("student", "decided_by")
        return with_decisions(rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        page = context["page_obj"]
        for appeal in page:
            kind = kind_of(appeal.decision)
            appeal.about = kind.describe(appeal.decision)
            appeal.issuer = kind.issuer_of(appeal.decision)
        return context | {
            "is_closed": self.is_closed,
            "now": timezone.now(),
            "elided_page_range": page.paginator.get_elided_page_range(page.number),
        }


class AppealView(CRMView, FormView[DecisionForm]):
    """Who decided first reads along; the form is for those who may decide."""

    template_name = "crm/admin/appeal.html"
    form_class = DecisionForm
    header_icon = "comment"

    def may_enter(self) -> bool:
        return may_give_rewards(self.user)

    @cached_property
    def appeal(self) -> Appeal:
        found = get_object_or_404(
            Appeal.objects.select_related("student", "decided_by"),
            uuid=self.kwargs["uuid"],
        )
        issuer = kind_of(found.decision).issuer_of(found.decision)
        if not works_in_crm(self.user) and issuer != self.user:
            raise PermissionDenied
        return found

    def get_page_title(self) -> str:
        return _("Appeal of %(name)s") % {"name": self.appeal.student}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        appeal = self.appeal
        kind = kind_of(appeal.decision)
        is_open = appeal.status == Appeal.Status.OPEN
        others = deciders(appeal)
        return super().get_context_data(
            appeal=appeal,
            decision=appeal.decision,
            about=kind.describe(appeal.decision),
            issuer=kind.issuer_of(appeal.decision),
            made_at=kind.made_at(appeal.decision),
            is_open=is_open,
            is_overdue=is_open and appeal.due_at < timezone.now(),
            may_decide=is_open and may_decide(self.user, appeal),
            has_deciders=others.exists(),
            steps=appeal.steps.select_related("by"),
            **kwargs,
        )

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        try:
            decide_appeal(appeal=self.appeal, by=self.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Decided. A letter tells the student why."))
        return redirect("crm:appeal", self.appeal.uuid)
