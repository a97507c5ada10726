"""What a course page offers to the person who looks at it."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.models import CoursePage, EnrolmentPolicy
from learning.models import Enrolment, EnrolmentRequest
from learning.services.enrolment import OPEN_REQUESTS, has_place, missing_prerequisites
from learning.services.requests import place_in_line


@dataclass(frozen=True)
class Offer:
    """One of the codes below, with the sentence to show.

    `log_in`, `enrol` (a button), `key` (a field), `ask` (a message), `wait` (full: join the line),
    `pending`, `waiting` (with `place`), `enrolled`, `completed`, `paused`, `prerequisite`,
    `staff_only`, `closed`, `teaches`, `none` (for staff and others who don't enrol).
    """

    code: str
    sentence: str = ""
    enrolment: Enrolment | None = None
    request: EnrolmentRequest | None = None
    place: int = 0


def enrolment_offer(user: User | AnonymousUser, course: CoursePage) -> Offer:
    if not user.is_authenticated:
        return Offer("log_in", _policy_sentence(course))
    if course.is_taught_by(user):
        return Offer("teaches", _("You teach this course."))
    if not user.is_student or not user.is_active:
        return Offer("none")
    enrolment = Enrolment.objects.filter(student=user, course=course).first()
    if enrolment and enrolment.status != Enrolment.Status.DROPPED:
        return Offer(
            enrolment.status.replace("active", "enrolled"), enrolment=enrolment
        )
    asked = EnrolmentRequest.objects.filter(
        student=user, course=course, status__in=OPEN_REQUESTS
    ).first()
    if asked and asked.status == EnrolmentRequest.Status.PENDING:
        return Offer(
            "pending", _("Your request waits for an answer."), enrolment, asked
        )
    if asked:
        place = place_in_line(asked)
        sentence = _("You are number %(place)d on the waiting list.") % {"place": place}
        return Offer("waiting", sentence, enrolment, asked, place)
    return _offer_to_newcomer(user, course, enrolment)


def _offer_to_newcomer(
    user: User, course: CoursePage, enrolment: Enrolment | None
) -> Offer:
    if not course.live:
        return Offer(
            "closed", _("This course isn't open for enrolment now."), enrolment
        )
    if missing := missing_prerequisites(student=user, course=course):
        titles = ", ".join(f"“{title}”" for title in missing)
        sentence = _("First complete %(courses)s.") % {"courses": titles}
        return Offer("prerequisite", sentence, enrolment)
    sentence = _policy_sentence(course)
    match course.enrolment_policy:
        case EnrolmentPolicy.STAFF:
            return Offer("staff_only", sentence, enrolment)
        case EnrolmentPolicy.APPROVAL:
            return Offer("ask", sentence, enrolment)
        case EnrolmentPolicy.KEY:
            return Offer("key", sentence, enrolment)
    if not has_place(course):
        return Offer(
            "wait", _("All places are taken. Join the waiting list."), enrolment
        )
    return Offer("enrol", sentence, enrolment)


def _policy_sentence(course: CoursePage) -> str:
    match course.enrolment_policy:
        case EnrolmentPolicy.STAFF:
            return _(
                "The academy enrols students in this course. Get in touch if you want to join."
            )
        case EnrolmentPolicy.APPROVAL:
            return _("Tell the teacher why you want to join; they decide.")
        case EnrolmentPolicy.KEY:
            return _("Your teacher gives you the key.")
    return _("Enrol and start at once.")
