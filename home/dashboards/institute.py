"""What admins find after logging in: the whole academy, and what waits for them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry, PageLogEntry, WorkflowState

from accounts import audit
from accounts.models import Block, Role, TeacherApplication, User
from catalog.models import CoursePage
from common.charts import Chart, Series
from home.dashboards.charts import compared_with_before, recent
from home.dashboards.inquiries import inquiries_at_a_glance
from home.dashboards.teaching import LINES_SHOWN, requests_to_decide
from home.dashboards.weeks import Weeks, zone_of
from learning.models import Enrolment, LessonProgress

LATELY = timedelta(days=30)
# How old the figures of the academy may be.
SECONDS_KEPT = 300
LOCKED_OUT_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class AuditLine:
    moment: Any
    who: str
    what: str
    about: str


def institute_dashboard(viewer: User) -> dict[str, Any]:
    """A fixed number of queries, however large the academy."""
    return {
        **figures_of_the_academy(viewer),
        "inquiries": inquiries_at_a_glance(),
        "reviews": reviews_waiting(),
        "applications": applications_waiting(),
        "requests": requests_to_decide(viewer),
        "blocks": open_blocks(),
        "locked_out": locked_out_lately(),
        "audit": audit_lines(),
    }


def figures_of_the_academy(viewer: User) -> dict[str, Any]:
    """Count the whole academy, once in a few minutes for all admins; `counted_at` says when.

    Nothing in it depends on who asks but the weeks of their time zone and their language. What
    waits for a decision is never kept.
    """
    zone = zone_of(viewer)
    key = f"home.institute.{zone.key}.{get_language()}"
    figures: dict[str, Any] | None = cache.get(key)
    if figures is None:
        figures = _count_the_academy(Weeks.lately(zone))
        cache.set(key, figures, SECONDS_KEPT)
    return figures


def _count_the_academy(weeks: Weeks) -> dict[str, Any]:
    enrolled = weeks.counts(Enrolment.objects.all(), "enrolled_at")
    completed = weeks.counts(Enrolment.objects.all(), "completed_at")
    return {
        "counted_at": timezone.now(),
        "tiles": _tiles(),
        "charts": [
            enrolments_chart(weeks, enrolled, completed),
            sign_ups_chart(weeks),
            people_chart(),
            courses_chart(),
        ],
        "busiest": busiest_courses(),
    }


def _tiles() -> dict[str, int]:
    now = timezone.now()
    return Enrolment.objects.aggregate(
        studying=Count(
            "student", filter=Q(status=Enrolment.Status.ACTIVE), distinct=True
        ),
        active_lately=Count(
            "student",
            filter=Q(last_studied_at__gte=now - timedelta(days=7)),
            distinct=True,
        ),
        enrolled_lately=Count("pk", filter=Q(enrolled_at__gte=now - LATELY)),
        completed_lately=Count("pk", filter=Q(completed_at__gte=now - LATELY)),
    )


def enrolments_chart(weeks: Weeks, enrolled: list[int], completed: list[int]) -> Chart:
    takeaway = ngettext(
        "%(count)d enrolment in the last four weeks, %(compared)s; %(completed)d completed.",
        "%(count)d enrolments in the last four weeks, %(compared)s; %(completed)d completed.",
        recent(enrolled),
    ) % {
        "count": recent(enrolled),
        "compared": compared_with_before(enrolled),
        "completed": recent(completed),
    }
    return Chart(
        key="enrolments",
        title=_("Enrolments and completions each week"),
        kind="line",
        label_heading=_("Week of"),
        labels=weeks.labels,
        series=[
            Series(_("Enrolments"), enrolled),
            Series(_("Completions"), completed),
        ],
        takeaway=takeaway,
    )


def sign_ups_chart(weeks: Weeks) -> Chart:
    joined = weeks.counts(User.objects.all(), "date_joined")
    return Chart(
        key="sign-ups",
        title=_("Sign-ups each week"),
        kind="area",
        label_heading=_("Week of"),
        labels=weeks.labels,
        series=[Series(_("Sign-ups"), joined)],
        takeaway=ngettext(
            "%(count)d person signed up in the last four weeks, %(compared)s.",
            "%(count)d people signed up in the last four weeks, %(compared)s.",
            recent(joined),
        )
        % {"count": recent(joined), "compared": compared_with_before(joined)},
    )


def people_chart() -> Chart:
    counted = dict(User.objects.order_by().values_list("role").annotate(n=Count("pk")))
    roles = [role for role in Role if counted.get(role)]
    return Chart(
        key="people",
        title=_("People by role"),
        kind="bars",
        label_heading=_("Role"),
        labels=[str(role.label) for role in roles],
        series=[Series(_("People"), [counted[role] for role in roles])],
        takeaway=_("%(people)d people, %(students)d of them students.")
        % {
            "people": sum(counted.values()),
            "students": counted.get(Role.STUDENT, 0),
        },
    )


def courses_chart() -> Chart:
    states = CoursePage.objects.aggregate(
        published=Count("pk", filter=Q(live=True, has_unpublished_changes=False)),
        changed=Count("pk", filter=Q(live=True, has_unpublished_changes=True)),
        draft=Count("pk", filter=Q(live=False, first_published_at=None)),
        withdrawn=Count("pk", filter=Q(live=False, first_published_at__isnull=False)),
    )
    names = {
        "published": _("Published"),
        "changed": _("Published, with a newer draft"),
        "draft": _("Draft"),
        "withdrawn": _("Unpublished again"),
    }
    present = [state for state in names if states[state]]
    total = sum(states.values())
    return Chart(
        key="courses",
        title=_("Courses by state"),
        kind="ring",
        label_heading=_("State"),
        labels=[names[state] for state in present],
        series=[Series(_("Courses"), [states[state] for state in present])],
        takeaway=ngettext(
            "%(published)d of %(count)d course is published.",
            "%(published)d of %(count)d courses are published.",
            total,
        )
        % {"published": states["published"] + states["changed"], "count": total},
    )


def busiest_courses() -> list[CoursePage]:
    """The courses in which most lessons were completed lately. Two queries."""
    completed = dict(
        LessonProgress.objects.filter(
            completed_at__gte=timezone.now() - LATELY, course__isnull=False
        )
        .order_by()
        .values_list("course")
        .annotate(n=Count("pk"))
        .order_by("-n")[:LINES_SHOWN]
    )
    courses = list(
        CoursePage.objects.filter(pk__in=completed)
        .only("title", "slug", "path", "depth", "live")
        .annotate(
            students=Count(
                "enrolments", filter=Q(enrolments__status=Enrolment.Status.ACTIVE)
            )
        )
    )
    for course in courses:
        course.completed_lately = completed[course.pk]
    return sorted(courses, key=lambda course: -course.completed_lately)


def reviews_waiting() -> list[WorkflowState]:
    """Pages submitted for review, the one waiting longest first."""
    return list(
        WorkflowState.objects.filter(
            status=WorkflowState.STATUS_IN_PROGRESS,
            base_content_type__app_label="wagtailcore",
            base_content_type__model="page",
        )
        .select_related("requested_by", "current_task_state__revision")
        .order_by("created_at")[:LINES_SHOWN]
    )


def applications_waiting() -> list[TeacherApplication]:
    return list(
        TeacherApplication.objects.filter(
            status=TeacherApplication.Status.PENDING
        ).select_related("user")[:LINES_SHOWN]
    )


def open_blocks() -> list[Block]:
    return list(
        Block.objects.filter(lifted_at=None).select_related("user", "blocked_by")[
            :LINES_SHOWN
        ]
    )


def locked_out_lately() -> list[ModelLogEntry]:
    """Accounts at which somebody gave too many wrong passwords within a day."""
    return list(
        ModelLogEntry.objects.filter(
            action=audit.LOCKED_OUT, timestamp__gte=timezone.now() - LOCKED_OUT_WITHIN
        ).order_by("-timestamp")[:LINES_SHOWN]
    )


def audit_lines() -> list[AuditLine]:
    """The newest entries of both logs. Two queries."""
    newest = [
        *ModelLogEntry.objects.select_related("user").order_by("-timestamp")[
            :LINES_SHOWN
        ],
        *PageLogEntry.objects.select_related("user", "page").order_by("-timestamp")[
            :LINES_SHOWN
        ],
    ]
    newest.sort(key=lambda entry: entry.timestamp, reverse=True)
    return [
        AuditLine(
            entry.timestamp,
            str(entry.user or _("The site")),
            str(entry.message),
            entry.label,
        )
        for entry in newest[:LINES_SHOWN]
    ]
