"""What an inquiry is worth a counselor's time: plain facts and numbers in, 0 to 100 with reasons out.

Two ways to the same number. `hand_score` adds the weights that admins set and says why; `predict`
asks a model that was fitted on the institute's own outcomes (`crm.fitting`). No framework here:
words for the reasons are made in `crm.score_wording`.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

HIGHEST = 100
# After so many days the freshness of a word from the person is worth half.
FRESH_HALF_LIFE = 7.0
# Silence begins to tell against somebody after the first number of days, and fully at the second.
QUIET_FROM, QUIET_FULLY = 14.0, 60.0


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an inquiry at one moment."""

    source: str = ""
    channel: str = ""
    has_phone: bool = False
    has_email: bool = False
    has_message: bool = False
    has_contact_time: bool = False
    course_count: int = 0
    has_account: bool = False
    # How often the person asked in all, most often within seven days, and from a free preview.
    asked: int = 1
    asked_in_week: int = 1
    previews: int = 0
    lessons: int = 0
    # Since the person asked first, and since they were last heard of.
    days_old: float = 0.0
    days_quiet: float = 0.0
    # Contacts in which they spoke, and those without answer since the last of these.
    reached: int = 0
    unanswered: int = 0
    is_interested: bool = False
    agreed_to_visit: bool = False
    has_declined: bool = False
    is_wrong_contact: bool = False
    replies: int = 0
    allows_news: bool = False
    allows_messages: bool = False


@dataclass(frozen=True, slots=True)
class Weight:
    """A fact that counts, from how many points to how many, and how strongly it is there (0 to 1)."""

    code: str
    group: str
    default: int
    lowest: int
    highest: int
    strength: Callable[[Facts], float]
    # What the sentence about it names besides the points.
    details: Callable[[Facts], Mapping[str, int]] = field(default=lambda facts: {})


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    points: int
    details: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Scored:
    """The points of the reasons add up to the score, except where it ends at 0 or 100."""

    score: int
    reasons: list[Reason]


class UnknownWeights(Exception):
    """These weights are not those that are known, or out of range; `codes` says which."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = list(codes)


class UnknownModel(Exception):
    """The numbers of this model were fitted on features that are not known here."""


def freshness(days: float) -> float:
    return float(0.5 ** (max(0.0, days) / FRESH_HALF_LIFE))


def silence(days: float) -> float:
    return min(1.0, max(0.0, (days - QUIET_FROM) / (QUIET_FULLY - QUIET_FROM)))


def _share(count: int, full: int) -> float:
    return min(max(count, 0), full) / full


def _came_by(source: str) -> Callable[[Facts], float]:
    return lambda facts: float(facts.source == source)


def _good(code: str, group: str, default: int, **how: Any) -> Weight:
    return Weight(code, group, default, 0, 50, **how)


def _bad(code: str, group: str, default: int, **how: Any) -> Weight:
    return Weight(code, group, default, -50, 0, **how)


def _days_quiet(facts: Facts) -> dict[str, int]:
    return {"days": int(facts.days_quiet)}


SOURCES = ("website", "referral", "walk_in", "phone", "social_media", "campaign")

# The order is that of the form. A group of facts stands together.
WEIGHTS: tuple[Weight, ...] = (
    _good("start", "arrival", 10, strength=lambda facts: 1.0),
    _good("source_website", "arrival", 4, strength=_came_by("website")),
    _good("source_referral", "arrival", 12, strength=_came_by("referral")),
    _good("source_walk_in", "arrival", 15, strength=_came_by("walk_in")),
    _good("source_phone", "arrival", 10, strength=_came_by("phone")),
    _good("source_social_media", "arrival", 2, strength=_came_by("social_media")),
    _good("source_campaign", "arrival", 3, strength=_came_by("campaign")),
    _good(
        "course_page",
        "arrival",
        4,
        strength=lambda facts: float(facts.channel == "course_page"),
    ),
    _good("phone", "contact", 10, strength=lambda facts: float(facts.has_phone)),
    _good("email", "contact", 5, strength=lambda facts: float(facts.has_email)),
    _good(
        "contact_time",
        "contact",
        3,
        strength=lambda facts: float(facts.has_contact_time),
    ),
    _good(
        "messages_allowed",
        "contact",
        3,
        strength=lambda facts: float(facts.allows_messages),
    ),
    _good(
        "news_allowed", "contact", 2, strength=lambda facts: float(facts.allows_news)
    ),
    _good("message", "interest", 5, strength=lambda facts: float(facts.has_message)),
    _good(
        "course", "interest", 7, strength=lambda facts: _share(facts.course_count, 1)
    ),
    _good(
        "more_courses",
        "interest",
        4,
        strength=lambda facts: _share(facts.course_count - 1, 2),
        details=lambda facts: {"count": facts.course_count},
    ),
    _good(
        "asked_in_week",
        "interest",
        15,
        strength=lambda facts: _share(facts.asked_in_week - 1, 1),
        details=lambda facts: {"count": facts.asked_in_week},
    ),
    _good(
        "asked_again",
        "interest",
        6,
        strength=lambda facts: _share(facts.asked - 1, 2),
        details=lambda facts: {"count": facts.asked},
    ),
    _good(
        "previews",
        "interest",
        8,
        strength=lambda facts: _share(facts.previews, 1),
        details=lambda facts: {"count": facts.previews},
    ),
    _good("account", "interest", 5, strength=lambda facts: float(facts.has_account)),
    _good(
        "lessons",
        "interest",
        8,
        strength=lambda facts: _share(facts.lessons, 3),
        details=lambda facts: {"count": facts.lessons},
    ),
    _good(
        "fresh",
        "time",
        15,
        strength=lambda facts: freshness(facts.days_quiet),
        details=_days_quiet,
    ),
    _bad(
        "quiet",
        "time",
        -15,
        strength=lambda facts: silence(facts.days_quiet),
        details=_days_quiet,
    ),
    _good(
        "reached",
        "talks",
        6,
        strength=lambda facts: _share(facts.reached, 2),
        details=lambda facts: {"count": facts.reached},
    ),
    _good(
        "replies",
        "talks",
        10,
        strength=lambda facts: _share(facts.replies, 2),
        details=lambda facts: {"count": facts.replies},
    ),
    _good("interested", "talks", 10, strength=lambda facts: float(facts.is_interested)),
    _good("visit", "talks", 15, strength=lambda facts: float(facts.agreed_to_visit)),
    _bad(
        "unanswered",
        "talks",
        -12,
        strength=lambda facts: _share(facts.unanswered, 3),
        details=lambda facts: {"count": facts.unanswered},
    ),
    _bad("declined", "talks", -25, strength=lambda facts: float(facts.has_declined)),
    _bad(
        "wrong_contact",
        "talks",
        -20,
        strength=lambda facts: float(facts.is_wrong_contact),
    ),
)
DEFAULTS: dict[str, int] = {weight.code: weight.default for weight in WEIGHTS}


def check_weights(weights: Mapping[str, Any]) -> dict[str, int]:
    """Return the weights as they are, or raise: each is there, none else, and all in range."""
    wrong = [code for code in weights if code not in DEFAULTS]
    for weight in WEIGHTS:
        value = weights.get(weight.code)
        if type(value) is not int or not weight.lowest <= value <= weight.highest:
            wrong.append(weight.code)
    if wrong:
        raise UnknownWeights(sorted(wrong))
    return {weight.code: int(weights[weight.code]) for weight in WEIGHTS}


def hand_score(facts: Facts, weights: Mapping[str, int]) -> Scored:
    """Add up what speaks for and against the person, the weightiest reason first."""
    reasons = []
    for weight in WEIGHTS:
        points = round(weights[weight.code] * weight.strength(facts))
        if points:
            reasons.append(Reason(weight.code, points, weight.details(facts)))
    reasons.sort(key=lambda reason: -abs(reason.points))
    total = sum(reason.points for reason in reasons)
    return Scored(min(HIGHEST, max(0, total)), reasons)


def _one_of(name: str, value: str) -> Callable[[Facts], float]:
    return lambda facts: float(getattr(facts, name) == value)


# What a model may learn from. An account is left out: it comes with becoming a student, so in
# closed inquiries it says how they ended.
FEATURES: dict[str, Callable[[Facts], float]] = {
    **{f"source_{source}": _one_of("source", source) for source in SOURCES},
    **{
        f"channel_{channel}": _one_of("channel", channel)
        for channel in ("form", "course_page", "preview", "desk", "sign_up")
    },
    "phone": lambda facts: float(facts.has_phone),
    "email": lambda facts: float(facts.has_email),
    "message": lambda facts: float(facts.has_message),
    "contact_time": lambda facts: float(facts.has_contact_time),
    "courses": lambda facts: _share(facts.course_count, 3),
    "asked": lambda facts: _share(facts.asked - 1, 3),
    "asked_in_week": lambda facts: _share(facts.asked_in_week - 1, 2),
    "previews": lambda facts: _share(facts.previews, 2),
    "lessons": lambda facts: _share(facts.lessons, 3),
    "age": lambda facts: math.log1p(max(0.0, facts.days_old)),
    "fresh": lambda facts: freshness(facts.days_quiet),
    "silent": lambda facts: silence(facts.days_quiet),
    "reached": lambda facts: _share(facts.reached, 3),
    "unanswered": lambda facts: _share(facts.unanswered, 3),
    "interested": lambda facts: float(facts.is_interested),
    "visit": lambda facts: float(facts.agreed_to_visit),
    "declined": lambda facts: float(facts.has_declined),
    "wrong_contact": lambda facts: float(facts.is_wrong_contact),
    "replies": lambda facts: _share(facts.replies, 2),
    "news_allowed": lambda facts: float(facts.allows_news),
    "messages_allowed": lambda facts: float(facts.allows_messages),
}


def features_of(facts: Facts) -> list[float]:
    return [read(facts) for read in FEATURES.values()]


def sigmoid(value: float) -> float:
    if value < 0:
        small = math.exp(max(value, -500.0))
        return small / (1 + small)
    return 1 / (1 + math.exp(-min(value, 500.0)))


def predict(parameters: Mapping[str, Any], facts: Facts) -> float:
    """Return how probable it is that the person enrols, by a model that `crm.fitting` fitted.

    `parameters` holds `intercept`, for each of `features` its coefficient, and two numbers of
    `calibration`, which make a probability of the sum.
    """
    coefficients = parameters["features"]
    if not coefficients.keys() <= FEATURES.keys():
        raise UnknownModel
    total = parameters["intercept"] + sum(
        coefficient * FEATURES[name](facts)
        for name, coefficient in coefficients.items()
    )
    slope, offset = parameters["calibration"]
    return sigmoid(slope * total + offset)


def as_score(probability: float) -> int:
    return min(HIGHEST, max(0, round(HIGHEST * probability)))
