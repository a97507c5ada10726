"""Where lessons went in the folder, and the order of their pages."""

import posixpath
from collections.abc import Mapping, Sequence

from wagtail.models import Page

from learning.importing.course import SourceCourse
from learning.importing.links import page_stem, without_number
from learning.models import ImportedItem


def find_renamed(
    source: SourceCourse, items: Mapping[str, ImportedItem]
) -> dict[str, str]:
    """Return the new path of each lesson that moved or changed its name, where there is no doubt.

    The same name apart from its number is trusted first, then the same title.
    """
    gone = {
        path: item
        for path, item in items.items()
        if ":" not in path and item.page is not None and path not in source.lessons
    }
    found = [path for path in source.lessons if path not in items]
    renamed: dict[str, str] = {}
    by_name = {
        path: without_number(page_stem(path)).lower() for path in [*gone, *found]
    }
    by_title = {path: source.lessons[path].title.lower() for path in found}
    by_title |= {
        path: item.page.draft_title.lower()
        for path, item in gone.items()
        if item.page is not None
    }
    for names in (by_name, by_title):
        for old in list(gone):
            same = [path for path in found if names[path] == names[old]]
            rivals = [path for path in gone if names[path] == names[old]]
            if len(same) > 1:
                folder = posixpath.dirname(old)
                same = [path for path in same if posixpath.dirname(path) == folder]
            if len(same) == len(rivals) == 1:
                renamed[old] = same[0]
                found.remove(same[0])
                del gone[old]
    return renamed


def arrange(course: Page, outline: Sequence[tuple[Page, Sequence[Page]]]) -> None:
    """Put modules and lessons into the order of the folder; pages of editors keep their neighbours."""
    _order(course, [module for module, _lessons in outline])
    for module, lessons in outline:
        for lesson in lessons:
            if not _fresh(lesson).is_child_of(_fresh(module)):
                _fresh(lesson).move(_fresh(module), pos="last-child")
        _order(module, lessons)


def _order(parent: Page, wanted: Sequence[Page]) -> None:
    keys = {page.pk for page in wanted}
    standing = [
        pk
        for pk in _fresh(parent).get_children().values_list("pk", flat=True)
        if pk in keys
    ]
    if standing == [page.pk for page in wanted]:
        return
    for before, page in zip(wanted, wanted[1:], strict=False):
        _fresh(page).move(_fresh(before), pos="right")


def _fresh(page: Page) -> Page:
    """Moving rewrites the paths of others, too."""
    return Page.objects.get(pk=page.pk)
