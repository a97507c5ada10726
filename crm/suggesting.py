"""When and how to contact a person next. Plain values in, plain values out, no framework.

The outcome says how many working days to wait. Within the day the hour is chosen by what the
person prefers, then by when this person was reached before, then by when the institute reaches
people. What is suggested lies in the future and in working hours, or there is nobody at work.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from crm.office import Office

MORNING, AFTERNOON, EVENING = "morning", "afternoon", "evening"
# From which hour to which, in the person's own day.
PARTS = {MORNING: (6, 12), AFTERNOON: (12, 17), EVENING: (17, 22)}

NO_ANSWER = "no_answer"
# Working days from today; 0 is still today. After each try without an answer the wait grows.
WAITS = {
    "": 0,
    "reached": 2,
    "interested": 1,
    "visit_agreed": 1,
    "call_later": 1,
    "sent": 2,
    "wrong_contact": 0,
    "not_interested": 0,
}
WAITS_WITHOUT_ANSWER = (0, 1, 2, 4, 7)
TRIES_BY_ONE_MEDIUM = 3
STEP = timedelta(minutes=30)
LEAD = timedelta(minutes=15)  # nobody is asked to call this very minute
# Soonest after a try without an answer on the same day.
PAUSE = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when the next step is chosen.

    `tries` counts the contacts without an answer in a row, this one included. `reached_at` are
    hours of the office's day at which this person was reached, with how often; `usual` holds, for
    each hour, how often the institute tried and how often somebody answered.
    """

    now: datetime
    outcome: str = ""
    medium: str = "call"
    tries: int = 0
    contact_time: str = "any"
    zone: tzinfo | None = None
    reached_at: Mapping[int, int] = field(default_factory=dict)
    usual: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    has_phone: bool = True
    has_email: bool = True


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`reasons` are codes, the one about the day before the one about the hour.

    With `lost_reason` the end is suggested; `at` is then for who decides otherwise.
    """

    at: datetime
    medium: str
    reasons: tuple[str, ...]
    lost_reason: str = ""


def suggest(facts: Facts, office: Office) -> Suggestion:
    medium, switch = _medium(facts)
    wait, waited = _wait(facts)
    earliest = facts.now + LEAD
    if facts.outcome == NO_ANSWER and not switch:
        earliest = facts.now + PAUSE
    at, why = _moment(facts, office, wait, earliest, medium)
    return Suggestion(
        at,
        medium,
        tuple(code for code in (waited, switch, why) if code),
        _ending(facts),
    )


def _ending(facts: Facts) -> str:
    if facts.outcome == "not_interested":
        return "not_interested"
    nothing_left = not (
        facts.has_email if facts.medium in PHONE_MEDIA else facts.has_phone
    )
    if facts.outcome == "wrong_contact" and nothing_left:
        return "not_reached"
    return ""


PHONE_MEDIA = frozenset({"call", "sms", "whatsapp"})


def _medium(facts: Facts) -> tuple[str, str]:
    """Return the next medium, and a code where it is another one for a reason."""
    medium = facts.medium
    if facts.outcome == "visit_agreed":
        return "visit", ""
    if facts.outcome == "sent":
        return ("call" if facts.has_phone else medium), ""
    tried_enough = facts.outcome == NO_ANSWER and facts.tries >= TRIES_BY_ONE_MEDIUM
    if facts.outcome == "wrong_contact" or tried_enough:
        if medium in PHONE_MEDIA and facts.has_email:
            return "email", "other_way"
        if medium == "email" and facts.has_phone:
            return "call", "other_way"
    if medium == "visit" and facts.has_phone:
        return "call", ""
    return medium, ""


def _wait(facts: Facts) -> tuple[int, str]:
    if facts.outcome == NO_ANSWER:
        tries = max(facts.tries, 1)
        place = min(tries, len(WAITS_WITHOUT_ANSWER)) - 1
        return WAITS_WITHOUT_ANSWER[place], "again" if tries == 1 else "spaced"
    return WAITS.get(facts.outcome, 1), facts.outcome


def _moment(
    facts: Facts, office: Office, wait: int, earliest: datetime, medium: str
) -> tuple[datetime, str]:
    today = facts.now.astimezone(office.zone).date()
    days = office.working_days(today)
    # "In two working days", counted from today whether or not anybody works today.
    skipped = 0
    for day in days:
        if skipped < wait:
            skipped += day > today
            if skipped < wait or day == today:
                continue
        slots = [slot for slot in _slots(office, day) if slot >= earliest]
        if slots:
            return _best(facts, office, slots, medium)
    return _without_hours(facts, wait), "no_hours"


def _slots(office: Office, day: date) -> list[datetime]:
    """Return the half hours of a working day, and its very beginning, as moments."""
    start = datetime.combine(day, office.opens)
    end = datetime.combine(day, office.closes)
    slots = [start] if start < end else []
    step = start.replace(minute=0, second=0, microsecond=0)
    while step < end:
        if step > start:
            slots.append(step)
        step += STEP
    moments = [slot.replace(tzinfo=office.zone).astimezone(UTC) for slot in slots]
    # An hour that the clock leaves out in spring is no time to call.
    return [moment for moment in moments if office.is_open_at(moment)]


def _best(
    facts: Facts, office: Office, slots: list[datetime], medium: str
) -> tuple[datetime, str]:
    """Return the best of one day's slots, and which fact decided."""
    if facts.contact_time in PARTS and medium != "visit":
        preferred = min(
            slots,
            key=lambda slot: (
                _off(facts, office, slot),
                -_worth(facts, office, slot),
                slot,
            ),
        )
        return preferred, f"prefers_{facts.contact_time}"
    tried = _part(facts, office, facts.now) if facts.outcome == NO_ANSWER else ""
    others = [slot for slot in slots if _part(facts, office, slot) != tried]
    best = max(
        others or slots,
        key=lambda slot: (_worth(facts, office, slot), -slot.timestamp()),
    )
    hour = best.astimezone(office.zone).hour
    if facts.reached_at.get(hour):
        return best, "was_reached_then"
    if tried and others:
        return best, "other_time"
    if _rate(facts, hour) > 0:
        return best, "others_are_reached_then"
    return best, ""


def _part(facts: Facts, office: Office, moment: datetime) -> str:
    hour = moment.astimezone(facts.zone or office.zone).hour
    return next(
        (part for part, (start, end) in PARTS.items() if start <= hour < end), ""
    )


def _off(facts: Facts, office: Office, slot: datetime) -> float:
    """Return how many hours a slot lies beside the part of the day that the person prefers."""
    local = slot.astimezone(facts.zone or office.zone)
    hour = local.hour + local.minute / 60
    start, end = PARTS[facts.contact_time]
    if start <= hour < end:
        return 0
    return min(abs(hour - start), abs(hour - end) + 0.5)


def _worth(facts: Facts, office: Office, slot: datetime) -> float:
    hour = slot.astimezone(office.zone).hour
    return 10 * facts.reached_at.get(hour, 0) + _rate(facts, hour)


def _rate(facts: Facts, hour: int) -> float:
    """Return which share of the institute's tries at an hour was answered; few tries say little."""
    tried, answered = facts.usual.get(hour, (0, 0))
    return answered / (tried + 5)


def _without_hours(facts: Facts, wait: int) -> datetime:
    """Where nobody is ever at work the next step has a date all the same."""
    day = (facts.now + timedelta(days=max(wait, 1))).astimezone(UTC).date()
    return (
        datetime.combine(day, time(12), UTC) if wait else facts.now + timedelta(days=1)
    )
