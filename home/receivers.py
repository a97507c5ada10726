"""What changes a public page begins a new generation of kept pages."""

from typing import Any

from django.db import transaction
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
from common.kept import begin_generation

SHOWN = (Category, CourseTeacher, PageViewRestriction, Site, AbstractSetting)
# New ones are on no page yet; every upload would empty the cache.
SHOWN_ONCE_USED = (CourseImage, CourseDocument, Tag)


def forget_pages() -> None:
    """Begin a new generation now, and again once the change can be seen by others.

    Now, for tests and for changes without a transaction; after the commit, because meanwhile
    somebody may have drawn the page from what was there before.
    """
    begin_generation()
    transaction.on_commit(begin_generation)


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
        if _is_shown(instance) and fields != {"last_login"}:
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
    """Courses name their teachers. Students, who are many and change often, stand on no page."""
    return not (isinstance(person, User) and person.is_student)
