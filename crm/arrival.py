"""How somebody came to ask: from which page of ours, and what led them to the site."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from catalog.models import CoursePage, ModulePage
from crm.models import Inquiry
from learning.access import course_of
from learning.models import LessonPage

# What campaigns put into an address behind `utm_`, with what counselors call it.
UTM = {
    "source": _("Sent by"),
    "medium": _("Sent as"),
    "campaign": _("Campaign"),
    "term": _("Searched for"),
    "content": _("Variant"),
}
_SOCIAL_MEDIUMS = frozenset(
    {"social", "social-media", "social_media", "paid_social", "paid-social"}
)
_LONGEST = 120
_is_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class Origin:
    """The page on which somebody began to ask. `course` is what it is about, if it is offered."""

    page: Page | None = None
    course: CoursePage | None = None

    @property
    def channel(self) -> str:
        if isinstance(self.page, LessonPage):
            return Inquiry.Channel.PREVIEW
        if self.course is not None:
            return Inquiry.Channel.COURSE_PAGE
        return Inquiry.Channel.FORM


def origin_of(page: Page | None) -> Origin:
    if page is None or not page.live:
        return Origin()
    page = page.specific
    course: CoursePage | None = None
    if isinstance(page, CoursePage):
        course = page
    elif isinstance(page, ModulePage):
        course = page.course
    elif isinstance(page, LessonPage):
        course = course_of(page)
    offered = course and CoursePage.objects.offered().filter(pk=course.pk).first()
    return Origin(page, offered)


def origin_in(request: HttpRequest) -> Origin:
    """Return where the visitor comes from: the page that the address names, or the one that led here.

    Blocks in lessons are drawn once for everybody and don't know their page; the browser does.
    """
    named = request.GET.get("page", "")
    if named.isascii() and named.isdigit() and len(named) < 10:
        return origin_of(Page.objects.filter(pk=named).first())
    if code := request.GET.get("course", "")[:32]:
        course = CoursePage.objects.offered().filter(code__iexact=code).first()
        return Origin(course, course)
    came_by = urlsplit(request.headers.get("Referer", ""))
    if came_by.netloc != request.get_host():
        return Origin()
    return origin_of(Page.find_for_request(request, came_by.path))


def utm_in(parameters: Mapping[str, Any]) -> dict[str, str]:
    """Return what a campaign put into an address: {"source": "fair", …}."""
    given = {name: str(parameters.get(f"utm_{name}") or "").strip() for name in UTM}
    return {name: value[:_LONGEST] for name, value in given.items() if value}


def source_of(utm: Mapping[str, str]) -> str:
    if utm.get("medium", "").lower() in _SOCIAL_MEDIUMS:
        return Inquiry.Source.SOCIAL_MEDIA
    return Inquiry.Source.CAMPAIGN if utm else Inquiry.Source.WEBSITE


def clean_referrer(address: str) -> str:
    """Return the address of another site, or nothing: browsers and programs send all kinds of things."""
    address = address.strip()[:500].split("#")[0]
    try:
        _is_address(address)
    except ValidationError:
        return ""
    return address
