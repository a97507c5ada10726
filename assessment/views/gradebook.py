"""The gradebook of a course for those who teach it: the table, its files, one student, one grade."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from accounts.requests import MemberRequest
from assessment.gradebook.book import Gradebook, Row, mark_text
from assessment.gradebook.charts import letters_chart
from assessment.gradebook.files import table_of, xlsx_of
from assessment.gradebook.forms import MarkForm
from assessment.gradebook.lines import histories, lines_of
from assessment.gradebook.reading import gradebook_of
from assessment.gradebook.table import body_of, columns_of, head_of, row_of, sorted_rows
from assessment.lookups import get_enrolment, get_grade_item, get_supervised_course
from assessment.services.marks import full_marks_of, give_marks
from catalog.models import CoursePage
from common.exceptions import Refused
from common.tables import csv_lines
from common.workbooks import XLSX
from learning.models import Enrolment

STUDENTS_ON_A_PAGE = 500
EVERYBODY = "all"


def enrolments_of(course: CoursePage, *, everybody: bool = False) -> list[Enrolment]:
    """Return who is in the course with their names; `everybody`: those too who left it."""
    enrolments = Enrolment.objects.all() if everybody else Enrolment.objects.staying()
    return list(
        enrolments.filter(course=course)
        .select_related("student")
        .order_by(
            "student__last_name", "student__first_name", "student__username", "pk"
        )
    )


def _book_as_asked(request: MemberRequest, pk: int) -> Gradebook:
    course = get_supervised_course(request.user, pk)
    everybody = request.GET.get("who") == EVERYBODY
    return gradebook_of(course, enrolments_of(course, everybody=everybody))


def _named(rows: list[Row], words: list[str]) -> list[Row]:
    return [
        row
        for row in rows
        if all(
            word
            in f"{row.enrolment.student} {row.enrolment.student.username}".casefold()
            for word in words
        )
    ]


@never_cache
@require_safe
@login_required
def gradebook(request: MemberRequest, pk: int) -> HttpResponse:
    book = _book_as_asked(request, pk)
    asked = request.GET.get("q", "")[:100]
    sort = request.GET.get("sort", "")
    rows = _named(sorted_rows(book, sort), asked.casefold().split())
    page = Paginator(rows, STUDENTS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "assessment/gradebook/gradebook.html",
        {
            "tab": "gradebook",
            "course": book.course,
            "book": book,
            "page": page,
            "asked": asked,
            "everybody": request.GET.get("who") == EVERYBODY,
            "columns": columns_of(book),
            "head": head_of(book, request.GET),
            "body": body_of(book, page.object_list),
            "chart": letters_chart(book),
        },
    )


@never_cache
@require_safe
@login_required
def export_csv(request: MemberRequest, pk: int) -> HttpResponse:
    book = _book_as_asked(request, pk)
    return _file(
        book, "csv", "text/csv; charset=utf-8", "".join(csv_lines(table_of(book)))
    )


@never_cache
@require_safe
@login_required
def export_xlsx(request: MemberRequest, pk: int) -> HttpResponse:
    book = _book_as_asked(request, pk)
    return _file(book, "xlsx", XLSX, xlsx_of(book))


def _file(
    book: Gradebook, extension: str, content_type: str, content: str | bytes
) -> HttpResponse:
    name = f"{book.course.slug}-gradebook.{extension}"
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@never_cache
@require_safe
@login_required
def student_grades(request: MemberRequest, pk: int, uuid: UUID) -> HttpResponse:
    course = get_supervised_course(request.user, pk)
    book = gradebook_of(course, [get_enrolment(course, uuid)])
    row = book.rows[0]
    return render(
        request,
        "assessment/gradebook/student.html",
        {
            "tab": "gradebook",
            "course": course,
            "book": book,
            "row": row,
            "enrolment": row.enrolment,
            "groups": lines_of(book, row),
        },
    )


@never_cache
@login_required
def grade_cell(
    request: MemberRequest, pk: int, uuid: UUID, item_uuid: UUID
) -> HttpResponse:
    """Show what one student has for one item and how that came about; take a new mark."""
    course = get_supervised_course(request.user, pk)
    enrolment = get_enrolment(course, uuid)
    item = get_grade_item(course, item_uuid)
    history = histories(enrolment.student, [item.pk]).get(item.pk, [])
    newest = history[0] if history else None
    form = MarkForm(
        request.POST if request.method == "POST" else None,
        auto_id="mark-%s",
        initial=MarkForm.initial_for(newest),
    )
    seen = form["seen"].value()
    if request.method == "POST" and form.is_valid():
        try:
            give_marks(item=item, marks=[form.mark(enrolment.student)], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
            # What stands now is told with the refusal: the next try is about that.
            seen = newest.pk if newest else None
        else:
            return _saved(request, course, enrolment)
    part = "HX-Request" in request.headers
    return render(
        request,
        f"assessment/gradebook/{'cell_form' if part else 'cell'}.html",
        {
            "tab": "gradebook",
            "course": course,
            "enrolment": enrolment,
            "item": item,
            "full_marks": mark_text(full_marks_of(item)),
            "form": form,
            "seen": seen,
            "history": history,
            "in_dialog": part,
        },
    )


def _saved(
    request: MemberRequest, course: CoursePage, enrolment: Enrolment
) -> HttpResponse:
    said = _("Saved: %(name)s.") % {"name": enrolment.student}
    if "HX-Request" not in request.headers:
        messages.success(request, said)
        return redirect("assessment:student_grades", course.pk, enrolment.uuid)
    book = gradebook_of(course, [enrolment])
    response = HttpResponse(row_of(book, book.rows[0]))
    response.headers["HX-Retarget"] = f"#g{enrolment.pk}"
    response.headers["HX-Reswap"] = "outerHTML"
    return trigger_client_event(response, "toast", {"text": said, "kind": "positive"})
