"""Two hundred students take a quiz at once, and one web process is killed in the middle.

Every student answers question after question and saves each answer twice, as somebody who changes
their mind; what isn't acknowledged is sent again, as the page does. Afterwards the database is
asked whether every acknowledged answer is there, once. Then whole attempts of a short quiz are
made, sixteen at a time.
"""

import asyncio
import json
import os
import random
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.load import reach
from bench.serving import BEGIN, PORT, asked, gunicorn

TOKEN = (
    "b" * 32
)  # cookie and header have the same; that is all that Django asks of them
THINKING_SECONDS = (0.5, 1.5)
SHORT_SECONDS = 20
AT_A_TIME = 16
# A killed process is replaced within a second or two.
PATIENCE_SECONDS = 30

PREPARE = (
    BEGIN
    + """
call_command("migrate", interactive=False, verbosity=0)
from bench import quizzes
json.dump(quizzes.prepare(), open(sys.argv[1], "w"))
"""
)
SUBMIT = (
    BEGIN
    + """
from bench import quizzes
json.dump(quizzes.submitting(), open(sys.argv[1], "w"))
"""
)
COUNT = (
    BEGIN
    + """
from bench import quizzes
json.dump(quizzes.count(json.load(open(sys.argv[2]))), open(sys.argv[1], "w"))
"""
)


@dataclass
class Student:
    """One browser: a connection that is opened again when it breaks."""

    cookie: str
    waits: list[float] = field(default_factory=list)
    attempt: str = ""
    # What was acknowledged last, and what was sent since, by the question's position.
    kept: dict[int, str] = field(default_factory=dict)
    refused: int = 0
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def post(self, path: str, **data: str) -> tuple[int, str, float]:
        """Return the status, the address that is led to, and the seconds; try again where nobody answers."""
        began = time.perf_counter()
        while True:
            try:
                status, location = await self._send(path, urlencode(data).encode())
                return status, location, time.perf_counter() - began
            except (OSError, asyncio.IncompleteReadError):
                self._writer = None
                if time.perf_counter() - began > PATIENCE_SECONDS:
                    raise
                await asyncio.sleep(0.1)

    async def _send(self, path: str, body: bytes) -> tuple[int, str]:
        if self._writer is None or self._reader is None:
            self._reader, self._writer = await asyncio.open_connection(
                "127.0.0.1", PORT, limit=2**20
            )
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookie}; csrftoken={TOKEN}\r\n"
            f"X-CSRFToken: {TOKEN}\r\nX-Requested-With: XMLHttpRequest\r\nAccept: application/json\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        answer = (await self._reader.readuntil(b"\r\n\r\n")).decode()
        headers = {
            name.lower(): value.strip()
            for name, _, value in (
                line.partition(":") for line in answer.split("\r\n")[1:]
            )
        }
        await self._reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection", "").lower() == "close":
            self._writer.close()
            self._writer = None
        return int(answer[9:12]), headers.get("location", "")

    async def start(self, quiz: str) -> None:
        status, location, _ = await self.post(f"/quizzes/{quiz}/start/")
        assert status == 302, f"starting was answered with {status}"
        self.attempt = location.split("/attempts/")[1].split("/")[0]

    async def answer(self, position: int, question: dict[str, Any], value: str) -> None:
        status, _, seconds = await self.post(
            f"/attempts/{self.attempt}/answers/{position}/",
            **{
                f"{position}-given": "1",
                f"{position}-{question['field']}": value,
                "seconds": "3",
            },
        )
        self.waits.append(seconds)
        if status == 200:
            self.kept[position] = value
        else:
            self.refused += 1

    async def submit(self) -> float:
        status, _, seconds = await self.post(f"/attempts/{self.attempt}/submit/")
        if status != 302:
            self.refused += 1
        return seconds

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


def show(environment: dict[str, str]) -> None:
    """Print answers a second, whole attempts a second, what was lost or doubled, and what submitting costs."""
    plan = asked(environment, PREPARE)
    cost = asked(environment, SUBMIT)
    print(
        f"submitting an attempt of {cost['questions']} questions: {cost['queries']} queries, "
        f"{cost['ms']:.0f} ms, {cost['own_ms']:.0f} of them outside the database",
        flush=True,
    )
    with gunicorn(environment) as server:
        before = reach()
        _show_crowd(environment, plan, server)
        _show_short(plan)
        print(
            f"  finding a thing in memory took {(before + reach()) / 2:.0f} ns",
            flush=True,
        )


def _show_crowd(
    environment: dict[str, str], plan: dict[str, Any], server: subprocess.Popen[bytes]
) -> None:
    students = [Student(cookie) for cookie in plan["students"]]
    began = time.perf_counter()
    asyncio.run(_crowd(plan["long"], students, server.pid))
    seconds = time.perf_counter() - began
    waits = sorted(wait for student in students for wait in student.waits)
    told = Path(environment["JEEVI_VAR"]) / "kept.json"
    told.write_text(json.dumps({student.attempt: student.kept for student in students}))
    found = asked(environment, COUNT, str(told))
    print(
        f"quiz of {len(plan['long']['questions'])} questions, {len(students)} students, one process killed: "
        f"{len(waits) / seconds:.0f} answers/s, p50 {_at(waits, 0.5):.0f} ms, p99 {_at(waits, 0.99):.0f} ms, "
        f"{sum(student.refused for student in students)} refused; of {found['kept']} acknowledged "
        f"{found['lost']} lost, {found['doubled']} doubled, {found['unmarked']} not marked",
        flush=True,
    )


async def _crowd(quiz: dict[str, Any], students: list[Student], leader: int) -> None:
    running = asyncio.gather(
        *(_sit(quiz, student, number) for number, student in enumerate(students))
    )
    half = len(quiz["questions"]) * sum(THINKING_SECONDS) / 2
    await asyncio.sleep(half / 2)
    _kill_one(leader)
    await running
    for student in students:
        student.close()


async def _sit(quiz: dict[str, Any], student: Student, number: int) -> None:
    rng = random.Random(number)
    await student.start(quiz["uuid"])
    for position, question in enumerate(quiz["questions"], start=1):
        for _ in range(2):
            await asyncio.sleep(rng.uniform(*THINKING_SECONDS) / 2)
            await student.answer(position, question, rng.choice(question["values"]))
    await student.submit()


def _kill_one(leader: int) -> None:
    children = Path(f"/proc/{leader}/task/{leader}/children").read_text().split()
    os.kill(int(children[0]), signal.SIGKILL)


def _show_short(plan: dict[str, Any]) -> None:
    students = [Student(cookie) for cookie in plan["students"][:AT_A_TIME]]
    began = time.perf_counter()
    submits = asyncio.run(_short(plan["short"], students, began + SHORT_SECONDS))
    seconds = time.perf_counter() - began
    print(
        f"whole attempts of a quiz of {len(plan['short']['questions'])} questions, {AT_A_TIME} at a time: "
        f"{len(submits) / seconds:.1f} attempts/s, submitting p50 {_at(sorted(submits), 0.5):.0f} ms, "
        f"{sum(student.refused for student in students)} refused",
        flush=True,
    )


async def _short(
    quiz: dict[str, Any], students: list[Student], until: float
) -> list[float]:
    async def repeat(student: Student, number: int) -> list[float]:
        rng = random.Random(number)
        submits = []
        while time.perf_counter() < until:
            await student.start(quiz["uuid"])
            for position, question in enumerate(quiz["questions"], start=1):
                await student.answer(position, question, rng.choice(question["values"]))
            submits.append(await student.submit())
        student.close()
        return submits

    rows = await asyncio.gather(
        *(repeat(student, number) for number, student in enumerate(students))
    )
    return [seconds for row in rows for seconds in row]


def _at(ordered: list[float], share: float) -> float:
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]
