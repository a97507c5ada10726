"""What is offered: the index, the courses below it, and their modules."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MinValueValidator
from django.db import models
from django.http import Http404
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from rest_framework.fields import CharField, ListField
from taggit.models import TaggedItemBase
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.images.api.fields import ImageRenditionField
from wagtail.models import Page
from wagtail.search import index

from catalog.page_forms import CoursePageForm
from catalog.permissions import CourseTreeMixin
from catalog.querysets import CourseManager
from common.blocks import PageStreamBlock
from common.kept import Shelf, present_shelf
from common.pages import SocialMixin

if TYPE_CHECKING:
    from accounts.models import User

COURSE_LANGUAGES = [
    ("en", _("English")),
    ("hi", _("Hindi")),
    ("de", _("German")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("ar", _("Arabic")),
]


class Level(models.TextChoices):
    BEGINNER = "beginner", _("Beginner")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class EnrolmentPolicy(models.TextChoices):
    OPEN = "open", _("Open: students enrol themselves")
    APPROVAL = "approval", _("Approval: students ask, a teacher decides")
    KEY = "key", _("Key: students who know the key enrol themselves")
    STAFF = "staff", _("Staff only: teachers and staff enrol students")


def trail_of(page: Page) -> list[Page]:
    """Return the pages above `page`, the home page left out: what breadcrumbs show."""
    return list(page.get_ancestors().filter(depth__gt=2).order_by("depth"))


class CourseIndexPage(CourseTreeMixin, SocialMixin, Page):
    introduction = RichTextField(
        _("introduction"), blank=True, features=["bold", "italic", "link"]
    )

    content_panels = [*Page.content_panels, "introduction"]
    promote_panels = [*Page.promote_panels, *SocialMixin.social_panels]
    api_fields = [APIField("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["catalog.CoursePage"]

    class Meta:
        verbose_name = _("catalogue")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from catalog.listing import listing_of

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        is_preview = getattr(request, "is_preview", False)
        context["shelf"] = Shelf("") if is_preview else present_shelf()
        listing = listing_of(self, request.GET, context["shelf"])
        context["catalogue"] = listing.catalogue
        context["courses"] = listing.courses
        context["listing_key"] = listing.key
        return context


class CourseTag(TaggedItemBase):
    content_object = ParentalKey(
        "catalog.CoursePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class CoursePage(CourseTreeMixin, SocialMixin, Page):
    """A course as it is offered. Who teaches it stands in `CourseTeacher`, outside the drafts."""

    code = models.CharField(
        _("code"),
        max_length=32,
        unique=True,
        help_text=_("Short and unique, such as PY-101. Printed on certificates."),
    )
    summary = models.CharField(
        _("summary"),
        max_length=255,
        blank=True,
        help_text=_("One sentence for the catalogue."),
    )
    description = StreamField(PageStreamBlock(required=False), blank=True)
    objectives = StreamField(
        [("objective", blocks.CharBlock(label=_("objective")))],
        blank=True,
        verbose_name=_("objectives"),
        help_text=_("What a student can do afterwards."),
    )
    thumbnail = models.ForeignKey(
        "catalog.CourseImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    category = models.ForeignKey(
        "catalog.Category",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="courses",
        verbose_name=_("category"),
    )
    tags = ClusterTaggableManager(through=CourseTag, blank=True)
    level = models.CharField(
        _("level"), max_length=16, choices=Level, default=Level.BEGINNER
    )
    duration_hours = models.DecimalField(
        _("duration in hours"),
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    language = models.CharField(
        _("language"), max_length=8, choices=COURSE_LANGUAGES, default="en"
    )
    prerequisites = ParentalManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="prerequisite_of",
        verbose_name=_("courses to complete first"),
    )
    lessons_in_order = models.BooleanField(
        _("lessons open in order"),
        default=False,
        help_text=_(
            "A lesson opens once the lessons that it names as prerequisites are done."
        ),
    )
    enrolment_policy = models.CharField(
        _("who may enrol"),
        max_length=16,
        choices=EnrolmentPolicy,
        default=EnrolmentPolicy.OPEN,
    )
    enrolment_key = models.CharField(_("enrolment key"), max_length=64, blank=True)
    capacity = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "Empty means that there is no limit. Whoever comes later waits in line."
        ),
    )
    price = models.DecimalField(
        _("price"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Empty means that none is named; 0 that the course is free."),
    )
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    attribution = RichTextField(
        _("attribution"), blank=True, features=["bold", "italic", "link", "ol", "ul"]
    )

    objects = CourseManager()
    base_form_class = CoursePageForm

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("description"),
        FieldPanel("objectives"),
        FieldPanel("thumbnail"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("code"), FieldPanel("category", widget=forms.Select)]
                ),
                FieldRowPanel([FieldPanel("level"), FieldPanel("language")]),
                FieldRowPanel([FieldPanel("duration_hours"), FieldPanel("price")]),
                FieldPanel("tags"),
            ],
            heading=_("In the catalogue"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("enrolment_policy"), FieldPanel("enrolment_key")]
                ),
                FieldPanel("capacity"),
                FieldPanel("prerequisites", widget=forms.CheckboxSelectMultiple),
                FieldPanel("lessons_in_order"),
            ],
            heading=_("Enrolment"),
        ),
        MultiFieldPanel(
            [FieldPanel("licence"), FieldPanel("attribution")], heading=_("Sources")
        ),
    ]
    promote_panels = [*Page.promote_panels, *SocialMixin.social_panels]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("description"),
        index.SearchField("objectives"),
        index.SearchField("code"),
        index.RelatedFields("category", [index.SearchField("name")]),
        index.RelatedFields("tags", [index.SearchField("name", boost=2)]),
        index.FilterField("level"),
        index.FilterField("language"),
        index.FilterField("category_id"),
    ]
    # Each by name: what isn't listed, such as the enrolment key, no program gets.
    api_fields = [
        APIField("code"),
        APIField("summary"),
        APIField("description"),
        APIField("objectives"),
        APIField("category", CharField(source="category.name", default=None)),
        APIField("level"),
        APIField("duration_hours"),
        APIField("language"),
        APIField("price"),
        APIField("tags"),
        APIField("teachers", ListField(source="teacher_names")),
        APIField("picture", ImageRenditionField("fill-1200x800", source="thumbnail")),
        APIField("licence"),
        APIField("attribution"),
    ]
    parent_page_types = ["catalog.CourseIndexPage"]
    subpage_types = ["catalog.ModulePage"]
    admin_default_ordering = "ord"  # the order of a course is its meaning

    class Meta:
        verbose_name = _("course")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        # Parts of the page that are the same for everybody are kept. The shelf is taken before
        # they are read; the page itself was read earlier, so they are kept for its revision.
        if self.live_revision_id and not getattr(request, "is_preview", False):
            context["shelf"] = present_shelf()
            context["revision"] = (
                self.pk,
                self.live_revision_id,
                self.last_published_at,
            )
        # Read only for a part that isn't kept yet.
        context["teachers"] = SimpleLazyObject(self._shown_teachers)
        context["prerequisites"] = SimpleLazyObject(
            lambda: [page for page in self.prerequisites.all() if page.live]
        )
        context["trail"] = SimpleLazyObject(lambda: trail_of(self))
        return context

    def _shown_teachers(self) -> "list[User]":
        rows = self.teacher_rows.shown().select_related("user__teacherprofile")
        return [row.user for row in rows]

    @property
    def teacher_names(self) -> list[str]:
        return [str(teacher) for teacher in self._shown_teachers()]

    def is_taught_by(self, user: "User") -> bool:
        """Whether `user` is the owner or a co-teacher. One query, unless teachers are prefetched.

        Somebody who became a student teaches no more, although the row is kept.
        """
        return user.is_academy_staff and any(
            row.user_id == user.pk for row in self.teacher_rows.all()
        )

    @property
    def is_trusted(self) -> bool:
        """Whether its teachers publish without review."""
        return CoursePage.objects.filter(pk=self.pk).trusted().exists()


class ModulePage(CourseTreeMixin, Page):
    """A chapter of a course."""

    description = RichTextField(
        _("description"), blank=True, features=["bold", "italic", "link", "ol", "ul"]
    )

    content_panels = [*Page.content_panels, "description"]
    api_fields = [APIField("description")]
    parent_page_types = ["catalog.CoursePage"]
    subpage_types = ["learning.LessonPage"]
    admin_default_ordering = "ord"

    class Meta:
        verbose_name = _("module")

    @cached_property
    def course(self) -> CoursePage:
        return self.get_parent().specific

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.course.live and not getattr(request, "is_preview", False):
            raise Http404
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["course"] = self.course
        context["trail"] = trail_of(self)
        return context
