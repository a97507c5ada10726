"""CRM-01, CRM-05: whatever a counselor remembers or wants to see finds the inquiries."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from crm.filters import InquiryFilter, filtered
from crm.models import Inquiry
from crm.permissions import visible_inquiries
from crm.tests.factories import make_follow_up, make_inquiry


def found(query, user):
    asked = InquiryFilter(QueryDict(query), user=user).asked
    return [str(each) for each in filtered(visible_inquiries(user), asked)]


@pytest.mark.parametrize(
    "words",
    [
        "priya",
        "sharma%20PRIYA",
        "098123%2045678",
        "%2B91%209812345678",
        "0091-98123-45678",
        "09812%20345",
        "priya%2098123",
        "ps%40example",
    ],
)
def test_a_person_is_found_by_whatever_is_remembered(admin, words):
    make_inquiry("Priya Sharma", phone="098123 45678", email="ps@example.org")
    make_inquiry("Noor Ali")

    assert found(f"q={words}", admin) == ["Priya Sharma"]


@pytest.fixture
def two(course, counselor, other_counselor):
    """Cleo is all that a filter can ask for, Otis the opposite."""
    now = timezone.now()
    cleo = make_inquiry(
        "Cleo",
        courses=[course],
        source="campaign",
        channel="api",
        campaign="Spring",
        priority=3,
        language="hi",
        score=80,
        status="lost",
        lost_reason="price",
        counselor=counselor,
        created_at=now - timedelta(days=40),
    )
    cleo.tags.add("evening")
    make_inquiry("Otis", counselor=other_counselor, score=10)


@pytest.mark.parametrize(
    "query",
    [
        "source=campaign",
        "channel=api",
        "campaign=spring",
        "priority=3",
        "language=HI",
        "tag=Evening",
        "score_from=80",
        "status=lost",
        "lost_reason=price",
        "asked_to={month_ago}",
        "course={course}",
        "counselor={counselor}",
    ],
)
def test_each_filter_keeps_what_it_names(admin, two, course, counselor, query):
    month_ago = timezone.localdate() - timedelta(days=30)
    query = query.format(
        course=course.pk, counselor=counselor.uuid, month_ago=month_ago
    )

    assert found(query, admin) == ["Cleo"]


def test_both_days_count(admin):
    make_inquiry("Cleo", created_at=timezone.now())
    today = timezone.localdate()

    assert found(f"asked_from={today}&asked_to={today}", admin) == ["Cleo"]


@pytest.mark.parametrize(
    ("step", "names"),
    [
        ("overdue", ["Late"]),
        ("week", ["Soon"]),
        ("none", ["Nothing"]),
    ],
)
def test_the_next_step_is_asked_for(admin, step, names):
    now = timezone.now()
    make_follow_up(make_inquiry("Late"), due_at=now - timedelta(days=2))
    make_follow_up(make_inquiry("Soon"), due_at=now + timedelta(days=2))
    make_follow_up(make_inquiry("Later"), due_at=now + timedelta(days=20))
    make_inquiry("Nothing")

    assert found(f"next={step}", admin) == names


@pytest.mark.parametrize(
    ("health", "names"),
    [
        ("hot", ["Hot"]),
        ("stale", ["Stale"]),
        ("unassigned", ["Unassigned"]),
        ("no_next_step", ["Bare"]),
    ],
)
def test_the_health_of_the_pipeline_is_asked_for(admin, counselor, health, names):
    old = timezone.now() - timedelta(days=30)
    for name, fields in {
        "Hot": {"score": 90},
        "Stale": {"last_activity_at": old},
        "Unassigned": {"counselor": None},
    }.items():
        make_follow_up(make_inquiry(name, **{"counselor": counselor, **fields}))
    make_inquiry("Bare", counselor=counselor)
    # Closed ones need nothing.
    make_inquiry("Lost", status="lost", lost_reason="time", score=90)

    assert found(f"health={health}", admin) == names


def test_a_counselor_asks_for_the_own_ones(counselor, inquiry, unassigned):
    assert found("counselor=mine", counselor) == [str(inquiry)]
    assert found("counselor=none", counselor) == [str(unassigned)]


def test_a_filter_opens_nothing_that_is_hidden(counselor, other_counselor, foreign):
    assert found(f"counselor={other_counselor.uuid}", counselor) == []
    assert found("q=Novak", counselor) == []


def test_senseless_things_in_an_address_are_passed_over(admin, inquiry):
    senseless = "status=x&score_from=999&asked_from=yesterday&course=0&next=never&o=1"

    assert found(senseless, admin) == [str(inquiry)]


@pytest.mark.parametrize(
    ("sort", "first"), [("score", "High"), ("name", "Adam"), ("next", "Next")]
)
def test_the_order_is_asked_for(admin, sort, first):
    make_inquiry("High", score=99)
    make_follow_up(make_inquiry("Next", score=1))
    make_inquiry("Adam", score=5)

    assert found(f"sort={sort}", admin)[0] == first


def test_what_is_asked_for_is_said_in_words(admin, inquiry):
    form = InquiryFilter(
        QueryDict("sort=name&source=walk_in&health=x&q=Priya"), user=admin
    )

    assert [(str(chip.label), chip.value, chip.without) for chip in form.chips] == [
        ("Name, phone or email", "Priya", "source=walk_in&sort=name"),
        ("Source", "Walk-in", "q=Priya&sort=name"),
    ]


def test_merged_inquiries_are_not_found(admin, inquiry):
    make_inquiry("Merged", merged_into=inquiry)

    assert found("", admin) == [str(Inquiry.objects.get(merged_into=None))]
