from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page
from wagtail.url_routing import RouteResult

from catalog.models import Category, CourseIndexPage, CoursePage
from catalog.permissions import CourseTreeMixin
from catalog.tree import remembered_page
from common.blocks import PageStreamBlock
from common.pages import SocialMixin

NEWEST = 6


class StepBlock(blocks.StructBlock):
    """One step of "how it works"."""

    title = blocks.CharBlock(label=_("title"), max_length=60)
    text = blocks.TextBlock(label=_("text"), max_length=240)

    class Meta:
        icon = "list-ol"
        label = _("Step")


class HomePage(CourseTreeMixin, SocialMixin, Page):
    """The front door: what the academy is, and a way into the catalogue."""

    headline = models.CharField(
        _("headline"),
        max_length=120,
        blank=True,
        help_text=_("The large words at the top. Without them the title stands there."),
    )
    introduction = RichTextField(
        _("introduction"), blank=True, features=["bold", "italic", "link"]
    )
    picture = models.ForeignKey(
        "catalog.CourseImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    steps = StreamField(
        [("step", StepBlock())],
        blank=True,
        verbose_name=_("how it works"),
        help_text=_("Three or four steps. Without them the usual ones are shown."),
    )
    body = StreamField(PageStreamBlock(required=False), blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("headline"), FieldPanel("introduction"), FieldPanel("picture")],
            heading=_("At the top"),
        ),
        InlinePanel(
            "featured_courses", heading=_("Courses to show first"), label=_("course")
        ),
        FieldPanel("steps"),
        FieldPanel("body"),
    ]
    promote_panels = [*Page.promote_panels, *SocialMixin.social_panels]
    api_fields = [APIField("headline"), APIField("introduction"), APIField("body")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["catalog.CourseIndexPage", "crm.InquiryPage"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page of an address in one query, instead of two for each of its parts.

        Nothing below routes in a way of its own, so the stored `url_path` is the address.
        """
        if not path_components:
            return super().route(request, path_components)
        address = f"{self.url_path}{'/'.join(path_components)}/"

        def find() -> Page | None:
            page = Page.objects.filter(
                slug=path_components[-1],
                depth=self.depth + len(path_components),
                url_path=address,
            ).first()
            return page and page.specific

        page = remembered_page(("page", address), find)
        if page is None:
            raise Http404
        return page.route(request, [])

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        offered = CoursePage.objects.offered()
        chosen = [row.course_id for row in self.featured_courses.all()]
        by_id = {
            course.pk: course for course in offered.for_listing().filter(pk__in=chosen)
        }
        newest = offered.for_listing().sorted_by("newest")
        context["featured"] = [by_id[pk] for pk in chosen if pk in by_id]
        context["newest"] = list(newest.exclude(pk__in=by_id)[:NEWEST])
        context["catalogue"] = CourseIndexPage.objects.live().first()
        context["course_count"] = offered.count()
        context["categories"] = Category.objects.annotate(
            course_count=Count("courses", filter=Q(courses__in=offered))
        ).filter(course_count__gt=0)
        return context


class FeaturedCourse(Orderable):
    page = ParentalKey(
        HomePage, on_delete=models.CASCADE, related_name="featured_courses"
    )
    course = models.ForeignKey(
        "catalog.CoursePage",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("course"),
    )

    panels = [FieldPanel("course")]

    class Meta(Orderable.Meta):
        verbose_name = _("featured course")

    def __str__(self) -> str:
        return str(self.course)
