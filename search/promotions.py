"""What the staff recommends for some words, and which words people look for.

Both are Wagtail's own: admins manage recommendations below Settings, and read the words in a report.
"""

from django.db.models import F, Q
from django.utils import timezone
from wagtail.contrib.search_promotions.models import (
    Query,
    QueryDailyHits,
    SearchPromotion,
)
from wagtail.search.utils import normalise_query_string

from search.marking import Marker
from search.results import Result
from search.scope import Scope

MOST = 4


def promoted(scope: Scope, words: str) -> list[Result]:
    """Return what is recommended for exactly these `words`, of pages only those in `scope`."""
    promotions = SearchPromotion.objects.filter(
        query__query_string=normalise_query_string(words)
    )
    mark = Marker(words).mark
    shown = promotions.filter(Q(page=None) | Q(page__in=scope.pages.values("pk")))
    return [
        Result(
            kind="",
            icon="star",
            title=mark(promotion.title),
            url=promotion.page.get_url() or ""
            if promotion.page
            else promotion.external_link_url,
            passage=mark(promotion.description),
        )
        for promotion in shown.select_related("page")[:MOST]
    ]


def note_search(words: str) -> None:
    """Count that somebody looked for `words` today."""
    if not (words := normalise_query_string(words)):
        return
    today = QueryDailyHits.objects.filter(
        query__query_string=words, date=timezone.now().date()
    )
    if not today.update(hits=F("hits") + 1):
        Query.get(words).add_hit()
