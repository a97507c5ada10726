"""Admins decide what counts, and see what that changes before they save it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View

from common.exceptions import Refused
from crm.models import RescoreRun, ScoringWeights
from crm.pictures import pairs
from crm.score_wording import GROUPS, LABELS
from crm.scoring import WEIGHTS
from crm.services import save_weights
from crm.services.scoring import current_weights
from crm.views.base import AdminView
from crm.weighing import compare

_TENTHS = [f"{low}–{low + 9 if low < 90 else 100}" for low in range(0, 100, 10)]
_VERSIONS_SHOWN = 20


class WeightsForm(forms.Form):
    """A number for each weight, in the groups and the order of `crm.scoring`."""

    note = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For those who look at the history later."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weight in WEIGHTS:
            label, help_text = LABELS[weight.code]
            self.fields[weight.code] = forms.IntegerField(
                label=label,
                help_text=help_text,
                min_value=weight.lowest,
                max_value=weight.highest,
            )

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [
            (heading, [self[each.code] for each in WEIGHTS if each.group == group])
            for group, heading in GROUPS.items()
        ]

    @property
    def weights(self) -> dict[str, int]:
        return {weight.code: self.cleaned_data[weight.code] for weight in WEIGHTS}


class WeightsView(AdminView, FormView[WeightsForm]):
    template_name = "crm/admin/weights.html"
    form_class = WeightsForm
    page_title = gettext_lazy("Weights of the score")
    header_icon = "sliders"

    @cached_property
    def newest(self) -> ScoringWeights | None:
        return ScoringWeights.objects.first()

    @cached_property
    def taken_up(self) -> ScoringWeights | None:
        """The version of the history whose numbers stand in the form."""
        number = self.request.GET.get("version", "")
        if not number:
            return None
        kept = number.isdecimal() and ScoringWeights.objects.filter(version=int(number))
        if not kept or not (version := kept.first()):
            raise Http404
        return version

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        scores = {"url": reverse("crm:scoring"), "label": _("Scores")}
        *before, own = super().get_breadcrumbs_items()
        return [*before, scores, own]

    def get_initial(self) -> dict[str, Any]:
        shown = self.taken_up or self.newest
        version = self.newest.version if self.newest else 0
        return {**current_weights(shown), "based_on": version}

    def form_valid(self, form: WeightsForm) -> HttpResponse:
        if "preview" in self.request.POST:
            return self.render_to_response(
                self.get_context_data(form=form, comparison=_comparison(form.weights))
            )
        try:
            kept = save_weights(
                weights=form.weights,
                based_on=form.cleaned_data["based_on"],
                by=self.user,
                note=form.cleaned_data["note"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("Version %(version)d is in use. All open inquiries are scored anew.")
            % {"version": kept.version},
        )
        return redirect("crm:weights")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            newest=self.newest,
            taken_up=self.taken_up,
            versions=_history(),
            run=RescoreRun.objects.first(),
        )


class WeightsPreviewView(AdminView, View):
    """What would change, alone: the form asks for it while somebody types."""

    def post(self, request: HttpRequest) -> HttpResponse:
        form = WeightsForm(request.POST)
        form.fields["based_on"].required = False
        context = _comparison(form.weights) if form.is_valid() else None
        return render(
            request, "crm/admin/parts/weights_preview.html", {"comparison": context}
        )


class RescoringView(AdminView, View):
    """How far the newest run is, alone: a page asks for it until it is done."""

    def get(self, request: HttpRequest) -> HttpResponse:
        run = RescoreRun.objects.first()
        return render(request, "crm/admin/parts/rescoring.html", {"run": run})


def _comparison(weights: dict[str, int]) -> dict[str, Any]:
    found = compare(current_weights(ScoringWeights.objects.first()), weights)
    return {"found": found, "picture": pairs(_TENTHS, found.before, found.after)}


def _history() -> list[dict[str, Any]]:
    """Return the versions, the newest first, each with what it changed."""
    kept = ScoringWeights.objects.select_related("created_by")
    versions = list(kept[: _VERSIONS_SHOWN + 1])
    rows = []
    for number, version in enumerate(versions[:_VERSIONS_SHOWN]):
        earlier = versions[number + 1] if number + 1 < len(versions) else None
        before, after = current_weights(earlier), current_weights(version)
        rows.append(
            {
                "version": version,
                "changes": [
                    {
                        "label": LABELS[code][0],
                        "before": before[code],
                        "after": points,
                    }
                    for code, points in after.items()
                    if points != before[code]
                ],
            }
        )
    return rows
