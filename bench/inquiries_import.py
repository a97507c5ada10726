"""`python -m bench.inquiries_import`: how long a CSV file of 50,000 inquiries takes to come in.

A tenth of the lines are of people who asked before, another tenth of somebody further up; the
database has 50,000 inquiries already.
"""

import argparse
import time
from typing import Any

from bench.people import People
from bench.serving import BEGIN, asked, environment_of

LINES = 50_000
PROGRAM = (
    BEGIN
    + """
call_command("migrate", interactive=False, verbosity=0)
from bench import inquiries_import
json.dump(inquiries_import.measure(), open(sys.argv[1], "w"))
"""
)


def measure() -> dict[str, Any]:
    """Bring the file in twice over other people, and leave the database as it was."""
    from django.db import connection, transaction

    from accounts.models import Role, User
    from crm.models import Inquiry

    with transaction.atomic():
        by = User.objects.create(
            username="bench-importer", email="bench@example.org", role=Role.ADMIN
        )
        people = People(3)
        earlier = _table(people, LINES)
        _import(earlier, by)
        old = earlier.splitlines()[1 : LINES // 10 + 1]
        new = _table(people, LINES - 2 * len(old)).splitlines()
        table = b"\n".join([*new, *old, *new[1 : len(old) + 1]])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        answer = _import(table, by) | {"inquiries": Inquiry.objects.count()}
        transaction.set_rollback(True)
    return answer


def _table(people: People, lines: int) -> bytes:
    rows = ["Name,Phone,Email,Campaign"]
    for _ in range(lines):
        person = people.someone()
        rows.append(f"{person.name},{person.phone},{person.email},Fair")
    return "\n".join(rows).encode()


def _import(content: bytes, by: Any) -> dict[str, Any]:
    from crm.importing import running
    from crm.models import InquiryImport

    importing = running.upload(content=content, file_name="bench.csv", by=by)
    importing.mapping = importing.defaults["guess"]
    importing.save()
    began = time.perf_counter()
    running.look(importing)
    looked = time.perf_counter() - began
    InquiryImport.objects.filter(pk=importing.pk).update(status="running")
    began = time.perf_counter()
    running.run(importing.pk)
    importing.refresh_from_db()
    return {
        "look": looked,
        "run": time.perf_counter() - began,
        "counts": importing.counts_by_verdict,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--engine", choices=["sqlite", "postgresql"], default="postgresql"
    )
    options = parser.parse_args()
    show(environment_of(options.engine))


def show(environment: dict[str, str]) -> None:
    """Measure in that environment, and print it."""
    answer = asked(environment, PROGRAM)
    print(
        f"{LINES:,} lines: dry run {answer['look']:.1f} s, import {answer['run']:.1f} s"
        f" ({answer['counts']}); {answer['inquiries']:,} inquiries afterwards",
        flush=True,
    )


if __name__ == "__main__":
    main()
