"""Which questions an attempt asks, and in which order. One seed draws the same each time."""

import hashlib
from collections.abc import Iterable, Sequence
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


def drawn(
    things: Sequence[Thing], count: int, *, seed: int, name: object
) -> list[Thing]:
    """Return `count` of `things` in the order drawn; all of them if there are fewer."""
    return _random(seed, name).sample(list(things), min(count, len(things)))


def shuffled(things: Iterable[Thing], *, seed: int, name: object) -> list[Thing]:
    """Return `things` in an order that depends on `seed` and `name` alone."""
    order = list(things)
    _random(seed, name).shuffle(order)
    return order


def _random(seed: int, name: object) -> Random:
    # Python's own hash of a text differs from process to process.
    return Random(hashlib.sha256(f"{seed}/{name}".encode()).digest())
