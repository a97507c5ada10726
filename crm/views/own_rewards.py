"""What students see of their points, on the site itself."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.models import User
from accounts.requests import MemberRequest
from common.exceptions import Refused
from crm.appeals import IN_TIME, appeal_against, kind_of, why_not
from crm.forms.rewards import AppealForm
from crm.models import Appeal, RewardPenalty, TimelineEntry
from crm.services import file_appeal, withdraw_appeal

ON_A_PAGE = 25
Kind = RewardPenalty.Kind


@never_cache
@require_safe
@login_required
def own_rewards(request: MemberRequest) -> HttpResponse:
    mine = _rewards_of(request.user)
    page = Paginator(mine.prefetch_related("appeals"), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    revoked = _why_revoked(request.user)
    for reward in page:
        reward.appeal = next(iter(reward.appeals.all()), None)
        reward.is_appealable = reward.appeal is None and not why_not(reward)
        reward.revoked_because = revoked.get(str(reward.uuid), "")
    return render(
        request,
        "crm/rewards.html",
        {"page": page, "days": IN_TIME.days, **_sums(mine)},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def appeal(request: MemberRequest, uuid: str) -> HttpResponse:
    """The statement while there is none; then what became of it."""
    reward = get_object_or_404(_rewards_of(request.user), uuid=uuid)
    filed = appeal_against(reward)
    form = AppealForm(request.POST or None)
    refusal = "" if filed else why_not(reward)
    if request.method == "POST" and not filed and form.is_valid():
        try:
            file_appeal(decision=reward, student=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                _("Your appeal is filed. The points don't count until it is decided."),
            )
            return redirect("rewards:appeal", reward.uuid)
    return render(
        request,
        "crm/appeal.html",
        {
            "reward": reward,
            "appeal": filed,
            "about": kind_of(reward).describe(reward),
            "steps": filed.steps.select_related("by") if filed else [],
            "form": form,
            "refusal": refusal,
        },
    )


@require_POST
@login_required
def withdraw(request: MemberRequest, uuid: str) -> HttpResponse:
    reward = get_object_or_404(_rewards_of(request.user), uuid=uuid)
    filed = get_object_or_404(
        Appeal.objects.filter(student=request.user),
        pk=getattr(appeal_against(reward), "pk", None),
    )
    try:
        withdraw_appeal(appeal=filed, student=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Your appeal is withdrawn. The points count again.")
        )
    return redirect("rewards:appeal", reward.uuid)


def _rewards_of(user: User) -> Any:
    if not user.is_student:
        raise PermissionDenied
    return RewardPenalty.objects.filter(student=user).select_related("issued_by")


def _sums(mine: Any) -> dict[str, int]:
    counting = Q(status__in=RewardPenalty.COUNTING)
    appealed = Q(status=RewardPenalty.Status.APPEALED)
    sums: dict[str, int] = mine.aggregate(
        gained=Coalesce(Sum("points", filter=counting & Q(kind=Kind.REWARD)), 0),
        lost=Coalesce(Sum("points", filter=counting & Q(kind=Kind.PENALTY)), 0),
        waiting=Coalesce(Sum("points", filter=appealed), 0),
    )
    return sums | {"balance": sums["gained"] - sums["lost"]}


def _why_revoked(user: User) -> dict[str, str]:
    entries = TimelineEntry.objects.filter(
        student=user, kind=TimelineEntry.Kind.REWARD, data__what="revoked"
    )
    return {data["reward"]: text for data, text in entries.values_list("data", "text")}
