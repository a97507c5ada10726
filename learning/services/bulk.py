from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.models import CoursePage
from learning.exceptions import Refused
from learning.models import Enrolment
from learning.services.enrolment import enrol


@dataclass(frozen=True)
class BulkLine:
    email: str
    code: str  # enrolled, waiting, known, or why not
    sentence: str


def bulk_enrol(
    *, course: CoursePage, emails: Iterable[str], by: User
) -> list[BulkLine]:
    """Enrol those with these addresses; return a line for each, in their order, without doubles."""
    wanted = list(
        dict.fromkeys(email.strip().lower() for email in emails if email.strip())
    )
    found = User.objects.annotate(address=Lower("email")).filter(address__in=wanted)
    people = {user.email.lower(): user for user in found}
    present = set(
        Enrolment.objects.staying()
        .filter(course=course, student__in=people.values())
        .values_list("student_id", flat=True)
    )
    return [
        _enrol_one(course, email, people.get(email), present, by) for email in wanted
    ]


def _enrol_one(
    course: CoursePage, email: str, student: User | None, present: set[int], by: User
) -> BulkLine:
    if student is None:
        return BulkLine(email, "unknown", _("Nobody here has this address."))
    if student.pk in present:
        return BulkLine(email, "known", _("Is enrolled already."))
    try:
        result = enrol(student=student, course=course, by=by)
    except Refused as refusal:
        return BulkLine(email, refusal.code, refusal.sentence)
    if isinstance(result, Enrolment):
        return BulkLine(email, "enrolled", _("Enrolled."))
    return BulkLine(email, "waiting", _("The course is full: put on the waiting list."))
