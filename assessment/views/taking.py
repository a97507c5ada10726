"""Taking a quiz: its page, an attempt, and each answer as it is given.

A form without a script sends its fields and is led on. A script sends the same fields one question
at a time, and is told what became of them.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.core.internal.httpkit import get_client_ip
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.admin_url_finder import AdminURLFinder

from accounts.requests import MemberRequest
from assessment.access import supervises
from assessment.asked import asked_question, asked_questions, asked_quiz
from assessment.attempt_lookups import get_own_answer, get_own_attempt
from assessment.lookups import get_attempt, get_thing
from assessment.models import Answer, Attempt, Quiz
from assessment.overview import overview_of
from assessment.posted import (
    has_same_places,
    is_flagged,
    is_given,
    posted_response,
)
from assessment.presenting import shown_questions
from assessment.services.attempts import (
    UNCHANGED,
    is_over,
    save_answer,
    save_answers,
    start_attempt,
    submit_attempt,
    submit_overdue,
)
from common.exceptions import Refused

# A browser that says that its answer is older is a browser that was off for longer than a course.
LONGEST_WAIT = timedelta(days=365)


@never_cache
@require_safe
@login_required
def quiz(request: MemberRequest, uuid: UUID) -> HttpResponse:
    thing, standing = get_thing(request.user, Quiz, uuid)
    submit_overdue(quiz=thing, student=request.user)
    return render(
        request,
        "assessment/quiz.html",
        {
            "quiz": thing,
            "course": thing.course,
            "overview": overview_of(request.user, thing, standing),
            "edit_url": _edit_url(request, thing),
            "supervises": supervises(standing),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def start(request: MemberRequest, uuid: UUID) -> HttpResponse:
    if request.method != "POST":  # somebody had to log in first
        return redirect("assessment:quiz", uuid)
    thing, standing = get_thing(request.user, Quiz, uuid)
    number = request.POST.get("number", "")
    try:
        attempt = start_attempt(
            student=request.user,
            quiz=thing,
            standing=standing,
            number=int(number) if number.isascii() and number.isdigit() else None,
            **_whereabouts(request),
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(thing)
    return redirect("assessment:attempt", attempt.uuid)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def attempt(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Show an attempt that is open, whole or one question of it; take the answers of a whole page."""
    if request.method == "POST":
        return _save_page(request, get_own_attempt(request.user, uuid))
    taken, _standing = get_attempt(request.user, uuid)
    if taken.student_id != request.user.pk or not _still_open(taken):
        return redirect("assessment:result", uuid)
    answers = list(taken.answers.all())
    is_on_one_page = asked_quiz(taken.revision_id).is_on_one_page
    here = answers if is_on_one_page else [_wanted(request, answers)]
    return render(
        request,
        "assessment/attempt.html",
        {
            **_frame(taken, answers),
            "questions": shown_questions(taken, here),
            "is_on_one_page": is_on_one_page,
            "here": here[0].position,
        },
    )


@never_cache
@require_safe
@login_required
def review(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Show what is answered and what isn't, before an attempt is submitted."""
    taken, _standing = get_attempt(request.user, uuid)
    if taken.student_id != request.user.pk or not _still_open(taken):
        return redirect("assessment:result", uuid)
    return render(
        request, "assessment/review.html", _frame(taken, list(taken.answers.all()))
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def submit(request: MemberRequest, uuid: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("assessment:review", uuid)
    submit_attempt(attempt=get_own_attempt(request.user, uuid))
    return redirect("assessment:result", uuid)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, uuid: UUID, position: int) -> HttpResponse:
    """Take the answer to one question. Scripts get JSON; forms are led on."""
    if request.method != "POST":
        return redirect(f"{reverse('assessment:attempt', args=[uuid])}?q={position}")
    is_form = request.accepts("text/html")
    if not request.user.is_authenticated:
        if is_form:
            return redirect_to_login(request.path)
        return JsonResponse({"error": _("Log in again to go on.")}, status=401)
    if is_form:
        return _save_page(request, get_own_attempt(request.user, uuid))
    try:
        return _save_quietly(request, get_own_answer(request.user, uuid, position))
    except Refused as refusal:
        return JsonResponse(
            {"error": refusal.sentence, "code": refusal.code}, status=409
        )
    except PermissionDenied as refusal:
        return JsonResponse({"error": str(refusal), "code": "denied"}, status=403)


def _save_quietly(request: HttpRequest, kept: Answer) -> JsonResponse:
    data, position = request.POST, kept.position
    given = is_given(data, position)
    response = UNCHANGED
    if given:
        response = posted_response(
            asked_question(kept.revision_id),
            data,
            seed=kept.attempt.seed,
            position=position,
        )
    saved = save_answer(
        attempt=kept.attempt,
        position=position,
        answer=kept,
        response=response,
        is_flagged=is_flagged(data, position) if given else None,
        seconds=_whole(data.get("seconds", "")),
        given_at=_given_at(data.get("age", "")),
        seen=_moment(data.get("seen", "")),
        **_whereabouts(request),
    )
    return JsonResponse(
        {
            "at": saved.at.isoformat(),
            "time": formats.time_format(timezone.localtime(saved.at), "H:i"),
            "is_answered": saved.is_answered,
            "seconds_left": saved.seconds_left,
        }
    )


def _save_page(request: HttpRequest, taken: Attempt) -> HttpResponse:
    """Keep the answers that a form brings, and go where its button says."""
    data = request.POST
    answers = [each for each in taken.answers.all() if is_given(data, each.position)]
    asked = asked_questions({each.revision_id for each in answers})
    given = {
        each.position: posted_response(
            asked[each.revision_id], data, seed=taken.seed, position=each.position
        )
        for each in answers
    }
    flagged = frozenset(position for position in given if is_flagged(data, position))
    try:
        save_answers(
            attempt=taken, given=given, flagged=flagged, **_whereabouts(request)
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("assessment:attempt", taken.uuid)
    here = answers[0].position if len(answers) == 1 else None
    doubled = [position for position in given if has_same_places(data, position)]
    if doubled:
        messages.warning(
            request,
            _("Two items had the same place. Look at their order once more."),
        )
        return redirect(_place(taken, str(doubled[0]), here))
    return redirect(_place(taken, data.get("then", ""), here))


def _place(taken: Attempt, then: str, here: int | None) -> str:
    if then == "review":
        return reverse("assessment:review", args=[taken.uuid])
    address = reverse("assessment:attempt", args=[taken.uuid])
    position = _whole(then) or here
    return f"{address}?q={position}#question-{position}" if position else address


def _edit_url(request: MemberRequest, thing: Quiz) -> str | None:
    if not request.user.is_academy_staff:
        return None
    url: str | None = AdminURLFinder(request.user).get_edit_url(thing)
    return url


def _still_open(taken: Attempt) -> bool:
    """Whether an attempt can be worked on. One whose time is up is submitted by this look."""
    if taken.is_open and is_over(taken):
        submit_attempt(attempt=taken, by=Attempt.By.CLOCK)
        return False
    return taken.is_open


def _wanted(request: HttpRequest, answers: list[Answer]) -> Answer:
    """Return the question that the address names, else the first that isn't answered."""
    wanted = _whole(request.GET.get("q", ""))
    named = (each for each in answers if each.position == wanted)
    unanswered = (each for each in answers if each.response is None)
    return next(named, None) or next(unanswered, None) or answers[0]


def _frame(taken: Attempt, answers: list[Answer]) -> dict[str, Any]:
    """Return what every page of an attempt shows around its questions."""
    done = sum(each.response is not None for each in answers)
    left = taken.ends_at - timezone.now() if taken.ends_at else None
    return {
        "attempt": taken,
        "course": taken.quiz.course,
        "asked_quiz": asked_quiz(taken.revision_id),
        "answers": answers,
        "answered": done,
        "unanswered": len(answers) - done,
        "flagged": sum(each.is_flagged for each in answers),
        "percent": 100 * done // len(answers),
        "seconds_left": max(left.total_seconds(), 0) if left else None,
    }


def _whereabouts(request: HttpRequest) -> dict[str, Any]:
    return {
        "address": get_client_ip(request),
        "browser": request.headers.get("User-Agent", ""),
    }


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _given_at(age: str) -> datetime | None:
    """Return when an answer was given that is so many seconds old; the browser's clock may be wrong."""
    if not age:
        return None
    return timezone.now() - min(timedelta(seconds=_whole(age)), LONGEST_WAIT)


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and timezone.is_aware(found) else None
