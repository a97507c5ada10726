"""CRM-05: The forecast knows what it says: put to the test against histories made up by a known rule."""

from collections import Counter
from random import Random

import pytest

from crm.reports.forecasting import (
    AGES,
    ENOUGH,
    STAYS,
    STEP_DAYS,
    chances,
    expect,
    rates_of,
)

NEW, PLANNED = "new", "follow_up_scheduled"


def lived(random, asked):
    """Return the stays of one person as (stage, from day, to day, target)."""
    first = asked + random.expovariate(1 / 4)
    if random.random() < 0.4:
        return [(NEW, asked, first, "lost")]
    stays = [(NEW, asked, first, PLANNED)]
    last = first + random.expovariate(1 / 30)
    stays.append(
        (PLANNED, first, last, "enrolled" if random.random() < 0.35 else "lost")
    )
    return stays


def known_on(day, people):
    """Return what a life table of the day holds: those who are still there stay."""
    stays = Counter()
    for stage, begin, end, target in (stay for person in people for stay in person):
        if begin < day:
            age = min(int((min(end, day) - begin) / STEP_DAYS), AGES - 1)
            stays[stage, age, target if end < day else STAYS] += 1
    return stays


def open_on(day, people):
    return {
        (stage, age): n
        for (stage, age, target), n in known_on(day, people).items()
        if target == STAYS
    }


def enrolled_between(day, until, people):
    """Count who was there on a day and enrolled by another."""
    return sum(
        person[0][1] < day
        and person[-1][3] == "enrolled"
        and day <= person[-1][2] < until
        for person in people
    )


@pytest.fixture(scope="module")
def backtest():
    """What was said, and what came: sixteen histories, each looked at on four days."""
    tried = []
    for seed in range(16):
        random = Random(seed)
        people = [lived(random, random.uniform(0, 720)) for _ in range(900)]
        for day in (360, 420, 480, 540):
            for said in expect(known_on(day, people), open_on(day, people)):
                came = enrolled_between(day, day + said.days, people)
                tried.append((said, came))
    return tried


def test_it_is_right_on_the_average(backtest):
    said = sum(said.middle for said, _came in backtest)
    came = sum(came for _said, came in backtest)

    assert said == pytest.approx(came, rel=0.06)


def test_what_comes_lies_in_the_range_about_eight_times_in_ten(backtest):
    within = sum(said.low <= came <= said.high for said, came in backtest)

    assert 0.72 <= within / len(backtest) <= 0.95


def test_a_longer_time_brings_more(backtest):
    thirty, sixty, ninety = (said.middle for said, _came in backtest[:3])

    assert thirty < sixty < ninety


def test_a_short_history_says_nothing():
    stays = {(NEW, 0, "enrolled"): ENOUGH - 1, (NEW, 0, "lost"): 100}

    assert expect(stays, {(NEW, 0): 50}) == []


def test_nobody_enrols_from_a_stage_that_nobody_enrolled_from():
    rates = rates_of({(NEW, 1, "lost"): 50, (PLANNED, 1, "enrolled"): 50})

    found = chances(rates, 18)

    assert found[NEW, 0] == 0
    assert found[PLANNED, 0] > 0.8


def test_who_is_still_there_has_not_enrolled_at_the_ages_before():
    rates = rates_of({(NEW, 0, "enrolled"): 10, (NEW, 3, STAYS): 90})

    assert rates[NEW, 0]["enrolled"] == pytest.approx(0.1, abs=0.02)
