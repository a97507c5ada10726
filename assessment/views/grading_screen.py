"""The grading screen: one student's work after the other, with what was asked and what was thought of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import MemberRequest
from assessment.lookups import get_supervised_thing
from assessment.models import Assignment
from assessment.rubrics import rubric_points
from assessment.scoring import decimal_of
from assessment.services.gradings import grade_version, release
from assessment.viewing import shown
from assessment.wording import points_text as in_words
from assessment.work import State, StudentWork, VersionWork, class_work, student_work
from common.exceptions import Refused


@dataclass(frozen=True)
class Place:
    """Where a student stands in the row of those who handed something in."""

    number: int
    count: int
    left: int
    previous: StudentWork | None
    next: StudentWork | None
    next_to_grade: StudentWork | None


def place_of(works: Sequence[StudentWork], here: StudentWork) -> Place:
    handed_in = [work for work in works if work.versions]
    number = next(
        (n for n, work in enumerate(handed_in) if work.student.pk == here.student.pk),
        None,
    )
    to_grade = [work for work in handed_in if work.state == State.TO_GRADE]
    others = [work for work in to_grade if work.student.pk != here.student.pk]
    if number is None:
        return Place(
            0, len(handed_in), len(to_grade), None, None, next(iter(others), None)
        )
    after = handed_in[number + 1 :]
    return Place(
        number + 1,
        len(handed_in),
        len(to_grade),
        handed_in[number - 1] if number else None,
        after[0] if after else None,
        # Those after this one first, then from the beginning again.
        next((work for work in [*after, *handed_in] if work in others), None),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def grading(request: MemberRequest, uuid: UUID, student: UUID) -> HttpResponse:
    assignment = get_supervised_thing(request.user, Assignment, uuid)
    works = class_work(assignment)
    here = next((work for work in works if work.student.uuid == student), None)
    if here is None:
        raise Http404
    work = student_work(assignment, here.student)
    work.enrolment_status = here.enrolment_status
    version = work.version(_number(request))
    place = place_of(works, here)
    if request.method == "POST":
        if version is None:
            raise Http404
        try:
            return _grade(request, work, version, place)
        except Refused as refusal:
            return _page(request, work, version, place, refusal=refusal, status=400)
    return _page(request, work, version, place)


def _grade(
    request: MemberRequest, work: StudentWork, version: VersionWork, place: Place
) -> HttpResponse:
    said = request.POST.get("points", "").strip()
    points = decimal_of(said) if said else None
    if said and points is None:
        raise Refused("bad_points", _("“%(said)s” is no number.") % {"said": said})
    seen = request.POST.get("seen", "")
    saved = grade_version(
        work=version,
        by=request.user,
        points=points,
        levels=_levels(request),
        comment=request.POST.get("comment", ""),
        seen=int(seen) if seen.isdecimal() else 0,
    )
    releases = request.POST.get("do") == "release"
    if releases:
        release(assignment=work.assignment, student=work.student, by=request.user)
    text = (
        _("%(name)s: %(points)s of %(most)s points, released.")
        if releases
        else _("%(name)s: %(points)s of %(most)s points, saved as a draft.")
    )
    messages.success(
        request,
        text
        % {
            "name": work.student,
            "points": in_words(saved.points),
            "most": in_words(version.given.max_points),
        },
    )
    assignment = work.assignment
    if "go_on" not in request.POST:
        there = redirect("assessment:grading", assignment.uuid, work.student.uuid)
        there.headers["Location"] += f"?version={version.version.number}&stay=1"
        return there
    if place.next_to_grade is None:
        messages.info(request, _("Everything that was handed in is graded."))
        return redirect("assessment:submissions", assignment.uuid)
    return redirect(
        "assessment:grading", assignment.uuid, place.next_to_grade.student.uuid
    )


def _page(
    request: MemberRequest,
    work: StudentWork,
    version: VersionWork | None,
    place: Place,
    *,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "assessment/grading.html",
        {
            "assignment": work.assignment,
            "course": work.assignment.course,
            "work": work,
            "here": version,
            "place": place,
            "files": [shown(file) for file in version.files] if version else [],
            "refusal": refusal,
            "goes_on": "go_on" in request.POST
            if refusal
            else "stay" not in request.GET,
            **(_form(request, version, refusal) if version else {}),
        },
        status=status,
    )


def _form(
    request: MemberRequest, version: VersionWork, refusal: Refused | None
) -> dict[str, Any]:
    """Return what stands in the form: what was just said, or what was thought last."""
    newest = version.grading
    criteria = version.given.criteria
    levels = _levels(request) if refusal else (newest.levels if newest else {})
    by_rubric = rubric_points(criteria, levels, version.given.max_points)
    given: str | Decimal | None
    if refusal:
        given, comment = request.POST.get("points", ""), request.POST.get("comment", "")
    else:
        comment = newest.comment if newest else ""
        # Points that the rubric makes by itself are left to it.
        given = None if newest is None or newest.points == by_rubric else newest.points
    return {
        "levels": [(criterion, levels.get(criterion.id, "")) for criterion in criteria],
        "by_rubric": by_rubric,
        "most_of_rubric": sum((each.most for each in criteria), Decimal(0)),
        "given_points": in_words(given) if isinstance(given, Decimal) else given or "",
        "given_comment": comment,
        "seen": newest.pk if newest else 0,
        "arithmetic": version.marked(newest) if newest else None,
        "history": [
            (each, version.marked(each)) for each in reversed(version.gradings)
        ],
    }


def _levels(request: MemberRequest) -> dict[str, str]:
    return {
        name.removeprefix("level-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("level-")
    }


def _number(request: MemberRequest) -> int | None:
    said = request.GET.get("version") or request.POST.get("version") or ""
    return int(said) if said.isdecimal() and len(said) < 6 else None
