"""What pages on courses show of learning: how much there is, and where the visitor stands."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.images.shortcuts import get_rendition_or_not_found

from accounts.models import User
from catalog.models import CoursePage, ModulePage
from common.kept import Shelf
from common.money import priced
from learning import services
from learning.models import Enrolment
from learning.outline import Outline, outlines_of
from learning.progress import CourseProgress, progress_for
from learning.services import Offer
from learning.syllabus import (
    Syllabus,
    SyllabusLesson,
    syllabus_of,
)

register = template.Library()

CARD_PICTURE = "fill-600x400|format-webp|webpquality-75"
STATUS_KINDS: dict[str, str] = {
    Enrolment.Status.COMPLETED: "positive",
    Enrolment.Status.ACTIVE: "accent",
}


@register.inclusion_tag("catalog/course_cards.html", takes_context=True)
def course_cards(
    context: template.Context, courses: Iterable[CoursePage], level: int = 3
) -> dict[str, Any]:
    """Draw courses (taken with `for_listing`) in a number of queries that doesn't grow with them.

    Cards without the visitor's own progress are the same for everybody, and kept where the page
    has a `shelf`.
    """
    by_pk = {course.pk: course for course in courses}
    progress = _progress_in(context["request"].user, by_pk)
    shelf: Shelf = context.get("shelf") or Shelf("")
    public = shelf.many(
        f"course.card.{level}.{get_language()}",
        by_pk.keys() - progress.keys(),
        lambda pks: _public_cards([by_pk[pk] for pk in pks], level),
    )
    cards = [
        _card(course, progress[pk].outline, level, progress[pk])
        if pk in progress
        else public[pk]
        for pk, course in by_pk.items()
    ]
    return {"cards": cards}


def _progress_in(
    user: User | AnonymousUser, courses: dict[int, CoursePage]
) -> dict[int, CourseProgress]:
    """Return the progress of `user` in those of `courses` in which they are enrolled."""
    if not user.is_authenticated:
        return {}
    enrolments = list(
        Enrolment.objects.staying().filter(student=user, course__in=courses.keys())
    )
    if not enrolments:
        return {}
    enrolled = [courses[enrolment.course_id] for enrolment in enrolments]
    return progress_for(user, enrolled, enrolments=enrolments)


def _public_cards(courses: list[CoursePage], level: int) -> dict[int, SafeString]:
    outlines = outlines_of(courses)
    return {
        course.pk: _card(course, outlines[course.pk], level, None) for course in courses
    }


def _card(
    course: CoursePage, outline: Outline, level: int, progress: CourseProgress | None
) -> SafeString:
    picture = course.thumbnail and get_rendition_or_not_found(
        course.thumbnail, CARD_PICTURE
    )
    return render_to_string(
        "components/course_card.html",
        {
            "title": course.title,
            "url": course.url,
            "summary": course.summary,
            "image_url": picture.url if picture else "",
            "image_width": picture.width if picture else "",
            "image_height": picture.height if picture else "",
            "eyebrow": course.category.name if course.category else "",
            "facts": list(_facts(course, len(outline.lessons))),
            "level": level,
            **_standing(progress.enrolment if progress else None),
            "progress": progress.percent if progress else None,
        },
    )


@register.simple_tag(takes_context=True)
def syllabus(context: template.Context, course: CoursePage) -> Syllabus:
    """Return the modules and lessons of `course` as the visitor may open them."""
    return syllabus_of(context["request"].user, course)


@register.simple_tag(takes_context=True)
def enrolment_offer(context: template.Context, course: CoursePage) -> Offer:
    """Return what the visitor, who is logged in, can do about `course`."""
    return services.enrolment_offer(context["request"].user, course)


@register.simple_tag(takes_context=True)
def module_syllabus(
    context: template.Context, module: ModulePage, course: CoursePage
) -> dict[str, Any]:
    """Return the module's lessons as the visitor may open them, its number and its neighbours."""
    outline = syllabus_of(context["request"].user, course)
    place = outline.place_of(module.pk)
    if place is None:  # previewed before it is published
        return {"lessons": []}
    modules = outline.modules
    return {
        "number": place + 1,
        "lessons": modules[place].lessons,
        "minutes": modules[place].entry.minutes,
        "previous": modules[place - 1].entry if place else None,
        "next": modules[place + 1].entry if modules[place + 1 :] else None,
    }


@register.simple_tag
def lesson_lines(lessons: Iterable[SyllabusLesson], language: str) -> SafeString:
    """Draw rows of a syllabus, of which a long course has hundreds."""
    shown_in = get_language()
    lines = [
        _lesson_line(
            lesson.entry.title,
            lesson.entry.url if lesson.decision else "",
            lesson.entry.minutes,
            language,
            lesson.state,
            lesson.is_preview,
            lesson.reason,
            shown_in,
        )
        for lesson in lessons
    ]
    return mark_safe("".join(lines))  # each was escaped when it was drawn


@lru_cache(maxsize=16384)
def _lesson_line(
    title: str,
    url: str,
    minutes: int,
    language: str,
    state: str,
    is_preview: bool,
    reason: str,
    shown_in: str | None,
) -> SafeString:
    """Draw one row. What it shows is all in its arguments, and the same for most readers."""
    return render_to_string(
        "catalog/lesson_line.html",
        {
            "title": title,
            "url": url,
            "minutes": minutes,
            "language": language,
            "state": state,
            "is_preview": is_preview,
            "reason": reason,
        },
    )


@register.filter
def hours(value: Any) -> str:
    """Return "6 hours" for `Decimal("6.0")`, "1.5 hours" for one and a half; nobody plans finer than that."""
    value = max(round(value * 2), 1) / Decimal(2)
    shown = number_format(value.normalize() if value % 1 else int(value))
    return ngettext("%(hours)s hour", "%(hours)s hours", 1 if value == 1 else 2) % {
        "hours": shown
    }


@register.filter
def minutes(value: int) -> str:
    if value < 60:
        return _("%(minutes)s min") % {"minutes": value}
    whole, rest = divmod(value, 60)
    if not rest:
        return _("%(hours)s h") % {"hours": whole}
    return _("%(hours)s h %(minutes)s min") % {"hours": whole, "minutes": rest}


def _facts(course: CoursePage, lessons: int) -> Iterable[str]:
    yield course.get_level_display()
    if lessons:
        yield ngettext("%(count)s lesson", "%(count)s lessons", lessons) % {
            "count": lessons
        }
    if course.duration_hours:
        yield hours(course.duration_hours)
    if course.language != "en":
        yield course.get_language_display()
    if course.price is not None:
        yield priced(course.price)


def _standing(enrolment: Enrolment | None) -> dict[str, Any]:
    """Return the badge of somebody enrolled; nothing for everybody else."""
    if enrolment is None:
        return {}
    return {
        "status": enrolment.get_status_display(),
        "status_kind": STATUS_KINDS.get(enrolment.status, ""),
    }
