"""Two do something at the same moment, each with a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

# A race needs two transactions, one of which waits for the other.
needs_row_locks = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite lets one connection write at a time: there is no race to lose",
)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts side by side; return what each returned or raised."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=30)
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def times_at_once(times: int, act: Callable[[int], Any]) -> list[Any]:
    """Run `act` with each number below `times` side by side, as above."""
    return at_once(*[lambda number=number: act(number) for number in range(times)])
