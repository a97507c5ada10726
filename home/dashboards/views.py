"""The dashboard of each role, and one course in pictures."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import MemberRequest
from home.dashboards.counselor import counselor_dashboard
from home.dashboards.course import charts_of
from home.dashboards.institute import institute_dashboard
from home.dashboards.lookups import get_supervised_course
from home.dashboards.student import student_dashboard
from home.dashboards.teacher import teacher_dashboard
from home.dashboards.teaching import UNSEEN_AFTER, numbers_of
from home.dashboards.weeks import zone_of
from learning.outline import outline_of


@never_cache
@require_safe
@login_required
def dashboard(request: MemberRequest) -> HttpResponse:
    user = request.user
    template, context = _for_role(user, request.GET.get("page"))
    return render(request, template, {**context, "greeting": _greeting(user)})


def _for_role(user: User, page: str | None) -> tuple[str, dict[str, Any]]:
    if user.is_admin:
        return "dashboard/institute.html", institute_dashboard(user)
    if user.is_teacher:
        return "dashboard/teacher.html", teacher_dashboard(user, page)
    if user.is_counselor:
        return "dashboard/counselor.html", counselor_dashboard(user, page)
    return "dashboard/student.html", student_dashboard(user)


def _greeting(user: User) -> str:
    hour = timezone.localtime(timezone=zone_of(user)).hour
    name = user.first_name or user.username
    if 5 <= hour < 12:
        return _("Good morning, %(name)s") % {"name": name}
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}


@never_cache
@require_safe
@login_required
def course(request: MemberRequest, slug: str) -> HttpResponse:
    course = get_supervised_course(request.user, slug)
    outline = outline_of(course)
    return render(
        request,
        "dashboard/course.html",
        {
            "tab": "overview",
            "course": course,
            "outline": outline,
            "numbers": numbers_of([course])[course.pk],
            "charts": charts_of(course, outline, request.user),
            "unseen_days": UNSEEN_AFTER.days,
        },
    )
