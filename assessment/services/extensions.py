"""Other dates for one student, with the reason, which the student sees and the audit trail keeps."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from assessment import audit
from assessment.models import Accommodation, Assignment
from common.exceptions import Refused

DATES = ("opens_at", "due_at", "late_until")


def extend(
    *, assignment: Assignment, student: User, by: User, reason: str, **terms: Any
) -> Accommodation:
    """Give `student` other dates, or more versions (`extra_attempts`), instead of the assignment's."""
    if not reason.strip():
        raise Refused(
            "no_reason", _("Say why: the student and your colleagues see it.")
        )
    if not any(terms.values()):
        raise Refused("no_terms", _("Give a date, or more versions."))
    due_at = terms.get("due_at") or assignment.due_at
    late_until = terms.get("late_until")
    if late_until and due_at and late_until < due_at:
        raise Refused(
            "bad_dates", _("“Late until” has to be after the day on which it is due.")
        )
    with transaction.atomic():
        accommodation, _created = Accommodation.objects.update_or_create(
            assignment=assignment,
            student=student,
            defaults={"reason": reason.strip(), "by": by, **terms},
        )
        _record(audit.EXTENSION, accommodation, by)
    return accommodation


def end_extension(*, accommodation: Accommodation, by: User) -> None:
    with transaction.atomic():
        _record(audit.EXTENSION_REMOVED, accommodation, by)
        accommodation.delete()


def _record(action: str, accommodation: Accommodation, by: User) -> None:
    dates = [
        f"{name}: {moment:%Y-%m-%d %H:%M} UTC"
        for name in DATES
        if (moment := getattr(accommodation, name))
    ]
    data = {
        "student": str(accommodation.student),
        "student_id": accommodation.student_id,
        "dates": ", ".join(dates),
        "reason": accommodation.reason,
    }
    log(accommodation.assignment, action, user=by, data=data)
