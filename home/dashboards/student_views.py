"""A course's students: the list, its file, one student, and what a teacher does about them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from common.tables import csv_lines
from home.dashboards.forms import (
    TEACHERS_STATUSES,
    CompetencyForm,
    EnrolStudentsForm,
    SupervisionForm,
)
from home.dashboards.lookups import get_enrolment, get_supervised_course
from home.dashboards.person import person_in_course
from home.dashboards.roster import STUDENTS_ON_A_PAGE, RosterFilter, csv_rows, roster
from learning import services
from learning.certificates import revoke_certificate
from learning.exceptions import Refused
from learning.models import Certificate, Enrolment, LessonPage
from learning.outline import outline_of
from learning.progress import progress_of_students

# What each button of a student's page does.
STATUS_CHANGES = {
    "pause": services.pause,
    "resume": services.resume,
    "drop": services.drop,
    "restore": services.resume,
}


@never_cache
@require_safe
@login_required
def students(request: MemberRequest, slug: str) -> HttpResponse:
    course = get_supervised_course(request.user, slug)
    outline = outline_of(course)
    form = RosterFilter(request.GET, course=course)
    page = Paginator(roster(course, outline, form.asked), STUDENTS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "dashboard/students.html",
        {
            "tab": "students",
            "course": course,
            "form": form,
            "page": page,
            "rows": progress_of_students(course, page),
            "nobody": not page.paginator.count and not form.count,
        },
    )


@never_cache
@require_safe
@login_required
def students_csv(request: MemberRequest, slug: str) -> HttpResponse:
    """Send the list as it is searched and filtered on the screen, all pages of it."""
    course = get_supervised_course(request.user, slug)
    asked = RosterFilter(request.GET, course=course).asked
    lines = csv_lines(csv_rows(course, roster(course, outline_of(course), asked)))
    return HttpResponse(
        "".join(lines),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{course.slug}-students.csv"'
        },
    )


@never_cache
@login_required
def enrol_students(request: MemberRequest, slug: str) -> HttpResponse:
    course = get_supervised_course(request.user, slug)
    form = EnrolStudentsForm(request.POST or None)
    report = None
    if request.method == "POST" and form.is_valid():
        report = services.bulk_enrol(
            by=request.user, course=course, emails=form.cleaned_data["emails"]
        )
        form = EnrolStudentsForm()
    return render(
        request,
        "dashboard/enrol_students.html",
        {"tab": "students", "course": course, "form": form, "report": report},
    )


@never_cache
@login_required
def student(request: MemberRequest, slug: str, uuid: UUID) -> HttpResponse:
    course = get_supervised_course(request.user, slug)
    enrolment = get_enrolment(course, uuid)
    form = SupervisionForm(request.POST or None, instance=enrolment, course=course)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_enrolment(enrolment=enrolment, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return _back_to(enrolment)
    return render(
        request,
        "dashboard/student_in_course.html",
        {
            "tab": "students",
            "course": course,
            "enrolment": enrolment,
            "form": form,
            "statuses": TEACHERS_STATUSES,
            "competencies": range(6),
            **person_in_course(course, outline_of(course), enrolment),
        },
    )


@require_POST
@login_required
def change_status(request: MemberRequest, slug: str, uuid: UUID) -> HttpResponse:
    course = get_supervised_course(request.user, slug)
    enrolment = get_enrolment(course, uuid)
    change = STATUS_CHANGES.get(request.POST.get("change", ""))
    if change is None:
        messages.error(request, _("Choose what to change."))
        return _back_to(enrolment)
    try:
        enrolment = change(enrolment=enrolment)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(
            request,
            _("%(name)s: %(status)s.")
            % {
                "name": enrolment.student,
                "status": str(enrolment.get_status_display()).lower(),
            },
        )
    return _back_to(enrolment)


@require_POST
@login_required
def assess_lesson(request: MemberRequest, slug: str, uuid: UUID) -> HttpResponse:
    course = get_supervised_course(request.user, slug)
    enrolment = get_enrolment(course, uuid)
    form = CompetencyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a number from 0 to 5 and a status."))
        return _back_to(enrolment)
    lesson = (
        LessonPage.objects.live()
        .descendant_of(course)
        .filter(translation_key=form.cleaned_data["lesson"])
        .first()
    )
    if lesson is None:
        messages.error(request, _("This lesson is no longer part of the course."))
        return _back_to(enrolment)
    row = services.set_competency(
        student=enrolment.student,
        lesson=lesson,
        competency=form.cleaned_data["competency"],
        status=form.cleaned_data["status"],
        by=request.user,
    )
    messages.success(
        request,
        _("“%(lesson)s”: %(status)s, competency %(competency)d of 5.")
        % {
            "lesson": lesson.title,
            "status": str(row.get_status_display()).lower(),
            "competency": row.competency,
        },
    )
    return _back_to(enrolment)


@require_POST
@login_required
def revoke(request: MemberRequest, slug: str, uuid: UUID) -> HttpResponse:
    course = get_supervised_course(request.user, slug)
    enrolment = get_enrolment(course, uuid)
    certificate = get_object_or_404(Certificate, enrolment=enrolment)
    try:
        revoke_certificate(
            certificate=certificate,
            by=request.user,
            reason=request.POST.get("reason", ""),
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The certificate is revoked."))
    return _back_to(enrolment)


def _back_to(enrolment: Enrolment) -> Any:
    return redirect("home:student", slug=enrolment.course.slug, uuid=enrolment.uuid)
