"""CRM-03: an inquiry goes to who speaks the language, has the course and has the least to do."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role, Status, User
from common.exceptions import Refused
from crm.assignment import OPEN_WITHOUT_LIMIT, Desk, choose, choose_counselor
from crm.models import CounselorSettings, CRMSettings, Holiday, Inquiry, TimelineEntry
from crm.services import assign, assign_many, assign_waiting, capture
from crm.tests.factories import make_inquiry
from tests.factories import make_user
from tests.races import needs_row_locks, times_at_once

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def desk(pk: int, *, open: int = 0, given: int = 0, **how: Any) -> Desk:
    return Desk(
        counselor=User(pk=pk, username=f"c{pk}"),
        takes_inquiries=how.get("takes", True),
        most_open=how.get("most"),
        languages=frozenset(how.get("languages", ())),
        courses=frozenset(how.get("courses", ())),
        open=open,
        given_at=NOON + timedelta(minutes=given),
        away_until=how.get("away"),
    )


def chosen(*desks, language="", courses=()):
    found, _why = choose(desks, language, set(courses))
    return found and found.counselor.pk


def ask(number=1, **fields):
    return capture(
        name=f"Person {number}",
        phone=f"+91 98123 4{number:04}",
        channel="form",
        **fields,
    ).inquiry


# --- The rule -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("desks", "asked", "who"),
    [
        ([desk(1, open=9), desk(2, open=3)], {}, 2),
        ([desk(1, open=9, most=50), desk(2, open=6, most=10)], {}, 1),
        ([desk(1, open=20, most=40), desk(2, open=49)], {}, 2),
        ([desk(1, given=5), desk(2, given=1), desk(3, given=9)], {}, 2),
        ([desk(1), desk(2, open=9, languages=["hi"])], {"language": "hi"}, 2),
        ([desk(1), desk(2, languages=["en"])], {"language": "hi"}, 1),
        ([desk(1, languages=["fr"]), desk(2, languages=["en"])], {"language": "hi"}, 1),
        ([desk(1), desk(2, open=9, courses=[7])], {"courses": [7]}, 2),
        ([desk(1, courses=[8]), desk(2, open=9)], {"courses": [7]}, 2),
        (
            [desk(1, courses=[7]), desk(2, languages=["hi"])],
            {"language": "hi", "courses": [7]},
            2,
        ),
        ([desk(1, open=5, most=5), desk(2, open=60)], {}, 2),
        ([desk(1, takes=False), desk(2, away=date(2026, 3, 9))], {}, None),
    ],
    ids=[
        "the least to do", "in relation to the most", "no limit counts as a high one",
        "in turn on ties", "who speaks it", "who may speak it", "anybody before nobody",
        "who has the course", "who has all courses", "language before course", "not who is full",
        "nobody",
    ],
)  # fmt: skip
def test_the_rule(desks, asked, who):
    assert OPEN_WITHOUT_LIMIT == 100

    assert chosen(*desks, **asked) == who


def test_the_reason_is_in_words():
    desks = [desk(1, languages=["hi"], open=4), desk(2, languages=["hi"], open=4)]

    _found, why = choose(desks, "hi", set())

    assert why == "By rule: speaks Hindi, 4 open inquiries, next in turn."


@pytest.mark.parametrize(
    ("zone", "is_there"), [("Asia/Kolkata", False), ("America/New_York", True)]
)
def test_a_holiday_begins_and_ends_where_the_counselor_is(db, zone, is_there):
    """At 20:00 UTC of 1 March it is the second in India and still the first in New York."""
    counselor = make_user("cora", Role.COUNSELOR, timezone=zone)
    day = date(2026, 3, 2)
    Holiday.objects.create(counselor=counselor, first_day=day, last_day=day)

    found, _why = choose_in_transaction(datetime(2026, 3, 1, 20, tzinfo=UTC))

    assert (found == counselor) is is_there


def choose_in_transaction(now):
    with transaction.atomic():
        return choose_counselor(make_inquiry(), now=now)


def test_on_a_holiday_of_the_office_nobody_is_given_anything(counselor):
    today = timezone.localdate()
    Holiday.objects.create(first_day=today, last_day=today)

    assert ask().counselor is None


def test_only_counselors_whose_account_is_open_are_chosen(counselor):
    make_user("aaron", Role.COUNSELOR, status=Status.SUSPENDED)

    assert {ask(number).counselor for number in range(3)} == {counselor}


# --- When somebody asks -------------------------------------------------------------


def test_a_new_inquiry_is_given_to_somebody_and_the_timeline_says_why(counselor):
    inquiry = ask()

    assert inquiry.counselor == counselor
    entry = inquiry.timeline.get(kind=TimelineEntry.Kind.ASSIGNED)
    assert entry.text == "By rule: nobody else takes inquiries now."


def test_inquiries_go_round(counselor, other_counselor):
    given = [ask(number).counselor for number in range(4)]

    assert given == [counselor, other_counselor] * 2


@pytest.mark.parametrize("what", ["somebody has it already", "admins give by hand"])
def test_nothing_is_given_by_itself_where(counselor, other_counselor, what):
    settings = CRMSettings.load()
    settings.assigns_by_itself = what != "admins give by hand"
    settings.save()
    whose = other_counselor if settings.assigns_by_itself else None

    assert ask(counselor=whose).counselor == whose


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_inquiries_that_arrive_at_once_are_spread():
    for name in ("cora", "carl", "cleo"):
        make_user(name, Role.COUNSELOR)

    times_at_once(6, lambda number: ask(number))

    counts = [each.inquiries.count() for each in User.objects.filter(role="counselor")]
    assert counts == [2, 2, 2]


# --- Later --------------------------------------------------------------------------


def test_what_came_while_nobody_was_there_is_given_out_later(counselor):
    waiting = make_inquiry(created_at=timezone.now() - timedelta(hours=3))

    assert assign_waiting() == 1

    waiting.refresh_from_db()
    assert waiting.counselor == counselor


def test_many_are_given_as_if_one_after_the_other(counselor, other_counselor):
    """Each counts for the next: who is full gets no more, and the last ones wait."""
    CounselorSettings.objects.create(counselor=counselor, languages=["hi"], most_open=2)
    CounselorSettings.objects.create(counselor=other_counselor, most_open=3)
    asked = timezone.now() - timedelta(hours=3)
    for number, language in enumerate(["hi", "en", "hi", "hi", "en", "en"]):
        make_inquiry(language=language, created_at=asked + timedelta(minutes=number))

    assert assign_waiting() == 5

    given = [each.counselor for each in Inquiry.objects.order_by("created_at")]
    other = other_counselor
    assert given == [counselor, other, counselor, other, other, None]


def test_giving_out_costs_the_same_for_many(counselor):
    def waiting(number):
        for _number in range(number):
            make_inquiry(created_at=timezone.now() - timedelta(hours=3))
        with CaptureQueriesContext(connection) as queries:
            assign_waiting()
        return len(queries)

    waiting(1)  # settings are read once

    assert waiting(2) == waiting(20)


def test_what_an_admin_took_back_is_left_to_people(counselor, admin):
    inquiry = make_inquiry(
        created_at=timezone.now() - timedelta(hours=3), counselor=counselor
    )
    assign(inquiry=inquiry, counselor=None, by=admin)

    assert assign_waiting() == 0


def test_an_admin_gives_many_to_one(admin, counselor, foreign, unassigned):
    outcome = assign_many(
        inquiries=[foreign, unassigned], counselor=counselor, by=admin
    )

    assert outcome.done == 2
    assert set(Inquiry.objects.filter(counselor=counselor)) == {foreign, unassigned}


def test_an_admin_spreads_many_by_rule(admin, counselor, other_counselor):
    many = [make_inquiry() for _each in range(4)]

    assign_many(inquiries=many, counselor=None, by=admin)

    assert counselor.inquiries.count() == other_counselor.inquiries.count() == 2


def test_one_that_cannot_be_given_does_not_keep_the_others(admin, counselor, inquiry):
    full = CounselorSettings.objects.create(counselor=counselor, most_open=2)
    many = [make_inquiry(), make_inquiry()]

    outcome = assign_many(inquiries=many, counselor=None, by=admin)

    assert full.most_open == 2
    assert (outcome.done, len(outcome.refusals)) == (1, 1)


def test_counselors_do_not_give_out_in_bulk(counselor, other_counselor, inquiry):
    with pytest.raises(Refused):
        assign_many(inquiries=[inquiry], counselor=other_counselor, by=counselor)
