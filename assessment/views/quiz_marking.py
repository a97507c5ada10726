"""Marking by hand: the queue by question, and one answer after the other."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import MemberRequest
from assessment.asked import AskedQuestion, asked_question
from assessment.keys import items_of
from assessment.lookups import get_supervised_attempt
from assessment.marking_queue import (
    Neighbours,
    answers_for_people,
    neighbours_of,
    queue_of,
)
from assessment.models import Answer, AnswerMark, Kind
from assessment.rubrics import Criterion, criteria_of, known_levels, rubric_points
from assessment.scoring import decimal_of
from assessment.services.hand_marking import mark_answer
from assessment.views.quiz_attempts import find_quiz, frame
from assessment.wording import points_text, right_words, words_of
from common.exceptions import Refused


@never_cache
@require_safe
@login_required
def marking_queue(request: MemberRequest, uuid: UUID) -> HttpResponse:
    quiz = find_quiz(request.user, uuid)
    lines = queue_of(quiz)
    waiting = sum(line.waiting for line in lines)
    return render(
        request,
        "assessment/marks/queue.html",
        {**frame(quiz, "marking", waiting), "lines": lines},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer_marks(request: MemberRequest, uuid: UUID, position: int) -> HttpResponse:
    attempt = get_supervised_attempt(request.user, uuid)
    answer = get_object_or_404(attempt.answers, position=position)
    answer.attempt = attempt
    asked = asked_question(answer.revision_id)
    if request.method == "POST":
        try:
            return _save(request, answer, asked)
        except Refused as refusal:
            return _page(request, answer, asked, refusal)
    return _page(request, answer, asked)


def _save(request: MemberRequest, answer: Answer, asked: AskedQuestion) -> HttpResponse:
    said = request.POST.get("points", "").strip()
    levels = known_levels(_criteria(asked), _levels(request))
    points = rubric_points(_criteria(asked), levels, answer.max_points)
    if said:
        points = decimal_of(said)
        if points is None:
            raise Refused("bad_points", _("“%(said)s” is no number.") % {"said": said})
    if points is None:
        raise Refused(
            "no_points", _("Enter points, or choose a level of each criterion.")
        )
    seen = request.POST.get("seen", "")
    mark = mark_answer(
        answer=answer,
        points=points,
        by=request.user,
        seen=int(seen) if seen.isdecimal() else None,
        comment=request.POST.get("comment", ""),
        levels=levels,
    )
    messages.success(
        request,
        _("%(name)s: %(points)s of %(most)s points.")
        % {
            "name": answer.attempt.student,
            "points": points_text(mark.points),
            "most": points_text(answer.max_points),
        },
    )
    neighbours = _neighbours(answer)
    if neighbours is None or "go_on" not in request.POST:
        return redirect("assessment:attempt_marks", answer.attempt.uuid)
    if (following := neighbours.next_waiting) is None:
        messages.info(request, _("Every answer to this question has a mark."))
        return redirect("assessment:marking_queue", answer.attempt.quiz.uuid)
    return redirect(
        "assessment:answer_marks", following.attempt.uuid, following.position
    )


def _neighbours(answer: Answer) -> Neighbours | None:
    """Return the answers to the same question that people mark, if this is one of them."""
    queue = answers_for_people(answer.attempt.quiz, answer.question_id)
    return neighbours_of(list(queue), answer)


def _page(
    request: MemberRequest,
    answer: Answer,
    asked: AskedQuestion,
    refusal: Refused | None = None,
) -> HttpResponse:
    queue = _neighbours(answer)
    in_attempt = neighbours_of(
        list(answer.attempt.answers.select_related("attempt")), answer
    )
    history = list(answer.marks.select_related("by").order_by("-pk"))
    text = str((answer.response or {}).get("text", ""))
    is_essay = asked.kind == Kind.ESSAY
    return render(
        request,
        "assessment/marks/answer.html",
        {
            **frame(answer.attempt.quiz, "marking" if queue else "attempts"),
            "attempt": answer.attempt,
            "answer": answer,
            "asked": asked,
            "is_essay": is_essay,
            "text": text,
            "word_count": len(text.split()),
            "words": words_of(asked, answer.response),
            "right_words": right_words(asked),
            "place": queue or in_attempt,
            "is_queue": queue is not None,
            "history": history,
            "refusal": refusal,
            **_form(request, answer, asked, history, refusal),
        },
    )


def _form(
    request: MemberRequest,
    answer: Answer,
    asked: AskedQuestion,
    history: list[AnswerMark],
    refusal: Refused | None,
) -> dict[str, Any]:
    """Return what stands in the form: what was just said, or the mark that counts."""
    newest = history[0] if history else None
    criteria = _criteria(asked)
    given: str
    if refusal:
        levels, comment = _levels(request), request.POST.get("comment", "")
        given = request.POST.get("points", "")
    else:
        levels = newest.levels if newest else {}
        comment = newest.comment if newest and newest.is_by_hand else ""
        by_rubric = rubric_points(criteria, levels, answer.max_points)
        # Points that the rubric makes by itself are left to it.
        is_by_rubric = newest is None or newest.points == by_rubric
        given = "" if newest is None or is_by_rubric else points_text(newest.points)
    return {
        "levels": [(each, levels.get(each.id, "")) for each in criteria],
        "by_rubric": rubric_points(criteria, levels, answer.max_points),
        "most_of_rubric": sum((each.most for each in criteria), Decimal(0)),
        "given_points": given,
        "given_comment": comment,
        "seen": newest.pk if newest else "",
        "needs_comment": newest is not None and not newest.is_by_hand,
    }


def _criteria(asked: AskedQuestion) -> tuple[Criterion, ...]:
    if asked.kind != Kind.ESSAY:
        return ()
    return criteria_of(items_of(asked.body["rubric"]))


def _levels(request: MemberRequest) -> dict[str, str]:
    return {
        name.removeprefix("level-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("level-")
    }
