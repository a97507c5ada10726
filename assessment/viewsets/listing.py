"""The lists of questions, quizzes and assignments: those of somebody's own courses."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect
from wagtail.models import WorkflowState
from wagtail.permissions import policy_registry
from wagtail.search.backends import get_search_backend
from wagtail.snippets.views import snippets

from assessment.access import assessed_courses
from assessment.models import CourseContent, Question
from assessment.viewsets.scoped import InCourse, with_course
from catalog.models import CoursePage
from learning.models import LessonPage

# More than this nobody reads through.
MOST_FOUND = 500


def _courses(request: HttpRequest | None) -> QuerySet[CoursePage]:
    if request is None:
        return CoursePage.objects.none()
    user: Any = request.user
    courses: QuerySet[CoursePage] = assessed_courses(user)
    return courses.order_by("draft_title")


def course_asked_for(request: HttpRequest) -> CoursePage | None:
    """Return the course that a list is narrowed down to."""
    key = request.GET.get("course", "")
    return _courses(request).filter(pk=key).first() if key.isdecimal() else None


def _lessons(request: HttpRequest | None) -> QuerySet[Any]:
    """Return the lessons of the course that is chosen; of many courses they would be too many."""
    course = course_asked_for(request) if request else None
    if course is None:
        return LessonPage.objects.none()
    return LessonPage.objects.descendant_of(course).order_by("path")


def _tags(request: HttpRequest | None) -> QuerySet[Tag]:
    courses = _courses(request)
    if request and (course := course_asked_for(request)):
        courses = courses.filter(pk=course.pk)
    return (
        Tag.objects.filter(
            assessment_questiontag_items__content_object__course__in=courses.order_by()
        )
        .distinct()
        .order_by("name")
    )


class CourseChoiceField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, obj: CoursePage) -> str:
        return obj.draft_title


class CourseFilter(django_filters.ModelChoiceFilter):
    field_class = CourseChoiceField


class ContentFilterSet(WagtailFilterSet):
    course = CourseFilter(queryset=_courses, label=_("Course"))
    live = django_filters.BooleanFilter(label=_("Published"), widget=BooleanRadioSelect)


class QuestionFilterSet(ContentFilterSet):
    lessons = django_filters.ModelChoiceFilter(queryset=_lessons, label=_("Lesson"))
    tags = django_filters.ModelChoiceFilter(queryset=_tags, label=_("Tag"))

    class Meta:
        model = Question
        fields = ["course", "kind", "difficulty", "lessons", "tags", "live"]


class StatusColumn(StatusTagColumn):
    """As Wagtail's, which asks twice for each row whether something is scheduled or in review."""

    def __init__(self) -> None:
        super().__init__(
            "status",
            label=_("Status"),
            accessor=_status_of,
            sort_key="live",
            primary=lambda thing: thing.live,
        )


def _status_of(thing: Any) -> str:
    if getattr(thing, "is_in_review", False):
        return gettext("live + in review") if thing.live else gettext("in review")
    if not thing.live:
        return gettext("draft")
    return gettext("live + draft") if thing.has_unpublished_changes else gettext("live")


class CourseColumn(Column):
    def __init__(self) -> None:
        super().__init__(
            "course",
            label=_("Course"),
            accessor="course.draft_title",
            sort_key="course__draft_title",
        )


class ListView(InCourse, snippets.IndexView):
    def get_add_url(self) -> str | None:
        address: str | None = super().get_add_url()
        course = course_asked_for(self.request)
        return with_course(address, course) if address and course else address

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Search all that somebody may see, then narrow down: the index knows no tags and no lessons."""
        if not self.is_searching:
            return queryset
        own = own_content(self.model, self.request.user)
        keys = found_in(own, self.search_query)
        return queryset.filter(pk__in=keys)


def listed_content(model: type[CourseContent], user: Any) -> QuerySet[Any]:
    """Return the rows of a list, with all that its columns show."""
    reviews = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(model),
        object_id=Cast(OuterRef("pk"), CharField()),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    own = own_content(model, user).select_related("course")
    return own.annotate(is_in_review=Exists(reviews))


def own_content(model: type[CourseContent], user: Any) -> QuerySet[Any]:
    policy = policy_registry.get_by_type(model)
    own: QuerySet[Any] = policy.instances_user_has_any_permission_for(user, {"view"})
    return own


def found_in(things: QuerySet[Any], words: str) -> set[int]:
    """Return the keys of those whose title begins with `words`, or whose text holds them."""
    backend = get_search_backend()
    found: Iterable[Any] = [
        *backend.autocomplete(words, things)[:MOST_FOUND],
        *backend.search(words, things)[:MOST_FOUND],
    ]
    return {thing.pk for thing in found}
