"""Full text search in the site's own database: SQLite's FTS5, or PostgreSQL's.

Wagtail's backend for either, with three differences: the last word of a string may be the
beginning of one, so that results come while somebody types; what people type can't break the
query; and the keys of what matches can be had without the objects.
"""

from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.functions import Cast
from modelsearch.backends.base import BaseSearchQueryCompiler
from modelsearch.query import MATCH_NONE, PlainText

from search.words import words_of


class ForgivingCompiler(BaseSearchQueryCompiler):
    """Mixed into Wagtail's query compilers."""

    LAST_TERM_IS_PREFIX = True

    def __init__(self, queryset: Any, query: Any, **options: Any) -> None:
        if isinstance(query, str):
            query = " ".join(words_of(query)) or MATCH_NONE
        elif isinstance(query, PlainText):
            words = " ".join(words_of(query.query_string))
            self.LAST_TERM_IS_PREFIX = (
                False  # whoever says `PlainText` means whole words
            )
            query = PlainText(words, operator=query.operator) if words else MATCH_NONE
        super().__init__(queryset, query, **options)


class KeyedResults:
    """Mixed into Wagtail's results."""

    query_compiler: Any

    def keys(self) -> list[Any]:
        """Return the keys of these results, the best first, in one query."""
        # Abstract: each database ranks in its own words.
        raise NotImplementedError

    def all_with(self, column: str) -> list[tuple[Any, Any]]:
        """Return the key of each object that matches, and what it has in `column`, the best first.

        One query for the common kinds of queries, whatever the number of results.
        """
        keys = self.keys()
        return with_column(self.query_compiler.queryset.model, keys, column)


def with_column(model: Any, keys: list[Any], column: str) -> list[tuple[Any, Any]]:
    rows = model._default_manager.filter(pk__in=keys).order_by()
    values = dict(rows.values_list("pk", column))
    return [(key, values[key]) for key in keys if key in values]


def column_of(model: Any, column: str, entry: str) -> Subquery:
    """Return what the object of an entry of the index, its key in `entry`, has in `column`."""
    key = Cast(OuterRef(entry), BigIntegerField())
    rows = model._default_manager.filter(pk=key).order_by()
    return Subquery(rows.values(column)[:1])


def SearchBackend(params: dict[str, Any]) -> Any:
    """Return the backend for the database in use; Wagtail calls this like a class."""
    if connection.vendor == "postgresql":
        from search.postgresql import PostgreSQLBackend

        return PostgreSQLBackend(params)
    from search.sqlite import SQLiteBackend

    return SQLiteBackend(params)
