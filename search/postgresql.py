"""PostgreSQL's full text search, in English and blind to accents where the server allows it.

Wagtail joins each object with its entry in the index, which the planner takes for few rows where
it is thousands. Asked for keys, the index is read once, and what the visitor may see beside it.
"""

from typing import Any

from django.db.models import CharField, F
from django.db.models.functions import Cast
from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
    PostgresSearchResults,
)
from modelsearch.query import PlainText
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.search.models import IndexEntry

from search.configurations import TEXT, TITLES
from search.database import ForgivingCompiler, KeyedResults, column_of

# Up to so many, the keys of what a visitor may find are listed in the query.
MOST_LISTED = 5000


class SearchCompiler(ForgivingCompiler, PostgresSearchQueryCompiler):
    # The columns of the index that are searched, each with its weight.
    columns: list[tuple[Any, Any]] = [
        (F("title"), F("title_norm")),
        (F("body"), 1.0),
    ]


class AutocompleteCompiler(ForgivingCompiler, PostgresAutocompleteQueryCompiler):
    columns: list[tuple[Any, Any]] = [(F("autocomplete"), 1.0)]


class PostgreSQLResults(KeyedResults, PostgresSearchResults):
    def keys(self) -> list[Any]:
        if not self._is_plain:
            return list(self.get_queryset().values_list("pk", flat=True))
        keys = self._ranked().values_list("object_id", flat=True)
        model = self.query_compiler.queryset.model
        return [model._meta.pk.to_python(key) for key in keys]

    def all_with(self, column: str) -> list[tuple[Any, Any]]:
        if not self._is_plain:
            return super().all_with(column)
        model = self.query_compiler.queryset.model
        ranked = self._ranked().annotate(value=column_of(model, column, "object_id"))
        rows = ranked.values_list("object_id", "value")
        return [(model._meta.pk.to_python(key), value) for key, value in rows]

    def _ranked(self) -> Any:
        compiler = self.query_compiler
        config = compiler.get_config(self.backend)
        rank = compiler._build_rank_expression(compiler.columns, config)
        return self._matches().order_by(rank.desc(), "-pk")[self.start : self.stop]

    @property
    def _is_plain(self) -> bool:
        """Whether the query is of the common kind; the others go Wagtail's way."""
        compiler = self.query_compiler
        return isinstance(compiler.query, PlainText) and not compiler.fields

    def _matches(self) -> Any:
        """Return the entries of the index that match and whose objects the queryset allows."""
        compiler = self.query_compiler
        words = compiler.build_tsquery(
            compiler.query, config=compiler.get_config(self.backend)
        )
        vector, *others = (column for column, _weight in compiler.columns)
        for other in others:
            vector = vector._combine(other, "||", False)
        allowed = compiler.queryset.order_by().annotate(key=Cast("pk", CharField()))
        # The planner takes reading a text for cheap, and would read all that nobody may see.
        keys: Any = list(allowed.values_list("key", flat=True)[: MOST_LISTED + 1])
        if len(keys) > MOST_LISTED:
            keys = allowed.values("key")
        kinds = get_descendants_content_types_pks(compiler.queryset.model)
        return IndexEntry.objects.alias(vector=vector).filter(
            vector=words, content_type__in=kinds, object_id__in=keys
        )


class PostgreSQLBackend(PostgresSearchBackend):
    query_compiler_class = SearchCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    results_class = PostgreSQLResults

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": TEXT, **params})
        self.autocomplete_config = TITLES
