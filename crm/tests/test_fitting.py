"""CRM-03: a model is fitted on the institute's own outcomes, and used only if it is better."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from crm.fitting import Case, TooLittleHistory, fit
from crm.scoring import DEFAULTS, Facts, predict, sigmoid

BEGUN = datetime(2025, 1, 1, tzinfo=UTC)


def history(count, truth, seed=7):
    """Return closed inquiries of which `truth` says how probably each ends well, by its facts."""
    chance = random.Random(seed)
    cases = []
    for number in range(count):
        facts = Facts(
            source=chance.choice(["website", "walk_in", "referral"]),
            has_phone=chance.random() < 0.7,
            has_message=chance.random() < 0.5,
            asked=chance.randint(1, 3),
            days_old=1.0,
            days_quiet=chance.uniform(0, 20),
        )
        ended_well = chance.random() < truth(facts)
        cases.append(Case([facts], ended_well, BEGUN + timedelta(hours=number)))
    return cases


def messages_decide(facts):
    """The opposite of what the hand weights believe: walk-ins leave, who wrote a message stays."""
    return sigmoid(-1 + 3.5 * facts.has_message - 3 * (facts.source == "walk_in"))


def test_a_model_that_knows_better_than_the_weights_is_used():
    fitted = fit(history(600, messages_decide), DEFAULTS)

    assert fitted.is_better
    assert fitted.metrics["model"]["brier"] < fitted.metrics["hand"]["brier"]
    assert fitted.metrics["model"]["auc"] > 0.8


def test_what_it_predicts_is_near_the_truth():
    fitted = fit(history(3000, messages_decide), DEFAULTS)

    for facts in (Facts("website", has_message=True), Facts("referral")):
        known = predict(fitted.parameters, facts)
        assert known == pytest.approx(messages_decide(facts), abs=0.12)


@pytest.mark.parametrize("seed", range(6))
def test_pure_noise_is_not_used(seed):
    fitted = fit(history(400, lambda facts: 0.3, seed), DEFAULTS)

    assert not fitted.is_better


def test_the_same_history_gives_the_same_numbers():
    cases = history(300, messages_decide)

    assert fit(cases, DEFAULTS) == fit(list(reversed(cases)), DEFAULTS)


def test_it_is_judged_on_those_who_closed_last():
    """Who closed first knew another world: what was learnt there fails now, and the fit says so."""
    old = history(320, messages_decide)
    new = history(80, lambda facts: 1 - messages_decide(facts), seed=8)
    later = [
        Case(case.facts, case.enrolled, case.closed_at + timedelta(days=90))
        for case in new
    ]

    fitted = fit([*old, *later], DEFAULTS)

    assert fitted.metrics["model"]["auc"] < 0.4
    assert not fitted.is_better


@pytest.mark.parametrize(
    ("count", "share"), [(199, 0.5), (400, 0.02), (400, 0.99)], ids=str
)
def test_too_little_history_is_refused(count, share):
    with pytest.raises(TooLittleHistory):
        fit(history(count, lambda facts: share), DEFAULTS)
