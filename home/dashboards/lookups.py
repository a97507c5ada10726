"""How teachers' screens find courses, students and requests: what isn't theirs isn't there."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from catalog.models import CoursePage
from catalog.querysets import CourseQuerySet
from learning.models import Enrolment, EnrolmentRequest


def supervised_courses(user: User) -> CourseQuerySet:
    """The courses whose students `user` looks after: their own for those who teach, all for admins."""
    courses: CourseQuerySet = CoursePage.objects.all()
    return courses if user.is_admin else courses.taught_by(user)


def get_supervised_course(user: User, slug: str) -> CoursePage:
    course: CoursePage | None = supervised_courses(user).filter(slug=slug).first()
    if course is None:
        raise Http404("No course of this name is looked after by this user.")
    return course


def get_enrolment(course: CoursePage, uuid: UUID) -> Enrolment:
    return get_object_or_404(
        Enrolment.objects.select_related("student", "teacher"), course=course, uuid=uuid
    )


def get_request(course: CoursePage, uuid: UUID) -> EnrolmentRequest:
    return get_object_or_404(
        EnrolmentRequest.objects.select_related("student"), course=course, uuid=uuid
    )
