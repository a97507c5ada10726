"""The pages that anybody may read: what the sitemap and the API speak of, and nothing else."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.db.models.functions import Substr
from wagtail.models import Page

from catalog.models import CourseIndexPage, CoursePage, ModulePage
from catalog.permissions import COURSE_DEPTH
from home.models import HomePage
from learning.access import visible_lessons


def public_pages() -> Any:
    """Return the published pages that are open to everybody, as `learning.access` decides.

    Pages that an admin made private in Wagtail's own way, and all below them, are left out too.
    """
    courses = CoursePage.objects.live()
    modules = (
        ModulePage.objects.live()
        .annotate(course_path=Substr("path", 1, Page.steplen * COURSE_DEPTH))
        .filter(course_path__in=courses.values("path"))
    )
    lessons = visible_lessons(AnonymousUser())
    return (
        Page.objects.live()
        .public()
        .filter(
            Q(pk__in=HomePage.objects.values("pk"))
            | Q(pk__in=CourseIndexPage.objects.values("pk"))
            | Q(pk__in=courses.values("pk"))
            | Q(pk__in=modules.values("pk"))
            | Q(pk__in=lessons.values("pk"))
        )
    )
