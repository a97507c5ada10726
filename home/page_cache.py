"""Published pages for visitors who are not logged in, kept as finished answers.

An answer is kept together with the generation in which it was begun. Whatever changes a public
page starts a new generation (`home.receivers`), and an answer of an older one is worth nothing:
all processes that share a cache agree, and a page that was being drawn while an editor published
can't come back later. See docs/decisions/0004-pages-for-visitors-from-a-cache.md.
"""

import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from common.kept import GENERATION, Shelves, begin_generation

# The views whose answers to visitors depend on nothing but the address.
SHARED_VIEWS = frozenset(
    {"wagtail_serve", "catalog:feed", "public:sitemap", "public:robots"}
)
# What may stand in an address. Words that people type aren't worth keeping.
PARAMETERS = frozenset(
    {"category", "level", "language", "teacher", "tag", "sort", "page", "p"}
)
LONGEST_QUERY = 200
# Parts of a page are asked for with these headers, and differ from the whole.
PARTIAL_HEADERS = ("HTTP_HX_REQUEST", "HTTP_HX_BOOSTED", "HTTP_HX_TARGET")
VARY = ("Accept-Encoding", "Cookie", "HX-Request", "HX-Boosted", "HX-Target")
KNOWN_VARY = frozenset(header.lower() for header in VARY)
# What a process holds of the cache itself, so that a page many ask for is not unpickled for each of
# them; some 30 kB each.
_at_hand = Shelves(most=256)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it will be sent again."""

    generation: str
    until: float
    headers: tuple[tuple[str, str], ...]
    etag: str
    body: bytes
    zipped: bytes


class PageCacheMiddleware:
    """Stands above everything else, so that a kept page costs no session, no user and no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = _key(request) if settings.PAGE_CACHE_SECONDS else None
        if key is None:
            return self.get_response(request)
        generation: str = caches["pages"].get(GENERATION) or begin_generation()
        if kept := _find(key, generation):
            return _answer(request, kept)
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not _may_be_shared(
            request, response
        ):
            return response
        kept = _keep(response, generation)
        caches["pages"].set(key, kept, settings.PAGE_CACHE_SECONDS)
        return _answer(request, kept)


def _find(key: str, generation: str) -> Kept | None:
    """Return the answer of this generation that this process has at hand, else that of the cache."""
    shelf = _at_hand.of(generation, settings.PAGE_CACHE_SECONDS)
    now = time.time()
    kept: Kept | None = shelf.find(key)
    if kept is None or kept.until <= now:
        kept = caches["pages"].get(key)
        if kept is None or kept.generation != generation or kept.until <= now:
            return None
        shelf.put(key, kept)
    return kept


def _key(request: HttpRequest) -> str | None:
    """Return under which name the answer is kept; None where it must not be."""
    meta = request.META
    if request.method not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in meta:
        return None
    cookies = meta.get("HTTP_COOKIE", "")
    if settings.SESSION_COOKIE_NAME in cookies or "messages" in cookies:
        return None
    query = meta.get("QUERY_STRING", "")
    if query and not _is_known(query):
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    parts = [request.scheme or "", host, request.path, query]
    parts += [meta.get(header, "") for header in PARTIAL_HEADERS]
    return blake2b("\n".join(parts).encode(), digest_size=20).hexdigest()


def _is_known(query: str) -> bool:
    return len(query) <= LONGEST_QUERY and all(
        name in PARAMETERS for name, _value in parse_qsl(query, keep_blank_values=True)
    )


def _may_be_shared(request: HttpRequest, response: HttpResponse) -> bool:
    match = request.resolver_match
    return (
        request.method == "GET"
        and response.status_code == 200
        and match is not None
        and match.view_name in SHARED_VIEWS
        # A cookie is for one person, and so is a token that belongs to one.
        and not response.cookies
        and settings.CSRF_COOKIE_NAME not in request.COOKIES
        and not request.user.is_authenticated
        and "Content-Encoding" not in response
        and "nonce-" not in response.headers.get("Content-Security-Policy", "")
        and response.headers.get("Cache-Control", "no-cache") == "no-cache"
        and _varies_by_known(response)
    )


def _varies_by_known(response: HttpResponse) -> bool:
    names = response.headers.get("Vary", "").lower().split(",")
    return all(name.strip() in KNOWN_VARY for name in names if name.strip())


def _keep(response: HttpResponse, generation: str) -> Kept:
    body = response.content
    digest = blake2b(body, digest_size=12).hexdigest()
    patch_vary_headers(response, VARY)
    # Browsers ask each time, and are told in a few bytes that nothing changed.
    response.headers["Cache-Control"] = "no-cache"
    response.headers["ETag"] = etag = f'W/"{digest}"'
    if "Content-Length" in response:
        del response["Content-Length"]
    return Kept(
        generation,
        time.time() + settings.PAGE_CACHE_SECONDS,
        tuple(response.items()),
        etag,
        body,
        gzip.compress(body, compresslevel=6, mtime=0),
    )


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    headers = dict(kept.headers)
    if kept.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        del headers["Content-Type"]
        return HttpResponseNotModified(headers=headers)
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    zipped = "gzip" in accepted and "gzip;q=0" not in accepted
    body = kept.zipped if zipped else kept.body
    if zipped:
        headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(body))
    return HttpResponse(b"" if request.method == "HEAD" else body, headers=headers)
