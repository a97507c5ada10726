"""Services that a run was told to use answer, or the run ends at once with one sentence."""

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError


def pytest_sessionstart(session: pytest.Session) -> None:
    if connection.vendor == "postgresql":
        # Not through Django: pytest-django keeps its connections shut outside of tests.
        parameters = connection.get_connection_params() | {"dbname": "postgres"}
        parameters.pop("cursor_factory", None)
        try:
            psycopg2.connect(**parameters).close()
        except psycopg2.OperationalError as error:
            pytest.exit(
                f"DATABASE_URL names a PostgreSQL that is not there: {error}", 1
            )
    if settings.REDIS_URL:
        try:
            Redis.from_url(settings.REDIS_URL).ping()
        except RedisConnectionError as error:
            pytest.exit(f"REDIS_URL names a Redis that is not there: {error}", 1)


@pytest.fixture(scope="session", autouse=True)
def _quick_flush() -> Iterator[None]:
    """Delete what a browser test or a race leaves behind, a handful of rows.

    To truncate makes the files of all tables anew, which takes PostgreSQL half a second.
    Constraints wait for the end of the transaction, so the order is no matter.
    """
    truncate = connection.ops.sql_flush

    def delete(style: Any, tables: Sequence[str], **options: bool) -> list[str]:
        if options.get("reset_sequences"):
            return truncate(style, tables, **options)
        quote = connection.ops.quote_name
        return [f"DELETE FROM {quote(table)};" for table in tables]

    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "postgresql":
            patch.setattr(connection.ops, "sql_flush", delete)
        yield
