"""Dates of their own for students of a quiz, as their teacher sets them: one by one or for many."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from accounts.requests import MemberRequest
from assessment.gradebook.forms import ExamDatesForm
from assessment.lookups import get_enrolment, get_supervised_course
from assessment.models import Accommodation, Quiz
from assessment.services.exam_dates import set_exam_dates, take_exam_dates_back
from common.exceptions import Refused
from learning.models import Enrolment


@never_cache
@login_required
def exam_dates(request: MemberRequest, pk: int, uuid: UUID) -> HttpResponse:
    course = get_supervised_course(request.user, pk)
    quiz = get_object_or_404(Quiz, course=course, uuid=uuid)
    if request.method == "POST" and "take_back" in request.POST:
        return _take_back(request, quiz)
    enrolments = (
        Enrolment.objects.staying().filter(course=course).select_related("student")
    )
    own = {row.student_id: row for row in quiz.accommodations.select_related("by")}
    form = ExamDatesForm(
        request.POST or None,
        enrolments=enrolments,
        initial=_initial(request.GET.get("student", ""), enrolments, own),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        students = [enrolment.student for enrolment in said.pop("students")]
        try:
            set_exam_dates(quiz=quiz, students=students, by=request.user, **said)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(
                request,
                ngettext(
                    "Saved for %(count)d student.",
                    "Saved for %(count)d students.",
                    len(students),
                )
                % {"count": len(students)},
            )
            return redirect("assessment:exam_dates", course.pk, quiz.uuid)
    people = enrolments.order_by(
        "student__last_name", "student__first_name", "student__username"
    )
    chosen = {str(each) for each in form["students"].value() or []}
    return render(
        request,
        "assessment/gradebook/exam_dates.html",
        {
            "tab": "gradebook",
            "course": course,
            "quiz": quiz,
            "form": form,
            "people": [
                (each, own.get(each.student_id), str(each.uuid) in chosen)
                for each in people
            ],
        },
    )


def _initial(
    uuid: str, enrolments: Any, own: dict[int, Accommodation]
) -> dict[str, Any]:
    """Return what stands in the form when it is opened for one student."""
    chosen = next((each for each in enrolments if str(each.uuid) == uuid), None)
    if chosen is None:
        return {}
    known = own.get(chosen.student_id)
    names = ExamDatesForm.Meta.fields
    values = {name: getattr(known, name) for name in names} if known else {}
    return {"students": [uuid], **values}


def _take_back(request: MemberRequest, quiz: Quiz) -> HttpResponse:
    try:
        uuid = UUID(request.POST["take_back"])
    except ValueError:
        messages.error(request, _("Choose at least one student."))
        return redirect("assessment:exam_dates", quiz.course_id, quiz.uuid)
    enrolment = get_enrolment(quiz.course, uuid)
    take_exam_dates_back(quiz=quiz, student=enrolment.student)
    messages.success(
        request,
        _("The dates of the quiz hold for %(name)s again.")
        % {"name": enrolment.student},
    )
    return redirect("assessment:exam_dates", quiz.course_id, quiz.uuid)
