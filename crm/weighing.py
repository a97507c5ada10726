"""What other weights would change, shown before anybody saves them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crm.facts import read_facts
from crm.models import Inquiry
from crm.scoring import HIGHEST, hand_score

# As many as can be scored twice while somebody types: those heard of last.
LOOKED_AT = 1000
SHOWN = 20
TENTHS = 10


@dataclass(frozen=True, slots=True)
class Moved:
    """An inquiry with its score and its place, as they are and as they would be."""

    inquiry: Inquiry
    before: int
    after: int
    place_before: int
    place: int

    @property
    def change(self) -> int:
        return self.after - self.before

    @property
    def climbs(self) -> int:
        return self.place_before - self.place


@dataclass(frozen=True, slots=True)
class Comparison:
    """The hottest as they would be, who would no longer be among them, and how many score what."""

    hottest: list[Moved]
    left: list[Moved]
    before: list[int]
    after: list[int]
    looked_at: int
    changed: int


def compare(before: Mapping[str, int], after: Mapping[str, int]) -> Comparison:
    inquiries = list(Inquiry.objects.open().order_by("-last_activity_at")[:LOOKED_AT])
    facts = read_facts(inquiries)
    now = {each.pk: hand_score(facts[each.pk], before).score for each in inquiries}
    then = {each.pk: hand_score(facts[each.pk], after).score for each in inquiries}
    places_now, places = _places(now), _places(then)
    moved = [
        Moved(each, now[each.pk], then[each.pk], places_now[each.pk], places[each.pk])
        for each in inquiries
    ]
    return Comparison(
        hottest=sorted(
            (each for each in moved if each.place <= SHOWN), key=lambda each: each.place
        ),
        left=sorted(
            (each for each in moved if each.place_before <= SHOWN < each.place),
            key=lambda each: each.place,
        ),
        before=_distribution(now),
        after=_distribution(then),
        looked_at=len(inquiries),
        changed=sum(each.change != 0 for each in moved),
    )


def _places(scores: Mapping[int, int]) -> dict[int, int]:
    ordered = sorted(scores, key=lambda key: (-scores[key], key))
    return {key: place for place, key in enumerate(ordered, start=1)}


def _distribution(scores: Mapping[Any, int]) -> list[int]:
    """Return how many score 0 to 9, 10 to 19, …; the last holds 90 to 100."""
    counts = [0] * TENTHS
    for score in scores.values():
        counts[min(TENTHS - 1, score * TENTHS // HIGHEST)] += 1
    return counts
