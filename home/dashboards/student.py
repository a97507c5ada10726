"""What a student finds after logging in: where they were, what they study, what waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import User
from common.charts import Chart
from common.kept import Shelf, present_shelf
from home.dashboards.assessed import assessed
from home.dashboards.charts import duration, lessons_each_week, recent
from home.dashboards.shown_courses import ShownCourse, shown_courses
from home.dashboards.weeks import Weeks, zone_of
from learning.models import (
    Enrolment,
    EnrolmentRequest,
    LessonChange,
    LessonProgress,
    Significance,
)
from learning.outline import LessonEntry
from learning.progress import CourseProgress

# How long a declined request stays in sight.
DECLINED_FOR = timedelta(days=30)
READ_AGAIN_SHOWN = 10


@dataclass(frozen=True, slots=True)
class LessonRow:
    """What a dashboard needs of one `LessonProgress`."""

    key: UUID
    status: str
    begun: datetime | None
    completed_at: datetime | None
    seconds: int


@dataclass(frozen=True)
class Study:
    enrolment: Enrolment
    progress: CourseProgress
    shown: ShownCourse

    @property
    def course(self) -> Any:
        return self.shown.page

    @property
    def url(self) -> str:
        return self.shown.outline.course_url

    @property
    def next_lesson(self) -> LessonEntry | None:
        return self.progress.next_lesson

    @property
    def line(self) -> SafeString:
        """How a dashboard shows a course that is being studied."""
        upcoming, why = self.next_lesson, ""
        if waits_for := self.progress.waits_for:
            upcoming, why = waits_for[0], str(waits_for[1].sentence)
        return _line(
            title=self.course.title,
            url=self.url,
            cover=self.shown.cover,
            next_title=upcoming.title if upcoming else "",
            next_url=upcoming.url if upcoming else "",
            closed_because=why,
            done=self.progress.done,
            total=self.progress.total,
            percent=self.progress.percent,
            expected_on=self.enrolment.expected_completion_on,
            shown_in=get_language(),
        )

    @property
    def certificate(self) -> Any:
        return getattr(self.enrolment, "certificate", None)


@lru_cache(maxsize=4096)
def _line(**line: Any) -> SafeString:
    """Draw one line. What it shows is all in its arguments, and the same for many students."""
    return render_to_string("dashboard/parts/study_line.html", line)


@dataclass(frozen=True, slots=True)
class ReadAgain:
    lesson: LessonEntry
    course_title: str
    note: str


def lesson_rows(student: User) -> list[LessonRow]:
    """Return every lesson that `student` has met, read once for progress and for the chart."""
    rows = LessonProgress.objects.filter(student=student).values_list(
        "lesson_key", "status", "first_studied_at", "completed_at", "seconds_spent"
    )
    return [LessonRow(*row) for row in rows]


def studies_of(
    student: User, lessons: Iterable[LessonRow], shelf: Shelf
) -> list[Study]:
    """Every course that `student` has not left, the one studied last first; constant queries."""
    enrolments = list(
        Enrolment.objects.staying()
        .filter(student=student)
        .select_related("certificate")
        .only(
            "student_id",
            "course_id",
            "status",
            "enrolled_at",
            "completed_at",
            "expected_completion_on",
            "last_lesson_key",
            "last_studied_at",
            "certificate__number",
            "certificate__revoked_at",
        )
    )
    courses = shown_courses([each.course_id for each in enrolments], shelf)
    by_key = {lesson.key: lesson for lesson in lessons}
    met = frozenset(by_key)
    studies = []
    for enrolment in enrolments:
        enrolment.student = student  # read already
        shown = courses[enrolment.course_id]
        known = [by_key[key] for key in shown.outline.keys & met]
        progress = CourseProgress(
            course=shown.page,
            outline=shown.outline,
            enrolment=enrolment,
            statuses={lesson.key: lesson.status for lesson in known},
            begun={lesson.key: lesson.begun for lesson in known},
        )
        studies.append(Study(enrolment, progress, shown))
    return sorted(studies, key=_last_touched, reverse=True)


# The long texts of a course, which no dashboard shows.
_UNREAD_COURSE_FIELDS = [
    f"course__{field}"
    for field in ("description", "objectives", "attribution", "search_description")
]


def _last_touched(study: Study) -> Any:
    return study.enrolment.last_studied_at or study.enrolment.enrolled_at


def waiting_requests(student: User) -> list[EnrolmentRequest]:
    """What the student asked for and has no place in yet; `ahead` says how many wait before them.

    At most two queries, and one for the many who wait for nothing.
    """
    Status = EnrolmentRequest.Status
    mine = EnrolmentRequest.objects.filter(
        student=student,
        status__in=[Status.PENDING, Status.WAITING, Status.DECLINED],
    )
    if not mine.exists():
        return []
    earlier = (
        EnrolmentRequest.objects.filter(
            course=OuterRef("course"),
            status=Status.WAITING,
            created_at__lt=OuterRef("created_at"),
        )
        .order_by()
        .values("course")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return list(
        mine.filter(
            Q(status__in=[Status.PENDING, Status.WAITING])
            | Q(decided_at__gte=timezone.now() - DECLINED_FOR)
        )
        .select_related("course")
        .defer(*_UNREAD_COURSE_FIELDS)
        .annotate(
            ahead=Coalesce(Subquery(earlier, output_field=IntegerField()), 0),
        )
    )


def lessons_to_read_again(studies: Sequence[Study]) -> list[ReadAgain]:
    """Lessons that were corrected after the student completed them. At most one query."""
    corrected = [
        (lesson, study.course.title)
        for study in studies
        if study.enrolment.is_studying
        for lesson in study.progress.to_review
    ][:READ_AGAIN_SHOWN]
    if not corrected:
        return []
    notes = dict(
        LessonChange.objects.filter(
            lesson_key__in=[lesson.key for lesson, _course in corrected],
            significance=Significance.CORRECTIVE,
        )
        .order_by("changed_at")
        .values_list("lesson_key", "note")
    )
    return [
        ReadAgain(lesson, course_title, notes.get(lesson.key, ""))
        for lesson, course_title in corrected
    ]


def activity_chart(student: User, lessons: Sequence[LessonRow]) -> Chart:
    weeks = Weeks.lately(zone_of(student))
    completed = weeks.count_moments(
        lesson.completed_at for lesson in lessons if lesson.completed_at
    )
    seconds = sum(lesson.seconds for lesson in lessons)
    takeaway = _activity_in_words(recent(completed), seconds // 60)
    return lessons_each_week(weeks.labels, completed, takeaway)


def _activity_in_words(lessons: int, minutes: int) -> str:
    if lessons:
        said = ngettext(
            "You completed %(count)d lesson in the last four weeks.",
            "You completed %(count)d lessons in the last four weeks.",
            lessons,
        ) % {"count": lessons}
    else:
        said = _(
            "A quiet month. Whatever you finished stays finished; go on when it suits you."
        )
    if minutes:
        said += " " + _("In all you have studied %(time)s here.") % {
            "time": duration(minutes)
        }
    return said


def student_dashboard(student: User) -> dict[str, Any]:
    shelf = present_shelf()
    lessons = lesson_rows(student)
    studies = studies_of(student, lessons, shelf)
    studying = [s for s in studies if s.enrolment.status == Enrolment.Status.ACTIVE]
    return {
        "current": next((s for s in studying if s.next_lesson), None),
        "studying": studying,
        "paused": [s for s in studies if s.enrolment.status == Enrolment.Status.PAUSED],
        "completed": [
            s for s in studies if s.enrolment.status == Enrolment.Status.COMPLETED
        ],
        "requests": waiting_requests(student),
        "read_again": lessons_to_read_again(studies),
        "activity": activity_chart(student, lessons),
        **assessed(student, [study.course.pk for study in studying]),
    }
