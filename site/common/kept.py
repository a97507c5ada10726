"""What is the same for everybody and dear to make, kept in this process while nothing changes.

Everything kept belongs to a *generation*, a token in the cache that all processes share. Whatever
changes a public page begins a new one (mostly `home.receivers`), and all that was kept before is let go.
So looking something up costs one small read, and it comes as it was made, not unpickled.

Take the shelf **before** reading what you put on it: what is made from an older state then stands
under the older generation. Never put anything on it that depends on who asks.
"""

import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Lock
from typing import Any, TypeVar
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches
from django.db import transaction

GENERATION = "page-cache.generation"
# A safety net for what visitors ask for in endless ways; a large academy needs a tenth of it.
MOST_THINGS = 20_000

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


class Shelf:
    """Everything kept under one generation. Threads share it: what stands here is never changed."""

    def __init__(self, generation: str, most: int = MOST_THINGS) -> None:
        self.generation = generation
        self.begun = time.monotonic()
        self.most = most
        self._things: dict[Hashable, Any] = {}
        self._lock = Lock()

    def one(self, key: Hashable, make: Callable[[], Thing]) -> Thing:
        """Return what is kept under `key`; make it first where nothing is."""
        try:
            return self._things[key]
        except KeyError:
            thing = make()
            self.put(key, thing)
            return thing

    def many(
        self,
        kind: str,
        keys: Iterable[Key],
        make: Callable[[list[Key]], Mapping[Key, Thing]],
        keep: Callable[[Thing], bool] = lambda thing: True,
    ) -> dict[Key, Thing]:
        """Return what is kept for each of `keys`; those that lack are made together.

        What `keep` declines is made again each time.
        """
        found: dict[Key, Thing] = {}
        missing = []
        for key in keys:
            try:
                found[key] = self._things[kind, key]
            except KeyError:
                missing.append(key)
        if missing:
            for key, thing in make(missing).items():
                if keep(thing):
                    self.put((kind, key), thing)
                found[key] = thing
        return found

    def find(self, key: Hashable) -> Any:
        """Return what is kept under `key`, or None."""
        return self._things.get(key)

    def put(self, key: Hashable, thing: Any) -> None:
        with self._lock:
            while len(self._things) >= self.most:  # what came first goes first
                del self._things[next(iter(self._things))]
            self._things[key] = thing


class Shelves:
    """The shelf of the present generation, one after the other."""

    def __init__(self, most: int = MOST_THINGS) -> None:
        self.most = most
        self._present = Shelf("")

    def of(self, generation: str, seconds: float) -> Shelf:
        """Return the shelf of `generation`: empty where it is new, or older than `seconds`."""
        shelf = self._present
        age = time.monotonic() - shelf.begun
        if shelf.generation != generation or age > seconds:
            shelf = self._present = Shelf(generation, self.most)
        return shelf


_shelves = Shelves()


def present_shelf() -> Shelf:
    """Return the shelf of what public pages show: empty, once something changed."""
    if not settings.PAGE_CACHE_SECONDS:
        return Shelf("")
    generation: str = caches["pages"].get(GENERATION) or begin_generation()
    return _shelves.of(generation, settings.PAGE_CACHE_SECONDS)


def begin_generation() -> str:
    """Make everything kept worthless, here and in every process that shares the cache."""
    generation = uuid4().hex
    caches["pages"].set(GENERATION, generation, None)
    return generation


def forget_pages() -> None:
    """Begin a new generation now, and again once the change can be seen by others.

    Now, for tests and for changes without a transaction; after the commit, because meanwhile
    somebody may have drawn the page from what was there before.
    """
    begin_generation()
    transaction.on_commit(begin_generation)
