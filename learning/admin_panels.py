"""What greets people in the admin: teachers with their courses, admins with what waits for review."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Substr
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import get_latest_str
from wagtail.admin.views.home import (
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
)
from wagtail.models import (
    Page,
    TaskState,
    WorkflowState,
    get_default_page_content_type,
)

from catalog.admin_views import may_create_courses
from catalog.models import CoursePage
from catalog.permissions import COURSE_DEPTH, course_path
from learning.models import Enrolment, LessonPage


class MyCoursesPanel(Component):
    """The courses somebody teaches, each with what waits there. A handful of queries, however many courses."""

    name = "my_courses"
    order = 100
    template_name = "catalog/admin/my_courses.html"

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        courses = list(
            CoursePage.objects.taught_by(self.user)
            .order_by("draft_title")
            .annotate_approved_schedule()
            .prefetch_workflow_states()
        )
        students = _students(courses)
        drafts = _lessons_in_draft(courses)
        waiting = Counter(course_path(page) for page in pages_in_review())
        return {
            "user": self.user,
            "may_create": may_create_courses(self.user),
            "rows": [
                {
                    "course": course,
                    "students": students.get(course.pk, 0),
                    "drafts": drafts.get(course.path, 0),
                    "waiting": waiting[course.path],
                }
                for course in courses
            ],
        }


class ReviewQueuePanel(Component):
    """What teachers submitted, oldest first, with the way to what changed."""

    name = "review_queue"
    order = 90
    template_name = "catalog/admin/review_queue.html"

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        states = list(
            TaskState.objects.reviewable_by(self.user)
            .select_related("revision__user", "workflow_state__requested_by")
            .prefetch_related("revision__content_object__latest_revision")
            .order_by("started_at")
        )
        waiting = [
            (state, thing)
            for state in states
            if (thing := state.revision.content_object)
        ]
        titles = _course_titles(
            thing for _state, thing in waiting if isinstance(thing, Page)
        )
        return {"rows": [_review(state, thing, titles) for state, thing in waiting]}


def _review(state: TaskState, thing: Any, titles: dict[str, str]) -> dict[str, Any]:
    """Return what the queue shows of a page; or of something else that belongs to a course, such as a quiz."""
    if isinstance(thing, Page):
        course, names = titles.get(course_path(thing), ""), "wagtailadmin_pages:{}"
        read = reverse("wagtailadmin_pages:view_draft", args=[thing.pk])
    else:
        course, names = (
            thing.course.draft_title,
            thing.snippet_viewset.get_url_name("{}"),
        )
        read = reverse(names.format("workflow_preview"), args=[thing.pk, state.task_id])
    compared = [thing.pk, "live", state.revision_id]
    return {
        "state": state,
        "title": get_latest_str(thing),
        "course": course,
        "is_live": thing.live,
        "edit_url": reverse(names.format("edit"), args=[thing.pk]),
        "read_url": read,
        "compare_url": reverse(names.format("revisions_compare"), args=compared),
    }


class OwnRecentEdits(RecentEditsPanel):
    """Wagtail's panel, without pages that somebody edited once and may not any more."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        user = parent_context["request"].user
        context["last_edits"] = [
            (when, page)
            for when, page in context["last_edits"]
            if page.permissions_for_user(user).can_edit()
        ]
        return context


class OwnSubmissions(UserObjectsInWorkflowModerationPanel):
    """Wagtail's panel, without what somebody submitted once and may not edit any more."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        finder = AdminURLFinder(parent_context["request"].user)
        context["workflow_states"] = [
            state
            for state in context["workflow_states"]
            if finder.get_edit_url(state.content_object)
        ]
        return context


def pages_in_review() -> QuerySet[Page]:
    active = WorkflowState.objects.active().filter(
        base_content_type=get_default_page_content_type()
    )
    keys = [int(key) for key in active.values_list("object_id", flat=True)]
    return Page.objects.filter(pk__in=keys)


def _students(courses: list[CoursePage]) -> dict[int, int]:
    counted = (
        Enrolment.objects.staying()
        .filter(course__in=courses)
        .values("course")
        .annotate(number=Count("pk"))
    )
    return {row["course"]: row["number"] for row in counted.order_by()}


def _lessons_in_draft(courses: list[CoursePage]) -> dict[str, int]:
    counted = (
        LessonPage.objects.filter(Q(live=False) | Q(has_unpublished_changes=True))
        .annotate(below=Substr(F("path"), 1, Page.steplen * COURSE_DEPTH))
        .filter(below__in=[course.path for course in courses])
        .values("below")
        .annotate(number=Count("pk"))
    )
    return {row["below"]: row["number"] for row in counted.order_by()}


def _course_titles(pages: Iterable[Page]) -> dict[str, str]:
    paths = {course_path(page) for page in pages}
    found = CoursePage.objects.filter(path__in=paths)
    return dict(found.values_list("path", "draft_title"))
