"""A small load generator: connections that stay open and ask again as soon as they are answered."""

import asyncio
import random
import time
from dataclasses import dataclass


def reach() -> float:
    """Return nanoseconds for finding one of 100,000 dictionaries: how fast this machine is now.

    Drawing a page is mostly reaching for objects in memory. Where a machine is lent out in parts,
    others empty its caches, and the same page takes twice as long as a minute ago; an empty loop
    would notice nothing. Rates compare where this compares.
    """
    order = random.Random(1)
    things = [{"number": number} for number in range(100_000)]
    places = [order.randrange(len(things)) for _ in range(200_000)]
    began = time.perf_counter()
    for place in places:
        things[place]["number"]
    return (time.perf_counter() - began) / len(places) * 1e9


@dataclass(frozen=True)
class Result:
    seconds: float
    waits: list[float]
    size: int
    refused: int

    @property
    def rate(self) -> float:
        return len(self.waits) / self.seconds

    def percentile(self, share: float) -> float:
        """Return the wait in milliseconds that `share` of the answers did not exceed."""
        ordered = sorted(self.waits)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measure(
    port: int, paths: list[str], cookies: list[str], *, connections: int, seconds: float
) -> Result:
    return asyncio.run(_measure(port, paths, cookies, connections, seconds))


async def _measure(
    port: int, paths: list[str], cookies: list[str], connections: int, seconds: float
) -> Result:
    began = time.perf_counter()
    askers = [
        _ask(
            port,
            paths[number::connections] or paths,
            cookies[number % len(cookies)],
            began + seconds,
        )
        for number in range(connections)
    ]
    answers = [answer for asker in await asyncio.gather(*askers) for answer in asker]
    return Result(
        seconds=time.perf_counter() - began,
        waits=[wait for wait, _, _ in answers],
        size=sum(size for _, size, _ in answers) // max(1, len(answers)),
        refused=sum(status != 200 for _, _, status in answers),
    )


async def _ask(
    port: int, paths: list[str], cookie: str, until: float
) -> list[tuple[float, int, int]]:
    answers = []
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    requests = [
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nCookie: {cookie}\r\n\r\n".encode()
        for path in paths
    ]
    turn = 0
    while (asked := time.perf_counter()) < until:
        writer.write(requests[turn % len(requests)])
        turn += 1
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        answers.append(
            (time.perf_counter() - asked, len(head) + length, int(head[9:12]))
        )
        if b"connection: close" in head:
            writer.close()
            reader, writer = await asyncio.open_connection(
                "127.0.0.1", port, limit=2**20
            )
    writer.close()
    return answers
