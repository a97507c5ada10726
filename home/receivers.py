"""What changes a public page begins a new generation of kept pages."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from taggit.models import Tag
from wagtail.contrib.settings.models import AbstractSetting
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import (
    page_published,
    page_unpublished,
    post_page_move,
)

from accounts.models import TeacherProfile, User
from catalog.models import Category, CourseDocument, CourseImage, CourseTeacher
from catalog.tree import is_draft_only
from common.kept import forget_pages

SHOWN = (Category, CourseTeacher, PageViewRestriction, Site, AbstractSetting)
# New ones are on no page yet; every upload would empty the cache.
SHOWN_ONCE_USED = (CourseImage, CourseDocument, Tag)


@receiver(
    [page_published, page_unpublished, post_page_move], dispatch_uid="home.page_cache.1"
)
def _page_changed(**kwargs: Any) -> None:
    forget_pages()


@receiver(post_save, dispatch_uid="home.page_cache.2")
def _saved(
    sender: type[Model],
    instance: Any,
    created: bool,
    update_fields: frozenset[str] | None,
    **kwargs: Any,
) -> None:
    fields = frozenset(update_fields or ())
    if isinstance(instance, Page):
        if instance.live and not is_draft_only(update_fields):
            forget_pages()
    elif isinstance(instance, User | TeacherProfile):
        if fields != {"last_login"} and _is_shown(instance):
            forget_pages()
    elif isinstance(instance, SHOWN) or (
        isinstance(instance, SHOWN_ONCE_USED) and not created
    ):
        forget_pages()


@receiver(post_delete, dispatch_uid="home.page_cache.3")
def _deleted(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, (Page, *SHOWN, *SHOWN_ONCE_USED)):
        forget_pages()


def _is_shown(person: User | TeacherProfile) -> bool:
    """Courses name their teachers. Students, who are many and change often, stand on no page.

    Whoever taught and is a student now did stand on one until this change.
    """
    return (
        not isinstance(person, User)
        or not person.is_student
        or person.taught_rows.exists()
    )
