"""Making an empty PostgreSQL database, for what runs on one machine: the stack, the bench."""

from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql


def create_database(url: str) -> None:
    """Create the database that `url` names, unless it stands. Raise OperationalError if nobody answers."""
    name = urlsplit(url).path.lstrip("/")
    connection = psycopg2.connect(urlsplit(url)._replace(path="/postgres").geturl())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    connection.close()
