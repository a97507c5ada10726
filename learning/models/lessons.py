"""The page that students read."""

from typing import Any

from django import forms
from django.db import models
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from catalog.permissions import CourseTreeMixin
from common.blocks import ExerciseBlock, LessonStreamBlock, ResourceStreamBlock
from learning.forms import LessonPageForm
from learning.models.changes import Significance


class Difficulty(models.TextChoices):
    EASY = "easy", _("Easy")
    MEDIUM = "medium", _("Medium")
    HARD = "hard", _("Hard")


class LessonPage(CourseTreeMixin, Page):
    objectives = StreamField(
        [("objective", blocks.CharBlock(label=_("objective")))],
        blank=True,
        verbose_name=_("objectives"),
    )
    body = StreamField(LessonStreamBlock(required=False), blank=True)
    key_points = StreamField(
        [("point", blocks.CharBlock(label=_("key point")))],
        blank=True,
        verbose_name=_("key points"),
        help_text=_("What to remember; shown at the end."),
    )
    resources = StreamField(
        ResourceStreamBlock(required=False),
        blank=True,
        verbose_name=_("resources"),
        help_text=_("Further reading and files."),
    )
    difficulty = models.CharField(
        _("difficulty"), max_length=8, choices=Difficulty, default=Difficulty.EASY
    )
    teaching_minutes = models.PositiveSmallIntegerField(
        _("minutes of study"),
        default=10,
        help_text=_("Reading and watching, without exercises."),
    )
    exercise_minutes = models.PositiveSmallIntegerField(
        _("minutes of exercises"), default=0
    )
    prerequisites = ParentalManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="prerequisite_of",
        verbose_name=_("lessons to complete first"),
    )
    free_preview = models.BooleanField(
        _("free preview"),
        default=False,
        help_text=_("Anybody may read it, also without an account."),
    )
    opens_at = models.DateTimeField(
        _("opens at"),
        null=True,
        blank=True,
        help_text=_("Published, but closed to students until then."),
    )
    # What the editor says of the draft. On publishing it becomes a `LessonChange`.
    change_significance = models.CharField(
        _("this change is"),
        max_length=12,
        choices=Significance,
        default=Significance.COSMETIC,
        help_text=_(
            "Only a corrective change asks those who finished the lesson to read it again."
        ),
    )
    change_note = models.CharField(
        _("what changed"), max_length=255, blank=True, help_text=_("Shown to students.")
    )

    base_form_class = LessonPageForm

    content_panels = [
        *Page.content_panels,
        FieldPanel("objectives"),
        FieldPanel("body"),
        FieldPanel("key_points"),
        FieldPanel("resources"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("teaching_minutes"), FieldPanel("exercise_minutes")]
                ),
                FieldRowPanel([FieldPanel("difficulty"), FieldPanel("opens_at")]),
                FieldPanel("prerequisites", widget=forms.CheckboxSelectMultiple),
                FieldPanel("free_preview"),
            ],
            heading=_("Study"),
        ),
        MultiFieldPanel(
            [FieldPanel("change_significance"), FieldPanel("change_note")],
            heading=_("For those who know the lesson already"),
        ),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("objectives"),
        index.SearchField("body"),
        index.SearchField("key_points"),
        index.SearchField("resources"),
        index.SearchField("hidden_words"),
        index.FilterField("free_preview"),
    ]
    api_fields = [
        APIField("objectives"),
        APIField("body"),
        APIField("key_points"),
        APIField("resources"),
        APIField("difficulty"),
        APIField("teaching_minutes"),
        APIField("exercise_minutes"),
    ]
    parent_page_types = ["catalog.ModulePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("lesson")
        indexes = [
            # Few lessons are; without it each search by a stranger reads past all texts.
            models.Index(
                fields=["page_ptr"],
                condition=models.Q(free_preview=True),
                name="learning_lesson_free_preview",
            )
        ]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from learning.serving import serve_lesson  # it needs this model

        return serve_lesson(request, self)

    def get_latest_revision_as_object(self) -> "LessonPage":
        """Return what the editor goes on from. What was said of the live version isn't said of the next."""
        page: LessonPage = super().get_latest_revision_as_object()
        if self.begins_new_round:
            page.change_significance = Significance.COSMETIC
            page.change_note = ""
        return page

    @property
    def begins_new_round(self) -> bool:
        """Whether the newest version has been published, so that what comes next is another change."""
        if self.live:
            return not self.has_unpublished_changes
        # A draft remembers when it was last published before it was written; the row knows better.
        row = LessonPage.objects.filter(
            pk=self.pk, latest_revision_created_at__lte=F("last_published_at")
        )
        return row.exists()

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("Page")), ("student", _("As an enrolled student"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from learning.preview import preview_lesson  # it needs this model

        return preview_lesson(request, self, as_student=mode_name == "student")

    def hidden_words(self) -> list[str]:
        """Return what exercises hide: a lesson is found by it, but no result shows it."""
        words: list[str] = []
        for block in self.body:
            if isinstance(block.block, ExerciseBlock):
                words += block.block.hidden_words(block.value)
        return words

    @property
    def estimated_minutes(self) -> int:
        return int(self.teaching_minutes + self.exercise_minutes)
