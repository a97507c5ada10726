"""CRM-04: contact is logged, and the next step is always set or the inquiry closed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.exceptions import Refused
from crm.models import FollowUp, Inquiry, TimelineEntry
from crm.services import Next, cancel_follow_up, log_contact, plan_follow_up
from crm.tests.factories import make_follow_up
from tests.races import needs_row_locks, times_at_once


def tomorrow():
    return Next(timezone.now() + timedelta(days=1))


def log(inquiry, by, **fields):
    return log_contact(
        inquiry=inquiry,
        by=by,
        **{"medium": "call", "outcome": "reached", **fields},
    )


def test_contact_without_a_next_step_is_refused(counselor, inquiry):
    with pytest.raises(Refused) as refusal:
        log(inquiry, counselor)

    assert refusal.value.code == "no_next_step"
    assert not inquiry.timeline.exists()


def test_what_was_planned_is_done_by_the_contact(counselor, inquiry):
    planned = make_follow_up(inquiry, medium="email")

    log(inquiry, counselor, next_=tomorrow())

    planned.refresh_from_db()
    assert (planned.status, planned.medium) == ("completed", "call")
    assert inquiry.follow_ups.pending().count() == 1


@pytest.mark.parametrize(
    ("outcome", "status"),
    [("interested", "follow_up_scheduled"), ("no_answer", "new")],
)
def test_only_who_was_reached_counts_as_contacted(counselor, inquiry, outcome, status):
    log(inquiry, counselor, outcome=outcome, next_=tomorrow())

    assert inquiry.status == status


def test_contact_with_a_plan_is_one_step_in_the_history(counselor, inquiry):
    log(inquiry, counselor, next_=tomorrow())

    steps = inquiry.status_changes.values_list("before", "after")
    assert [*steps] == [("", "new"), ("new", "follow_up_scheduled")]


def test_contact_can_be_the_end(counselor, inquiry):
    log(inquiry, counselor, outcome="not_interested", lost_reason="price")

    assert (inquiry.status, inquiry.lost_reason) == ("lost", "price")
    assert not inquiry.follow_ups.pending().exists()


def test_a_student_may_be_called_without_a_next_step(counselor, inquiry):
    Inquiry.objects.update(status="enrolled")

    log(inquiry, counselor)

    assert inquiry.follow_ups.get().status == FollowUp.Status.COMPLETED


def test_a_new_plan_replaces_the_old_one(counselor, inquiry):
    old = make_follow_up(inquiry)

    new = plan_follow_up(inquiry=inquiry, next_=tomorrow(), by=counselor)

    old.refresh_from_db()
    assert old.status == FollowUp.Status.CANCELLED
    assert list(inquiry.follow_ups.pending()) == [new]


def test_nothing_is_planned_for_yesterday(counselor, inquiry):
    yesterday = Next(timezone.now() - timedelta(days=1))

    with pytest.raises(Refused) as refusal:
        plan_follow_up(inquiry=inquiry, next_=yesterday, by=counselor)

    assert refusal.value.code == "in_the_past"


def test_a_cancelled_plan_leaves_the_inquiry_without_a_next_step(counselor, inquiry):
    plan_follow_up(inquiry=inquiry, next_=tomorrow(), by=counselor)

    cancel_follow_up(inquiry=inquiry, by=counselor)

    assert list(Inquiry.objects.without_next_step()) == [inquiry]


def test_contact_is_on_the_timeline_with_its_outcome(counselor, inquiry):
    log(inquiry, counselor, notes="Wants evenings", next_=tomorrow())

    entry = inquiry.timeline.get(kind=TimelineEntry.Kind.FOLLOW_UP)
    assert (entry.text, entry.data) == (
        "Wants evenings",
        {"medium": "call", "outcome": "reached"},
    )


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_two_who_plan_at_once_leave_one_plan(counselor, inquiry):
    answers = times_at_once(
        2,
        lambda number: plan_follow_up(
            inquiry=inquiry,
            next_=Next(timezone.now() + timedelta(days=1 + number)),
            by=counselor,
        ),
    )

    assert not any(isinstance(answer, Exception) for answer in answers)
    assert inquiry.follow_ups.pending().count() == 1
