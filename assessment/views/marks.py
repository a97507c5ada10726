"""Marks for many students: one item down the list, or several from a file."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from accounts.requests import MemberRequest
from assessment.gradebook.book import WORDS, State, mark_text
from assessment.gradebook.forms import MarkForm, MarksFileForm
from assessment.gradebook.importing import Plan, carry_out, plan_of
from assessment.gradebook.reading import gradebook_of
from assessment.lookups import get_grade_item, get_supervised_course
from assessment.marks_csv import read_marks
from assessment.models import Grade, GradeItem
from assessment.services.grades import is_by_hand, present_grades
from assessment.services.marks import MarksRefused, full_marks_of, give_marks
from assessment.views.gradebook import enrolments_of
from common.exceptions import Refused
from common.tables import text_of
from learning.models import Enrolment

# Four fields for each stay below the thousand that a form may have.
STUDENTS_ON_A_PAGE = 200
# What is looked at first is sent once more as text, with room for what a form adds.
MOST_BYTES = 1024 * 1024


@dataclass
class MarkLine:
    enrolment: Enrolment
    form: MarkForm
    state: str
    seen: Any  # the newest grade that the page shows
    errors: list[str] = field(default_factory=list)


@never_cache
@login_required
def marks(request: MemberRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Enter the marks of all students for one item."""
    course = get_supervised_course(request.user, pk)
    item = get_grade_item(course, uuid)
    page = Paginator(enrolments_of(course), STUDENTS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    lines = _lines(request, item, list(page))
    if request.method == "POST" and all(line.form.is_valid() for line in lines):
        given = [line.form.mark(line.enrolment.student) for line in lines]
        try:
            grades = give_marks(item=item, marks=given, by=request.user)
        except MarksRefused as refusal:
            _explain(refusal, lines, item)
        else:
            messages.success(request, _said(len(grades)))
            return redirect(request.get_full_path())
    for line in lines:
        line.errors += [
            str(each) for errors in line.form.errors.values() for each in errors
        ]
    return render(
        request,
        "assessment/gradebook/marks.html",
        {
            "tab": "gradebook",
            "course": course,
            "item": item,
            "full_marks": mark_text(full_marks_of(item)),
            "page": page,
            "lines": lines,
            "problems": sum(1 for line in lines if line.errors),
        },
    )


def _lines(
    request: MemberRequest, item: GradeItem, enrolments: list[Enrolment]
) -> list[MarkLine]:
    book = gradebook_of(item.course, enrolments)
    place = next((n for n, c in enumerate(book.columns) if c.pk == item.pk), None)
    states = [
        row.cells[place].state if place is not None else State.NOT_YET
        for row in book.rows
    ]
    newest = _newest(item, enrolments)
    lines = []
    for enrolment, state in zip(enrolments, states, strict=True):
        grade = newest.get(enrolment.student_id)
        form = MarkForm(
            request.POST if request.method == "POST" else None,
            prefix=str(enrolment.pk),
            initial=MarkForm.initial_for(grade),
        )
        seen = form["seen"].value() or ""
        lines.append(MarkLine(enrolment, form, _word(state, grade, item), seen))
    return lines


def _newest(item: GradeItem, enrolments: list[Enrolment]) -> dict[int, Grade]:
    students = [enrolment.student_id for enrolment in enrolments]
    grades = present_grades(Grade.objects.filter(item=item, student__in=students))
    found = {grade.student_id: grade for grade in grades}
    for grade in found.values():
        grade.item = item  # read already
    return found


def _word(state: State, grade: Grade | None, item: GradeItem) -> str:
    if state == State.GRADED and grade and is_by_hand(grade) and item.source:
        return _("changed by hand")
    return str(WORDS[state])


def _explain(refusal: MarksRefused, lines: list[MarkLine], item: GradeItem) -> None:
    """Say beside each line what is wrong, and let the next try know what stands now."""
    newest = _newest(item, [line.enrolment for line in lines])
    for line in lines:
        if sentence := refusal.sentences.get(line.enrolment.student_id):
            line.errors.append(sentence)
            grade = newest.get(line.enrolment.student_id)
            line.seen = grade.pk if grade else ""


def _said(count: int) -> str:
    if not count:
        return _("Nothing was changed.")
    return ngettext(
        "%(count)d mark was saved.", "%(count)d marks were saved.", count
    ) % {"count": count}


@never_cache
@login_required
def import_marks(request: MemberRequest, pk: int) -> HttpResponse:
    """Say what a file would change; the same file then changes it."""
    course = get_supervised_course(request.user, pk)
    # The second time the text of the file comes back in place of the file.
    text, digest = request.POST.get("text", ""), request.POST.get("digest", "")
    is_sent = request.method == "POST" and not text
    form = MarksFileForm(request.POST, request.FILES) if is_sent else MarksFileForm()
    problem = ""
    plan: Plan | None = None
    if text or form.is_valid():
        try:
            text = text or text_of(_read(form.cleaned_data["file"]))
            book = gradebook_of(course, enrolments_of(course))
            plan = plan_of(book, read_marks(text.encode()))
            if digest:
                grades = carry_out(plan=plan, digest=digest, by=request.user)
                messages.success(request, _said(len(grades)))
                return redirect("assessment:gradebook", course.pk)
        except Refused as refusal:
            form = MarksFileForm()
            problem = str(refusal.sentence)
    return render(
        request,
        "assessment/gradebook/import.html",
        {
            "tab": "gradebook",
            "course": course,
            "form": form,
            "plan": plan,
            "text": text,
            "problem": problem,
        },
    )


def _read(file: Any) -> bytes:
    content: bytes = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused("too_big", _("The file is too big: 1 MB is the most."))
    return content
