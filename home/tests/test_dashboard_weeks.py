"""Charts count by week in the viewer's time zone (LRN-05)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from home.dashboards.weeks import Weeks
from learning.models import LessonProgress

pytestmark = pytest.mark.django_db

# Monday, 2 March 2026, one o'clock in the morning in India; still Sunday in UTC and in Lima.
MOMENT = datetime(2026, 3, 1, 19, 30, tzinfo=UTC)
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def completions(student, lessons):
    LessonProgress.objects.create(
        student=student,
        lesson_key=lessons[0].translation_key,
        lesson_title="Stars",
        status="completed",
        completed_at=MOMENT,
    )
    return LessonProgress.objects.all()


@pytest.mark.parametrize(
    ("zone", "counts"),
    [("UTC", [1, 0]), ("Asia/Kolkata", [0, 1]), ("America/Lima", [1, 0])],
)
def test_a_week_begins_at_midnight_of_the_viewers_monday(completions, zone, counts):
    weeks = Weeks.lately(ZoneInfo(zone), count=2, now=NOW)
    assert weeks.counts(completions, "completed_at") == counts
    assert weeks.count_moments([MOMENT]) == counts


def test_totals_include_what_came_before(completions):
    weeks = Weeks.lately(ZoneInfo("UTC"), count=2, now=datetime(2026, 6, 1, tzinfo=UTC))
    assert weeks.totals(completions, "completed_at") == [1, 1]
    assert weeks.counts(completions, "completed_at") == [0, 0]


def test_weeks_across_a_change_of_the_clock_follow_each_other():
    weeks = Weeks.lately(
        ZoneInfo("Europe/Berlin"), count=3, now=datetime(2026, 4, 1, tzinfo=UTC)
    )
    assert [monday.isoformat() for monday in weeks.mondays] == [
        "2026-03-16",
        "2026-03-23",
        "2026-03-30",
    ]
