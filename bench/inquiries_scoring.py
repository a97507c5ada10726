"""`python -m bench.inquiries_scoring`: how long it takes to score 50,000 open inquiries anew, and to fit a model.

Builds them in a transaction that is taken back.
"""

import random
import time
from datetime import timedelta
from typing import Any

from bench.serving import BEGIN, asked, environment_of

OPEN, CLOSED, FOLLOW_UPS = 50_000, 10_000, 200_000
PROGRAM = (
    BEGIN
    + """
call_command("migrate", interactive=False, verbosity=0)
from bench import inquiries_scoring
json.dump(inquiries_scoring.measure(), open(sys.argv[1], "w"))
"""
)


def measure() -> list[tuple[str, float]]:
    """Return what was done and the seconds that it took, and leave the database as it was."""
    from django.db import transaction

    with transaction.atomic():
        _build()
        lines = _measure()
        transaction.set_rollback(True)
    return lines


def _build() -> None:
    from django.utils import timezone

    from crm.models import FollowUp, Inquiry, TimelineEntry

    chance, now = random.Random(5), timezone.now()
    rows = []
    for number in range(OPEN + CLOSED):
        asked = now - timedelta(hours=chance.randint(1, 24 * 300))
        is_open = number < OPEN
        enrolled = chance.random() < 0.25
        rows.append(
            Inquiry(
                name=f"Person {number}",
                phone_number=f"+9198{number:08}",
                email=f"person{number}@bench.example",
                channel="form",
                source=chance.choice(Inquiry.Source.values),
                created_at=asked,
                last_activity_at=asked,
                status="new" if is_open else "enrolled" if enrolled else "lost",
                lost_reason="" if is_open or enrolled else "price",
                status_changed_at=asked
                if is_open
                else asked + timedelta(days=chance.randint(2, 40)),
            )
        )
    inquiries = Inquiry.objects.bulk_create(rows, batch_size=2000)
    TimelineEntry.objects.bulk_create(
        (
            TimelineEntry(
                inquiry=each,
                kind="captured",
                at=each.created_at,
                data={"channel": "form", "gave": ["phone"], "courses": []},
            )
            for each in inquiries
        ),
        batch_size=2000,
    )
    FollowUp.objects.bulk_create(
        (_contact(chance, chance.choice(inquiries)) for _each in range(FOLLOW_UPS)),
        batch_size=2000,
    )


def _contact(chance: random.Random, inquiry: Any) -> Any:
    from crm.models import FollowUp

    at = inquiry.created_at + timedelta(hours=chance.randint(1, 200))
    return FollowUp(
        inquiry=inquiry,
        due_at=at,
        closed_at=at,
        created_at=at,
        status="completed",
        outcome=chance.choice(FollowUp.Outcome.values),
    )


def _measure() -> list[tuple[str, float]]:
    from crm.models import RescoreRun
    from crm.scoring import DEFAULTS
    from crm.services import refit
    from crm.services.scoring import rescore_open
    from crm.weighing import compare

    def rescore() -> None:
        rescore_open(run=RescoreRun.objects.create(total=OPEN))

    def preview() -> None:
        compare(DEFAULTS, {**DEFAULTS, "phone": 20})

    lines = []
    for what, act in (
        (f"{OPEN:,} scored for the first time", rescore),
        (f"{OPEN:,} scored again the next night", rescore),
        ("preview of other weights", preview),
        (f"model of {CLOSED:,} closed ones", refit),
    ):
        begun = time.perf_counter()
        act()
        lines.append((what, time.perf_counter() - begun))
    return lines


def show(environment: dict[str, str]) -> None:
    """Measure in that environment, and print it."""
    for what, seconds in asked(environment, PROGRAM):
        print(f"{what}: {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    show(environment_of("postgresql"))
