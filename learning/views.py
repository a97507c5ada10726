"""What students do: each address takes a POST, calls one service, and leads back with a word."""

import json
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import MemberRequest
from catalog.models import CoursePage
from learning.access import course_of, decide
from learning.exceptions import Refused
from learning.models import Enrolment, EnrolmentRequest, LessonPage, LessonProgress
from learning.progress import course_progress
from learning.revisions import revision_of_stamp
from learning.services import (
    acknowledge_change,
    complete_course,
    complete_lesson,
    enrol,
    leave,
    record_study,
    reopen_lesson,
    withdraw_request,
)

DASHBOARD = "/dashboard/"
KEYS_TRIED = 8
KEYS_TRIED_SECONDS = 600


def course_action(
    action: Callable[[MemberRequest, CoursePage], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Wrap what a member does about a course; a refusal becomes a word on the course's page."""

    @wraps(action)
    @login_required
    @require_POST
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        course = CoursePage.objects.filter(pk=pk).first()
        if course is None:
            messages.error(request, _("This course is no longer offered."))
            return redirect(DASHBOARD)
        try:
            return action(request, course)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect(_address_of(course))

    return view


def lesson_action(
    action: Callable[[MemberRequest, LessonPage], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Wrap what a student does about a lesson, which may be gone or closed by now."""

    @wraps(action)
    @login_required
    @require_POST
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        lesson = LessonPage.objects.filter(pk=pk).first()
        if lesson is None:
            messages.error(
                request,
                _(
                    "This lesson was removed in the meantime. Your other progress is kept."
                ),
            )
            return redirect(DASHBOARD)
        try:
            return action(request, lesson)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            if decide(request.user, lesson).code == "not_published":
                return redirect(DASHBOARD)
            return redirect(lesson.get_url())

    return view


@course_action
def enrol_view(request: MemberRequest, course: CoursePage) -> HttpResponse:
    key = request.POST.get("key", "")[:200]
    if key:
        _count_try(request, course)
    result = enrol(
        student=request.user,
        course=course,
        key=key,
        message=request.POST.get("message", ""),
    )
    if isinstance(result, Enrolment):
        cache.delete(_tries(request, course))
        messages.success(request, _("You are enrolled. Have a good start!"))
        return redirect(_next_of(request) or _address_of(course))
    if result.status == EnrolmentRequest.Status.WAITING:
        text = _("All places are taken. You are on the waiting list now.")
    else:
        text = _("Your request was sent. You get a mail once it is decided.")
    messages.info(request, text)
    return redirect(_address_of(course))


@course_action
def leave_view(request: MemberRequest, course: CoursePage) -> HttpResponse:
    leave(student=request.user, course=course)
    text = _("You left “%(course)s”. Your progress is kept, should you come back.")
    messages.info(request, text % {"course": course.title})
    return redirect(_address_of(course))


@course_action
def complete_view(request: MemberRequest, course: CoursePage) -> HttpResponse:
    complete_course(student=request.user, course=course)
    messages.success(request, _("You have completed the course. Congratulations!"))
    return redirect(_address_of(course))


@login_required
@require_POST
def withdraw_view(request: MemberRequest, uuid: str) -> HttpResponse:
    wish = get_object_or_404(EnrolmentRequest, uuid=uuid, student=request.user)
    if withdraw_request(request=wish).status == EnrolmentRequest.Status.WITHDRAWN:
        messages.info(request, _("Your request was taken back."))
    else:
        messages.info(request, _("Somebody has decided about this request already."))
    return redirect(_address_of(wish.course))


@never_cache
@login_required
@require_GET
def continue_view(request: MemberRequest, pk: int) -> HttpResponse:
    """Lead to the block where the student stopped reading; to the course if nothing is left."""
    course = get_object_or_404(CoursePage, pk=pk)
    progress = course_progress(request.user, course)
    # Where all that is left is closed, the course page says until when.
    goal = progress.next_lesson or (not progress.waits_for and progress.last_lesson)
    if not goal or progress.enrolment is None:
        return redirect(_address_of(course))
    place = (
        LessonProgress.objects.filter(student=request.user, lesson_key=goal.key)
        .values_list("place", flat=True)
        .first()
    )
    return redirect(f"{goal.url}#block-{place}" if place else goal.url)


@lesson_action
def done_view(request: MemberRequest, lesson: LessonPage) -> HttpResponse:
    course = course_of(lesson)
    before = _is_completed(request, course)
    complete_lesson(
        student=request.user,
        lesson=lesson,
        read=revision_of_stamp(lesson, request.POST.get("read", "")),
    )
    if course and not before and _is_completed(request, course):
        messages.success(request, _("You have completed the course. Congratulations!"))
        return redirect(_address_of(course))
    if course and request.POST.get("next") == "1":
        outline = course_progress(request.user, course).outline
        if following := outline.after(lesson.translation_key):
            return redirect(following.url)
    return redirect(f"{lesson.get_url()}#done")


@lesson_action
def not_done_view(request: MemberRequest, lesson: LessonPage) -> HttpResponse:
    reopen_lesson(student=request.user, lesson=lesson)
    return redirect(f"{lesson.get_url()}#done")


@lesson_action
def read_again_view(request: MemberRequest, lesson: LessonPage) -> HttpResponse:
    acknowledge_change(
        student=request.user,
        lesson=lesson,
        read=revision_of_stamp(lesson, request.POST.get("read", "")),
    )
    return redirect(lesson.get_url())


@require_POST
def study_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what the player reports: `{"seconds": 30, "place": "block", "positions": {"block": 12.5}}`."""
    if not request.user.is_authenticated:
        return JsonResponse(
            {"error": _("Log in again to keep your progress.")}, status=401
        )
    try:
        report = json.loads(request.body)
        seconds = int(report.get("seconds", 0))
        place = str(report.get("place") or "")
        positions = {
            str(block): float(at)
            for block, at in dict(report.get("positions", {})).items()
        }
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return JsonResponse({"error": _("This report can't be read.")}, status=400)
    lesson = LessonPage.objects.filter(pk=pk).first()
    if lesson is None:
        return JsonResponse({"error": _("This lesson was removed.")}, status=409)
    try:
        progress = record_study(
            student=request.user,
            lesson=lesson,
            seconds=seconds,
            positions=positions,
            place=place,
        )
    except Refused as refusal:
        return JsonResponse(
            {"error": refusal.sentence, "code": refusal.code}, status=409
        )
    return JsonResponse({"seconds_spent": progress.seconds_spent})


def _count_try(request: MemberRequest, course: CoursePage) -> None:
    """Count before comparing, so that many tries at the same moment are all counted."""
    cache.add(_tries(request, course), 0, KEYS_TRIED_SECONDS)
    if cache.incr(_tries(request, course)) > KEYS_TRIED:
        raise Refused(
            "too_many_keys", _("Too many wrong keys. Try again in ten minutes.")
        )


def _tries(request: MemberRequest, course: CoursePage) -> str:
    return f"learning.keys_tried.{request.user.pk}.{course.pk}"


def _next_of(request: HttpRequest) -> str:
    there = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return there if is_ours else ""


def _address_of(course: CoursePage) -> str:
    return (course.get_url() if course.live else None) or DASHBOARD


def _is_completed(request: MemberRequest, course: CoursePage | None) -> bool:
    return Enrolment.objects.filter(
        student=request.user, course=course, completed_at__isnull=False
    ).exists()
