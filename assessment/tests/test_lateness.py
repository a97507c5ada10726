"""How late work is, what that costs, which version counts (ASM-04). No database."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.lateness import (
    Lateness,
    LateRule,
    Marked,
    counting_index,
    days_late,
    lateness,
)

DUE = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEN = Decimal(10)

delays = st.timedeltas(min_value=timedelta(days=-30), max_value=timedelta(days=30))
percents = st.decimals(min_value=0, max_value=100, places=2)
marks = st.decimals(min_value=0, max_value=100, places=2)


@pytest.mark.parametrize(
    ("after", "days"),
    [
        (-HOUR, 0),
        (timedelta(0), 0),
        (timedelta(microseconds=1), 1),
        (HOUR, 1),
        (timedelta(days=1), 1),
        (timedelta(days=1, seconds=1), 2),
        (timedelta(days=6, hours=23), 7),
    ],
)
def test_each_day_begun_is_a_day_late(after, days):
    assert days_late(DUE + after, DUE) == days


def test_nothing_is_late_without_a_date():
    assert days_late(DUE, None) == 0
    assert not lateness(DUE, [LateRule()]).is_late


def test_a_percentage_is_taken_away_for_each_day():
    late = lateness(DUE + timedelta(days=2), [LateRule(DUE, TEN)])
    assert (late.days, late.percent, late.points_left(Decimal(80))) == (2, 20, 64)


def test_nothing_is_left_after_ten_days_at_ten_percent_and_never_less():
    late = lateness(DUE + timedelta(days=50), [LateRule(DUE, TEN)])
    assert (late.percent, late.points_left(Decimal(80))) == (100, 0)


def test_what_is_only_flagged_costs_nothing():
    late = lateness(DUE + timedelta(days=2), [LateRule(DUE)])
    assert late.is_late
    assert late.points_left(Decimal(80)) == 80


def test_a_date_put_off_later_helps_and_one_brought_forward_does_not_hurt():
    given_then = LateRule(DUE, TEN)
    handed_in = DUE + timedelta(days=2)
    assert not lateness(
        handed_in, [given_then, LateRule(DUE + 3 * 24 * HOUR, TEN)]
    ).is_late
    in_time = DUE - HOUR
    assert not lateness(in_time, [given_then, LateRule(DUE - 48 * HOUR, TEN)]).is_late


def test_a_penalty_made_up_afterwards_does_not_hold_for_what_was_handed_in():
    late = lateness(DUE + HOUR, [LateRule(DUE), LateRule(DUE, TEN)])
    assert (late.days, late.percent) == (1, 0)


def test_a_late_retake_never_lowers_the_best_version():
    """10 of 10 in time stays, whatever a late one is worth (instructure/canvas-lms#1354)."""
    in_time = Marked(TEN, TEN)
    retake = Marked(TEN, TEN, Lateness(5, TEN, DUE))
    assert counting_index([in_time, retake], "best") == 0
    assert in_time.points_left == 10
    assert retake.points_left == 5


def test_the_penalty_comes_before_the_comparison():
    late_and_better = Marked(Decimal(9), TEN, Lateness(5, TEN, DUE))
    assert counting_index([Marked(Decimal(6), TEN), late_and_better], "best") == 0


def test_of_equals_the_newest_counts_and_the_last_counts_where_it_should():
    equal = [Marked(TEN, TEN), Marked(TEN, TEN)]
    assert counting_index(equal, "best") == 1
    assert counting_index([Marked(TEN, TEN), Marked(Decimal(1), TEN)], "last") == 1
    assert counting_index([], "best") is None


def test_versions_with_other_full_marks_are_compared_by_their_share():
    assert (
        counting_index(
            [Marked(Decimal(9), TEN), Marked(Decimal(12), Decimal(20))], "best"
        )
        == 0
    )


@given(delay=delays, percent=percents, points=marks)
def test_what_is_left_lies_between_nothing_and_the_points(delay, percent, points):
    late = lateness(DUE + delay, [LateRule(DUE, percent)])
    assert 0 <= late.points_left(points) <= points


@given(delay=delays, one=percents, two=percents, shift=delays, points=marks)
def test_the_order_of_the_rules_is_irrelevant_and_the_kindest_wins(
    delay, one, two, shift, points
):
    rules = [LateRule(DUE, one), LateRule(DUE + shift, two)]
    judged = lateness(DUE + delay, rules)
    assert judged == lateness(DUE + delay, rules[::-1]) or (
        judged.percent == lateness(DUE + delay, rules[::-1]).percent
    )
    alone = [lateness(DUE + delay, [rule]).points_left(points) for rule in rules]
    assert judged.points_left(points) == max(alone)


@given(st.lists(st.tuples(marks, st.integers(0, 12)), min_size=1, max_size=6))
def test_another_version_never_lowers_the_best(versions):
    made = [
        Marked(points, Decimal(100), Lateness(days, TEN, DUE))
        for points, days in versions
    ]
    before = counting_index(made[:-1], "best")
    after = counting_index(made, "best")
    if before is not None:
        assert made[after].points_left >= made[before].points_left
