"""Which teacher suits a new student: plain values in, plain values out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

DAY = 24 * 60
# Minutes of a day, from and until.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A teacher as far as it matters here. `hours` are minutes of the day for each weekday.

    `shift` turns the candidate's clock into the academy's, in minutes. `most_a_day` and
    `most_minutes_a_day` are None where the teacher named no limit.
    """

    pk: int
    name: str
    specialisations: tuple[str, ...]
    hours: Mapping[str, Sequence[Span]]
    students: int
    most_a_day: int | None = None
    most_minutes_a_day: int | None = None
    shift: int = 0
    is_away: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a candidate suits, in the order in which it counts."""

    candidate: Candidate
    specialised_in: tuple[str, ...]
    # Minutes a week within the time that the student prefers, and in all.
    preferred_minutes: int
    minutes: int
    # How many students more; None where nothing limits it.
    room: int | None

    @property
    def is_full(self) -> bool:
        return self.room is not None and self.room <= 0


def ranked(
    candidates: Iterable[Candidate], *, topics: Sequence[str], preferred: Span | None
) -> list[Fit]:
    """Return the candidates, who suits best first. Ties keep the order in which they came."""
    fits = [_fit(each, topics, preferred) for each in candidates]
    return sorted(
        fits,
        key=lambda fit: (
            fit.candidate.is_away,
            fit.is_full,
            not fit.specialised_in,
            not fit.preferred_minutes,
            fit.candidate.students,
            -fit.preferred_minutes,
        ),
    )


def _fit(candidate: Candidate, topics: Sequence[str], preferred: Span | None) -> Fit:
    minutes = _minutes(candidate, None)
    return Fit(
        candidate=candidate,
        specialised_in=tuple(
            each
            for each in candidate.specialisations
            if any(_same_subject(each, topic) for topic in topics)
        ),
        preferred_minutes=_minutes(candidate, preferred),
        minutes=minutes,
        room=_room(candidate),
    )


def _same_subject(specialisation: str, topic: str) -> bool:
    """Whether one names the other: “Astronomy” and “Introduction to astronomy”."""
    mine, theirs = _words(specialisation), _words(topic)
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def _words(text: str) -> set[str]:
    plain = "".join(sign if sign.isalnum() else " " for sign in text.casefold())
    return set(plain.split())


def _minutes(candidate: Candidate, wanted: Span | None) -> int:
    """Return the minutes a week on offer within `wanted`, no day longer than the teacher's limit."""
    total = 0
    for spans in candidate.hours.values():
        day = sum(
            end - start if wanted is None else _within(start, end, wanted, candidate)
            for start, end in spans
        )
        limit = candidate.most_minutes_a_day
        total += day if limit is None else min(day, limit)
    return total


def _within(start: int, end: int, wanted: Span, candidate: Candidate) -> int:
    start, end = start + candidate.shift, end + candidate.shift
    # An evening here may be the next morning there.
    return sum(
        max(0, min(end, wanted[1] + day) - max(start, wanted[0] + day))
        for day in (-DAY, 0, DAY)
    )


def _room(candidate: Candidate) -> int | None:
    """Each student comes once a week, so a week has as many places as its days together."""
    days = sum(1 for spans in candidate.hours.values() if spans)
    if candidate.most_a_day is None or not days:
        return None
    return candidate.most_a_day * days - candidate.students
