"""A course's modules and lessons as one visitor sees them on the course page."""

from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from catalog.models import CoursePage
from learning.access import Decision, Standing, standing_of
from learning.outline import LessonEntry, ModuleEntry, decide_entry, outline_of
from learning.progress import CourseProgress, progress_for

# Reasons that the page gives once, for all lessons together.
SAID_ONCE = frozenset({"log_in", "enrol", "dropped", "paused"})


@dataclass(frozen=True)
class SyllabusLesson:
    entry: LessonEntry
    decision: Decision
    is_done: bool
    is_current: bool

    @property
    def state(self) -> str:
        if self.is_done:
            return "done"
        if self.is_current:
            return "current"
        return "open" if self.decision else "closed"

    @property
    def is_preview(self) -> bool:
        """Whether it is worth saying that everybody may read this lesson."""
        return self.decision.code == "free_preview"

    @property
    def reason(self) -> str:
        if self.decision or self.decision.code in SAID_ONCE:
            return ""
        return str(self.decision.sentence)


@dataclass(frozen=True)
class SyllabusModule:
    entry: ModuleEntry
    lessons: list[SyllabusLesson] = field(default_factory=list)

    @cached_property
    def done(self) -> int:
        return sum(row.is_done for row in self.lessons)

    @property
    def is_current(self) -> bool:
        return any(row.is_current for row in self.lessons)


@dataclass(frozen=True)
class Syllabus:
    standing: Standing
    modules: list[SyllabusModule]
    progress: CourseProgress | None

    @cached_property
    def lessons(self) -> list[SyllabusLesson]:
        return [row for module in self.modules for row in module.lessons]

    @cached_property
    def minutes(self) -> int:
        return sum(module.entry.minutes for module in self.modules)

    def place_of(self, module_pk: int) -> int | None:
        """Return the place of a module, counted from zero; None while it is a draft."""
        return next(
            (i for i, row in enumerate(self.modules) if row.entry.pk == module_pk), None
        )


def syllabus_of(user: User | AnonymousUser, course: CoursePage) -> Syllabus:
    """Read `course` for `user`: as many queries for 3 lessons as for 300."""
    outline = outline_of(course)
    standing = standing_of(user, course)
    progress = None
    if user.is_authenticated:
        mine = [standing.enrolment] if standing.enrolment else []
        progress = progress_for(user, [course], enrolments=mine)[course.pk]
    done = progress.done_keys if progress else frozenset()
    now = timezone.now()
    current_is_found = not standing.is_studying
    modules = []
    for module in outline.modules:
        rows = SyllabusModule(module)
        for entry in module.lessons:
            decision = decide_entry(standing, entry, outline, now)
            is_done = entry.key in done
            is_current = bool(decision) and not is_done and not current_is_found
            current_is_found = current_is_found or is_current
            rows.lessons.append(SyllabusLesson(entry, decision, is_done, is_current))
        modules.append(rows)
    return Syllabus(standing, modules, progress)
