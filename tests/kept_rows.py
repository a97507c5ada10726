"""Rows that hundreds of tests begin with: made once in each worker, then put back as they were.

Publishing a course of three lessons tells the search index, the reference index and the tree about
each page and writes into thirty tables. `keep` notes what the first call changed in the database;
the next test gets the same rows by plain SQL, at a tenth of the price.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection

# SQLite takes numbers back with the rows of a test: kept ones begin where no test comes.
FIRST_NUMBER = 7_000_000

Row = tuple[Any, ...]


@dataclass
class Change:
    """What one call changed in one table."""

    table: str
    key: str
    before: dict[Any, Row]
    after: dict[Any, Row]


_kept: dict[Hashable, list[Change]] = {}


def keep(name: Hashable, make: Callable[[], None]) -> None:
    """Bring about what `make` does to the database; call it where that isn't known yet.

    `name` holds the number of all that the rows point to and that differs from test to test. What
    `make` leaves in files or caches isn't kept. Outside of a transaction `make` is always called.
    """
    if not connection.in_atomic_block:
        make()
        return
    # After a flush the rows of the migrations come back with other numbers.
    first = ContentType.objects.order_by("pk").values_list("pk", flat=True)[0]
    name = (name, first)
    if name not in _kept:
        if connection.vendor == "sqlite":
            _begin_numbers()
        before = all_rows()
        make()
        _kept[name] = _changes(before, all_rows())
    elif all(_stands(change) for change in _kept[name]):
        with connection.cursor() as cursor:
            for change in _kept[name]:
                _repeat(change, cursor)
    else:
        make()  # this test began with something else than the first did


def all_rows() -> dict[tuple[str, str], dict[Any, Row]]:
    """Return the rows of each table, whose name comes with that of its primary key, by that key."""
    return {(table, key): _rows(table, key) for table, key in _tables()}


def _tables() -> list[tuple[str, str]]:
    models = apps.get_models(include_auto_created=True)
    tables = [
        (model._meta.db_table, str(model._meta.pk.column))
        for model in models
        if model._meta.managed and not model._meta.proxy and model._meta.pk
    ]
    # Triggers fill the virtual tables of SQLite's text search, which have no key of their own.
    return [(table, key) for table, key in tables if key != "rowid"]


def _rows(table: str, key: str, numbers: tuple[Any, ...] = ()) -> dict[Any, Row]:
    query = f'SELECT * FROM "{table}"'
    if numbers:
        query += f' WHERE "{key}" IN ({_places(numbers)})'
    with connection.cursor() as cursor:
        cursor.execute(query, numbers)
        place = [column[0] for column in cursor.description].index(key)
        return {row[place]: row for row in cursor.fetchall()}


def _changes(
    before: dict[tuple[str, str], dict[Any, Row]],
    after: dict[tuple[str, str], dict[Any, Row]],
) -> list[Change]:
    changes = []
    for (table, key), rows in after.items():
        old = before[table, key]
        assert old.keys() <= rows.keys(), "Rows that are taken away can't be kept."
        changed = {
            number: row for number, row in rows.items() if old.get(number) != row
        }
        if changed:
            was = {number: old[number] for number in changed if number in old}
            changes.append(Change(table, key, was, changed))
    return changes


def _stands(change: Change) -> bool:
    """Whether the rows that will be changed stand as they stood at first."""
    numbers = tuple(change.before)
    return not numbers or _rows(change.table, change.key, numbers) == change.before


def _repeat(change: Change, cursor: Any) -> None:
    # Foreign keys may be ahead of their rows: they are asked when the test ends.
    if numbers := tuple(change.before):
        where = f'"{change.key}" IN ({_places(numbers)})'
        cursor.execute(f'DELETE FROM "{change.table}" WHERE {where}', numbers)
    rows = [*change.after.values()]
    values = ", ".join(f"({_places(row)})" for row in rows)
    cursor.execute(
        f'INSERT INTO "{change.table}" VALUES {values}',
        [value for row in rows for value in row],
    )


def _places(values: tuple[Any, ...]) -> str:
    return ", ".join(["%s"] * len(values))


def _begin_numbers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_sequence")
        for table, _key in _tables():
            cursor.execute(
                "INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, FIRST_NUMBER]
            )
