"""The students of one course as a table: searched, filtered, sorted and cut into pages by the database."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import (
    Count,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.searching import with_words
from catalog.models import CoursePage
from common.forms import ListFilter
from common.tables import moment_cell
from home.dashboards.teaching import not_seen_since
from learning.models import DONE, Enrolment, LessonProgress
from learning.outline import Outline
from learning.progress import StudentRow, progress_of_students

STUDENTS_ON_A_PAGE = 25
STUDYING_NOW = "studying"

SORTS: dict[str, list[Any]] = {
    "name": ["student__last_name", "student__first_name", "student__username"],
    "progress": [F("done").desc(), "student__last_name", "student__username"],
    "behind": [F("done").asc(), "student__last_name", "student__username"],
    "seen": [F("last_studied_at").desc(nulls_last=True), "student__username"],
    "away": [F("last_studied_at").asc(nulls_first=True), "student__username"],
    "new": ["-enrolled_at", "student__username"],
}


class RosterFilter(ListFilter):
    q = forms.CharField(label=_("Name or email"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("Everybody")),
            (STUDYING_NOW, _("Active or paused")),
            *Enrolment.Status.choices,
        ],
    )
    seen = forms.TypedChoiceField(
        label=_("Last seen"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", _("Any time")),
            ("7", _("Not for 7 days")),
            ("14", _("Not for 14 days")),
            ("30", _("Not for 30 days")),
        ],
    )
    teacher = forms.ModelChoiceField(
        label=_("Assigned teacher"),
        required=False,
        queryset=User.objects.none(),
        empty_label=_("Any teacher"),
        to_field_name="uuid",
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("name", _("Name")),
            ("progress", _("Furthest first")),
            ("behind", _("Least far first")),
            ("seen", _("Seen last first")),
            ("away", _("Away longest first")),
            ("new", _("Newest first")),
        ],
    )

    def __init__(self, *args: Any, course: CoursePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teacher = self.fields["teacher"]
        assert isinstance(teacher, forms.ModelChoiceField)
        teacher.queryset = teachers_of(course)


def teachers_of(course: CoursePage) -> QuerySet[User]:
    teachers: QuerySet[User] = User.objects.filter(taught_rows__course=course)
    return teachers.order_by("first_name", "username")


def roster(
    course: CoursePage, outline: Outline, asked: dict[str, Any]
) -> QuerySet[Enrolment]:
    enrolments = (
        Enrolment.objects.filter(course=course)
        .select_related("student", "teacher")
        .annotate(done=_done(outline))
    )
    enrolments = with_words(enrolments, asked.get("q") or "", "student")
    status = asked.get("status")
    if status == STUDYING_NOW:
        enrolments = enrolments.taking_places()
    elif status:
        enrolments = enrolments.filter(status=status)
    if days := asked.get("seen"):
        enrolments = enrolments.filter(
            not_seen_since(timezone.now() - timedelta(days=days))
        )
    if teacher := asked.get("teacher"):
        enrolments = enrolments.filter(teacher=teacher)
    return enrolments.order_by(*SORTS[asked.get("sort") or "name"])


def _done(outline: Outline) -> Any:
    """How many of the live lessons an enrolment's student has done."""
    done = (
        LessonProgress.objects.filter(
            student=OuterRef("student"), lesson_key__in=outline.keys, status__in=DONE
        )
        .order_by()
        .values("student")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(done, output_field=IntegerField()), 0)


# --- The same list as a file ----------------------------------------------------------


def csv_rows(
    course: CoursePage, enrolments: Iterable[Enrolment]
) -> Iterator[list[object]]:
    yield (
        [
            gettext("Name"),
            gettext("Username"),
            gettext("Email"),
            gettext("Status"),
            gettext("Progress in %"),
            gettext("Lessons done"),
            gettext("Lessons"),
            gettext("Minutes"),
            gettext("Enrolled"),
            gettext("Last seen"),
            gettext("Completed"),
            gettext("Expected on"),
            gettext("Assigned teacher"),
        ]
    )
    for row in progress_of_students(course, enrolments):
        yield _cells(row)


def _cells(row: StudentRow) -> list[object]:
    enrolment = row.enrolment
    student = enrolment.student
    return [
        str(student),
        student.username,
        student.email,
        enrolment.get_status_display(),
        row.percent,
        row.done,
        row.total,
        row.seconds_spent // 60,
        moment_cell(enrolment.enrolled_at),
        moment_cell(enrolment.last_studied_at),
        moment_cell(enrolment.completed_at),
        enrolment.expected_completion_on or "",
        str(enrolment.teacher or ""),
    ]
