"""One page of the catalogue's list, as everybody sees it."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import SimpleLazyObject

from catalog.filters import SORTS, CatalogueFilter
from catalog.models.pages import CourseIndexPage, CoursePage
from common.kept import Shelf

COURSES_A_PAGE = 12
# How many have enrolled begins no new generation.
KEPT_SORTS = SORTS.keys() - {"popular"}


@dataclass(frozen=True)
class Listing:
    """The filters and the courses; `key` names what is kept of them, None where nothing is."""

    catalogue: CatalogueFilter
    courses: Page[CoursePage]
    key: Hashable | None


def listing_of(index: CourseIndexPage, asked: QueryDict, shelf: Shelf) -> Listing:
    """Return the courses below `index` that fit what was asked.

    The whole list is kept in all its orders and pages. What is filtered is not: there are more
    ways to ask than memory to keep the answers.
    """
    place = (index.pk, index.path)
    # Lazy: to know which pages are public is a question to the database by itself.
    offered: Any = SimpleLazyObject(
        lambda: CoursePage.objects.child_of(index).offered()
    )
    catalogue = CatalogueFilter(
        offered,
        asked,
        read_names=lambda read: shelf.one(("catalogue.names", place), read),
    )
    if not _is_whole_list(asked):
        paginator = Paginator(catalogue.results.for_listing(), COURSES_A_PAGE)
        return Listing(catalogue, paginator.get_page(asked.get("page")), None)
    count = shelf.one(("catalogue.count", place), lambda: catalogue.results.count())
    courses: Any = Paginator(range(count), COURSES_A_PAGE).get_page(asked.get("page"))
    key = (*place, asked.get("sort"), courses.number)
    before = (courses.number - 1) * COURSES_A_PAGE
    courses.object_list = shelf.one(
        ("catalogue.courses", key),
        lambda: list(catalogue.results.for_listing()[before : before + COURSES_A_PAGE]),
    )
    return Listing(catalogue, courses, key)


def _is_whole_list(asked: QueryDict) -> bool:
    """Whether nothing but an order and a page is asked for, each of them once."""
    return (
        asked.keys() <= {"sort", "page"}
        and all(len(values) == 1 for _name, values in asked.lists())
        and asked.get("sort", "newest") in KEPT_SORTS
    )
