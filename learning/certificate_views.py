"""The public check page of a certificate, and its PDF for those whom it concerns."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from learning.certificates import is_well_formed, normalise
from learning.certificates.paper import draw_certificate
from learning.models import Certificate


@require_safe
def check_form(request: HttpRequest) -> HttpResponse:
    """Ask for a number; lead to its page."""
    if typed := request.GET.get("number", "").strip()[:40]:
        number = normalise(typed)
        if is_well_formed(number):
            return redirect("learning:certificate", number=number)
        return render(
            request,
            "learning/certificate_form.html",
            {"typed": typed, "is_wrong": True},
        )
    return render(request, "learning/certificate_form.html")


@require_safe
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Say whether there is such a certificate, for whom and for what."""
    certificate = (
        Certificate.objects.select_related("enrolment__course")
        .filter(number=number)
        .first()
    )
    if certificate is None:
        wrong = {
            "typed": number,
            "is_wrong": not is_well_formed(number),
            "is_unknown": True,
        }
        return render(request, "learning/certificate_form.html", wrong, status=404)
    return render(
        request,
        "learning/certificate.html",
        {
            "certificate": certificate,
            "may_download": _may_download(request, certificate),
        },
    )


@login_required
@require_safe
def download(request: MemberRequest, number: str) -> HttpResponse:
    certificate = get_object_or_404(
        Certificate.objects.select_related("enrolment__course"), number=number
    )
    if not _may_download(request, certificate):
        raise PermissionDenied(
            _("Only the student, the teachers and the staff can open this file.")
        )
    address = request.build_absolute_uri(reverse("learning:certificate", args=[number]))
    name = f"{slugify(certificate.course_title) or 'certificate'}-{number}.pdf"
    return HttpResponse(
        draw_certificate(certificate, address),
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(False, name) or "inline",
            "Cache-Control": "private, no-store",
        },
    )


def _may_download(request: HttpRequest, certificate: Certificate) -> bool:
    user = request.user
    if not user.is_authenticated or not user.is_active:
        return False
    enrolment = certificate.enrolment
    return (
        user.pk == enrolment.student_id
        or user.is_admin
        or enrolment.course.is_taught_by(user)
    )
