"""Marks by CSV: download, upload, look at what would change, then say the word."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import MemberRequest
from assessment.lookups import get_supervised_thing
from assessment.marks_table import (
    MAX_BYTES,
    Row,
    Verdict,
    check_marks,
    digest_of_lines,
    mark_rows,
    read_marks,
)
from assessment.models import Assignment
from assessment.services.marks_table import import_table
from common.exceptions import Refused
from common.tables import csv_lines

SALT = "assessment.marks"
SECONDS_VALID = 12 * 60 * 60


class MarksForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy(
            "Nothing is changed by uploading it: you see first what would become of each line."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    releases = forms.BooleanField(
        label=gettext_lazy("Release these marks to the students"),
        help_text=gettext_lazy(
            "Otherwise they are kept as drafts until you release them."
        ),
        required=False,
    )


@never_cache
@require_safe
@login_required
def marks_csv(request: MemberRequest, uuid: UUID) -> HttpResponse:
    assignment = get_supervised_thing(request.user, Assignment, uuid)
    name = f"{assignment.course.slug}-{assignment.pk}-marks.csv"
    return HttpResponse(
        "".join(csv_lines(mark_rows(assignment))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def marks_table(request: MemberRequest, uuid: UUID) -> HttpResponse:
    assignment = get_supervised_thing(request.user, Assignment, uuid)
    if request.method == "POST" and "checked" in request.POST:
        return _carry_out(request, assignment)
    upload = request.FILES if request.method == "POST" else None
    form = MarksForm(request.POST if upload is not None else None, upload)
    if upload is not None and form.is_valid():
        try:
            rows = read_marks(form.cleaned_data["file"].read(MAX_BYTES + 1))
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return _dry_run(request, assignment, rows, form.cleaned_data["releases"])
    return _page(request, assignment, form=form)


def _carry_out(request: MemberRequest, assignment: Assignment) -> HttpResponse:
    try:
        said = signing.loads(request.POST["checked"], salt=SALT, max_age=SECONDS_VALID)
    except signing.BadSignature:
        messages.error(request, _("This list is too old. Upload the table again."))
        return redirect("assessment:marks_table", assignment.uuid)
    if said["assignment"] != assignment.pk:
        messages.error(
            request,
            _("This list belongs to another assignment. Upload the table again."),
        )
        return redirect("assessment:marks_table", assignment.uuid)
    rows = [(line, values) for line, values in said["rows"]]
    try:
        lines = import_table(
            assignment=assignment,
            rows=rows,
            by=request.user,
            releases=said["releases"],
            expected=said["expected"],
        )
    except Refused as refusal:
        return _dry_run(request, assignment, rows, said["releases"], refusal)
    count = sum(line.verdict == Verdict.CHANGE for line in lines)
    done = ngettext("%(n)s mark is taken over.", "%(n)s marks are taken over.", count)
    messages.success(request, done % {"n": count})
    return redirect("assessment:submissions", assignment.uuid)


def _dry_run(
    request: MemberRequest,
    assignment: Assignment,
    rows: list[Row],
    releases: bool,
    refusal: Refused | None = None,
) -> HttpResponse:
    lines = check_marks(assignment, rows, releases=releases)
    said = {
        "assignment": assignment.pk,
        "rows": [
            (
                line,
                {
                    name: values[name]
                    for name in ("username", "email", "points", "comment", "version")
                    if name in values
                },
            )
            for line, values in rows
        ],
        "releases": releases,
        "expected": digest_of_lines(lines),
    }
    return _page(
        request,
        assignment,
        lines=lines,
        releases=releases,
        refusal=refusal,
        checked=signing.dumps(said, salt=SALT, compress=True),
        counts={
            verdict.value: sum(line.verdict == verdict for line in lines)
            for verdict in Verdict
        },
        status=409 if refusal else 200,
    )


def _page(
    request: MemberRequest, assignment: Assignment, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"assignment": assignment, "course": assignment.course, **more}
    return render(request, "assessment/marks_table.html", context, status=status)
