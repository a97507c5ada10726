"""Which pages somebody may link to: their own, and what the public knows by name.

Wagtail's chooser shows the whole tree to everybody who may enter the admin, titles of drafts
included.
"""

from typing import Any

from django.db.models import Q
from django.http import Http404
from wagtail.admin.views.chooser import BrowseView
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from catalog.models import CourseIndexPage, CoursePage
from catalog.permissions import COURSE_DEPTH


def linkable(pages: PageQuerySet, user: Any) -> PageQuerySet:
    """Return those of `pages` that `user` may see in the chooser."""
    if user.is_admin:
        return pages
    policy = policy_registry.get_by_type(Page)
    own = policy.instances_user_has_any_permission_for(user, ["add", "change"])
    # Above the courses lies what everybody sees; a published course is public by name.
    public = Q(depth__lt=COURSE_DEPTH) | Q(
        pk__in=CoursePage.objects.live().values("pk")
    )
    return pages.filter(public | Q(pk__in=own.values("pk")))


class LinkablePagesView(BrowseView):
    """Wagtail's chooser, which starts and stays where the user may look."""

    parent_page: Any

    def get_object_list(self) -> PageQuerySet:
        here = Page.objects.filter(pk=self.parent_page.pk)
        if not linkable(here, self.request.user).exists():
            if "parent_page_id" in self.kwargs:
                raise Http404
            self.parent_page = CourseIndexPage.objects.order_by("path").first()
        return super().get_object_list()
