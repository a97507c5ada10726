"""A lesson that is not published yet, in the player: as its teacher sees it, or as a student will.

Nothing is written: the student is made up, and has no place in the database.
"""

from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, Status, User
from catalog.models import CoursePage
from learning.access import (
    Decision,
    Standing,
    course_of,
    decide_as_if_published,
    standing_of,
)
from learning.models import Enrolment, LessonPage
from learning.outline import Outline, entry_of, outline_of
from learning.player import Player
from learning.progress import CourseProgress


def preview_lesson(
    request: HttpRequest, lesson: LessonPage, *, as_student: bool
) -> HttpResponse:
    course = course_of(lesson)
    if course is None:
        raise Http404
    outline = _with_draft(outline_of(course), lesson)
    standing = _made_up_student(course) if as_student else _teacher(request, course)
    at = timezone.now()
    decision = (
        decide_as_if_published(lesson, standing, at)
        if as_student
        else Decision(True, "teacher", _("This is how the draft looks."))
    )
    player = Player(
        lesson=lesson,
        course=course,
        outline=outline,
        standing=standing,
        decision=decision,
        progress=CourseProgress(course, outline, None) if as_student else None,
        own=None,
        changes=None,
        at=at,
    )
    context = {"page": lesson, "self": lesson, "player": player, "is_preview": True}
    if not decision:
        return render(request, "learning/lesson_locked.html", context)
    # Not `serving.rendered`, which keeps what is live.
    body = lesson.body.render_as_block({"is_for_teachers": not as_student})
    context |= {"body": body, "positions": {}, "offer": None}
    return TemplateResponse(request, "learning/lesson_page.html", context)


def _made_up_student(course: CoursePage) -> Standing:
    """Somebody who enrolled a moment ago and has done nothing yet."""
    student = User(username="student", role=Role.STUDENT, status=Status.ACTIVE)
    return Standing(
        user=student,
        course=course,
        teaches=False,
        enrolment_status=Enrolment.Status.ACTIVE,
        done=frozenset(),
        live_modules=standing_of(AnonymousUser(), course).live_modules,
    )


def _teacher(request: HttpRequest, course: CoursePage) -> Standing:
    """Whoever previews may edit the lesson, so nothing in the outline is locked to them."""
    return replace(standing_of(request.user, course), teaches=True, enrolment_status="")


def _with_draft(outline: Outline, lesson: LessonPage) -> Outline:
    """Return the outline as it will be once the draft is published in a module that is."""
    entry = entry_of(lesson)
    module_pk = lesson.get_parent().pk
    siblings = LessonPage.objects.child_of(lesson.get_parent())
    if lesson.pk:
        siblings = siblings.filter(path__lt=lesson.path)
    before = set(siblings.values_list("pk", flat=True))
    modules = []
    for module in outline.modules:
        others = [each for each in module.lessons if each.key != entry.key]
        if module.pk == module_pk:
            place = sum(each.pk in before for each in others)
            others.insert(place, entry)
        modules.append(replace(module, lessons=tuple(others)))
    return replace(outline, modules=tuple(modules))
