"""What the page tree says to everybody, remembered by this process until somebody changes the tree.

A page for one student asks the database the same as the page for the next: which site this is, which
page stands at an address, whether a course and a module are live. The answers are remembered under
the *generation* of the tree, a word that all processes share through the cache. Whatever changes a
page begins a new generation, once at the change and once after the commit, and what was remembered
before is worth nothing: an unpublished lesson is gone with the next request, in every process.

Only a request remembers, and only one that has not changed the tree itself: what it reads then may
still be rolled back. Nothing may be remembered here that depends on who asks. See
docs/decisions/0005-what-a-process-remembers.md.
"""

import copy
from collections.abc import Callable, Hashable, Iterable, Mapping
from contextvars import ContextVar
from functools import cache as cache_for_good
from typing import Any, TypeVar
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, PageViewRestriction, Site, get_page_models
from wagtail.models.sites import get_site_for_hostname
from wagtail.signals import page_published, page_unpublished, post_page_move

from common.kept import Shelves

GENERATION = "catalog.tree.generation"
# What saving a draft of a published page writes on the page itself.
DRAFT_FIELDS = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
    }
)

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")
PageOrNone = TypeVar("PageOrNone", bound=Model | None)

# The largest are lessons with their bodies, some 30 kB each; most are a word or two.
_shelves = Shelves(most=3000)


class _Asked:
    """What one request knows of the generation; it reads it at most once."""

    generation: str | None = None
    may_remember = True


_asked: ContextVar[_Asked | None] = ContextVar("catalog.tree.asked", default=None)


class TreeMiddleware:
    """Lets a request remember; and tells Wagtail which site it is for, once it asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # `Site.find_for_request` looks there before it asks the database.
        vars(request)["_wagtail_site"] = SimpleLazyObject(lambda: _site_of(request))
        token = _asked.set(_Asked())
        try:
            return self.get_response(request)
        finally:
            _asked.reset(token)


def remembered(key: Hashable, find: Callable[[], Found]) -> Found:
    """Return what `find` returned for `key` when it was last asked; None is not remembered.

    Everybody gets the same object, so it must be one that nobody can change.
    """
    return remembered_all([key], lambda _: {key: find()})[key]


def remembered_all(
    keys: Iterable[Key], find: Callable[[list[Key]], Mapping[Key, Found]]
) -> dict[Key, Found]:
    """Return the same for many keys at once; `find` is asked for those that are not remembered."""
    generation = _generation()
    if generation is None:
        return dict(find(list(keys)))
    shelf = _shelves.of(generation, settings.TREE_SECONDS)
    return shelf.many("tree", keys, find, keep=lambda found: found is not None)


def remembered_page(key: Hashable, find: Callable[[], PageOrNone]) -> PageOrNone:
    """The same for a model's instance: each caller gets a copy, which is theirs to change."""
    return copy.copy(remembered(key, find))


def begin_generation() -> None:
    """Make worthless what every process remembers."""
    cache.set(GENERATION, uuid4().hex, None)
    if asked := _asked.get():
        asked.may_remember = False


def _generation() -> str | None:
    """Return the generation of this request; None where nothing may be remembered."""
    asked = _asked.get()
    if asked is None or not asked.may_remember:
        return None
    if asked.generation is None:
        asked.generation = cache.get_or_set(GENERATION, lambda: uuid4().hex, None)
    return asked.generation


def has_view_restrictions() -> bool:
    """Return whether any page is closed to some by Wagtail's "privacy"."""
    return remembered("restrictions", PageViewRestriction.objects.exists)


def _site_of(request: HttpRequest) -> Site | None:
    host, port = split_domain_port(request.get_host())[0], request.get_port()

    def find() -> Site | None:
        try:
            return get_site_for_hostname(host, port)
        except Site.DoesNotExist:
            return None

    site = remembered_page(("site", host, port), find)
    if site is not None:
        # Wagtail goes on from the root page as what it is, such as a `HomePage`.
        site.root_page = remembered_page(
            ("root", site.root_page_id), lambda: site.root_page.specific
        )
    return site


def forget() -> None:
    """Begin a new generation now, and again once others can see the change."""
    begin_generation()
    transaction.on_commit(begin_generation)


@receiver(
    [page_published, page_unpublished, post_page_move], dispatch_uid="catalog.tree.1"
)
def _page_changed(**kwargs: Any) -> None:
    forget()


@receiver(post_save, dispatch_uid="catalog.tree.2")
def _saved(
    sender: type[Model],
    instance: Any,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    if isinstance(instance, PageViewRestriction | Site) or (
        isinstance(instance, Page) and not is_draft_only(update_fields)
    ):
        forget()


@receiver(post_delete, dispatch_uid="catalog.tree.3")
def _deleted(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    shown = (Page, PageViewRestriction, Site)
    if isinstance(instance, shown) or sender in _pointed_at():
        forget()


@cache_for_good
def _pointed_at() -> frozenset[type[Model]]:
    """Return the kinds of things that pages point at. When one goes, its pages are not saved."""
    fields = [field for model in get_page_models() for field in model._meta.fields]
    return frozenset(field.related_model for field in fields if field.is_relation)


def is_draft_only(update_fields: frozenset[str] | None) -> bool:
    """Return whether a page was saved only to say that it has a newer draft."""
    return bool(update_fields) and frozenset(update_fields or ()) <= DRAFT_FIELDS
