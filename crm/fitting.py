"""Fits a model on how inquiries ended, and compares it with the hand weights on newer ones.

Plain values in, plain numbers out: no framework, and nothing pickled. scikit-learn is loaded only
while a model is fitted.

Nothing from later is learnt. An inquiry is shown to the model as it stood at each of `MOMENTS`
after the person asked, as long as it was open then, so that the model answers "of those who stood
like this one, how many enrolled?", early and late. Who closed first is learnt from, the next
calibrate, and both ways are judged on who closed last, as they would have been by somebody who
used them at that time.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from crm.scoring import (
    FEATURES,
    HIGHEST,
    Facts,
    features_of,
    hand_score,
    predict,
    sigmoid,
)

MOMENTS = tuple(timedelta(days=days) for days in (1, 3, 7, 14, 30))
# A fifth of them judges: below 40 judging inquiries no difference can be told from luck.
FEWEST_CLOSED = 200
# About ten outcomes of the rarer kind stand for each of the few features that really matter.
FEWEST_OF_EACH = 30
# Each part needs some of both: else there is nothing to tell apart.
FEWEST_OF_EACH_IN_PART = 5
LEARNT, CALIBRATED = 0.6, 0.2
# Better by so many standard errors: pure noise gets that far once in forty fits.
SURELY = 1.96
BINS = 10
_ALMOST = 1e-6


@dataclass(frozen=True, slots=True)
class Case:
    """A closed inquiry: its facts at each moment when it was open, and how it ended."""

    facts: Sequence[Facts]
    enrolled: bool
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class Fitted:
    parameters: dict[str, Any]
    metrics: dict[str, Any]
    is_better: bool


class TooLittleHistory(Exception):
    """There are too few closed inquiries, of one outcome or in all, to learn from."""

    def __init__(self, closed: int, enrolled: int) -> None:
        super().__init__(f"{enrolled} of {closed}")
        self.closed = closed
        self.enrolled = enrolled


def fit(cases: Sequence[Case], weights: Mapping[str, int]) -> Fitted:
    """Return the model and what it is worth beside the weights. The same cases give the same."""
    usable = sorted((each for each in cases if each.facts), key=lambda c: c.closed_at)
    _refuse_too_few(usable, FEWEST_CLOSED, FEWEST_OF_EACH, usable)
    first = int(len(usable) * LEARNT)
    second = int(len(usable) * (LEARNT + CALIBRATED))
    parts = [usable[:first], usable[first:second], usable[second:]]
    for part in parts:
        _refuse_too_few(part, 0, FEWEST_OF_EACH_IN_PART, usable)
    learnt, calibrating, judging = parts

    parameters = _learn(learnt)
    sums = [predict(parameters, facts) for facts in _snapshots(calibrating)]
    parameters["calibration"] = _calibrate([_logit(each) for each in sums], calibrating)
    by_hand = _calibrate(
        [_hand(facts, weights) for facts in _snapshots(calibrating)], calibrating
    )

    judged = list(_snapshots(judging))
    model = [predict(parameters, facts) for facts in judged]
    slope, offset = by_hand
    hand = [sigmoid(slope * _hand(facts, weights) + offset) for facts in judged]
    gain, error = _gain(judging, model, hand)
    # Beating weights that know nothing proves nothing: it has to beat knowing nothing, too.
    earlier = [*learnt, *calibrating]
    share = sum(case.enrolled for case in earlier) / len(earlier)
    over_share, its_error = _gain(judging, model, [share] * len(judged))
    metrics = {
        "closed": len(usable),
        "enrolled": sum(case.enrolled for case in usable),
        "learnt_on": len(learnt),
        "calibrated_on": len(calibrating),
        "judged_on": len(judging),
        "judged_from": judging[0].closed_at.isoformat(),
        "judged_until": judging[-1].closed_at.isoformat(),
        "model": _judge(judging, model),
        "hand": _judge(judging, hand),
        "share": share,
        "gain": gain,
        "error": error,
    }
    is_better = gain > SURELY * error and over_share > SURELY * its_error
    return Fitted(parameters, metrics, is_better)


def _refuse_too_few(
    cases: Sequence[Case], fewest: int, of_each: int, all_cases: Sequence[Case]
) -> None:
    enrolled = sum(case.enrolled for case in cases)
    if len(cases) < fewest or min(enrolled, len(cases) - enrolled) < of_each:
        raise TooLittleHistory(len(all_cases), sum(case.enrolled for case in all_cases))


def _snapshots(cases: Sequence[Case]) -> list[Facts]:
    return [facts for case in cases for facts in case.facts]


def _outcomes(cases: Sequence[Case]) -> list[int]:
    return [int(case.enrolled) for case in cases for _facts in case.facts]


def _shares(cases: Sequence[Case]) -> list[float]:
    """Return how much each snapshot counts: an inquiry that was open for long counts once, too."""
    return [1 / len(case.facts) for case in cases for _facts in case.facts]


def _hand(facts: Facts, weights: Mapping[str, int]) -> float:
    return hand_score(facts, weights).score / HIGHEST


def _logit(probability: float) -> float:
    held = min(1 - _ALMOST, max(_ALMOST, probability))
    return math.log(held / (1 - held))


def _learn(cases: Sequence[Case]) -> dict[str, Any]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    rows = [features_of(facts) for facts in _snapshots(cases)]
    scaler = StandardScaler().fit(rows)
    # Held back strongly: features outnumber what a small institute's history can tell apart.
    regression = LogisticRegression(C=0.3, max_iter=1000).fit(
        scaler.transform(rows), _outcomes(cases), sample_weight=_shares(cases)
    )
    # Folded into plain numbers on the features as they are.
    coefficients = [
        float(each) / float(scale)
        for each, scale in zip(regression.coef_[0], scaler.scale_, strict=True)
    ]
    middle = sum(
        each * float(mean)
        for each, mean in zip(coefficients, scaler.mean_, strict=True)
    )
    return {
        "features": dict(zip(FEATURES, coefficients, strict=True)),
        "intercept": float(regression.intercept_[0]) - middle,
        "calibration": [1.0, 0.0],
    }


def _calibrate(values: Sequence[float], cases: Sequence[Case]) -> list[float]:
    """Return slope and offset that make a probability of a value (Platt's scaling)."""
    from sklearn.linear_model import LogisticRegression

    platt = LogisticRegression(C=10.0, max_iter=1000).fit(
        [[value] for value in values], _outcomes(cases), sample_weight=_shares(cases)
    )
    return [float(platt.coef_[0][0]), float(platt.intercept_[0])]


def _judge(cases: Sequence[Case], predicted: Sequence[float]) -> dict[str, Any]:
    from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

    outcomes, shares = _outcomes(cases), _shares(cases)
    return {
        "brier": float(brier_score_loss(outcomes, predicted, sample_weight=shares)),
        "log_loss": float(
            log_loss(outcomes, predicted, sample_weight=shares, labels=[0, 1])
        ),
        "auc": float(roc_auc_score(outcomes, predicted, sample_weight=shares)),
        "reliability": _reliability(predicted, outcomes),
    }


def _reliability(
    predicted: Sequence[float], outcomes: Sequence[int]
) -> list[dict[str, float]]:
    """Return for each tenth of probability what was predicted, what came, and how many."""
    bins: list[list[tuple[float, int]]] = [[] for _each in range(BINS)]
    for probability, outcome in zip(predicted, outcomes, strict=True):
        bins[min(BINS - 1, int(probability * BINS))].append((probability, outcome))
    return [
        {
            "predicted": sum(each[0] for each in held) / len(held),
            "came": sum(each[1] for each in held) / len(held),
            "count": len(held),
        }
        for held in bins
        if held
    ]


def _gain(
    cases: Sequence[Case], model: Sequence[float], hand: Sequence[float]
) -> tuple[float, float]:
    """Return by how much the model's squared error is below the other's, and how sure that is.

    The second is a standard error. Snapshots of one inquiry aren't independent, so each inquiry
    is one observation.
    """
    differences, at = [], 0
    for case in cases:
        outcome, ours = float(case.enrolled), 0.0
        for number in range(at, at + len(case.facts)):
            ours += (hand[number] - outcome) ** 2 - (model[number] - outcome) ** 2
        differences.append(ours / len(case.facts))
        at += len(case.facts)
    count = len(differences)
    mean = sum(differences) / count
    spread = sum((each - mean) ** 2 for each in differences) / (count - 1)
    return mean, math.sqrt(spread / count)
