"""What a counselor finds after logging in: what waits on the desk, the students, where there is room."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Role, User
from catalog.models import CoursePage, EnrolmentPolicy
from home.dashboards.inquiries import desk_at_a_glance
from learning.models import DONE, Enrolment, LessonProgress
from learning.outline import outlines_of

STUDENTS_ON_A_PAGE = 15
NEW_WITHIN = timedelta(days=30)
LINES_SHOWN = 8
COURSES_SHOWN = 4  # of each student, those studied last


@dataclass(frozen=True, slots=True)
class CourseLine:
    enrolment: Enrolment
    percent: int


@dataclass(frozen=True, slots=True)
class CounselledStudent:
    student: User
    courses: list[CourseLine]
    more: int


def counselor_dashboard(counselor: User, page: str | None = None) -> dict[str, Any]:
    mine = User.objects.filter(studentprofile__counselor=counselor)
    # Asked for each student: a join would group all that is known of a person.
    last_seen = (
        Enrolment.objects.filter(student=OuterRef("pk"))
        .order_by()
        .values("student")
        .annotate(latest=Max("last_studied_at"))
        .values("latest")
    )
    students = Paginator(
        mine.annotate(last_seen=Subquery(last_seen)).order_by(
            F("last_seen").desc(nulls_last=True), "username"
        ),
        STUDENTS_ON_A_PAGE,
    ).get_page(page)
    return {
        "desk": desk_at_a_glance(counselor),
        "students": students,
        "counselled": _with_courses(list(students)),
        "newcomers": newcomers(),
        "courses_with_room": courses_with_room(),
        "tiles": mine.aggregate(
            students=Count("pk", distinct=True),
            studying=Count(
                "pk",
                filter=Q(enrolments__status=Enrolment.Status.ACTIVE),
                distinct=True,
            ),
            active_lately=Count(
                "pk",
                filter=Q(
                    enrolments__last_studied_at__gte=timezone.now() - timedelta(days=7)
                ),
                distinct=True,
            ),
        ),
    }


def _with_courses(students: list[User]) -> list[CounselledStudent]:
    """Two queries and one look at the outlines, however many students and courses."""
    enrolments = list(
        Enrolment.objects.staying()
        .filter(student__in=students)
        .select_related("course")
        .order_by(F("last_studied_at").desc(nulls_last=True), "-enrolled_at")
        .only(
            "student_id",
            "status",
            "last_studied_at",
            "course__title",
            "course__path",
            "course__depth",
            "course__url_path",
        )
    )
    outlines = outlines_of({e.course_id: e.course for e in enrolments}.values())
    done: dict[int, set[Any]] = defaultdict(set)
    rows = LessonProgress.objects.filter(student__in=students, status__in=DONE)
    for student, key in rows.values_list("student_id", "lesson_key"):
        done[student].add(key)
    lines: dict[int, list[CourseLine]] = defaultdict(list)
    for enrolment in enrolments:
        keys = outlines[enrolment.course_id].keys
        reached = len(keys & done[enrolment.student_id])
        lines[enrolment.student_id].append(
            CourseLine(enrolment, reached * 100 // len(keys) if keys else 0)
        )
    return [
        CounselledStudent(
            student,
            courses=lines[student.pk][:COURSES_SHOWN],
            more=max(0, len(lines[student.pk]) - COURSES_SHOWN),
        )
        for student in students
    ]


def newcomers() -> list[User]:
    """Students who signed up lately, the newest first."""
    newest = User.objects.filter(
        role=Role.STUDENT, date_joined__gte=timezone.now() - NEW_WITHIN
    ).order_by("-date_joined")[:LINES_SHOWN]
    # Courses are counted of those alone who are shown.
    return list(
        User.objects.filter(pk__in=newest.values("pk"))
        .annotate(courses=Count("enrolments"))
        .order_by("-date_joined")
    )


def courses_with_room() -> list[CoursePage]:
    """Published courses that take students, each with `free` places; None where there is no limit.

    Those with few places left come first.
    """
    taken = (
        Enrolment.objects.taking_places()
        .filter(course=OuterRef("pk"))
        .order_by()
        .values("course")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return list(
        CoursePage.objects.live()
        .exclude(enrolment_policy=EnrolmentPolicy.STAFF)
        .annotate(
            # Places are counted only where they are limited.
            free=Case(
                When(
                    capacity__isnull=False,
                    then=F("capacity")
                    - Coalesce(Subquery(taken, output_field=IntegerField()), 0),
                ),
                output_field=IntegerField(),
            )
        )
        .filter(Q(free=None) | Q(free__gt=0))
        .only("title", "slug", "path", "depth", "url_path", "capacity")
        .order_by(F("free").asc(nulls_last=True), "title")[:LINES_SHOWN]
    )
