"""In which order the parts of a question stand in an attempt, and what a form calls them.

A matching option has the id of the pair that it belongs to, so that its id would give the answer
away: a page calls an option by its place among those shown.
"""

from typing import Any

from assessment.drawing import shuffled
from assessment.keys import items_of, options_of
from assessment.models import Kind

# The block that lists what a student chooses from, answers or sorts.
LISTS: dict[str, str] = {
    Kind.SINGLE_CHOICE: "choices",
    Kind.MULTIPLE_CHOICE: "choices",
    Kind.MATCHING: "pairs",
    Kind.ORDERING: "items",
}


def part_ids(
    kind: str, body: Any, *, seed: int, position: int, shuffles_choices: bool
) -> list[str]:
    """Return the ids of choices, prompts or items in the order in which they are shown."""
    name = LISTS.get(kind)
    if name is None:
        return []
    ids = [id for id, _part in items_of(body[name])]
    # The items of an ordering are kept in the right order.
    if kind == Kind.ORDERING or (shuffles_choices and name == "choices"):
        return shuffled(ids, seed=seed, name=f"parts {position}")
    return ids


def option_ids(kind: str, body: Any, *, seed: int, position: int) -> dict[str, str]:
    """Return the id of each option of a matching question by what a form calls it."""
    if kind != Kind.MATCHING:
        return {}
    ids = shuffled(options_of(body), seed=seed, name=f"options {position}")
    return {str(number): id for number, id in enumerate(ids, start=1)}
