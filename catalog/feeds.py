from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import CourseIndexPage, CoursePage

NEWEST = 30


class NewCoursesFeed(Feed[CoursePage, Any]):
    """The newest courses, for whoever follows the academy with a feed reader."""

    feed_type = Atom1Feed
    subtitle = gettext_lazy("Courses as they are published.")

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.request = request
        return super().__call__(request, *args, **kwargs)

    def title(self) -> str:
        return _("New courses at %(academy)s") % {"academy": settings.WAGTAIL_SITE_NAME}

    def link(self) -> str:
        index = CourseIndexPage.objects.live().first()
        return (index.full_url if index else None) or "/"

    def items(self) -> list[CoursePage]:
        courses = CoursePage.objects.offered().sorted_by("newest").for_listing()
        return list(courses.prefetch_related("tagged_items__tag")[:NEWEST])

    def item_title(self, item: CoursePage) -> str:
        return str(item.title)

    def item_description(self, item: CoursePage) -> str:
        return str(item.summary)

    def item_link(self, item: CoursePage) -> str:
        return str(item.get_full_url(self.request))

    def item_guid(self, item: CoursePage) -> str:
        return f"urn:uuid:{item.translation_key}"

    def item_author_name(self, item: CoursePage) -> str:
        return ", ".join(str(row.user) for row in item.teacher_rows.all())

    def item_pubdate(self, item: CoursePage) -> Any:
        return item.first_published_at

    def item_updateddate(self, item: CoursePage) -> Any:
        return item.last_published_at

    def item_categories(self, item: CoursePage) -> list[str]:
        names = [str(row.tag) for row in item.tagged_items.all()]
        return [item.category.name, *names] if item.category else names
