"""A student's own grades in a course, and what they would come to with other marks."""

from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from assessment.gradebook.book import Gradebook
from assessment.gradebook.charts import items_chart
from assessment.gradebook.lines import lines_of
from assessment.gradebook.reading import gradebook_of
from assessment.lookups import get_own_enrolment
from assessment.marks_csv import marks_of
from common.exceptions import Refused


@never_cache
@require_safe
@login_required
def my_grades(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the grades; marks in the address are tried out and never kept."""
    enrolment = get_own_enrolment(request.user, pk)
    book = gradebook_of(enrolment.course, [enrolment], for_student=True)
    row = book.rows[0]
    asked = _asked(request.GET, book)
    return render(
        request,
        "assessment/gradebook/my_grades.html",
        {
            "course": enrolment.course,
            "enrolment": enrolment,
            "book": book,
            "row": row,
            "groups": lines_of(book, row, asked),
            "if_only": book.if_only(row, asked) if asked else None,
            "chart": items_chart(book, row),
        },
    )


def _asked(query: QueryDict, book: Gradebook) -> dict[int, Decimal]:
    """Return the marks that somebody tries out, each brought between 0 and the full marks."""
    asked = {}
    for column in book.columns:
        text = query.get(f"if-{column.item.uuid}", "").strip()[:20]
        try:
            points = marks_of(text) if text else None
        except Refused:
            continue
        if points is not None:
            asked[column.pk] = min(max(points, Decimal(0)), column.max_points)
    return asked
