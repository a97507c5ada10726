"""SQLite's FTS5, asked once for each search.

Wagtail asks the index again for every result to learn its rank, which takes minutes where
thousands match. Here one query matches, filters and ranks; the results are then taken by id.
"""

from typing import Any

from django.db.models import F, FloatField, Func, TextField
from django.db.models.functions import Cast
from modelsearch.backends.database.sqlite.query import MatchExpression, normalize
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
    SQLiteSearchResults,
)
from modelsearch.query import And, Or, Phrase, PlainText
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.search.models import IndexEntry, SQLiteFTSIndexEntry

from search.database import ForgivingCompiler, KeyedResults, column_of


class Rank(Func):
    """BM25, where a word of the title counts as much as several of the text. The best is lowest."""

    function = "bm25"
    # Of the columns autocomplete, body and title, in the order of the table.
    template = f"%(function)s({SQLiteFTSIndexEntry._meta.db_table}, 1.0, 1.0, 8.0)"
    output_field = FloatField()


class NotByIndex(Func):
    """The same value, but the planner looks no rows up by it.

    It would search the texts once for each entry that the visitor may find, instead of once.
    """

    template = "+%(expressions)s"
    arity = 1


class OnePassCompiler(ForgivingCompiler):
    queryset: Any
    query: Any
    fields: Any
    order_by_relevance: bool
    FTS_TABLE_FIELDS: list[str]

    @property
    def is_plain(self) -> bool:
        """Whether the query is of the common kinds; the others go Wagtail's way."""
        return self.order_by_relevance and _is_plain(normalize(self.query))

    def matches(self, config: Any) -> Any:
        """Return the entries of the index that match and whose objects the queryset allows."""
        expression = self.build_search_query(normalize(self.query), config=config)
        allowed = self.queryset.order_by().annotate(key=Cast("pk", TextField()))
        entries = IndexEntry.objects.filter(
            content_type__in=get_descendants_content_types_pks(self.queryset.model),
            object_id__in=allowed.values("key"),
        )
        return SQLiteFTSIndexEntry.objects.alias(
            entry=NotByIndex(F("index_entry_id"))
        ).filter(
            MatchExpression(self.fields or self.FTS_TABLE_FIELDS, expression),
            entry__in=entries.values("pk"),
        )


def _is_plain(query: Any) -> bool:
    if isinstance(query, And | Or):
        return all(_is_plain(part) for part in query.subqueries)
    return isinstance(query, PlainText | Phrase)


class OnePassResults(KeyedResults, SQLiteSearchResults):
    def keys(self) -> list[Any]:
        compiler = self.query_compiler
        if not compiler.is_plain:
            return list(self.get_queryset().values_list("pk", flat=True))
        ranked = self._ranked().values_list("index_entry__object_id", flat=True)
        to_python = compiler.queryset.model._meta.pk.to_python
        return [to_python(key) for key in ranked]

    def all_with(self, column: str) -> list[tuple[Any, Any]]:
        if not self.query_compiler.is_plain:
            return super().all_with(column)
        model = self.query_compiler.queryset.model
        ranked = self._ranked().annotate(
            value=column_of(model, column, "index_entry__object_id")
        )
        rows = ranked.values_list("index_entry__object_id", "value")
        return [(model._meta.pk.to_python(key), value) for key, value in rows]

    def _ranked(self) -> Any:
        ranked = self._matches().annotate(rank=Rank())
        ordered = ranked.order_by("rank", F("index_entry_id").desc())
        return ordered[self.start : self.stop]

    def _matches(self) -> Any:
        return self.query_compiler.matches(self.query_compiler.get_config(self.backend))

    def _do_search(self) -> list[Any]:
        compiler = self.query_compiler
        if self._score_field or not compiler.is_plain:
            found: list[Any] = super()._do_search()
            return found
        keys = self.keys()
        objects = {found.pk: found for found in compiler.queryset.filter(pk__in=keys)}
        return [objects[pk] for pk in keys if pk in objects]

    def _do_count(self) -> int:
        if not self.query_compiler.is_plain:
            return int(super()._do_count())
        return int(self._matches().count())


class SearchCompiler(OnePassCompiler, SQLiteSearchQueryCompiler):
    pass


class AutocompleteCompiler(OnePassCompiler, SQLiteAutocompleteQueryCompiler):
    pass


class SQLiteBackend(SQLiteSearchBackend):
    query_compiler_class = SearchCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    results_class = OnePassResults
