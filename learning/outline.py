"""The live modules and lessons of a course in their order, read once and kept in the cache.

Nothing in an outline depends on who asks. Receivers at the end clear it whenever an editor
changes the tree; a lesson's own content isn't part of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_unpublished, post_page_move

from catalog.models import CoursePage, ModulePage
from catalog.permissions import course_path
from catalog.tree import begin_generation, is_draft_only, remembered_all
from learning.access import Decision, Standing, decide_live_lesson
from learning.models import LessonPage

# A safety net for caches that several processes don't share; receivers clear it long before.
SECONDS_KEPT = 600


@dataclass(frozen=True)
class LessonEntry:
    pk: int
    key: UUID
    title: str
    url: str
    teaching_minutes: int
    exercise_minutes: int
    difficulty: str
    free_preview: bool
    opens_at: datetime | None
    prerequisite_keys: tuple[UUID, ...]

    @property
    def minutes(self) -> int:
        return self.teaching_minutes + self.exercise_minutes


@dataclass(frozen=True)
class ModuleEntry:
    pk: int
    title: str
    url: str
    description: str
    lessons: tuple[LessonEntry, ...]

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)


@dataclass(frozen=True)
class Outline:
    course_pk: int
    course_url: str
    modules: tuple[ModuleEntry, ...]

    @cached_property
    def lessons(self) -> tuple[LessonEntry, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @cached_property
    def keys(self) -> frozenset[UUID]:
        return frozenset(lesson.key for lesson in self.lessons)

    @property
    def minutes(self) -> int:
        return sum(module.minutes for module in self.modules)

    def __iter__(self) -> Iterator[ModuleEntry]:
        return iter(self.modules)

    def position(self, key: UUID) -> int | None:
        """Return the place of a lesson among all, counted from zero; None if it isn't live."""
        return next(
            (i for i, lesson in enumerate(self.lessons) if lesson.key == key), None
        )

    def before(self, key: UUID) -> LessonEntry | None:
        place = self.position(key)
        return self.lessons[place - 1] if place else None

    def after(self, key: UUID) -> LessonEntry | None:
        place = self.position(key)
        return None if place is None else (*self.lessons[place + 1 :], None)[0]

    def find(self, key: UUID | None) -> LessonEntry | None:
        return next((lesson for lesson in self.lessons if lesson.key == key), None)


def decide_entry(
    standing: Standing, entry: LessonEntry, outline: Outline, at: datetime
) -> Decision:
    """Decide about a lesson of an outline: what `decide` says of the page, without a query."""
    if standing.is_staff:
        return Decision(True, "staff", "")
    if standing.teaches:
        return Decision(True, "teacher", "")
    return decide_live_lesson(
        standing,
        free_preview=entry.free_preview,
        opens_at=entry.opens_at,
        required=lambda: [
            (key, required.title)
            for key in entry.prerequisite_keys
            if (required := outline.find(key))
        ],
        at=at,
    )


def outline_of(course: CoursePage) -> Outline:
    return outlines_of([course])[course.pk]


def outlines_of(courses: Iterable[CoursePage]) -> dict[int, Outline]:
    """Return outlines by course id: one look into the cache, three queries for all that it lacks."""
    wanted = {_cache_key(course.pk): course for course in courses}

    def find(keys: list[str]) -> dict[str, Outline]:
        found: dict[str, Outline] = cache.get_many(keys)
        if missing := [wanted[key] for key in keys if key not in found]:
            read = {_cache_key(pk): outline for pk, outline in _read(missing).items()}
            cache.set_many(read, SECONDS_KEPT)
            found |= read
        return found

    outlines = remembered_all(wanted, find).values()
    return {outline.course_pk: outline for outline in outlines}


def forget_outline(course_pk: int) -> None:
    cache.delete(_cache_key(course_pk))
    # After it: otherwise a process could remember what was still in the cache.
    begin_generation()


def _cache_key(course_pk: int) -> str:
    return f"learning.outline.3.{course_pk}"


def _read(courses: list[CoursePage]) -> dict[int, Outline]:
    below = Q(pk__in=[])
    for course in courses:
        below |= Q(path__startswith=course.path)
    modules = list(ModulePage.objects.live().filter(below).order_by("path"))
    lessons = (
        LessonPage.objects.live()
        .filter(below)
        .defer("body", "objectives", "key_points", "resources")
        .prefetch_related("prerequisites")
        .order_by("path")
    )
    entries: dict[str, list[LessonEntry]] = {}
    for lesson in lessons:
        entries.setdefault(lesson.path[: -Page.steplen], []).append(entry_of(lesson))
    return {
        course.pk: Outline(
            course_pk=course.pk,
            course_url=course.get_url() or "",
            modules=tuple(
                ModuleEntry(
                    pk=module.pk,
                    title=module.title,
                    url=module.get_url() or "",
                    description=module.description,
                    lessons=tuple(entries.get(module.path, [])),
                )
                for module in modules
                if module.path.startswith(course.path)
            ),
        )
        for course in courses
    }


def entry_of(lesson: LessonPage) -> LessonEntry:
    return LessonEntry(
        pk=lesson.pk,
        key=lesson.translation_key,
        title=lesson.title,
        url=lesson.get_url() or "",
        teaching_minutes=lesson.teaching_minutes,
        exercise_minutes=lesson.exercise_minutes,
        difficulty=lesson.difficulty,
        free_preview=lesson.free_preview,
        opens_at=lesson.opens_at,
        prerequisite_keys=tuple(
            required.translation_key
            for required in lesson.prerequisites.all()
            if required.live
        ),
    )


def _forget_around(page: Page) -> None:
    """Clear the outline of the course that `page` is part of, now and again once the change is committed.

    Now, for what the same request reads; after the commit, because somebody else may have
    filled the cache with the old state in between.
    """
    course = CoursePage.objects.filter(path=course_path(page))
    pk = course.values_list("pk").first()
    if pk is not None:
        forget_outline(pk[0])
        transaction.on_commit(lambda: forget_outline(pk[0]))


@receiver([post_save, post_delete], dispatch_uid="learning.outline.saved")
def _page_changed(
    sender: type[Any],
    instance: Any,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    is_shown = not is_draft_only(update_fields)
    if is_shown and issubclass(sender, CoursePage | ModulePage | LessonPage):
        _forget_around(instance)


@receiver(page_unpublished, dispatch_uid="learning.outline.unpublished")
def _page_unpublished(sender: type[Any], instance: Page, **kwargs: Any) -> None:
    _forget_around(instance)


@receiver(post_page_move, dispatch_uid="learning.outline.moved")
def _page_moved(
    sender: type[Any], parent_page_before: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    for parent in (parent_page_before, parent_page_after):
        _forget_around(parent)
