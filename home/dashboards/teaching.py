"""Numbers about students in courses, for any number of courses in a fixed number of queries.

Completed lessons are counted by the keys of the lessons that are live now, as everywhere
(`learning.progress`): rows of lessons that are gone don't count, and no percentage passes 100.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.models import CoursePage
from home.dashboards.lookups import supervised_courses
from learning.models import DONE, Enrolment, EnrolmentRequest, LessonProgress
from learning.outline import Outline

UNSEEN_AFTER = timedelta(days=14)
ACTIVE_WITHIN = timedelta(days=7)
# Lines of a panel that links to the whole list.
LINES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class CourseNumbers:
    students: int = 0
    completed: int = 0
    active_lately: int = 0
    unseen: int = 0
    requests: int = 0


def not_seen_since(moment: datetime) -> Q:
    """Active students who have not studied since `moment`, nor enrolled after it."""
    return Q(status=Enrolment.Status.ACTIVE) & (
        Q(last_studied_at__lt=moment) | Q(last_studied_at=None, enrolled_at__lt=moment)
    )


def numbers_of(courses: Iterable[CoursePage]) -> dict[int, CourseNumbers]:
    """Count students and requests by course. Two queries."""
    now = timezone.now()
    pks = [course.pk for course in courses]
    counted = {
        row.pop("course_id"): row
        for row in Enrolment.objects.filter(course__in=pks)
        .order_by()
        .values("course_id")
        .annotate(
            students=Count("pk", filter=Q(status__in=Enrolment.STAYING)),
            completed=Count("pk", filter=Q(status=Enrolment.Status.COMPLETED)),
            active_lately=Count(
                "pk",
                filter=Q(
                    status__in=Enrolment.STAYING,
                    last_studied_at__gte=now - ACTIVE_WITHIN,
                ),
            ),
            unseen=Count("pk", filter=not_seen_since(now - UNSEEN_AFTER)),
        )
    }
    asking = dict(
        EnrolmentRequest.objects.filter(
            course__in=pks, status=EnrolmentRequest.Status.PENDING
        )
        .order_by()
        .values_list("course_id")
        .annotate(n=Count("pk"))
    )
    return {
        pk: CourseNumbers(**counted.get(pk, {}), requests=asking.get(pk, 0))
        for pk in pks
    }


def requests_to_decide(viewer: User) -> list[EnrolmentRequest]:
    """What waits for an answer in the courses that `viewer` looks after, the oldest first."""
    return list(
        EnrolmentRequest.objects.filter(
            course__in=supervised_courses(viewer).values("pk"),
            status=EnrolmentRequest.Status.PENDING,
        )
        .select_related("student", "course")
        .defer("course__description", "course__objectives", "course__attribution")
        .order_by("created_at")[:LINES_SHOWN]
    )


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a distribution: how many students are this far, and where the bar lies in per cent."""

    label: str
    students: int
    begin: float
    width: float


def steps() -> list[str]:
    return [
        _("Not begun"),
        _("Up to a quarter"),
        _("Up to half"),
        _("Up to three quarters"),
        _("More than three quarters"),
        _("Completed"),
    ]


def step_of(status: str, done: int, total: int) -> int:
    """Return which of `steps` somebody has reached. A completed course stays completed."""
    if status == Enrolment.Status.COMPLETED or (total and done >= total):
        return 5
    if not done or not total:
        return 0
    return min(4, (done * 4 - 1) // total + 1)


def distributions_of(
    courses: Sequence[CoursePage], outlines: Mapping[int, Outline]
) -> dict[int, list[Share]]:
    """How far the students of each course are. Two queries, whatever the number of courses."""
    done = _done_by_course_and_student(courses, outlines)
    reached: dict[int, Counter[int]] = defaultdict(Counter)
    enrolments = Enrolment.objects.staying().filter(
        course__in=[course.pk for course in courses]
    )
    for course, student, status in enrolments.order_by().values_list(
        "course_id", "student_id", "status"
    ):
        total = len(outlines[course].lessons)
        reached[course][step_of(status, done.get((course, student), 0), total)] += 1
    return {course.pk: _shares(reached[course.pk]) for course in courses}


def _shares(reached: Counter[int]) -> list[Share]:
    everybody = reached.total() or 1
    shares = []
    begin = 0.0
    for step, label in enumerate(steps()):
        width = reached[step] * 100 / everybody
        shares.append(Share(label, reached[step], round(begin, 2), round(width, 2)))
        begin += width
    return shares


def _done_by_course_and_student(
    courses: Sequence[CoursePage], outlines: Mapping[int, Outline]
) -> dict[tuple[int, int], int]:
    keys = {
        course.pk: outlines[course.pk].keys
        for course in courses
        if outlines[course.pk].keys
    }
    if not keys:
        return {}
    rows = (
        LessonProgress.objects.filter(
            status__in=DONE,
            lesson_key__in=[key for of_course in keys.values() for key in of_course],
            student__in=Enrolment.objects.staying()
            .filter(course__in=keys)
            .values("student"),
        )
        .annotate(
            in_course=Case(
                *(
                    When(lesson_key__in=of_course, then=Value(course))
                    for course, of_course in keys.items()
                ),
                output_field=IntegerField(),
            )
        )
        .order_by()
        .values_list("in_course", "student_id")
        .annotate(n=Count("pk"))
    )
    return {(course, student): n for course, student, n in rows}
