"""CRM-01, CRM-05: an inquiry moves by the rules, and every move is on record."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.exceptions import Refused
from crm.models import FollowUp, Inquiry, TimelineEntry
from crm.services import Next, change_status, plan_follow_up, reopen
from crm.tests.factories import make_follow_up, make_inquiry


def test_nobody_becomes_enrolled_by_a_change_of_status(counselor, inquiry):
    with pytest.raises(Refused) as refusal:
        change_status(inquiry=inquiry, status="enrolled", by=counselor)

    assert refusal.value.code == "conversion"


@pytest.mark.parametrize("reason", ["", "because"])
def test_losing_needs_a_reason(counselor, inquiry, reason):
    with pytest.raises(Refused) as refusal:
        change_status(inquiry=inquiry, status="lost", by=counselor, lost_reason=reason)

    assert refusal.value.code == "no_reason"


def test_nobody_is_called_about_what_is_lost(counselor, inquiry):
    follow_up = make_follow_up(inquiry)

    change_status(inquiry=inquiry, status="lost", by=counselor, lost_reason="price")

    follow_up.refresh_from_db()
    assert follow_up.status == FollowUp.Status.CANCELLED


def test_a_follow_up_is_scheduled_only_once_one_is_planned(counselor, inquiry):
    with pytest.raises(Refused) as refusal:
        change_status(inquiry=inquiry, status="follow_up_scheduled", by=counselor)

    assert refusal.value.code == "nothing_planned"


def test_what_was_lost_is_not_scheduled_with_nothing_planned(counselor):
    lost = make_inquiry(counselor=counselor, status="lost", lost_reason="price")

    with pytest.raises(Refused) as refusal:
        change_status(inquiry=lost, status="follow_up_scheduled", by=counselor)

    assert refusal.value.code == "nothing_planned"


@pytest.mark.parametrize(
    ("outcome", "status"), [("reached", "contacted"), ("no_answer", "new")]
)
def test_what_was_lost_comes_back_to_where_it_had_come(counselor, outcome, status):
    inquiry = make_inquiry(
        counselor=counselor, status="lost", lost_reason="not_reached"
    )
    make_follow_up(inquiry, status="completed", outcome=outcome)

    reopen(inquiry=inquiry, by=counselor)

    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.lost_reason) == (status, "")


def test_a_student_stays_one(counselor):
    inquiry = make_inquiry(counselor=counselor, status="enrolled")

    with pytest.raises(Refused) as refusal:
        change_status(inquiry=inquiry, status="contacted", by=counselor)

    assert refusal.value.code == "closed"


def test_every_move_is_on_the_timeline(counselor, inquiry):
    change_status(inquiry=inquiry, status="contacted", by=counselor, note="By phone")

    entry = inquiry.timeline.get(kind=TimelineEntry.Kind.STATUS)
    assert (entry.by, entry.text, entry.data["after"]) == (
        counselor,
        "By phone",
        "contacted",
    )


def test_another_counselors_inquiry_is_not_moved(counselor, foreign):
    with pytest.raises(Refused) as refusal:
        change_status(inquiry=foreign, status="contacted", by=counselor)

    assert refusal.value.code == "not_yours"
    assert Inquiry.objects.get().status == "new"


def test_planning_after_contact_schedules_the_follow_up(counselor):
    inquiry = make_inquiry(counselor=counselor, status="contacted")

    plan_follow_up(
        inquiry=inquiry, next_=Next(timezone.now() + timedelta(days=2)), by=counselor
    )

    inquiry.refresh_from_db()
    assert inquiry.status == Inquiry.Status.FOLLOW_UP_SCHEDULED
