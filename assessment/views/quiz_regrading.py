"""Regrading a quiz: choose, see who gains and who loses, do it, and find it again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import MemberRequest
from assessment.models import Quiz
from assessment.regrade_options import (
    changes_by,
    choices_from,
    fields_of,
    former_regrades,
    open_attempts,
    options_of_quiz,
)
from assessment.regrading import plan_regrade
from assessment.services.regrade import regrade as apply_regrade
from assessment.views.quiz_attempts import find_quiz, frame
from common.exceptions import Refused


@never_cache
@require_safe
@login_required
def regrade(request: MemberRequest, uuid: UUID) -> HttpResponse:
    quiz = find_quiz(request.user, uuid)
    questions = options_of_quiz(quiz)
    return render(
        request,
        "assessment/marks/regrade.html",
        {
            **frame(quiz, "regrade"),
            "corrected": [each for each in questions if each.is_corrected],
            "others": [each for each in questions if not each.is_corrected],
            "open_attempts": open_attempts(quiz),
            "former": former_regrades(quiz),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def regrade_dry_run(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Show what would happen; by POST do it, if it is still the same."""
    quiz = find_quiz(request.user, uuid)
    is_done = request.method == "POST"
    questions = options_of_quiz(quiz)
    choices = choices_from(request.POST if is_done else request.GET, questions)
    if not choices:
        return redirect("assessment:regrade", quiz.uuid)
    refusal = None
    if is_done:
        try:
            plan = apply_regrade(
                quiz=quiz,
                choices=choices,
                by=request.user,
                reason=request.POST.get("reason", ""),
                digest=request.POST.get("digest", ""),
            )
        except Refused as refused:
            refusal = refused
        else:
            return _done(request, quiz, len(plan.changed))
    titles = {each.question_id: each.title for each in questions}
    return render(
        request,
        "assessment/marks/dry_run.html",
        {
            **frame(quiz, "regrade"),
            "plan": plan_regrade(quiz=quiz, choices=choices),
            "questions": [titles[choice.question_id] for choice in choices],
            "titles": titles,
            "fields": fields_of(choices),
            "refusal": refusal,
            "reason": request.POST.get("reason", ""),
        },
    )


def _done(request: MemberRequest, quiz: Quiz, changed: int) -> HttpResponse:
    messages.success(
        request,
        ngettext(
            "Regraded. %(count)d grade has changed.",
            "Regraded. %(count)d grades have changed.",
            changed,
        )
        % {"count": changed},
    )
    newest = former_regrades(quiz)[0]
    return redirect("assessment:regrade_report", quiz.uuid, newest.number)


@never_cache
@require_safe
@login_required
def regrade_report(request: MemberRequest, uuid: UUID, number: int) -> HttpResponse:
    """Show what a regrade changed, for as long as there is a quiz."""
    quiz = find_quiz(request.user, uuid)
    former = former_regrades(quiz)
    place = next((n for n, each in enumerate(former) if each.number == number), None)
    if place is None:
        raise Http404
    context: dict[str, Any] = {
        **frame(quiz, "regrade"),
        "regrade": former[place],
        "changes": changes_by(
            quiz, former[place], former[place - 1] if place else None
        ),
    }
    return render(request, "assessment/marks/regrade_report.html", context)
