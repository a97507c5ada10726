"""The page with the results, and the titles that it suggests while somebody types."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from search import engines
from search.facets import FacetForm
from search.finding import ALL, Search
from search.promotions import note_search, promoted
from search.scope import scope_of
from search.suggestions import better_spelling, suggestions

logger = logging.getLogger(__name__)

# With fewer results than this, another spelling is offered.
FEW = 3


@require_safe
@cache_control(private=True, no_cache=True)
def show_results(request: HttpRequest) -> HttpResponse:
    """Answer a search: all kinds together, or one kind page by page."""
    try:
        return _results(request)
    except engines.SERVER_ERRORS:
        logger.exception("The search server does not answer.")
        return render(request, "search/resting.html", status=503)


def _results(request: HttpRequest) -> HttpResponse:
    scope = scope_of(request)
    search = Search(scope, request.GET)
    context = {"search": search, "search_query": request.GET.get("q", "")[:200].strip()}
    if search.query:
        is_first = search.kind == ALL and not search.facets.chosen
        if is_first:
            note_search(search.query)
            context["promoted"] = shown = promoted(scope, search.query)
            search.recommended = {result.url for result in shown}
        if search.total < FEW and not search.facets.chosen:
            context["spelling"] = better_spelling(scope, search.query)
        context["facets"] = FacetForm(
            search.facets,
            q=search.query,
            kind="" if search.kind == ALL else search.kind,
        )
    return render(request, "search/results.html", context)


@require_safe
@cache_control(private=True, max_age=30)
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer with the options of a list box, as HTML; empty where there is nothing to suggest."""
    try:
        found = suggestions(scope_of(request), request.GET.get("q", ""))
    except engines.SERVER_ERRORS:
        found = []
    return render(request, "search/suggestions.html", {"suggestions": found})
