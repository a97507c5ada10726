"""The student's side of an assignment: the page, the draft, its files, handing in, the receipt."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from assessment.access import supervises
from assessment.desk import desk_of
from assessment.lookups import get_submission_file, get_thing, get_version
from assessment.models import Assignment, Submission
from assessment.services.submissions import (
    DraftConflict,
    add_file,
    digest_of,
    remove_file,
    save_draft,
    stamp_of,
    submit,
    use_again,
    version_made_by,
)
from common.exceptions import Refused
from common.sending import send_file
from learning.access import Standing

CONFLICT = 409


@never_cache
@require_safe
@login_required
def assignment_page(request: MemberRequest, uuid: UUID) -> HttpResponse:
    assignment, standing = get_thing(request.user, Assignment, uuid)
    return _page(request, assignment, standing)


@never_cache
@require_POST
@login_required
def draft(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Keep the text: answers in JSON where a script asks, with the page otherwise."""
    assignment, standing = get_thing(request.user, Assignment, uuid)
    try:
        submission = _keep_text(request, assignment)
    except Refused as refusal:
        return _refused(request, assignment, standing, refusal)
    if _asks_for_json(request):
        return JsonResponse({"seen": stamp_of(submission)})
    messages.success(request, _("Your draft is saved. It is not handed in yet."))
    return redirect(assignment)


@never_cache
@require_POST
@login_required
def files(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Add files to the draft, with the text where the whole form comes."""
    assignment, standing = get_thing(request.user, Assignment, uuid)
    try:
        if "text" in request.POST:
            _keep_text(request, assignment)
        if again := request.POST.get("again"):
            _use_again(request, again)
        uploads = request.FILES.getlist("files")
        if not uploads and not again:
            raise Refused("no_file", _("Choose a file first."))
        for upload in uploads:
            add_file(assignment=assignment, student=request.user, upload=upload)
    except Refused as refusal:
        return _refused(request, assignment, standing, refusal)
    return _draft_files(request, assignment, standing)


@never_cache
@require_POST
@login_required
def remove(request: MemberRequest, uuid: UUID) -> HttpResponse:
    file = get_submission_file(request.user, uuid)
    if file.submission.student_id != request.user.pk:
        raise Http404
    assignment, standing = get_thing(
        request.user, Assignment, file.submission.assignment.uuid
    )
    try:
        if "text" in request.POST:
            _keep_text(request, assignment)
        remove_file(file=file)
    except Refused as refusal:
        return _refused(request, assignment, standing, refusal)
    return _draft_files(request, assignment, standing)


@never_cache
@require_safe
@login_required
def submission_file(request: MemberRequest, uuid: UUID) -> HttpResponseBase:
    """Send a file as a download; what a page of ours shows in place comes from here too."""
    file = get_submission_file(request.user, uuid)
    name = str(file.file.name)
    if not default_storage.exists(name):
        raise Http404
    return send_file(request, name, public=False, filename=file.name, as_download=True)


@never_cache
@require_POST
@login_required
def hand_in(request: MemberRequest, uuid: UUID) -> HttpResponse:
    arrived = timezone.now()
    assignment, standing = get_thing(request.user, Assignment, uuid)
    try:
        number = _number(request.POST.get("number", ""))
        _add_files_of_form(request, assignment, number)
        version = submit(
            assignment=assignment,
            student=request.user,
            number=number,
            text=request.POST.get("text"),
            seen=request.POST.get("seen", ""),
            at=arrived,
        )
    except Refused as refusal:
        return _refused(request, assignment, standing, refusal)
    return redirect("assessment:receipt", version.uuid)


@never_cache
@require_safe
@login_required
def receipt(request: MemberRequest, uuid: UUID) -> HttpResponse:
    version = get_version(request.user, uuid)
    return render(
        request,
        "assessment/receipt.html",
        {
            "version": version,
            "submission": version.submission,
            "assignment": version.submission.assignment,
            "course": version.submission.assignment.course,
            "title": version.revision.content["title"],
            "files": list(version.files.all()),
            "is_mine": version.submission.student_id == request.user.pk,
        },
    )


def _page(
    request: MemberRequest,
    assignment: Assignment,
    standing: Standing,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    return render(
        request,
        "assessment/assignment.html",
        {
            "assignment": assignment,
            "course": assignment.course,
            "desk": desk_of(assignment, request.user, standing),
            "supervises": supervises(standing),
            "max_bytes": assignment.max_megabytes * 1024 * 1024,
            **more,
        },
        status=status,
    )


def _refused(
    request: MemberRequest,
    assignment: Assignment,
    standing: Standing,
    refusal: Refused,
) -> HttpResponse:
    """Say why not, and give back what was written: nothing is lost by being refused."""
    other = refusal.submission if isinstance(refusal, DraftConflict) else None
    if _asks_for_json(request):
        answer = {"error": str(refusal), "code": refusal.code}
        if other:
            answer |= {"text": other.draft_text, "seen": stamp_of(other)}
        return JsonResponse(answer, status=CONFLICT)
    return _page(
        request,
        assignment,
        standing,
        status=CONFLICT if other else 400,
        refusal=refusal,
        written=request.POST.get("text"),
        other_text=other.draft_text if other else None,
    )


def _draft_files(
    request: MemberRequest, assignment: Assignment, standing: Standing
) -> HttpResponse:
    if not _asks_for_json(request):
        return redirect(f"{assignment.get_absolute_url()}#files")
    context = {
        "assignment": assignment,
        "desk": desk_of(assignment, request.user, standing),
    }
    html = render_to_string("assessment/parts/draft_files.html", context, request)
    return JsonResponse({"html": html})


def _keep_text(request: MemberRequest, assignment: Assignment) -> Submission:
    if "text" not in request.POST:
        raise Refused("stale", _("This page is out of date. Load it again."))
    return save_draft(
        assignment=assignment,
        student=request.user,
        text=request.POST["text"],
        seen=request.POST.get("seen", ""),
    )


def _use_again(request: MemberRequest, uuid: str) -> None:
    try:
        file = get_submission_file(request.user, UUID(uuid))
    except ValueError as error:
        raise Http404 from error
    if file.submission.student_id != request.user.pk:
        raise Http404
    use_again(file=file)


def _add_files_of_form(
    request: MemberRequest, assignment: Assignment, number: int
) -> None:
    """Add files that come with the form itself; not again those of a form that is sent twice."""
    uploads = request.FILES.getlist("files")
    if not uploads:
        return
    made = version_made_by(assignment=assignment, student=request.user, number=number)
    there = set(made.files.values_list("digest", flat=True)) if made else set()
    for upload in uploads:
        if not there or digest_of(upload) not in there:
            add_file(assignment=assignment, student=request.user, upload=upload)


def _number(said: str) -> int:
    if not said.isdecimal() or not 0 < int(said) < 32_000:
        raise Refused("stale", _("This page is out of date. Load it again."))
    return int(said)


def _asks_for_json(request: MemberRequest) -> bool:
    return request.headers.get("Accept") == "application/json"
