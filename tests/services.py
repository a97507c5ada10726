"""Services that a run was told to use answer, or the run ends at once with one sentence."""

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
