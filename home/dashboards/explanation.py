"""Why somebody may, or may not, see a page: the decision, and the facts behind it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from accounts.searching import with_words
from catalog.models import CoursePage
from home.dashboards.lookups import supervised_courses
from learning.access import (
    Decision,
    Standing,
    course_of,
    decide,
    required_lessons,
    standing_of,
)
from learning.models import (
    DONE,
    Enrolment,
    EnrolmentRequest,
    LessonPage,
    LessonProgress,
)

MATCHES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that counts; `speaks` is "for", "against" or "" (it decides nothing here)."""

    name: str
    value: str
    speaks: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    person: User
    page: Page
    course: CoursePage | None
    decision: Decision
    facts: list[Fact]


def may_ask(viewer: User) -> bool:
    return viewer.is_academy_staff


def askable_lessons(viewer: User) -> QuerySet[Any]:
    """The lessons about which `viewer` may ask: all for admins, their own courses' for teachers,
    and for counselors those that are published."""
    lessons: QuerySet[Any] = LessonPage.objects.all()
    if viewer.is_admin:
        return lessons
    below = Q(pk__in=[])
    for path in supervised_courses(viewer).values_list("path", flat=True):
        below |= Q(path__startswith=path)
    if viewer.is_counselor:
        below |= Q(live=True)
    return lessons.filter(below)


def askable_people(viewer: User) -> QuerySet[User]:
    """The people about whom `viewer` may ask: all for admins; for teachers those who study, or ask
    to study, in their courses; for counselors the students that they counsel."""
    people: QuerySet[User] = User.objects.all()
    if viewer.is_admin:
        return people
    courses = supervised_courses(viewer)
    known = Q(
        pk__in=Enrolment.objects.filter(course__in=courses).values("student")
    ) | Q(pk__in=EnrolmentRequest.objects.filter(course__in=courses).values("student"))
    if viewer.is_counselor:
        known |= Q(studentprofile__counselor=viewer)
    return people.filter(known)


def search_people(people: QuerySet[User], words: str) -> list[User]:
    people = with_words(people, words)
    return list(people.order_by("first_name", "last_name", "username")[:MATCHES_SHOWN])


def search_lessons(lessons: QuerySet[Any], words: str) -> list[Any]:
    for word in words.split():
        lessons = lessons.filter(title__icontains=word)
    return list(lessons.order_by("title").defer("body")[:MATCHES_SHOWN])


def explain(person: User, page: Page) -> Explanation:
    course = course_of(page)
    facts = [_account(person)]
    standing = None
    if course is not None:
        standing = standing_of(person, course)
        facts += _facts_of_course(person, page, standing)
    decision = decide(person, page, standing=standing)
    return Explanation(person, page, course, decision, facts)


def _account(person: User) -> Fact:
    role = str(person.get_role_display())
    if not person.is_active:
        return Fact(
            _("Account"),
            _("%(role)s, closed (%(status)s)")
            % {
                "role": role,
                "status": _("blocked")
                if person.is_blocked
                else str(person.get_status_display()).lower(),
            },
            "against",
        )
    return Fact(
        _("Account"),
        _("%(role)s, active") % {"role": role},
        "for" if person.is_admin else "",
    )


def _facts_of_course(person: User, page: Page, standing: Standing) -> list[Fact]:
    course = standing.course
    facts = [
        Fact(
            _("Teaches the course"),
            _("Yes") if standing.teaches else _("No"),
            "for" if standing.teaches else "",
        ),
        _published(_("The course"), course),
        _published(_("The page"), page),
        _enrolment(person, course),
    ]
    lesson = page.specific
    if isinstance(lesson, LessonPage):
        facts += _facts_of_lesson(person, lesson, standing)
    return facts


def _published(name: str, page: Page) -> Fact:
    if page.live:
        return Fact(name, _("Published"))
    return Fact(name, _("Not published"), "against")


def _enrolment(person: User, course: CoursePage) -> Fact:
    name = _("Enrolment")
    enrolment = Enrolment.objects.filter(student=person, course=course).first()
    if enrolment is not None:
        since = enrolment.status_changed_at or enrolment.enrolled_at
        return Fact(
            name,
            _("%(status)s since %(date)s")
            % {"status": enrolment.get_status_display(), "date": _moment(since)},
            "for" if enrolment.is_studying else "against",
        )
    asked = (
        EnrolmentRequest.objects.filter(student=person, course=course)
        .order_by("-created_at")
        .first()
    )
    if asked is not None:
        return Fact(
            name,
            _("None; asked on %(date)s: %(status)s")
            % {"date": _moment(asked.created_at), "status": asked.get_status_display()},
            "against",
        )
    return Fact(name, _("None"), "against")


def _facts_of_lesson(
    person: User, lesson: LessonPage, standing: Standing
) -> list[Fact]:
    course = standing.course
    facts = [
        Fact(
            _("Free preview"),
            _("Yes, anybody may read it") if lesson.free_preview else _("No"),
            "for" if lesson.free_preview and course.live else "",
        )
    ]
    if lesson.opens_at:
        opened = lesson.opens_at <= timezone.now()
        facts.append(
            Fact(
                _("Opens"),
                _moment(lesson.opens_at),
                "" if opened else "against",
            )
        )
    if course.lessons_in_order:
        facts += _prerequisites(person, lesson, standing)
    return facts


def _prerequisites(person: User, lesson: LessonPage, standing: Standing) -> list[Fact]:
    required = required_lessons(lesson, standing)
    done = set(
        LessonProgress.objects.filter(
            student=person,
            status__in=DONE,
            lesson_key__in=[before.translation_key for before in required],
        ).values_list("lesson_key", flat=True)
    )
    return [
        Fact(
            _("Needs “%(title)s”") % {"title": before.title},
            _("Completed")
            if before.translation_key in done
            else _("Not completed yet"),
            "" if before.translation_key in done else "against",
        )
        for before in required
    ]


def _moment(moment: Any) -> str:
    return formats.date_format(timezone.localtime(moment), "j F Y, H:i")
