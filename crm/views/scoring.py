"""How scores are made, and whether the model or the weights tell better who enrols."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from crm.fitting import FEWEST_CLOSED, FEWEST_OF_EACH
from crm.models import (
    CRMSettings,
    Inquiry,
    RescoreRun,
    ScoringModel,
    ScoringWeights,
)
from crm.pictures import SIDE, reliability
from crm.tasks import refit_model
from crm.views.base import AdminView

_MODELS_SHOWN = 10
# The name, where the better ends are, and a word of help.
_MEASURES = [
    (
        "brier",
        gettext_lazy("Brier score"),
        gettext_lazy("The mean squared error of the probability. Lower is better."),
        min,
    ),
    (
        "log_loss",
        gettext_lazy("Log loss"),
        gettext_lazy("As above, and harder on what was surely wrong. Lower is better."),
        min,
    ),
    (
        "auc",
        gettext_lazy("Order (AUC)"),
        gettext_lazy(
            "How often who enrolled stood above who did not: 0.5 is a coin, 1 is always."
        ),
        max,
    ),
]


class ScoringView(AdminView, TemplateView):
    template_name = "crm/admin/scoring.html"
    page_title = gettext_lazy("Scores")
    header_icon = "sliders"

    def post(self, request: HttpRequest) -> HttpResponse:
        transaction.on_commit(partial(refit_model.delay))
        messages.success(
            request,
            _("The model is fitted in the background. Look again in a minute."),
        )
        return redirect("crm:scoring")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        models = list(ScoringModel.objects.all()[:_MODELS_SHOWN])
        model = models[0] if models else None
        statuses = Inquiry.objects.standing().filter(erased_at=None)
        enrolled = statuses.filter(status=Inquiry.Status.ENROLLED).count()
        lost = statuses.filter(status=Inquiry.Status.LOST).count()
        hot = CRMSettings.load().hot_from_score
        return super().get_context_data(
            **kwargs,
            weights=ScoringWeights.objects.select_related("created_by").first(),
            model=model,
            models=models,
            measures=_measures(model.metrics) if model else [],
            judged=_judged(model.metrics) if model else None,
            curves=[
                reliability(kind, model.metrics[kind]["reliability"])
                for kind in ("hand", "model")
            ]
            if model
            else [],
            side=SIDE,
            closed=enrolled + lost,
            enrolled=enrolled,
            lost=lost,
            fewest=FEWEST_CLOSED,
            fewest_of_each=FEWEST_OF_EACH,
            may_fit=enrolled + lost >= FEWEST_CLOSED
            and min(enrolled, lost) >= FEWEST_OF_EACH,
            hot=hot,
            hot_count=Inquiry.objects.open().filter(score__gte=hot).count(),
            open_count=Inquiry.objects.open().count(),
            run=RescoreRun.objects.first(),
        )


def _measures(metrics: dict[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for code, name, help_text, better in _MEASURES:
        hand, model = metrics["hand"][code], metrics["model"][code]
        rows.append(
            {
                "name": name,
                "help": help_text,
                "hand": hand,
                "model": model,
                "model_is_better": model != hand and better(hand, model) == model,
            }
        )
    return rows


def _judged(metrics: dict[str, Any]) -> dict[str, Any]:
    return {
        "from": parse_datetime(metrics["judged_from"]),
        "until": parse_datetime(metrics["judged_until"]),
        "count": metrics["judged_on"],
        "learnt_on": metrics["learnt_on"],
        "calibrated_on": metrics["calibrated_on"],
    }
