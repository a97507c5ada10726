"""How what a student sends to a running attempt finds it: in one query, with the same checks as `lookups`."""

from typing import NoReturn
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from assessment.lookups import get_attempt
from assessment.models import Answer, Attempt
from learning.models import Enrolment


def get_own_attempt(user: User, uuid: UUID) -> Attempt:
    """Return an attempt of `user`, who studies its course; Http404 or PermissionDenied otherwise."""
    attempt = (
        Attempt.objects.filter(uuid=uuid, student=user)
        .filter(_is_studying(user, "quiz__course"))
        .first()
    )
    return attempt or _refuse(user, uuid)


def get_own_answer(user: User, uuid: UUID, position: int) -> Answer:
    """Return an answer, with its attempt, of `user`, who studies its course; refuse as above."""
    answer = (
        Answer.objects.filter(
            attempt__uuid=uuid, position=position, attempt__student=user
        )
        .filter(_is_studying(user, "attempt__quiz__course"))
        .select_related("attempt")
        .first()
    )
    return answer or _refuse(user, uuid)


def _is_studying(user: User, course: str) -> Exists:
    enrolments = Enrolment.objects.filter(student=user, course=OuterRef(course))
    return Exists(enrolments.filter(status__in=Enrolment.STUDYING))


def _refuse(user: User, uuid: UUID) -> NoReturn:
    """Say why not: what isn't theirs isn't there, and who may not go on is told so."""
    attempt, standing = get_attempt(user, uuid)
    if attempt.student_id == user.pk and standing.is_studying:
        raise Http404  # it has no such question
    raise PermissionDenied(_("Only the student who takes a quiz answers it."))
