"""LRN-04: whatever editors and a student do, in whatever order, the percentage is that of a plain count."""

from typing import Any

from django.core.cache import caches
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.rich_text import RichText

from catalog.models import ModulePage
from learning.exceptions import Refused
from learning.models import Certificate, Enrolment, LessonPage
from learning.progress import course_progress, progress_of_students
from learning.services import acknowledge_change, complete_lesson, reopen_lesson
from tests.factories import make_lesson, make_module

WHICH = st.integers(min_value=0, max_value=5)
DEEDS = st.lists(
    st.one_of(
        # A student who studies meets an editor now and then.
        st.tuples(st.just("complete"), WHICH),
        st.tuples(st.just("complete"), WHICH),
        st.tuples(
            st.sampled_from(
                [
                    "reopen",
                    "read again",
                    "add",
                    "move",
                    "unpublish",
                    "publish",
                    "delete",
                    "hide module",
                    "show module",
                    "correct",
                    "clarify",
                ]
            ),
            WHICH,
        ),
    ),
    min_size=4,
    max_size=14,
)


def pick(pages: Any, which: int) -> Any:
    found = list(pages.order_by("path"))
    return found[which % len(found)] if found else None


class Model:
    """What happened, kept in the simplest way that can be right."""

    def __init__(self, course: Any, student: Any) -> None:
        self.course, self.student = course, student
        self.done: set[Any] = set()
        self.completed = False

    def lessons(self) -> Any:
        return LessonPage.objects.descendant_of(self.course)

    def modules(self) -> Any:
        return ModulePage.objects.child_of(self.course)

    def open_keys(self) -> set[Any]:
        modules = self.modules().live().values_list("path", flat=True)
        return {
            lesson.translation_key
            for lesson in self.lessons().live()
            if lesson.path[: -lesson.steplen] in set(modules)
        }

    def do(self, deed: str, which: int) -> None:
        lesson, module = pick(self.lessons(), which), pick(self.modules(), which)
        if deed == "add":
            make_lesson(module)
        elif deed == "hide module":
            module.unpublish()
        elif deed == "show module":
            module.save_revision().publish()
        elif lesson is not None:
            self.do_to_lesson(deed, lesson, module)

    def do_to_lesson(self, deed: str, lesson: Any, module: Any) -> None:
        match deed:
            case "complete":
                before = set(self.done)
                self.attempt(complete_lesson, lesson, self.done.add)
                # The last lesson completes the course; where editors take away what is missing,
                # the word is the student's.
                live = self.open_keys()
                if self.done != before and live <= self.done:
                    self.completed = True
            case "reopen":
                self.attempt(reopen_lesson, lesson, self.done.discard)
            case "read again":
                self.attempt(acknowledge_change, lesson, lambda key: None)
            case "move":
                lesson.move(module, pos="last-child")
            case "unpublish":
                lesson.unpublish()
            case "publish":
                lesson.save_revision().publish()
            case "delete":
                lesson.delete()
            case "correct" | "clarify":
                lesson.body[0].value = RichText(
                    f"<p>{deed}: {lesson.body[0].value}</p>"
                )
                lesson.change_significance = {
                    "correct": "corrective",
                    "clarify": "clarifying",
                }[deed]
                lesson.save_revision().publish()

    def attempt(self, verb: Any, lesson: Any, note: Any) -> None:
        """Do it, unless the lesson is closed to the student now; then nothing may change."""
        try:
            with transaction.atomic():
                verb(student=self.student, lesson=lesson)
        except Refused:
            return
        note(lesson.translation_key)

    def check(self) -> None:
        progress = course_progress(self.student, self.course)
        live = self.open_keys()
        assert progress.done_keys == self.done & live
        expected = len(self.done & live) * 100 // len(live) if live else 0
        assert progress.percent == expected
        assert 0 <= progress.percent <= 100
        (row,) = progress_of_students(
            self.course, Enrolment.objects.filter(student=self.student)
        )
        assert row.percent == expected

        if self.completed:
            assert progress.is_completed
            assert Certificate.objects.filter(enrolment__student=self.student).exists()


def test_progress_is_a_plain_count_whatever_happens(course, lessons, student):
    make_module(course, "The dome")

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(DEEDS)
    def live_through(deeds: list[tuple[str, int]]) -> None:
        for cache in caches.all(initialized_only=True):
            cache.clear()
        with transaction.atomic():
            model = Model(course, student)
            for deed, which in deeds:
                model.do(deed, which)
                model.check()
            transaction.set_rollback(True)

    live_through()
