"""What `home` adds to the Wagtail admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from accounts.models import User
from home.dashboards.explanation import askable_lessons
from learning.models import LessonPage


@hooks.register("register_page_header_buttons")
def explain_access(
    page: Any, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """On every lesson, for those who may ask: why can somebody (not) see it?"""
    if not isinstance(page, LessonPage) or not page.pk:
        return
    if askable_lessons(user).filter(pk=page.pk).exists():
        yield Button(
            _("Who can see this?"),
            f"{reverse('home:access')}?page={page.pk}",
            icon_name="view",
            priority=80,
        )
