"""Those who asked to study a course, and those who wait for a place in it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from home.dashboards.forms import DecisionForm
from home.dashboards.lookups import get_request, get_supervised_course
from learning import services
from learning.exceptions import Refused
from learning.models import EnrolmentRequest

DECIDED_SHOWN = 20
# What became of a request, said to whoever decided.
DECIDED: dict[str, Any] = {
    EnrolmentRequest.Status.ACCEPTED: _("%(name)s may now study “%(course)s”."),
    EnrolmentRequest.Status.WAITING: _(
        "“%(course)s” is full: %(name)s is on the waiting list now."
    ),
    EnrolmentRequest.Status.DECLINED: _(
        "The request of %(name)s for “%(course)s” was declined."
    ),
}


@never_cache
@require_safe
@login_required
def requests(request: MemberRequest, slug: str) -> HttpResponse:
    course = get_supervised_course(request.user, slug)
    asked = course.enrolment_requests.select_related("student")
    status = EnrolmentRequest.Status
    taken = course.enrolments.taking_places().count()
    return render(
        request,
        "dashboard/requests.html",
        {
            "tab": "requests",
            "course": course,
            "pending": asked.filter(status=status.PENDING).order_by("created_at"),
            "waiting": asked.filter(status=status.WAITING).order_by("created_at"),
            "decided": asked.filter(status__in=[status.ACCEPTED, status.DECLINED])
            .select_related("decided_by")
            .order_by("-decided_at")[:DECIDED_SHOWN],
            "taken": taken,
            "free": None if course.capacity is None else course.capacity - taken,
        },
    )


@require_POST
@login_required
def decide(request: MemberRequest, slug: str, uuid: UUID) -> HttpResponse:
    course = get_supervised_course(request.user, slug)
    asked = get_request(course, uuid)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Choose whether to accept or to decline."))
        return _back(request, slug)
    try:
        asked = services.decide_request(
            request=asked,
            accept=form.cleaned_data["accept"],
            by=request.user,
            reason=form.cleaned_data["reason"],
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        said = DECIDED[asked.status] % {"name": asked.student, "course": course}
        messages.success(request, said)
    return _back(request, slug)


def _back(request: MemberRequest, slug: str) -> HttpResponse:
    """Return to where the decision was made: the dashboard or the course's requests."""
    there = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return redirect(there)
    return redirect("home:requests", slug=slug)
