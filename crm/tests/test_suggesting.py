"""CRM-04: the next date is suggested: in working hours, as the person prefers, by what worked before."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.office import Office
from crm.suggesting import PARTS, WAITS, Facts, suggest

KOLKATA = ZoneInfo("Asia/Kolkata")
WEEK = frozenset(range(6))
OFFICE = Office(time(9), time(18), WEEK, UTC)
FRIDAY = datetime(2026, 11, 20, 10, 7, tzinfo=UTC)

zones = st.sampled_from(
    [UTC, KOLKATA, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")]
)
times = st.times(max_value=time(23, 30)).map(lambda each: each.replace(microsecond=0))
hours = st.tuples(times, times).filter(lambda pair: pair[0] < pair[1])
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
offices = st.builds(
    lambda pair, days, zone, first, length: Office(
        pair[0],
        pair[1],
        days,
        zone,
        ((first, first + timedelta(days=length)),),
    ),
    hours,
    st.frozensets(st.integers(0, 6), min_size=1),
    zones,
    days,
    st.integers(0, 40),
)
facts = st.builds(
    Facts,
    now=st.datetimes(
        datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)
    ),
    outcome=st.sampled_from([*WAITS, "no_answer"]),
    medium=st.sampled_from(["call", "email", "visit", "sms", "whatsapp"]),
    tries=st.integers(0, 12),
    contact_time=st.sampled_from(["any", *PARTS]),
    zone=st.none() | zones,
    reached_at=st.dictionaries(st.integers(0, 23), st.integers(1, 5)),
    usual=st.dictionaries(
        st.integers(0, 23), st.tuples(st.integers(5, 50), st.integers(0, 5))
    ),
    has_phone=st.booleans(),
    has_email=st.booleans(),
)


@given(facts, offices)
def test_what_is_suggested_lies_ahead_and_in_working_hours(facts, office):
    suggestion = suggest(facts, office)

    assert suggestion.at > facts.now
    assert office.is_open_at(suggestion.at)


@given(facts, times)
def test_where_nobody_works_there_is_a_date_all_the_same(facts, opens):
    closed = Office(opens, opens, frozenset(), UTC)

    assert suggest(facts, closed).at > facts.now


@given(facts, offices, st.integers(1, 11))
def test_each_try_without_an_answer_waits_no_shorter(facts, office, tries):
    def at(number):
        told = Facts(facts.now, "no_answer", "call", number, facts.contact_time)
        return suggest(told, office).at.astimezone(office.zone).date()

    assert at(tries) <= at(tries + 1)


def local(facts, office=OFFICE):
    return suggest(facts, office).at.astimezone(office.zone).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("outcome", "day"), [("interested", 21), ("reached", 23), ("no_answer", 20)]
)
def test_the_outcome_says_how_many_working_days_to_wait(outcome, day):
    assert local(Facts(FRIDAY, outcome, tries=1)).day == day


def test_who_prefers_evenings_is_called_in_the_evening():
    suggestion = suggest(Facts(FRIDAY, "interested", contact_time="evening"), OFFICE)

    assert suggestion.at == datetime(2026, 11, 21, 17, tzinfo=UTC)
    assert suggestion.reasons == ("interested", "prefers_evening")


def test_the_evening_is_the_persons_own():
    facts = Facts(FRIDAY, "interested", contact_time="evening", zone=KOLKATA)

    assert local(facts) == datetime(2026, 11, 21, 11, 30)


def test_who_was_reached_at_four_is_called_at_four():
    suggestion = suggest(Facts(FRIDAY, "reached", reached_at={16: 2, 9: 1}), OFFICE)

    assert suggestion.at.hour == 16
    assert "was_reached_then" in suggestion.reasons


def test_without_a_history_the_institutes_hours_count():
    usual = {11: (50, 10), 15: (50, 30)}

    assert local(Facts(FRIDAY, "reached", usual=usual)).hour == 15


def test_after_no_answer_another_part_of_the_day_is_tried():
    assert local(Facts(FRIDAY, "no_answer", tries=1)) == datetime(2026, 11, 20, 13, 30)


def test_a_counselor_on_holiday_calls_after_it():
    away = ((date(2026, 11, 21), date(2026, 11, 25)),)
    office = Office(time(9), time(18), WEEK, UTC, away)

    assert local(Facts(FRIDAY, "interested"), office).date() == date(2026, 11, 26)


def test_after_three_tries_another_way_is_tried():
    assert suggest(Facts(FRIDAY, "no_answer", "call", 3), OFFICE).medium == "email"


@pytest.mark.parametrize(
    ("outcome", "has_email", "reason"),
    [
        ("not_interested", True, "not_interested"),
        ("wrong_contact", False, "not_reached"),
        ("wrong_contact", True, ""),
    ],
)
def test_the_end_is_suggested_where_nothing_is_left(outcome, has_email, reason):
    facts = Facts(FRIDAY, outcome, has_email=has_email)

    assert suggest(facts, OFFICE).lost_reason == reason


def test_the_clock_of_what_is_missed_rests_on_days_without_work():
    saturday = datetime(2026, 11, 21, 17, tzinfo=UTC)

    assert OFFICE.after_hours(saturday, 24) == datetime(2026, 11, 23, 17, tzinfo=UTC)


@given(
    offices,
    st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    st.integers(1, 100),
)
def test_the_clock_never_runs_faster_than_time(office, moment, hours):
    assert office.after_hours(moment, hours) >= moment + timedelta(hours=hours)
