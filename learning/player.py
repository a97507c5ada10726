"""What the lesson page shows to one reader: the lesson, the outline around it, and the way on."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.models import CoursePage
from learning.access import Decision, Standing
from learning.changes import ChangesSince, changes_since
from learning.models import LessonPage, LessonProgress
from learning.outline import LessonEntry, Outline, decide_entry, outline_of
from learning.progress import CourseProgress, progress_beside
from learning.requirements import Requirement, missing_requirements
from learning.revisions import stamp

Status = LessonProgress.Status
STATES: dict[str, str] = {
    Status.COMPLETED: "done",
    Status.MASTERED: "done",
    Status.NEEDS_REVIEW: "review",
    Status.IN_PROGRESS: "current",
}


@dataclass(frozen=True)
class Player:
    """One lesson as one reader meets it."""

    lesson: LessonPage
    course: CoursePage
    outline: Outline
    standing: Standing
    decision: Decision
    progress: CourseProgress | None
    own: LessonProgress | None
    changes: ChangesSince | None
    at: datetime

    @cached_property
    def here(self) -> int | None:
        return self.outline.position(self.lesson.translation_key)

    @cached_property
    def previous(self) -> LessonEntry | None:
        return self.outline.before(self.lesson.translation_key)

    @cached_property
    def next(self) -> LessonEntry | None:
        return self.outline.after(self.lesson.translation_key)

    @property
    def is_done(self) -> bool:
        return bool(self.own and self.own.is_done)

    @cached_property
    def missing(self) -> list[Requirement]:
        """What the student has to do before the lesson can be marked as done."""
        user = self.standing.user
        if self.is_done or not self.keeps_progress or not isinstance(user, User):
            return []
        return missing_requirements(user, self.lesson) if user.pk else []

    @property
    def keeps_progress(self) -> bool:
        """Whether reading leaves a trace: only for those who study the course."""
        return self.standing.is_studying and self.progress is not None

    @property
    def read(self) -> str:
        """What a form says about the revision on the screen."""
        return stamp(self.lesson)

    @property
    def place_stopped(self) -> str:
        """The block at which the student stopped reading, unless that is where the page begins."""
        if self.own is None or not self.keeps_progress or self.is_done:
            return ""
        later = [str(block.id) for block in self.lesson.body][1:]
        return self.own.place if self.own.place in later else ""

    @property
    def can_complete_course(self) -> bool:
        """Whether nothing is left to do, and the course isn't completed: lessons were taken away."""
        progress = self.progress
        return bool(
            self.keeps_progress
            and progress
            and progress.total
            and progress.done == progress.total
            and not progress.is_completed
        )

    @property
    def eyebrow(self) -> str:
        for number, module in enumerate(self.outline, start=1):
            for place, lesson in enumerate(module.lessons, start=1):
                if lesson.key == self.lesson.translation_key:
                    return _("Module %(module)d · Lesson %(lesson)d") % {
                        "module": number,
                        "lesson": place,
                    }
        return ""

    @property
    def place(self) -> str:
        if self.here is None:
            return _("Course outline")
        return _("Lesson %(number)d of %(total)d") % {
            "number": self.here + 1,
            "total": len(self.outline.lessons),
        }

    @property
    def facts(self) -> list[str]:
        lesson = self.lesson
        minutes = ngettext(
            "%d minute of study", "%d minutes of study", lesson.teaching_minutes
        )
        facts = [minutes % lesson.teaching_minutes]
        if lesson.exercise_minutes:
            exercises = ngettext(
                "%d minute of exercises",
                "%d minutes of exercises",
                lesson.exercise_minutes,
            )
            facts.append(exercises % lesson.exercise_minutes)
        return [*facts, lesson.get_difficulty_display()]

    @property
    def objectives(self) -> list[str]:
        return [str(block.value) for block in self.lesson.objectives]

    @property
    def progress_note(self) -> str:
        if self.progress is None:
            return ""
        return _("%(done)d of %(total)d lessons") % {
            "done": self.progress.done,
            "total": self.progress.total,
        }

    @property
    def modules(self) -> list[dict[str, Any]]:
        """The outline as `components/outline.html` draws it."""
        done = (
            self.progress.done_keys if self.keeps_progress and self.progress else None
        )
        language = get_language()
        return [
            {
                "title": module.title,
                "is_open": any(
                    entry.key == self.lesson.translation_key for entry in module.lessons
                ),
                "done": None
                if done is None
                else sum(entry.key in done for entry in module.lessons),
                "total": len(module.lessons),
                "lines": SafeString(
                    "".join(self._line(entry, language) for entry in module.lessons)
                ),
            }
            for module in self.outline
        ]

    def _line(self, entry: LessonEntry, language: str | None) -> SafeString:
        decision = decide_entry(self.standing, entry, self.outline, self.at)
        is_here = entry.key == self.lesson.translation_key
        if not decision:
            state = "locked"
        elif decision.code == "free_preview" and not self.standing.is_studying:
            state = "preview"
        else:
            status = self.progress.status_of(entry.key) if self.progress else ""
            # Plain words here: a member of the enumeration for each line costs more than the line.
            state = STATES.get(status, "todo")
        is_near = decision.code in ("opens_later", "prerequisite")
        return _outline_line(
            entry.title,
            entry.url if decision else "",
            state,
            is_here,
            entry.minutes,
            str(decision.sentence) if is_near else "",
            language,
        )


@lru_cache(maxsize=8192)
def _outline_line(
    title: str,
    url: str,
    state: str,
    is_here: bool,
    minutes: int,
    note: str,
    language: str | None,
) -> SafeString:
    """Draw one line of an outline. A long course has hundreds, the same for most readers."""
    line = {"title": title, "url": url, "state": state, "is_here": is_here}
    line |= {"minutes": minutes, "note": note}
    drawn = render_to_string("components/outline_lesson.html", line)
    return format_html("<li>{}</li>", drawn)


def make_player(
    user: User | AnonymousUser,
    lesson: LessonPage,
    standing: Standing,
    decision: Decision,
) -> Player:
    course = standing.course
    progress = own = changes = None
    if user.is_authenticated and standing.enrolment:
        progress, own = progress_beside(lesson, standing.enrolment)
        changes = changes_since(progress=own, lesson=lesson) if own else None
    return Player(
        lesson=lesson,
        course=course,
        outline=outline_of(course),
        standing=standing,
        decision=decision,
        progress=progress,
        own=own,
        changes=changes,
        at=timezone.now(),
    )
