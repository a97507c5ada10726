"""`python -m bench.duplicates`: how many of those who ask twice are noticed, and how many wrongly.

A thousand people stand among 50,000 others and among a thousand who look like them. Each is typed
in again, dirty; so is everybody who only looks like them. Recall is the share of those typed in
again who were found; precision the share of all who were taken for the same and were.
"""

import argparse
import time
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.people import People, Someone
from bench.serving import BEGIN, asked, environment_of

PEOPLE = 1_000
CROWD = 50_000
PROGRAM = (
    BEGIN
    + """
call_command("migrate", interactive=False, verbosity=0)
from bench import duplicates
json.dump(duplicates.in_a_crowd(int(sys.argv[2])), open(sys.argv[1], "w"))
"""
)


@dataclass
class Found:
    """`missed` and `mistaken` are pairs of names and contact, for whoever wants to look."""

    right: int
    missed: list[str]
    mistaken: list[str]
    seconds: list[float]

    @property
    def recall(self) -> float:
        return self.right / (self.right + len(self.missed))

    @property
    def precision(self) -> float:
        return self.right / (self.right + len(self.mistaken))


def measure(*, people: int, crowd: int, seed: int = 1) -> Found:
    """Keep people, look-alikes and a crowd in the database, and look each of them up again."""
    from crm.duplicates import find_duplicates, person_from

    source = People(seed)
    originals = [source.someone() for _ in range(people)]
    alike = [source.look_alike(person) for person in originals]
    kept = _keep([*originals, *alike, *(source.someone() for _ in range(crowd))])
    found = Found(0, [], [], [])
    questions = [
        *(
            (source.dirty(person), pk, None)
            for person, pk in zip(originals, kept, strict=False)
        ),
        *((person, None, pk) for person, pk in zip(alike, kept[people:], strict=False)),
    ]
    from crm.models import Inquiry

    for question, meant, itself in questions:
        began = time.perf_counter()
        person = person_from(
            name=question.name, phone=question.phone, email=question.email
        )
        exclude = Inquiry(pk=itself) if itself else None
        hits = [
            each for each in find_duplicates(person, exclude=exclude) if each.is_same
        ]
        found.seconds.append(time.perf_counter() - began)
        said = f"{question.name} | {question.phone} | {question.email}"
        if meant in [hit.inquiry.pk for hit in hits]:
            found.right += 1
        elif meant:
            original = originals[kept.index(meant)]
            found.missed.append(
                f"{said}  <-  {original.name} | {original.phone} | {original.email}"
            )
        found.mistaken += [
            f"{said}  ->  {hit.inquiry.name} | {hit.inquiry.phone} | {hit.inquiry.email}"
            for hit in hits
            if hit.inquiry.pk != meant
        ]
    return found


def _keep(people: list[Someone]) -> list[int]:
    """Keep them as inquiries, the way an import does; return their keys."""
    from django.utils import timezone

    from crm import phones
    from crm.models import Inquiry

    now = timezone.now()
    inquiries = []
    for person in people:
        inquiry = Inquiry(
            name=person.name,
            phone=person.phone,
            phone_number=phones.normalise(person.phone, "IN") if person.phone else "",
            email=person.email.strip().lower(),
            channel=Inquiry.Channel.IMPORT,
            created_at=now,
            last_activity_at=now,
            status_changed_at=now,
        )
        inquiry.fill_keys()
        inquiries.append(inquiry)
    Inquiry.objects.bulk_create(inquiries, batch_size=1_000)
    return [inquiry.pk for inquiry in inquiries]


def in_a_crowd(seed: int) -> dict[str, Any]:
    """Measure, and leave the database as it was."""
    from django.db import connection, transaction

    with transaction.atomic():
        began = time.perf_counter()
        found = measure(people=PEOPLE, crowd=CROWD, seed=seed)
        total = time.perf_counter() - began
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE crm_inquiry")
        pairs_after, pairs = _pairs()
        transaction.set_rollback(True)
    return {
        "right": found.right,
        "missed": found.missed,
        "mistaken": found.mistaken,
        "recall": found.recall,
        "precision": found.precision,
        "median_ms": 1000 * median(found.seconds),
        "slowest_ms": 1000 * max(found.seconds),
        "pairs": pairs,
        "pairs_seconds": pairs_after,
        "seconds": total,
    }


def _pairs() -> tuple[float, int]:
    from crm.duplicates import possible_pairs
    from crm.models import Inquiry

    began = time.perf_counter()
    pairs = possible_pairs(Inquiry.objects.open())
    return time.perf_counter() - began, len(pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--engine", choices=["sqlite", "postgresql"], default="postgresql"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    options = parser.parse_args()
    show(environment_of(options.engine), seed=options.seed, tells_all=options.show)


def show(
    environment: dict[str, str], *, seed: int = 1, tells_all: bool = False
) -> None:
    """Measure in that environment, and print it."""
    answer = asked(environment, PROGRAM, str(seed))
    print(
        f"{PEOPLE} typed in again, {PEOPLE} look-alikes, among {CROWD:,}:"
        f" recall {answer['recall']:.1%}, precision {answer['precision']:.1%}"
        f" ({answer['right']} right, {len(answer['missed'])} missed,"
        f" {len(answer['mistaken'])} mistaken)"
    )
    print(
        f"one look-up: {answer['median_ms']:.1f} ms, the slowest {answer['slowest_ms']:.0f} ms;"
        f" all {answer['pairs']} pairs: {answer['pairs_seconds']:.2f} s",
        flush=True,
    )
    if tells_all:
        for kind in ("missed", "mistaken"):
            print(f"\n{kind}:")
            print("\n".join(answer[kind]))


if __name__ == "__main__":
    main()
