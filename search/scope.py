"""What one visitor may find. Everything that search shows or counts is taken from here."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page

from catalog.models import CourseDocument, CoursePage
from catalog.permissions import COURSE_DEPTH
from learning.access import visible_lessons, visible_pages
from learning.files import visible_documents
from learning.privacy import private_pages

COURSE_STEPS = Page.steplen * COURSE_DEPTH


@dataclass(frozen=True)
class Scope:
    """Querysets of `Page`, and of `CourseDocument`.

    Of `Page` whatever the kind, filtered by `id`: of a more special model's key OpenSearch
    knows nothing, and Wagtail would leave that filter out.
    """

    courses: Any
    lessons: Any
    documents: Any
    pages: Any


def scope_of(request: HttpRequest) -> Scope:
    """Return what the person behind `request` may find.

    `learning.access` decides, and for courses the catalogue. What an admin made private in
    Wagtail's own way is left out until it opens for this visitor.
    """
    closed = private_pages(request)
    pages: Any = visible_pages(request.user).exclude(closed)
    lessons: Any = visible_lessons(request.user).exclude(closed)

    def find_documents() -> QuerySet[CourseDocument]:
        # As a list: one more level of subqueries is more than SQLite can read.
        visible = visible_documents(request.user, pages=pages).values_list("pk")
        return CourseDocument.objects.filter(id__in=[pk for (pk,) in visible])

    return Scope(
        courses=_by_id(CoursePage.objects.offered()),
        lessons=_by_id(lessons.live()),
        # Lazy: suggestions are of titles of pages alone, and asked for with every letter.
        documents=SimpleLazyObject(find_documents),
        pages=pages.live(),
    )


def _by_id(pages: QuerySet[Any]) -> QuerySet[Any]:
    return Page.objects.filter(id__in=pages.order_by().values("pk"))
