"""How views find things: only what the user may see is there, so that no check can be forgotten."""

from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from assessment.access import Assessed, decide_assessment, supervises
from assessment.models import (
    Assignment,
    Attempt,
    GradeItem,
    Quiz,
    Submission,
    SubmissionFile,
    SubmissionVersion,
)
from catalog.models import CoursePage
from learning.access import Standing, standing_of
from learning.models import Enrolment
from learning.permissions import may_supervise

Thing = TypeVar("Thing", Quiz, Assignment)


def get_supervised_course(user: User, pk: int) -> CoursePage:
    """Return a course whose students `user` looks after, or raise Http404."""
    course: CoursePage = get_object_or_404(CoursePage, pk=pk)
    if not may_supervise(user, course):
        raise Http404("No course of this number is looked after by this user.")
    return course


def get_enrolment(course: CoursePage, uuid: UUID) -> Enrolment:
    """Return somebody's place in a course that was looked up before."""
    enrolment = get_object_or_404(
        Enrolment.objects.select_related("student"), course=course, uuid=uuid
    )
    enrolment.course = course  # read already
    return enrolment


def get_own_enrolment(user: User, pk: int) -> Enrolment:
    """Return the place of `user` in a course, even one that they have left: their grades stay theirs."""
    return get_object_or_404(
        Enrolment.objects.select_related("course", "student"), course=pk, student=user
    )


def get_grade_item(course: CoursePage, uuid: UUID) -> GradeItem:
    item = get_object_or_404(
        GradeItem.objects.select_related("quiz", "assignment"),
        course=course,
        uuid=uuid,
    )
    item.course = course  # read already
    return item


def get_thing(user: User, model: type[Thing], uuid: UUID) -> tuple[Thing, Standing]:
    """Return a quiz or an assignment that `user` may see, with their standing in its course.

    Raises Http404 for a draft and for what isn't there, PermissionDenied with a sentence otherwise.
    """
    thing: Any = get_object_or_404(model.objects.select_related("course"), uuid=uuid)
    standing = standing_of(user, thing.course)
    decision = decide_assessment(user, thing, standing=standing)
    if decision.code == "not_published":
        raise Http404
    if not decision:
        raise PermissionDenied(str(decision.sentence))
    return thing, standing


def get_supervised_thing(user: User, model: type[Thing], uuid: UUID) -> Thing:
    """Return a quiz or an assignment of a course whose students `user` looks after, or raise Http404."""
    thing: Any = get_object_or_404(model.objects.select_related("course"), uuid=uuid)
    if not may_supervise(user, thing.course):
        raise Http404
    return thing


def get_attempt(user: User, uuid: UUID) -> tuple[Attempt, Standing]:
    """Return an attempt of `user`, or one that they supervise; Http404 for all others."""
    attempt = get_object_or_404(
        Attempt.objects.select_related("quiz__course", "student"), uuid=uuid
    )
    return attempt, _standing_to(user, attempt.student_id, attempt.quiz)


def get_supervised_attempt(user: User, uuid: UUID) -> Attempt:
    """Return an attempt of a student whom `user` looks after, or raise Http404."""
    attempt = get_object_or_404(
        Attempt.objects.select_related("quiz__course", "student"), uuid=uuid
    )
    if not may_supervise(user, attempt.quiz.course):
        raise Http404
    return attempt


def get_submission(user: User, uuid: UUID) -> tuple[Submission, Standing]:
    """Return a submission of `user`, or one that they supervise; Http404 for all others."""
    submission = get_object_or_404(
        Submission.objects.select_related("assignment__course", "student"), uuid=uuid
    )
    return submission, _standing_to(user, submission.student_id, submission.assignment)


def get_submission_file(user: User, uuid: UUID) -> SubmissionFile:
    """Return a file of `user`, or one that was handed in where they supervise; Http404 for all others.

    A draft is its student's alone.
    """
    file = get_object_or_404(
        SubmissionFile.objects.select_related(
            "version", "submission__assignment__course", "submission__student"
        ),
        uuid=uuid,
    )
    submission = file.submission
    _standing_to(user, submission.student_id, submission.assignment)
    if file.version_id is None and submission.student_id != user.pk:
        raise Http404
    return file


def get_version(user: User, uuid: UUID) -> SubmissionVersion:
    """Return a version of `user`, or one that they supervise; Http404 for all others."""
    version = get_object_or_404(
        SubmissionVersion.objects.select_related(
            "submission__assignment__course", "submission__student"
        ),
        uuid=uuid,
    )
    submission = version.submission
    _standing_to(user, submission.student_id, submission.assignment)
    return version


def _standing_to(user: User, student_id: int, thing: Assessed) -> Standing:
    standing = standing_of(user, thing.course)
    if supervises(standing):
        return standing
    if student_id != user.pk:
        raise Http404
    if not standing.is_studying:
        raise PermissionDenied(
            str(decide_assessment(user, thing, standing=standing).sentence)
        )
    return standing
