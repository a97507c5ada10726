"""CRM-03: a score is a number from 0 to 100 with reasons that add up to it."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.score_wording import GROUPS, LABELS, as_kept, said_reasons
from crm.scoring import (
    DEFAULTS,
    FEATURES,
    SOURCES,
    WEIGHTS,
    Facts,
    UnknownModel,
    UnknownWeights,
    check_weights,
    hand_score,
    predict,
)

_VALUES: dict[Any, Any] = {
    bool: st.booleans(),
    int: st.integers(0, 12),
    float: st.floats(0, 400),
    str: st.sampled_from([*SOURCES, "form", "preview", ""]),
}
any_facts = st.builds(
    Facts, **{each.name: _VALUES[each.type] for each in fields(Facts)}
)
any_weights = st.fixed_dictionaries(
    {each.code: st.integers(each.lowest, each.highest) for each in WEIGHTS}
)
ENGAGED = [
    "asked", "asked_in_week", "previews", "lessons", "reached", "replies", "course_count",
]  # fmt: skip
SAID_YES = [
    "has_phone", "has_email", "has_message", "has_contact_time", "has_account",
    "is_interested", "agreed_to_visit", "allows_news", "allows_messages",
]  # fmt: skip


@given(any_facts, any_weights)
def test_every_score_is_from_0_to_100_and_its_reasons_add_up_to_it(facts, weights):
    scored = hand_score(facts, weights)

    total = sum(reason.points for reason in scored.reasons)
    assert scored.score == min(100, max(0, total))


@given(any_facts, any_weights, st.sampled_from(WEIGHTS))
def test_a_higher_weight_never_lowers_a_score(facts, weights, weight):
    higher = {**weights, weight.code: weight.highest}

    assert hand_score(facts, higher).score >= hand_score(facts, weights).score


@given(any_facts, any_weights, st.sampled_from(ENGAGED), st.integers(1, 3))
def test_doing_more_never_lowers_a_score(facts, weights, name, more):
    engaged = replace(facts, **{name: getattr(facts, name) + more})

    assert hand_score(engaged, weights).score >= hand_score(facts, weights).score


@given(any_facts, any_weights, st.sampled_from(SAID_YES))
def test_saying_more_never_lowers_a_score(facts, weights, name):
    silent, said = replace(facts, **{name: False}), replace(facts, **{name: True})

    assert hand_score(said, weights).score >= hand_score(silent, weights).score


@given(any_facts, any_weights, st.floats(0, 90))
def test_a_longer_silence_never_raises_a_score(facts, weights, days):
    later = replace(facts, days_quiet=facts.days_quiet + days)

    assert hand_score(later, weights).score <= hand_score(facts, weights).score


def test_the_reasons_are_sentences_with_points_the_weightiest_first():
    facts = Facts(
        asked=2, asked_in_week=2, has_phone=True, unanswered=3, days_quiet=200
    )

    said = said_reasons(as_kept(hand_score(facts, DEFAULTS).reasons))

    assert [(each.sentence, each.signed) for each in said] == [
        ("Asked twice in a week", "+15"),
        ("Silent for 200 days", "−15"),
        ("Nobody reached in 3 attempts", "−12"),
        ("Somebody asked", "+10"),
        ("Left a phone number", "+10"),
        ("Asked 2 times in all", "+3"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"unheard_of": 3},
        {"phone": None},
        {"phone": 51},
        {"quiet": 1},
        {"phone": True},
        {"phone": 2.5},
    ],
    ids=repr,
)
def test_weights_that_are_unknown_missing_or_out_of_range_are_refused(wrong):
    with pytest.raises(UnknownWeights) as refusal:
        check_weights({**DEFAULTS, **wrong})

    assert refusal.value.codes == list(wrong)


def test_every_weight_has_words_and_keeps_its_own_range():
    assert {each.code for each in WEIGHTS} == set(LABELS)
    assert {each.group for each in WEIGHTS} == set(GROUPS)
    assert check_weights(DEFAULTS) == DEFAULTS


def test_a_model_predicts_from_plain_numbers():
    model = {"intercept": -1.0, "features": {"visit": 3.0}, "calibration": [1.0, 0.0]}

    visits, stays = predict(model, Facts(agreed_to_visit=True)), predict(model, Facts())

    assert (round(visits, 3), round(stays, 3)) == (0.881, 0.269)


def test_a_model_of_other_features_is_refused():
    with pytest.raises(UnknownModel):
        predict(
            {"intercept": 0, "features": {"moon": 1}, "calibration": [1, 0]}, Facts()
        )


@given(any_facts)
def test_having_an_account_tells_a_model_nothing(facts):
    """Conversion makes the account: a model that sees it would know how the story ends."""
    with_one = replace(facts, has_account=True)
    without = replace(facts, has_account=False)

    assert [read(with_one) for read in FEATURES.values()] == [
        read(without) for read in FEATURES.values()
    ]
