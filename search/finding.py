"""Answers a search: what there is of each kind, narrowed down, and the results of one page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page as PageOfResults
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from modelsearch.query import PlainText
from wagtail.models import Page

from search.database import KeyedResults, with_column
from search.facets import Facets, facts_of
from search.marking import Marker
from search.results import Result, Shower
from search.scope import COURSE_STEPS, Scope
from search.words import words_of

ALL, COURSES, LESSONS, DOCUMENTS = "all", "courses", "lessons", "documents"
KINDS = {
    ALL: _("All"),
    COURSES: _("Courses"),
    LESSONS: _("Lessons"),
    DOCUMENTS: _("Documents"),
}
SHOWN_TOGETHER = {COURSES: 3, LESSONS: 5, DOCUMENTS: 3}
A_PAGE = 10
# How far a search server is asked, which can't be filtered with inside the database.
FAR = 1000


# The key of something that matches, and the path of its course, empty for what belongs to none.
Hit = tuple[Any, str]


@dataclass(frozen=True)
class Group:
    """The best results of one kind, where all kinds are shown together."""

    kind: str
    label: str
    results: list[Result]
    total: int
    url: str

    @property
    def has_more(self) -> bool:
        return self.total > SHOWN_TOGETHER[self.kind]


class Search:
    """What `asked` finds in `scope`. Nothing is read before it is needed."""

    def __init__(self, scope: Scope, asked: QueryDict) -> None:
        self.asked = asked
        self.query = " ".join(words_of(asked.get("q", "")))
        kind = asked.get("kind", ALL)
        self.kind = kind if kind in KINDS else ALL
        self.recommended: set[str] = set()  # addresses
        self._within: dict[str, Any] = {
            COURSES: scope.courses,
            LESSONS: scope.lessons,
            DOCUMENTS: scope.documents,
        }
        self._hits: dict[str, list[Hit]] = {}
        self._shower = Shower(scope, Marker(self.query))
        # Whole words first; where there are none, the last may be the beginning of one.
        self._words: Any = PlainText(self.query, operator="and")

    @cached_property
    def facets(self) -> Facets:
        self._hits = self._find()
        if self.query and not any(self._hits.values()):
            self._words = self.query
            self._shower.marker = Marker(self.query, last_is_beginning=True)
            self._hits = self._find()
        counts = {
            kind: Counter(path for _key, path in hits)
            for kind, hits in self._hits.items()
        }
        paths = {path for counter in counts.values() for path in counter if path}
        shown: Iterable[str] = SHOWN_TOGETHER if self.kind == ALL else [self.kind]
        return Facets(self.asked, counts, facts_of(paths) if paths else {}, shown)

    @property
    def total(self) -> int:
        return sum(map(self.facets.total, SHOWN_TOGETHER))

    @cached_property
    def page(self) -> PageOfResults[Any]:
        """The results of one kind that were asked for."""
        places: Sequence[Any] = range(self.facets.total(self.kind))
        found = Paginator(places, A_PAGE).get_page(self.asked.get("page"))
        start = (found.number - 1) * A_PAGE
        found.object_list = self._results(self.kind, start, start + A_PAGE)
        return found

    @property
    def groups(self) -> list[Group]:
        """The best of every kind, without what is recommended and stands above them."""
        groups = []
        for kind, number in SHOWN_TOGETHER.items():
            total = self.facets.total(kind)
            found = self._results(kind, 0, number) if total else []
            shown = [result for result in found if result.url not in self.recommended]
            if shown:
                groups.append(
                    Group(kind, str(KINDS[kind]), shown, total, self.url(kind=kind))
                )
        return groups

    @property
    def kinds(self) -> list[dict[str, Any]]:
        """The kinds as tabs."""
        totals = {kind: self.facets.total(kind) for kind in SHOWN_TOGETHER}
        totals[ALL] = sum(totals.values())
        return [
            {
                "label": label,
                "url": self.url(kind=kind),
                "current": kind == self.kind,
                "count": totals[kind],
            }
            for kind, label in KINDS.items()
            if totals[kind] or kind in (ALL, self.kind)
        ]

    def url(self, **changes: str) -> str:
        """Return the address of this search with `changes`, from its first page."""
        return f"?{self._parameters(**changes).urlencode()}"

    @property
    def plain_url(self) -> str:
        """The address of these words and this kind without facets."""
        query = QueryDict(mutable=True)
        query["q"] = self.query
        if self.kind != ALL:
            query["kind"] = self.kind
        return f"?{query.urlencode()}"

    def _parameters(self, **changes: str) -> QueryDict:
        parameters = QueryDict(mutable=True)
        parameters["q"] = self.query
        if (kind := changes.get("kind", self.kind)) != ALL:
            parameters["kind"] = kind
        for name, values in self.facets.chosen.items():
            parameters.setlist(name, values)
        return parameters

    @property
    def chips(self) -> list[Any]:
        return self.facets.chips(self._parameters())

    def _find(self) -> dict[str, list[Hit]]:
        """Return all that match of each kind, the best first: a query for pages, one for documents."""
        if not self.query:
            return {kind: [] for kind in SHOWN_TOGETHER}
        courses, lessons = self._within[COURSES], self._within[LESSONS]
        if isinstance(courses.search(self._words), KeyedResults):
            both = (
                courses.order_by().values("pk").union(lessons.order_by().values("pk"))
            )
            found = Page.objects.filter(pk__in=both).search(self._words)
            pages = found.all_with("path")
            hits = {
                COURSES: [page for page in pages if len(page[1]) == COURSE_STEPS],
                LESSONS: [page for page in pages if len(page[1]) > COURSE_STEPS],
            }
        else:
            hits = {
                kind: _all_with(self._within[kind].search(self._words), "path")
                for kind in (COURSES, LESSONS)
            }
        documents = self._within[DOCUMENTS].search(self._words)
        hits[DOCUMENTS] = _all_with(documents, "collection__course_team__course__path")
        return {
            kind: [(key, (path or "")[:COURSE_STEPS]) for key, path in rows]
            for kind, rows in hits.items()
        }

    def _results(self, kind: str, start: int, stop: int) -> list[Result]:
        within = self.facets.paths
        hits = self._hits[kind]
        if within is not None:
            hits = [(key, path) for key, path in hits if path in within]
        keys = [key for key, _path in hits[start:stop]]
        facts = self.facets.facts
        if kind == COURSES:
            return self._shower.courses(keys, facts)
        if kind == LESSONS:
            return self._shower.lessons(keys, facts)
        return self._shower.documents(keys, facts)


def _all_with(found: Any, column: str) -> list[tuple[Any, Any]]:
    if isinstance(found, KeyedResults):
        return found.all_with(column)
    return with_column(
        found.query_compiler.queryset.model, [each.pk for each in found[:FAR]], column
    )
