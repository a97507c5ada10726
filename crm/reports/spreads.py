"""How long things took, by the quarter: what databases compute about windows of rows."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BigIntegerField, Func, QuerySet


class Seconds(Func):
    """A duration in whole seconds."""

    output_field = BigIntegerField()
    template = "CAST(EXTRACT(EPOCH FROM %(expressions)s) AS BIGINT)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        # SQLite counts the microseconds between two moments.
        return self.as_sql(
            compiler, connection, template="((%(expressions)s) / 1000000)", **context
        )


@dataclass(frozen=True, slots=True)
class Spread:
    """Of `count` durations a quarter, a half, and three quarters took so many seconds or less."""

    count: int
    quarter: int
    median: int
    three_quarters: int


# The n-th of the sorted rows, counted up: an even number of rows has its lower middle one here.
SPREAD = """
SELECT kind, total,
    MAX(CASE WHEN place = (total + 3) / 4 THEN took END),
    MAX(CASE WHEN place = (total + 1) / 2 THEN took END),
    MAX(CASE WHEN place = (3 * total + 3) / 4 THEN took END)
FROM (
    SELECT kind, took,
        ROW_NUMBER() OVER (PARTITION BY kind ORDER BY took) AS place,
        COUNT(*) OVER (PARTITION BY kind) AS total
    FROM ({rows}) AS durations WHERE took IS NOT NULL
) AS sorted_durations
GROUP BY kind, total
"""


def spreads(rows: QuerySet[Any]) -> dict[Any, Spread]:
    """Return the spread for each `kind`. `rows` are annotated with `kind` and `took`, in seconds.

    Where `took` is null a row isn't counted. One query, whatever the number of rows.
    """
    found = around(rows.values("kind", "took"), SPREAD)
    return {kind: Spread(*figures) for kind, *figures in found}


def around(rows: QuerySet[Any], statement: str) -> list[tuple[Any, ...]]:
    """Run `statement` with the query of `rows` in the place of `{rows}`.

    Django can't group by what a window function computed.
    """
    try:
        sql, parameters = rows.order_by().query.sql_with_params()
    except EmptyResultSet:
        return []
    with connections[rows.db].cursor() as cursor:
        cursor.execute(statement.replace("{rows}", sql), parameters)
        return cursor.fetchall()
