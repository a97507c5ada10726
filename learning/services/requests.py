"""Answering those who asked to study."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mails import send_later
from accounts.models import User
from learning.exceptions import Refused
from learning.models import Enrolment, EnrolmentRequest
from learning.services.enrolment import (
    OPEN_REQUESTS,
    has_place,
    lock_course,
    refuse_outsider,
    refuse_wrong_person,
    take_place,
)

Status = EnrolmentRequest.Status


@transaction.atomic
def decide_request(
    *, request: EnrolmentRequest, accept: bool, by: User, reason: str = ""
) -> EnrolmentRequest:
    """Accept or decline, and tell the student. Accepting in a full course puts them in line."""
    course = lock_course(request.course)
    refuse_outsider(by=by, course=course)
    request = (
        EnrolmentRequest.objects.select_for_update(of=("self",))
        .select_related("student")
        .get(pk=request.pk)
    )
    if request.status not in OPEN_REQUESTS:
        raise Refused("decided", _("Somebody has decided about this request already."))
    request.decided_by = by
    request.decided_at = timezone.now()
    request.reason = reason.strip()[:255]
    letter = "learning/request_declined"
    if not accept:
        request.status = Status.DECLINED
    else:
        refuse_wrong_person(student=request.student, course=course)
        if has_place(course):
            letter = "learning/request_accepted"
            request.status = Status.ACCEPTED
            take_place(
                student=request.student, course=course, source=Enrolment.Source.APPROVAL
            )
        else:
            if request.status == Status.WAITING:
                raise Refused(
                    "full", _("The course is full. Raise the number of places first.")
                )
            letter = "learning/request_waits"
            request.status = Status.WAITING
    request.save(update_fields=["status", "decided_by", "decided_at", "reason"])
    send_later(
        letter,
        request.student,
        course_title=course.title,
        path=course.get_url(),
        reason=request.reason,
    )
    return request


@transaction.atomic
def withdraw_request(*, request: EnrolmentRequest) -> EnrolmentRequest:
    """Take back a wish; one that is decided already stays as it is."""
    EnrolmentRequest.objects.filter(pk=request.pk, status__in=OPEN_REQUESTS).update(
        status=Status.WITHDRAWN, decided_at=timezone.now()
    )
    request.refresh_from_db()
    return request


def place_in_line(request: EnrolmentRequest) -> int:
    """Return how many come before, plus one."""
    return (
        EnrolmentRequest.objects.filter(course=request.course_id, status=Status.WAITING)
        .filter(created_at__lt=request.created_at)
        .count()
        + 1
    )
