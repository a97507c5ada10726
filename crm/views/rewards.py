"""Rewards and penalties in the admin: giving one, taking a mistake back."""

import uuid
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from accounts.models import User
from accounts.searching import with_words
from common.exceptions import Refused
from crm.forms.rewards import RevokeForm, RewardForm
from crm.models import RewardPenalty
from crm.permissions import (
    may_give_rewards,
    rewardable_students,
    visible_rewards,
    works_in_crm,
)
from crm.services import give_reward, revoke_reward
from crm.services.rewards import may_revoke, signed
from crm.views.base import CRMView

STUDENTS_SHOWN = 20
# The list of what was given: a register of wagtail-modeladmin.
REGISTER = "crm_rewards_modeladmin_index"


class RewardsView(CRMView):
    """Teachers come here too, to what they gave themselves."""

    header_icon = "pick"

    def may_enter(self) -> bool:
        return may_give_rewards(self.user)


class GiveRewardView(RewardsView, FormView[RewardForm]):
    """First whom, found by name or brought along as `?student=`; then what and why."""

    template_name = "crm/admin/give_reward.html"
    form_class = RewardForm
    page_title = gettext_lazy("Give a reward or a penalty")

    @cached_property
    def student(self) -> User | None:
        asked = self.request.GET.get("student", "")
        try:
            wanted = uuid.UUID(asked)
        except ValueError:
            return None
        found: User = get_object_or_404(rewardable_students(self.user), uuid=wanted)
        return found

    def get_initial(self) -> dict[str, Any]:
        return {"request_key": uuid.uuid4()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["student"] = self.student
        if self.student is None:
            return context | self._found()
        given = visible_rewards(self.user).filter(student=self.student)
        context["earlier"] = given.select_related("issued_by")[:5]
        if works_in_crm(self.user):
            context["balance"] = RewardPenalty.objects.filter(
                student=self.student
            ).balance()
        return context

    def _found(self) -> dict[str, Any]:
        words = self.request.GET.get("q", "")
        students = with_words(rewardable_students(self.user), words)
        found = list(students.order_by("first_name", "last_name")[: STUDENTS_SHOWN + 1])
        return {
            "words": words,
            "students": found[:STUDENTS_SHOWN],
            "has_more": len(found) > STUDENTS_SHOWN,
        }

    def form_valid(self, form: RewardForm) -> HttpResponse:
        if self.student is None:
            form.add_error(None, _("Choose a student first."))
            return self.form_invalid(form)
        try:
            reward = give_reward(
                student=self.student, by=self.user, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("%(student)s: %(points)s points. A letter says so.")
            % {"student": self.student, "points": signed(reward)},
        )
        return redirect(REGISTER)


class RevokeRewardView(RewardsView, FormView[RevokeForm]):
    template_name = "crm/admin/revoke_reward.html"
    form_class = RevokeForm
    page_title = gettext_lazy("Take back")

    @cached_property
    def reward(self) -> RewardPenalty:
        found: RewardPenalty = get_object_or_404(
            visible_rewards(self.user).select_related("student", "issued_by"),
            uuid=self.kwargs["uuid"],
        )
        if not may_revoke(self.user, found):
            raise PermissionDenied
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(reward=self.reward, **kwargs)

    def form_valid(self, form: RevokeForm) -> HttpResponse:
        try:
            revoke_reward(reward=self.reward, by=self.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Taken back. It counts no more."))
        return redirect(REGISTER)
