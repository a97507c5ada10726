"""What an attempt brought, and where a student stands in all that a course asks for."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from assessment.access import supervises
from assessment.course_list import entries_of
from assessment.lookups import get_attempt
from assessment.models import Attempt
from assessment.results import result_of
from assessment.services.attempts import is_over, submit_attempt
from catalog.models import CoursePage
from learning.access import standing_of
from learning.models import Enrolment


@never_cache
@require_safe
@login_required
def result(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Show a submitted attempt to its student, and any to those who supervise the course."""
    attempt, standing = get_attempt(request.user, uuid)
    if attempt.is_open and is_over(attempt):
        student, quiz = attempt.student, attempt.quiz
        attempt = submit_attempt(attempt=attempt, by=Attempt.By.CLOCK)
        attempt.student, attempt.quiz = student, quiz  # read already
    if attempt.is_open and attempt.student_id == request.user.pk:
        return redirect("assessment:attempt", uuid)
    return render(
        request,
        "assessment/result.html",
        {
            "attempt": attempt,
            "quiz": attempt.quiz,
            "course": attempt.quiz.course,
            "result": result_of(attempt, standing),
        },
    )


@never_cache
@require_safe
@login_required
def course(request: MemberRequest, pk: int) -> HttpResponse:
    """List the quizzes and assignments of a course for somebody who studies or supervises it."""
    page = get_object_or_404(CoursePage, pk=pk)
    standing = standing_of(request.user, page)
    if not supervises(standing) and not standing.is_studying:
        if standing.enrolment_status == Enrolment.Status.PAUSED:
            raise PermissionDenied(
                _("Your enrolment is paused. Ask your teacher to resume it.")
            )
        if not page.live:
            raise Http404
        raise PermissionDenied(_("Enrol in this course first."))
    return render(
        request,
        "assessment/course.html",
        {
            "course": page,
            "entries": entries_of(request.user, page, standing),
            "is_for_teachers": supervises(standing) and not standing.is_studying,
        },
    )
