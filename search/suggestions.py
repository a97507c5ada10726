"""Help with the words: titles while somebody types, and a better spelling."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.safestring import SafeString
from wagtail.models import Page

from catalog.models import CoursePage
from search.database import KeyedResults
from search.marking import Marker
from search.results import COURSE, LESSON
from search.scope import COURSE_STEPS, Scope
from search.words import WORD, folded, words_of

MOST = 7
SHORTEST = 2  # letters before anything is suggested
MOST_TITLES = 4000  # whose words a spelling is compared with
SHORTEST_WORD = 4
LIKENESS = 0.74


@dataclass(frozen=True)
class Suggestion:
    title: SafeString
    url: str
    kind: str
    where: str


def suggestions(scope: Scope, typed: str) -> list[Suggestion]:
    """Return courses and lessons whose title has words that begin like those typed; four queries."""
    words = " ".join(words_of(typed))
    if len(words) < SHORTEST:
        return []
    pages = scope.courses | scope.lessons
    found = pages.autocomplete(words, operator="and")[:MOST]
    keys = (
        found.keys() if isinstance(found, KeyedResults) else [page.pk for page in found]
    )
    rows = Page.objects.only("path", "title", "url_path", "depth").in_bulk(keys)
    courses = dict(
        CoursePage.objects.filter(
            path__in={page.path[:COURSE_STEPS] for page in rows.values()}
        ).values_list("path", "title")
    )
    mark = Marker(words, last_is_beginning=True).mark
    return [
        Suggestion(
            title=mark(page.title),
            url=page.get_url() or "",
            kind=str(COURSE if len(page.path) == COURSE_STEPS else LESSON),
            where=courses.get(page.path[:COURSE_STEPS], "")
            if len(page.path) > COURSE_STEPS
            else "",
        )
        for page in (rows[key] for key in keys if key in rows)
    ]


def better_spelling(scope: Scope, query: str) -> str:
    """Return `query` with unknown words replaced by similar ones of the titles; "" if none is like them.

    Only titles that the visitor may see teach their words.
    """
    known = _words_of_titles(scope)
    by_fold = {folded(word): word for word, _count in reversed(known.most_common())}
    corrected, changed = [], False
    for word in words_of(query):
        fold = folded(word)
        if len(fold) >= SHORTEST_WORD and fold not in by_fold:
            near = [each for each in by_fold if abs(len(each) - len(fold)) <= 2]
            if match := get_close_matches(fold, near, n=1, cutoff=LIKENESS):
                word, changed = by_fold[match[0]], True
        corrected.append(word)
    return " ".join(corrected) if changed else ""


def _words_of_titles(scope: Scope) -> Counter[str]:
    titles = scope.pages.order_by("-pk").values_list("title", flat=True)
    return Counter(
        word for title in titles[:MOST_TITLES] for word in _long_words(title)
    )


def _long_words(title: str) -> Iterator[str]:
    for word in WORD.findall(title):
        if len(word) >= SHORTEST_WORD:
            yield word.lower()
