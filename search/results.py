"""Turns what was found into what is shown: title, place, a passage, where it leads."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, ReferenceIndex

from catalog.models import CourseDocument, CoursePage
from learning.models import LessonPage
from search.facets import CourseFacts
from search.marking import Marker
from search.passages import texts_of_course, texts_of_document, texts_of_lesson
from search.scope import COURSE_STEPS, Scope

COURSE, LESSON, DOCUMENT = (
    gettext_lazy("Course"),
    gettext_lazy("Lesson"),
    gettext_lazy("Document"),
)


@dataclass(frozen=True)
class Result:
    kind: str
    icon: str
    title: SafeString
    url: str
    where: list[str] = field(default_factory=list)
    passage: SafeString = SafeString("")
    facts: list[str] = field(default_factory=list)


class Shower:
    """Reads what results of one search show; a few queries for each kind, however many there are."""

    def __init__(self, scope: Scope, marker: Marker) -> None:
        self.scope = scope
        self.marker = marker

    def courses(self, keys: list[int], facts: dict[str, CourseFacts]) -> list[Result]:
        found = CoursePage.objects.in_bulk(keys)
        return [
            Result(
                kind=str(COURSE),
                icon="book",
                title=self.marker.mark(course.title),
                url=course.get_url() or "",
                where=[facts[course.path].category_name]
                if course.path in facts and facts[course.path].category_name
                else [],
                passage=self.marker.passage(texts_of_course(course)),
                facts=[course.get_level_display(), course.get_language_display()],
            )
            for course in _in_order(found, keys)
        ]

    def lessons(self, keys: list[int], facts: dict[str, CourseFacts]) -> list[Result]:
        found = LessonPage.objects.in_bulk(keys)
        modules = dict(
            Page.objects.filter(
                path__in={lesson.path[: -Page.steplen] for lesson in found.values()}
            ).values_list("path", "title")
        )
        results = []
        for lesson in _in_order(found, keys):
            course = facts.get(lesson.path[:COURSE_STEPS])
            module = modules.get(lesson.path[: -Page.steplen], "")
            results.append(
                Result(
                    kind=str(LESSON),
                    icon="list",
                    title=self.marker.mark(lesson.title),
                    url=lesson.get_url() or "",
                    where=[course.title, module] if course else [module],
                    passage=self.marker.passage(texts_of_lesson(lesson)),
                    facts=[_("%d min") % lesson.estimated_minutes],
                )
            )
        return results

    def documents(self, keys: list[int], facts: dict[str, CourseFacts]) -> list[Result]:
        found = CourseDocument.objects.prefetch_related("tags").in_bulk(keys)
        used_in = self._pages_using(found)
        results = []
        for document in _in_order(found, keys):
            page = used_in.get(document.pk)
            course = facts.get(page.path[:COURSE_STEPS]) if page else None
            where = [course.title] if course else []
            if page and page.title not in where:
                where.append(page.title)
            size = [filesizeformat(document.file_size)] if document.file_size else []
            results.append(
                Result(
                    kind=str(DOCUMENT),
                    icon="file-pdf" if document.file_extension == "pdf" else "file",
                    title=self.marker.mark(document.title),
                    url=document.url,
                    where=where,
                    passage=self.marker.passage(texts_of_document(document)),
                    facts=[document.file_extension.upper(), *size],
                )
            )
        return results

    def _pages_using(self, documents: Iterable[int]) -> dict[int, Page]:
        """Return for each document the first page with it that the visitor may read."""
        uses = ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(CourseDocument),
            to_object_id__in=[str(pk) for pk in documents],
            base_content_type=ContentType.objects.get_for_model(Page),
        ).values_list("to_object_id", "object_id")
        users: dict[int, list[int]] = {}
        for document, page in uses:
            users.setdefault(int(page), []).append(int(document))
        found: dict[int, Page] = {}
        pages = self.scope.pages.filter(pk__in=users).order_by("-path")
        for page in pages.only("path", "title"):
            found |= dict.fromkeys(users[page.pk], page)
        return found


def _in_order(found: dict[int, Any], keys: list[int]) -> list[Any]:
    return [found[key] for key in keys if key in found]
