"""The pictures of the dashboards, and the words that go with them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.charts import Chart, Series

# Compared with the same number of weeks before them.
RECENT_WEEKS = 4


def lessons_each_week(
    weeks: Sequence[str], completed: Sequence[float], takeaway: str
) -> Chart:
    return Chart(
        key="activity",
        title=_("Lessons completed each week"),
        kind="bar",
        label_heading=_("Week of"),
        labels=weeks,
        series=[Series(_("Lessons"), completed)],
        takeaway=takeaway,
        size="short",
    )


def recent(values: Sequence[float]) -> int:
    return int(sum(values[-RECENT_WEEKS:]))


def before(values: Sequence[float]) -> int:
    return int(sum(values[-2 * RECENT_WEEKS : -RECENT_WEEKS]))


def compared_with_before(values: Sequence[float]) -> str:
    """Say how the last four weeks compare with the four before: ", 3 more than in the four before"."""
    difference = recent(values) - before(values)
    if difference > 0:
        return _("%(count)d more than in the four weeks before") % {"count": difference}
    if difference < 0:
        return _("%(count)d fewer than in the four weeks before") % {
            "count": -difference
        }
    return _("as many as in the four weeks before")


def duration(minutes: int) -> str:
    """Return "45 minutes", or "about 3 hours" for more than an hour and a half."""
    if minutes <= 90:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {
            "count": minutes
        }
    hours = round(minutes / 60)
    return ngettext("about %(count)d hour", "about %(count)d hours", hours) % {
        "count": hours
    }
