"""A quiz as its teachers see it: who took it when, from where, and what they got."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import MemberRequest
from assessment.asked import asked_questions
from assessment.attempt_table import (
    ATTEMPTS_ON_A_PAGE,
    AttemptFilter,
    AttemptRow,
    attempts_of,
    csv_rows,
    numbers_of,
    rows_of,
    with_addresses,
)
from assessment.lookups import get_supervised_attempt, get_supervised_thing
from assessment.marking_queue import waiting_count
from assessment.models import Attempt, Quiz
from assessment.services.attempts import submit_attempt, submit_overdue
from assessment.wording import words_of
from common.tables import csv_lines


def find_quiz(user: User, uuid: UUID) -> Quiz:
    """Return a quiz for its teachers, with the attempts submitted whose time is up."""
    quiz = get_supervised_thing(user, Quiz, uuid)
    submit_overdue(quiz=quiz)
    return quiz


def frame(quiz: Quiz, tab: str, waiting: int | None = None) -> dict[str, Any]:
    """Return what the frame of all these pages shows."""
    return {
        "quiz": quiz,
        "course": quiz.course,
        "quiz_tab": tab,
        "waiting": waiting_count(quiz) if waiting is None else waiting,
    }


def csv_file(rows: Any, name: str) -> HttpResponse:
    return HttpResponse(
        "".join(csv_lines(rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


@never_cache
@require_safe
@login_required
def quiz_attempts(request: MemberRequest, uuid: UUID) -> HttpResponse:
    quiz = find_quiz(request.user, uuid)
    form = AttemptFilter(request.GET)
    attempts = with_addresses(attempts_of(quiz, form.asked))
    page = Paginator(attempts, ATTEMPTS_ON_A_PAGE).get_page(request.GET.get("page"))
    numbers = numbers_of(quiz)
    return render(
        request,
        "assessment/marks/attempts.html",
        {
            **frame(quiz, "attempts"),
            "form": form,
            "page": page,
            "rows": rows_of(quiz, page),
            "numbers": numbers,
            "nobody": not page.paginator.count and not form.count,
        },
    )


@never_cache
@require_safe
@login_required
def quiz_attempts_csv(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Send the table as it is filtered on the screen, all pages of it."""
    quiz = find_quiz(request.user, uuid)
    attempts = with_addresses(attempts_of(quiz, AttemptFilter(request.GET).asked))
    rows = csv_rows(rows_of(quiz, attempts))
    return csv_file(rows, f"{quiz.course.slug}-attempts")


@never_cache
@require_safe
@login_required
def attempt_marks(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Show every answer of an attempt in words, with all marks that it ever had."""
    attempt = get_supervised_attempt(request.user, uuid)
    answers = list(attempt.answers.prefetch_related("marks__by"))
    asked = asked_questions({answer.revision_id for answer in answers})
    lines = [
        {
            "answer": answer,
            "asked": asked[answer.revision_id],
            "words": words_of(asked[answer.revision_id], answer.response),
            "history": [*answer.marks.all()][::-1],
        }
        for answer in answers
    ]
    return render(
        request,
        "assessment/marks/attempt.html",
        {
            **frame(attempt.quiz, "attempts"),
            "attempt": attempt,
            "row": AttemptRow(attempt, attempt.quiz),
            "lines": lines,
            "answered": sum(answer.response is not None for answer in answers),
        },
    )


@require_POST
@login_required
def submit_for_student(request: MemberRequest, uuid: UUID) -> HttpResponse:
    attempt = get_supervised_attempt(request.user, uuid)
    if attempt.is_open:
        submit_attempt(attempt=attempt, by=Attempt.By.STAFF)
        messages.success(
            request,
            _("The attempt of %(name)s is submitted.") % {"name": attempt.student},
        )
    else:
        messages.info(request, _("This attempt had been submitted already."))
    return redirect("assessment:attempt_marks", attempt.uuid)
