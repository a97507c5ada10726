"""What the databases make of words: their English stems, and letters without accents."""

from typing import Any

from django.apps import AppConfig
from django.db import DatabaseError, connections, transaction

# The configuration for whole texts, and the one for beginnings of titles, which has no stems.
TEXT, TITLES = "jeevi_text", "jeevi_titles"
# SQLite's table of Wagtail's index, and how it splits texts into words.
_TABLE = "wagtailsearch_indexentry_fts"
_TOKENIZER = "porter unicode61 remove_diacritics 2"
_BASE = {TEXT: ("english", "english_stem"), TITLES: ("simple", "simple")}


def configure_before_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Make the configurations that `search.postgresql` names; nothing is indexed without them.

    Who may make tables in a database may make the extension `unaccent` too. Where even that is
    forbidden, or the server lacks it, "resume" doesn't find "résumé"; once somebody has made it,
    the next `migrate` takes it, and `update_index` reads everything anew.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    unaccent = "unaccent, " if _has_unaccent(using) else ""
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for name, (parent, dictionary) in _BASE.items():
            cursor.execute("SELECT 1 FROM pg_ts_config WHERE cfgname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(
                    f"CREATE TEXT SEARCH CONFIGURATION {name} (COPY = pg_catalog.{parent})"
                )
            cursor.execute(
                f"ALTER TEXT SEARCH CONFIGURATION {name} ALTER MAPPING FOR"
                " asciiword, asciihword, hword_asciipart, word, hword, hword_part"
                f" WITH {unaccent}{dictionary}"
            )


def configure_after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Make Wagtail's table of SQLite anew where it knows no stems, with what is in it."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [_TABLE])
        found = cursor.fetchone()
        if found is None or _TOKENIZER in found[0]:
            return
        columns = "autocomplete, body, title"
        cursor.execute(f"DROP TABLE {_TABLE}")
        cursor.execute(
            f"CREATE VIRTUAL TABLE {_TABLE} USING fts5({columns}, tokenize='{_TOKENIZER}')"
        )
        cursor.execute(
            f"INSERT INTO {_TABLE} (rowid, {columns})"
            f" SELECT id, {columns} FROM wagtailsearch_indexentry"
        )


def _has_unaccent(using: str) -> bool:
    try:
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    except DatabaseError:
        return False
    return True
