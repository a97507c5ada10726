"""Courses as students' dashboards show them, the same for every student."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.template.loader import render_to_string
from wagtail.images.shortcuts import get_rendition_or_not_found

from catalog.models import CoursePage
from common.kept import Shelf
from learning.outline import Outline, outlines_of

SMALL_COVER = "fill-240x160"
LARGE_COVER = "fill-480x320"


@dataclass(frozen=True)
class ShownCourse:
    """A course, its outline, and its cover as HTML."""

    page: CoursePage
    outline: Outline

    @cached_property
    def cover(self) -> str:
        return self._cover(SMALL_COVER)

    @cached_property
    def large_cover(self) -> str:
        return self._cover(LARGE_COVER, eager=True)

    def _cover(self, size: str, *, eager: bool = False) -> str:
        image = self.page.thumbnail
        picture = image and get_rendition_or_not_found(image, size)
        return render_to_string(
            "components/cover.html",
            {
                "title": self.page.title,
                "image_url": picture.url if picture else "",
                "image_width": picture.width if picture else "",
                "image_height": picture.height if picture else "",
                "eager": eager,
            },
        )


def shown_courses(pks: Iterable[int], shelf: Shelf) -> dict[int, ShownCourse]:
    """Return courses by their id, in a number of queries that doesn't grow with them.

    Of courses that aren't published no change begins a new generation; they are read each time.
    """
    return shelf.many(
        "dashboard.course", pks, _read, keep=lambda course: course.page.live
    )


def _read(pks: list[int]) -> dict[int, ShownCourse]:
    pages = (
        CoursePage.objects.filter(pk__in=pks)
        .select_related("thumbnail")
        .prefetch_related("thumbnail__renditions")
        .only(
            "title",
            "live",
            "path",
            "url_path",
            "depth",
            "thumbnail",
            "locale_id",
            "content_type_id",
        )
    )
    outlines = outlines_of(pages)
    return {page.pk: ShownCourse(page, outlines[page.pk]) for page in pages}
