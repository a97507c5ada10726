"""Answers a request for a lesson: the player, or a page that says why not and what to do."""

import time
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move

from catalog.models import CourseDocument, CourseImage
from catalog.tree import begin_generation, remembered
from learning.access import course_of, decide, standing_of
from learning.models import LessonPage
from learning.player import Player, make_player
from learning.services import enrolment_offer, open_lesson

SECONDS_KEPT = 3600
_ROUND = "learning.rendered.round"


def serve_lesson(request: HttpRequest, lesson: LessonPage) -> HttpResponse:
    """Serve the live lesson to those who may read it; note that the enrolled have opened it."""
    course = course_of(lesson)
    if course is None:
        raise Http404
    standing = standing_of(request.user, course)
    decision = decide(request.user, lesson, standing=standing)
    if decision.code == "not_published":
        raise Http404
    player = make_player(request.user, lesson, standing, decision)
    if not decision:
        return render(
            request,
            "learning/lesson_locked.html",
            {
                "page": lesson,
                "player": player,
                "offer": enrolment_offer(request.user, course),
            },
            status=403,
        )
    if (
        player.keeps_progress
        and request.method == "GET"
        and request.user.is_authenticated
    ):
        open_lesson(
            student=request.user,
            lesson=lesson,
            course=course,
            enrolment=standing.enrolment,
            progress=player.own,
        )
    return TemplateResponse(
        request, "learning/lesson_page.html", lesson_context(request, player)
    )


def lesson_context(request: HttpRequest, player: Player) -> dict[str, Any]:
    lesson, own = player.lesson, player.own
    return {
        "page": lesson,
        "self": lesson,
        "player": player,
        **rendered(lesson),
        "positions": own.positions if own and player.keeps_progress else {},
        "offer": None
        if player.keeps_progress
        else enrolment_offer(request.user, player.course),
    }


def rendered(lesson: LessonPage) -> dict[str, str]:
    """Return `body` and `resources` as HTML, the same for everybody; kept for each live revision.

    What a lesson refers to has no part in its revision: addresses of other pages, pictures, files.
    When one of those changes, a new round begins, and nothing kept before is used again.
    """
    if lesson.live_revision_id is None:
        html = _render(lesson)
    else:
        published = lesson.last_published_at
        key = (
            f"learning.rendered.{lesson.pk}.{lesson.live_revision_id}."
            f"{published.timestamp() if published else 0}.{get_language()}."
            f"{static('img/icons.svg')}"
        )
        html = remembered(key, lambda: _from_cache(key, lesson))
    # It was escaped when it was rendered.
    return {name: mark_safe(part) for name, part in html.items()}


def _from_cache(key: str, lesson: LessonPage) -> dict[str, str]:
    found = cache.get_many([key, _ROUND])
    round_now = found.get(_ROUND, 0)
    if key in found and found[key][0] == round_now:
        html: dict[str, str] = found[key][1]
    else:
        html = _render(lesson)
        cache.set(key, (round_now, html), SECONDS_KEPT)
    return html


def _render(lesson: LessonPage) -> dict[str, str]:
    return {
        "body": str(lesson.body.render_as_block()),
        "resources": str(lesson.resources.render_as_block()),
    }


@receiver(
    [page_slug_changed, post_page_move, page_unpublished],
    dispatch_uid="learning.rendered.pages",
)
def _addresses_changed(**kwargs: Any) -> None:
    begin_new_round()


@receiver([post_save, post_delete], dispatch_uid="learning.rendered.files")
def _files_changed(sender: type[Any], **kwargs: Any) -> None:
    if kwargs.get("created"):
        return  # no lesson refers to it yet
    deleted_page = issubclass(sender, Page) and "created" not in kwargs
    if deleted_page or issubclass(sender, CourseImage | CourseDocument):
        begin_new_round()


def begin_new_round() -> None:
    """Let all lessons be rendered anew: now, and again once others can see the change."""
    _begin_round()
    transaction.on_commit(_begin_round)


def _begin_round() -> None:
    cache.set(_ROUND, time.time_ns(), None)
    # After it: otherwise a process could remember what was still in the cache.
    begin_generation()
