"""What would become of admitting somebody, said before anything is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from catalog.models import CoursePage, EnrolmentPolicy
from learning.models import Enrolment
from learning.permissions import may_supervise


@dataclass(frozen=True, slots=True)
class Outlook:
    """`open`, `enrolled` (already), `paused`, `full`, `asks`, `prerequisite`, `overruled` or `closed`."""

    code: str
    sentence: str
    # Who teaches the student in a course that is studied already.
    teacher: User | None = None

    @property
    def is_possible(self) -> bool:
        return self.code not in ("prerequisite", "closed")


def outlooks(
    *, courses: Sequence[CoursePage], student: User | None, by: User
) -> dict[int, Outlook]:
    """Say of each course what `admit` would do now; `student` is None before there is an account.

    A constant number of queries.
    """
    prefetch_related_objects([*courses], "prerequisites", "teacher_rows")
    mine = Enrolment.objects.filter(student=student).select_related("teacher")
    held = {row.course_id: row for row in mine} if student else {}
    rows = Enrolment.objects.taking_places().filter(course__in=courses).order_by()
    taken = dict(rows.values_list("course_id").annotate(taken=Count("pk")))
    return {
        course.pk: _outlook(course, held, taken.get(course.pk, 0), by)
        for course in courses
    }


def _outlook(
    course: CoursePage, held: dict[int, Enrolment], taken: int, by: User
) -> Outlook:
    mine = held.get(course.pk)
    if mine and mine.status == Enrolment.Status.PAUSED:
        return Outlook(
            "paused", _("Enrolled already; paused at the moment."), mine.teacher
        )
    if mine and mine.status != Enrolment.Status.DROPPED:
        return Outlook("enrolled", _("Enrolled already."), mine.teacher)
    supervises = may_supervise(by, course)
    if not course.live and not supervises:
        return Outlook("closed", _("This course isn't open for enrolment now."))
    missing = [
        f"“{other.title}”"
        for other in course.prerequisites.all()
        if other.live
        and not (other.pk in held and held[other.pk].completed_at is not None)
    ]
    titles = ", ".join(missing)
    if missing and not supervises:
        return Outlook(
            "prerequisite",
            _("%(courses)s has to be completed first.") % {"courses": titles},
        )
    if course.enrolment_policy == EnrolmentPolicy.APPROVAL and not supervises:
        return Outlook(
            "asks", _("Needs approval: the teacher is asked, and the wish waits.")
        )
    if course.capacity is not None and taken >= course.capacity:
        return Outlook(
            "full",
            ngettext(
                "The one place is taken: goes on the waiting list.",
                "All %(count)d places are taken: goes on the waiting list.",
                course.capacity,
            )
            % {"count": course.capacity},
        )
    if missing:
        return Outlook(
            "overruled",
            _("%(courses)s is not completed. You may enrol all the same.")
            % {"courses": titles},
        )
    if course.capacity is None:
        return Outlook("open", _("Starts at once."))
    return Outlook(
        "open",
        _("Starts at once; %(count)d of %(all)d places are free.")
        % {"count": course.capacity - taken, "all": course.capacity},
    )
