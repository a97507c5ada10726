"""Who may write the questions, quizzes and assignments of a course: what Wagtail's admin asks.

Whoever teaches the course, and admins. Publishing a quiz or an assignment needs a course whose
teachers are trusted, as it does for lessons; a question reaches students only through a quiz, so
teachers publish it themselves. There are no rows of permissions: the course's teachers decide.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from accounts.models import ADMIN_ROLES, STAFF_ROLES, User
from assessment.models import Assignment, CourseContent, Question, Quiz
from catalog.models import CoursePage

WRITING = frozenset({"add", "change", "view", "choose", "lock"})
# To unpublish and to delete what students see is like publishing.
PUBLISHING = frozenset({"publish", "delete"})


class _Taught:
    """The courses of one user, asked once in a request."""

    def __init__(self, user: Any) -> None:
        self._courses = CoursePage.objects.taught_by(user)

    @cached_property
    def courses(self) -> frozenset[int]:
        return frozenset(self._courses.values_list("pk", flat=True))

    @cached_property
    def trusted(self) -> frozenset[int]:
        return frozenset(self._courses.trusted().values_list("pk", flat=True))


class CoursePolicy(BasePermissionPolicy):
    """Answers about one kind of course content: of all courses, or of the one thing at hand."""

    permission_cache_name = "_courses_written"

    def __init__(self, model: type[CourseContent], thing: CourseContent | None = None):
        super().__init__(model)
        self.thing = thing

    def about(self, thing: CourseContent) -> "CoursePolicy":
        """Return the policy whose general answers are about `thing`: most views ask no other."""
        return CoursePolicy(self.model, thing)

    def get_all_permissions_for_user(self, user: Any) -> _Taught:
        return _Taught(user)

    def user_has_permission(self, user: Any, action: str) -> bool:
        if self.thing is not None:
            return self.user_has_permission_for_instance(user, action, self.thing)
        if not user.is_active:
            return False
        if user.is_admin:
            return True
        taught: _Taught = self.get_cached_permissions_for_user(user)
        if action == "publish":
            return bool(self._published_by_teachers(taught))
        return action in WRITING | PUBLISHING and bool(taught.courses)

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Any
    ) -> bool:
        if not user.is_active:
            return False
        if user.is_admin:
            return True
        taught: _Taught = self.get_cached_permissions_for_user(user)
        if instance.course_id not in taught.courses:
            return False
        if action in WRITING or (action == "delete" and not instance.live):
            return True
        return action in PUBLISHING and (
            instance.course_id in self._published_by_teachers(taught)
        )

    def _published_by_teachers(self, taught: _Taught) -> frozenset[int]:
        return taught.courses if self.model is Question else taught.trusted

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        things: QuerySet[Any] = self.model._default_manager.all()
        if not user.is_active:
            return things.none()
        if user.is_admin:
            return things
        taught: _Taught = self.get_cached_permissions_for_user(user)
        courses: set[int] = set()
        if set(actions) & WRITING:
            courses |= taught.courses
        if set(actions) & PUBLISHING:
            courses |= self._published_by_teachers(taught)
        return things.filter(course__in=courses)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        writers = Q(role__in=STAFF_ROLES, taught_rows__isnull=False)
        people: QuerySet[User] = User.objects.active()
        return people.filter(writers | Q(role__in=ADMIN_ROLES)).distinct()

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Any
    ) -> QuerySet[User]:
        writers = Q(role__in=STAFF_ROLES, taught_rows__course=instance.course_id)
        people: QuerySet[User] = User.objects.active()
        return people.filter(writers | Q(role__in=ADMIN_ROLES)).distinct()


def register_policies() -> None:
    """Before anybody asks: Wagtail keeps the policy that it gave out first."""
    for model in (Question, Quiz, Assignment):
        register_permission_policy(model, CoursePolicy(model))
