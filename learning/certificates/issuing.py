from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from learning.certificates.numbers import new_number
from learning.exceptions import Refused
from learning.models import Certificate, Enrolment


def issue_certificate(*, enrolment: Enrolment) -> Certificate:
    """Return the certificate of a completed enrolment; names are kept as they are today."""
    if enrolment.completed_at is None:
        raise Refused("not_completed", _("This course isn't completed yet."))
    if existing := Certificate.objects.filter(enrolment=enrolment).first():
        return existing
    course = enrolment.course
    teachers = course.teacher_names
    for _round in range(5):
        try:
            with transaction.atomic():
                return Certificate.objects.create(
                    enrolment=enrolment,
                    number=new_number(),
                    student_name=str(enrolment.student),
                    course_title=course.title,
                    course_code=course.code,
                    duration_hours=course.duration_hours,
                    teacher_names=teachers,
                    issued_at=timezone.now(),
                )
        except IntegrityError:
            # Either the number is taken, or another request was faster with this enrolment.
            if existing := Certificate.objects.filter(enrolment=enrolment).first():
                return existing
    raise RuntimeError("No free certificate number was drawn in five attempts.")


def revoke_certificate(
    *, certificate: Certificate, by: User, reason: str
) -> Certificate:
    """Withdraw a certificate; the check page says so, and why."""
    if not by.is_admin:
        raise Refused(
            "not_staff", _("Only the staff of the academy revokes certificates.")
        )
    if not reason.strip():
        raise Refused(
            "reason", _("Say why, so that whoever checks the number can read it.")
        )
    if certificate.revoked_at is None:
        certificate.revoked_at = timezone.now()
        certificate.revoked_by = by
        certificate.revoked_reason = reason.strip()[:255]
        certificate.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    return certificate
