"""What the answers say about the questions of a quiz."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from assessment.analysis import ALL_ATTEMPTS, PARTS, Analysis, analyse, csv_rows
from assessment.views.quiz_attempts import csv_file, find_quiz, frame


@never_cache
@require_safe
@login_required
def analysis(request: MemberRequest, uuid: UUID) -> HttpResponse:
    quiz = find_quiz(request.user, uuid)
    takes_all = request.GET.get("attempts") == ALL_ATTEMPTS
    found = analyse(quiz, takes_all=takes_all)
    return render(
        request,
        "assessment/marks/analysis.html",
        {
            **frame(quiz, "analysis"),
            "analysis": found,
            "results": _results(found),
            "questions": _questions(found),
            "segments": [
                {"label": _("First attempts"), "url": "?", "current": not takes_all},
                {
                    "label": _("All attempts"),
                    "url": f"?attempts={ALL_ATTEMPTS}",
                    "current": takes_all,
                },
            ],
        },
    )


@never_cache
@require_safe
@login_required
def analysis_csv(request: MemberRequest, uuid: UUID) -> HttpResponse:
    quiz = find_quiz(request.user, uuid)
    found = analyse(quiz, takes_all=request.GET.get("attempts") == ALL_ATTEMPTS)
    return csv_file(csv_rows(found), f"{quiz.course.slug}-questions")


def _results(found: Analysis) -> dict[str, Any]:
    step = 100 // PARTS
    labels = [f"{n * step}–{(n + 1) * step} %" for n in range(PARTS)]
    return {
        "labels": labels,
        "series": [{"name": _("Attempts"), "values": list(found.distribution)}],
    }


def _questions(found: Analysis) -> dict[str, Any]:
    """The questions side by side, in percent: what was earned, and what the best earn more."""
    series = [
        {
            "name": _("Earned"),
            "values": [
                round(float(each.statistics.facility) * 100) for each in found.items
            ],
        }
    ]
    if found.is_telling:
        series.append(
            {
                "name": _("The best earn more"),
                "values": [
                    round(float(each.statistics.index or 0) * 100)
                    for each in found.items
                ],
            }
        )
    labels = [
        f"{each.number}{chr(96 + each.revision) if each.revisions > 1 else ''}"
        for each in found.items
    ]
    return {"labels": labels, "series": series, "unit": "%"}
