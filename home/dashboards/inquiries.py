"""What the CRM tells counselors and admins before they open it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.charts import Chart, Series
from crm.desk import HOT, Desk, complete
from crm.models import FollowUp, Inquiry

HOT_SHOWN = 5
LATELY = timedelta(days=30)
WEEK = timedelta(days=7)
Status = Inquiry.Status
STAGES = (Status.NEW, Status.CONTACTED, Status.FOLLOW_UP_SCHEDULED)


@dataclass(frozen=True, slots=True)
class DeskAtAGlance:
    """What waits on somebody's desk: its sections' counts, those who are hot, and the pipeline."""

    counts: dict[str, int]
    hot: list[Any]
    pipeline: Chart


def desk_at_a_glance(counselor: User) -> DeskAtAGlance:
    """A fixed number of queries, however many inquiries there are."""
    desk = Desk(counselor)
    hot = list(desk.section(HOT)[:HOT_SHOWN])
    complete(hot)
    return DeskAtAGlance(desk.counts(), hot, pipeline_chart(counselor))


def pipeline_chart(counselor: User) -> Chart:
    """One bar for each stage of the counselor's own open inquiries."""
    mine = Inquiry.objects.known().filter(counselor=counselor).order_by()
    recent = timezone.now() - LATELY
    counted = mine.aggregate(
        enrolled=Count(
            "pk", filter=Q(status=Status.ENROLLED, status_changed_at__gte=recent)
        ),
        **{stage.value: Count("pk", filter=Q(status=stage)) for stage in STAGES},
    )
    values = [counted[stage.value] for stage in STAGES]
    return Chart(
        key="pipeline",
        title=_("Your open inquiries"),
        kind="bars",
        label_heading=_("Status"),
        labels=[str(stage.label) for stage in STAGES],
        series=[Series(_("Inquiries"), values)],
        takeaway=_("%(open)d open; %(enrolled)d enrolled in 30 days.")
        % {"open": sum(values), "enrolled": counted["enrolled"]},
    )


def inquiries_at_a_glance() -> dict[str, int]:
    """Return for admins how many asked within a week, and what nobody takes care of. Two queries."""
    now = timezone.now()
    overdue = FollowUp.objects.overdue(now).order_by().values("inquiry")
    waiting = Inquiry.objects.open().order_by()
    return {
        "new": Inquiry.objects.known().filter(created_at__gte=now - WEEK).count(),
        **waiting.aggregate(
            open=Count("pk"),
            unassigned=Count("pk", filter=Q(counselor=None)),
            overdue=Count("pk", filter=Q(pk__in=overdue)),
        ),
    }
