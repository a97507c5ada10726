"""All quizzes and assignments of a course as one student stands to them. A fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessment.access import Assessed, Terms, supervises, terms_of
from assessment.models import (
    Accommodation,
    Assignment,
    Attempt,
    Grade,
    Placement,
    Quiz,
    Submission,
)
from assessment.overview import Score, moment
from assessment.services.attempts import attempts_left
from assessment.services.grades import present_grades
from assessment.showing import shown_parts
from catalog.models import CoursePage
from learning.access import Standing
from learning.models import DONE, LessonProgress
from learning.outline import decide_entry, outline_of

Thing = TypeVar("Thing", Quiz, Assignment)


@dataclass(frozen=True)
class Entry:
    """A quiz or an assignment: its state in words, with a kind for its colour, and what it brought."""

    thing: Assessed
    url: str
    terms: Terms
    state: str
    kind: str = ""
    why: str = ""
    score: Score | None = None
    attempt: Attempt | None = None

    @property
    def is_quiz(self) -> bool:
        return isinstance(self.thing, Quiz)

    @property
    def ends_at(self) -> datetime | None:
        """When it is due or closes, as long as that lies ahead."""
        ends = self.terms.due_at or self.terms.closes_at
        return ends if ends and ends > timezone.now() else None


def entries_of(user: User, course: CoursePage, standing: Standing) -> list[Entry]:
    """Return what is published, and what `user` has worked on; what ends first comes first."""
    return sorted(
        _Reading(user, course, standing).entries(),
        key=lambda entry: (
            entry.ends_at is None,
            entry.ends_at or timezone.now(),
            entry.thing.pk,
        ),
    )


class _Reading:
    """Everything that the entries of one course are made from, read once."""

    def __init__(self, user: User, course: CoursePage, standing: Standing) -> None:
        self.standing = standing
        self.now = timezone.now()
        self.attempts: dict[int, list[Attempt]] = defaultdict(list)
        mine = Attempt.objects.filter(student=user, quiz__course=course)
        for attempt in mine.order_by("number"):
            self.attempts[attempt.quiz_id].append(attempt)
        handed_in = Submission.objects.filter(
            student=user, assignment__course=course
        ).values_list("assignment_id", "versions__submitted_at")
        self.handed_in: dict[int, datetime | None] = {}
        for pk, at in handed_in:
            self.handed_in[pk] = max(
                filter(None, (self.handed_in.get(pk), at)), default=None
            )
        self.quizzes = _seen(Quiz, course, self.attempts)
        self.assignments = _seen(Assignment, course, self.handed_in)
        self.own = {
            (each.quiz_id, each.assignment_id): each
            for each in Accommodation.objects.filter(student=user).filter(
                Q(quiz__course=course) | Q(assignment__course=course)
            )
        }
        grades = Grade.objects.filter(student=user, item__course=course)
        self.grades = {
            (grade.item.quiz_id, grade.item.assignment_id): grade
            for grade in present_grades(grades).select_related("item")
        }
        self._read_lessons(user, course)

    def _read_lessons(self, user: User, course: CoursePage) -> None:
        outline = outline_of(course)
        open_lessons = {
            entry.pk: decide_entry(self.standing, entry, outline, self.now)
            for entry in outline.lessons
        }
        self.closed: dict[tuple[int | None, int | None], str] = {}
        opened = set()
        rows = Placement.objects.filter(
            lesson__live=True, lesson__path__startswith=course.path
        ).values_list("quiz_id", "assignment_id", "lesson_id")
        for quiz, assignment, lesson in rows:
            decision = open_lessons.get(lesson)
            if decision:
                opened.add((quiz, assignment))
            else:
                why = decision.sentence if decision is not None else ""
                self.closed.setdefault((quiz, assignment), str(why))
        for key in opened:
            self.closed.pop(key, None)
        self.missing: dict[int, list[str]] = defaultdict(list)
        named = Quiz.opens_after.through.objects.filter(
            quiz__course=course, lessonpage__live=True
        ).values_list("quiz_id", "lessonpage__translation_key", "lessonpage__title")
        wanted: list[tuple[int, UUID, str]] = list(named)
        done = set(
            LessonProgress.objects.filter(
                student=user,
                status__in=DONE,
                lesson_key__in={key for _quiz, key, _title in wanted},
            ).values_list("lesson_key", flat=True)
        )
        for pk, lesson_key, title in wanted:
            if lesson_key not in done:
                self.missing[pk].append(f"“{title}”")

    def entries(self) -> Iterable[Entry]:
        for quiz in self.quizzes:
            yield self._quiz(quiz)
        for assignment in self.assignments:
            yield self._assignment(assignment)

    def _quiz(self, quiz: Quiz) -> Entry:
        key = (quiz.pk, None)
        terms = terms_of(quiz, self.own.get(key))
        made = self.attempts.get(quiz.pk, [])
        left = attempts_left(quiz, terms, len(made))
        is_taking = bool(made and made[-1].is_open)
        common: dict[str, Any] = {
            "thing": quiz,
            "url": quiz.get_absolute_url() if quiz.live else "",
            "terms": terms,
            "attempt": made[-1] if made else None,
        }
        if is_taking:
            return Entry(state=_("You have begun"), kind="notice", **common)
        if self._is_excused(key):
            return Entry(state=_("Excused"), **common)
        if made:
            shown = shown_parts(quiz, terms, attempts_left=left)
            score = self._score(quiz, key) if "score" in shown else None
            state, kind = _state_of_score(score, _("Submitted"))
            if score is None and any(each.points is None for each in made):
                state = _("Waits for your teacher")
            return Entry(state=state, kind=kind, score=score, **common)
        return Entry(**self._untouched(quiz, terms, key), **common)

    def _assignment(self, assignment: Assignment) -> Entry:
        key = (None, assignment.pk)
        terms = terms_of(assignment, self.own.get(key))
        common: dict[str, Any] = {
            "thing": assignment,
            "url": assignment.get_absolute_url() if assignment.live else "",
            "terms": terms,
        }
        if self._is_excused(key):
            return Entry(state=_("Excused"), **common)
        score = self._score(assignment, key)
        if score or self.handed_in.get(assignment.pk):
            state, kind = _state_of_score(score, _("Handed in"))
            return Entry(state=state, kind=kind, score=score, **common)
        if assignment.pk in self.handed_in:
            return Entry(state=_("You have a draft"), kind="notice", **common)
        return Entry(**self._untouched(assignment, terms, key), **common)

    def _is_excused(self, key: tuple[int | None, int | None]) -> bool:
        return key in self.grades and self.grades[key].is_excused

    def _score(
        self, thing: Assessed, key: tuple[int | None, int | None]
    ) -> Score | None:
        grade = self.grades.get(key)
        if grade is None or grade.points is None:
            return None
        share = Fraction(1)
        if grade.max_points:
            share = Fraction(grade.points) / Fraction(grade.max_points)
        is_pass = share >= Fraction(thing.pass_percent) / 100
        return Score(grade.points, grade.max_points, share, is_pass)

    def _untouched(
        self, thing: Assessed, terms: Terms, key: tuple[int | None, int | None]
    ) -> dict[str, Any]:
        """Say where somebody stands who has done nothing yet."""
        ends = terms.closes_at if isinstance(thing, Quiz) else _last_day(thing, terms)
        if ends and self.now >= ends:
            return {
                "state": _("Closed"),
                "why": _("It closed on %(when)s.") % {"when": moment(ends)},
            }
        if supervises(self.standing):
            return {"state": _("Published") if thing.live else _("Draft")}
        if terms.opens_at and self.now < terms.opens_at:
            why = _("It opens on %(when)s.") % {"when": moment(terms.opens_at)}
            return {"state": _("Not open yet"), "why": why}
        if key in self.closed:
            return {"state": _("Not open yet"), "why": self.closed[key]}
        if isinstance(thing, Quiz) and (missing := self.missing.get(thing.pk)):
            why = _("First complete %(lessons)s.") % {"lessons": ", ".join(missing)}
            return {"state": _("Not open yet"), "why": why}
        return {"state": _("Open"), "kind": "accent"}


def _last_day(assignment: Assignment, terms: Terms) -> datetime | None:
    if assignment.late_policy == Assignment.LatePolicy.REFUSE:
        return terms.due_at
    return terms.late_until


def _state_of_score(score: Score | None, otherwise: str) -> tuple[str, str]:
    if score is None:
        return otherwise, "notice"
    return (_("Passed"), "positive") if score.is_pass else (_("Not passed"), "caution")


def _seen(
    model: type[Thing], course: CoursePage, worked_on: Mapping[int, Any]
) -> list[Thing]:
    """Return what is published, and drafts that somebody has worked on before they became drafts."""
    found = model.objects.filter(course=course).order_by("pk")
    return [each for each in found if each.live or each.pk in worked_on]
