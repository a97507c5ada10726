"""A teacher's side of an assignment: who handed in, releasing, other dates, everything as one file."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.models import User
from accounts.requests import MemberRequest
from assessment.bundles import bundle
from assessment.lookups import get_supervised_thing
from assessment.models import Accommodation, Assignment
from assessment.services.extensions import end_extension, extend
from assessment.services.gradings import release, release_all, take_back
from assessment.work import State, StudentWork, class_work
from common.exceptions import Refused
from common.sending import send_pieces

STUDENTS_ON_A_PAGE = 50
FILTERS: dict[str, tuple[Any, Callable[[StudentWork], bool]]] = {
    "": (gettext_lazy("All"), lambda work: True),
    "to_grade": (gettext_lazy("To grade"), lambda work: work.state == State.TO_GRADE),
    "waiting": (gettext_lazy("Not released"), lambda work: work.waits_for_release),
    "released": (gettext_lazy("Released"), lambda work: work.grade is not None),
    "late": (
        gettext_lazy("Late"),
        lambda work: bool(work.latest and work.latest.lateness.is_late),
    ),
    "missing": (gettext_lazy("Not handed in"), lambda work: not work.versions),
}


@never_cache
@require_safe
@login_required
def submissions(request: MemberRequest, uuid: UUID) -> HttpResponse:
    assignment = get_supervised_thing(request.user, Assignment, uuid)
    works = class_work(assignment)
    wanted = request.GET.get("show", "")
    if wanted not in FILTERS:
        wanted = ""
    found = [work for work in works if FILTERS[wanted][1](work)]
    return render(
        request,
        "assessment/submissions.html",
        {
            "assignment": assignment,
            "course": assignment.course,
            "tabs": [
                {
                    "label": label,
                    "url": f"?show={name}" if name else "?",
                    "current": name == wanted,
                    "count": sum(fits(work) for work in works),
                }
                for name, (label, fits) in FILTERS.items()
            ],
            "page": Paginator(found, STUDENTS_ON_A_PAGE).get_page(
                request.GET.get("page")
            ),
            "nobody": not works,
            "handed_in": sum(bool(work.versions) for work in works),
            "waiting": sum(
                work.waits_for_release and work.state != State.EXCUSED for work in works
            ),
            "told": sum(bool(work.grade and work.grade.grading_id) for work in works),
            "first_to_grade": next(
                (work for work in works if work.state == State.TO_GRADE), None
            ),
        },
    )


@never_cache
@require_POST
@login_required
def release_view(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Release or take back: for everybody, or for the student who is named."""
    assignment = get_supervised_thing(request.user, Assignment, uuid)
    whom = _named_student(request, assignment)
    takes_back = request.POST.get("do") == "take_back"
    try:
        if takes_back:
            chosen = None if whom is None else [whom]
            done = take_back(assignment=assignment, by=request.user, students=chosen)
        elif whom is not None:
            done = [release(assignment=assignment, student=whom, by=request.user)]
        else:
            done = release_all(assignment=assignment, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        _say_released(request, len(done), takes_back)
    if whom is not None:
        return redirect("assessment:grading", assignment.uuid, whom.uuid)
    return redirect("assessment:submissions", assignment.uuid)


def _say_released(request: MemberRequest, count: int, takes_back: bool) -> None:
    if takes_back:
        said = ngettext(
            "%(n)s grade is taken back. The student doesn't see it any more.",
            "%(n)s grades are taken back. The students don't see them any more.",
            count,
        )
    else:
        said = ngettext(
            "%(n)s grade is released. The student sees it now.",
            "%(n)s grades are released. The students see them now.",
            count,
        )
    messages.success(request, said % {"n": count})


def _named_student(request: MemberRequest, assignment: Assignment) -> User | None:
    said = request.POST.get("student", "")
    if not said:
        return None
    try:
        return get_student(assignment, UUID(said))
    except ValueError as error:
        raise Http404 from error


def get_student(assignment: Assignment, uuid: UUID) -> User:
    """Return somebody who studies the course, or did and handed something in."""
    students = User.objects.filter(
        pk__in=assignment.course.enrolments.values("student")
    ) | User.objects.filter(pk__in=assignment.submissions.values("student"))
    return get_object_or_404(students, uuid=uuid)


@never_cache
@require_safe
@login_required
def download(request: MemberRequest, uuid: UUID) -> HttpResponseBase:
    """Send what was handed in as one ZIP: the newest versions, or all of them (`?versions=all`)."""
    assignment = get_supervised_thing(request.user, Assignment, uuid)
    pieces = bundle(assignment, every_version=request.GET.get("versions") == "all")
    name = f"{assignment.course.slug}-{assignment.pk}-submissions.zip"
    return send_pieces(request, pieces, content_type="application/zip", filename=name)


class ExtensionForm(forms.ModelForm[Accommodation]):
    class Meta:
        model = Accommodation
        fields = ("due_at", "late_until", "opens_at", "extra_attempts", "reason")
        labels = {
            "extra_attempts": gettext_lazy("More versions"),
            "late_until": gettext_lazy("Accepted until"),
        }
        help_texts = {
            "due_at": gettext_lazy(
                "Instead of the assignment's date. Empty means: that date."
            ),
            "extra_attempts": gettext_lazy(
                "How many versions on top of those that everybody has."
            ),
            "reason": gettext_lazy("The student and your colleagues see it."),
        }
        widgets = {
            name: forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            )
            for name in ("due_at", "late_until", "opens_at")
        }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def extension(request: MemberRequest, uuid: UUID, student: UUID) -> HttpResponse:
    assignment = get_supervised_thing(request.user, Assignment, uuid)
    person = get_student(assignment, student)
    there = (
        assignment.accommodations.filter(student=person).select_related("by").first()
    )
    back = redirect("assessment:submissions", assignment.uuid)
    if request.method == "POST" and "remove" in request.POST:
        if there:
            end_extension(accommodation=there, by=request.user)
        messages.success(
            request, _("%(name)s has the dates of everybody again.") % {"name": person}
        )
        return back
    said = request.POST if request.method == "POST" else None
    form = ExtensionForm(said, instance=there)
    if said is not None and form.is_valid():
        try:
            extend(
                assignment=assignment,
                student=person,
                by=request.user,
                **form.cleaned_data,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("%(name)s has other dates now.") % {"name": person}
            )
            return back
    return render(
        request,
        "assessment/extension.html",
        {
            "assignment": assignment,
            "course": assignment.course,
            "student": person,
            "there": there,
            "form": form,
        },
        status=400 if form.errors else 200,
    )
