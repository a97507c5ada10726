"""CRM-04: what nobody kept becomes missed by itself; the counselor hears of it, then the admins."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from crm.models import CRMSettings, FollowUp, Holiday, TimelineEntry
from crm.services.missing import escalate_missed, miss_overdue, remind
from crm.tests.factories import make_follow_up, make_inquiry
from tests.races import needs_row_locks, times_at_once

WEDNESDAY = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def follow_up(inquiry):
    return make_follow_up(inquiry, due_at=WEDNESDAY, created_at=WEDNESDAY - DAY)


@pytest.mark.parametrize(
    ("later", "status"),
    [(DAY - timedelta(minutes=1), "pending"), (DAY, "missed")],
)
def test_it_is_missed_after_the_hours_that_admins_set(follow_up, later, status):
    miss_overdue(now=WEDNESDAY + later)

    follow_up.refresh_from_db()
    assert follow_up.status == status


def test_days_without_work_do_not_count(inquiry, counselor):
    friday = WEDNESDAY + 2 * DAY
    follow_up = make_follow_up(inquiry, due_at=friday)
    Holiday.objects.create(
        counselor=counselor,
        first_day=friday.date() + DAY,
        last_day=friday.date() + DAY,
    )

    missed = [miss_overdue(now=friday + days * DAY) for days in (1, 2, 3)]

    follow_up.refresh_from_db()
    assert (missed, follow_up.status) == ([0, 0, 1], "missed")


def test_it_is_told_on_the_timeline(follow_up, inquiry):
    miss_overdue(now=WEDNESDAY + DAY)

    entry = inquiry.timeline.get()
    assert (entry.kind, entry.data["medium"]) == (TimelineEntry.Kind.MISSED, "call")


@pytest.mark.django_db(transaction=True)
def test_a_counselor_gets_one_letter_for_all(follow_up, counselor):
    other = make_inquiry("Jan Novak", counselor=counselor)
    make_follow_up(other, due_at=WEDNESDAY)

    for _number in range(2):
        miss_overdue(now=WEDNESDAY + DAY)

    (letter,) = mail.outbox
    assert letter.to == [counselor.email]
    assert letter.subject == "2 missed follow-ups"
    assert "- Priya Sharma: Call, 2026-11-18 10:00" in letter.body


@pytest.mark.django_db(transaction=True)
def test_admins_hear_once_of_what_nobody_made_up_for(follow_up, admin):
    miss_overdue(now=WEDNESDAY + DAY)
    mail.outbox.clear()

    told = [escalate_missed(now=WEDNESDAY + days * DAY) for days in (1.9, 2, 3)]

    assert told == [0, 1, 0]
    (letter,) = mail.outbox
    assert letter.to == [admin.email]
    assert "Priya Sharma: Call, 2026-11-18 10:00 (Cora Tester)" in letter.body


@pytest.mark.parametrize("made_up", ["pending", "completed"])
def test_what_was_made_up_for_is_not_escalated(follow_up, inquiry, made_up):
    miss_overdue(now=WEDNESDAY + DAY)
    make_follow_up(
        inquiry,
        status=made_up,
        due_at=WEDNESDAY + 9 * DAY,
        closed_at=WEDNESDAY + DAY + timedelta(hours=1),
    )

    assert escalate_missed(now=WEDNESDAY + 3 * DAY) == 0


def test_nobody_is_told_of_what_was_contacted_before_it_was_missed(follow_up, inquiry):
    make_follow_up(inquiry, status="completed", closed_at=WEDNESDAY - DAY)
    miss_overdue(now=WEDNESDAY + DAY)

    assert escalate_missed(now=WEDNESDAY + 3 * DAY) == 1


def test_an_admin_sets_the_hours(follow_up):
    CRMSettings.objects.create(missed_after_hours=2)

    assert miss_overdue(now=WEDNESDAY + timedelta(hours=2)) == 1


def test_what_is_due_soon_is_said_once(follow_up):
    now = WEDNESDAY - timedelta(minutes=10)

    assert [remind(now=now), remind(now=now)] == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_the_cost_of_a_run_is_one_letter_a_counselor(admin, other_counselor, counselor):
    for who in (counselor, other_counselor, None):
        for _number in range(2):
            make_follow_up(make_inquiry(counselor=who), due_at=WEDNESDAY)

    assert miss_overdue(now=WEDNESDAY + DAY) == 6
    assert {letter.to[0] for letter in mail.outbox} == {
        counselor.email,
        other_counselor.email,
    }


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_tell_twice(follow_up, admin):
    now = WEDNESDAY + DAY
    missed = times_at_once(2, lambda _number: miss_overdue(now=now))
    told = times_at_once(2, lambda _number: escalate_missed(now=now + DAY))

    assert (sorted(missed), sorted(told)) == ([0, 1], [0, 1])
    assert len(mail.outbox) == 2
    assert FollowUp.objects.get().inquiry.timeline.count() == 1
