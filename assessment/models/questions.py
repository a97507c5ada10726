from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from assessment.blocks import QuestionStreamBlock
from assessment.models.content import PREVIEW_MODES, CourseContent
from common.blocks import ContentStreamBlock
from common.blocks.content import INLINE_FEATURES
from learning.models.lessons import Difficulty

MOST_POINTS = Decimal("99999.99")


class Kind(models.TextChoices):
    SINGLE_CHOICE = "single_choice", _("Single choice")
    MULTIPLE_CHOICE = "multiple_choice", _("Multiple choice")
    TRUE_FALSE = "true_false", _("True or false")
    SHORT_ANSWER = "short_answer", _("Short answer")
    NUMERIC = "numeric", _("Number")
    MATCHING = "matching", _("Matching")
    ORDERING = "ordering", _("Ordering")
    ESSAY = "essay", _("Essay")


class QuestionTag(TaggedItemBase):
    content_object = ParentalKey(
        "assessment.Question", on_delete=models.CASCADE, related_name="tagged_items"
    )


class Question(CourseContent):
    """A question in the bank of a course. Quizzes ask it; attempts keep the revision that was asked."""

    prompt = StreamField(ContentStreamBlock(), verbose_name=_("question"))
    answer = StreamField(
        QuestionStreamBlock(),
        verbose_name=_("answer"),
        help_text=_("How it is answered, and what is right."),
    )
    # Which block `answer` holds, for lists and filters; `save` keeps it.
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, editable=False)
    points = models.DecimalField(
        _("points"),
        max_digits=7,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(0), MaxValueValidator(MOST_POINTS)],
    )
    feedback = RichTextField(
        _("general feedback"),
        blank=True,
        features=INLINE_FEATURES,
        help_text=_("For everybody, with the result."),
    )
    difficulty = models.CharField(
        _("difficulty"), max_length=8, choices=Difficulty, default=Difficulty.MEDIUM
    )
    lessons = ParentalManyToManyField(
        "learning.LessonPage",
        blank=True,
        related_name="questions",
        verbose_name=_("lessons"),
        help_text=_("What it asks about. Results are shown for each lesson."),
    )
    tags = ClusterTaggableManager(through=QuestionTag, blank=True)

    preview_modes = PREVIEW_MODES
    search_fields = [
        index.SearchField("title"),
        index.SearchField("prompt"),
        index.AutocompleteField("title"),
        index.FilterField("kind"),
        index.FilterField("difficulty"),
        index.FilterField("course_id"),
    ]

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes = [models.Index(fields=["course", "kind"])]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = self.answer[0].block_type if self.answer else ""
        if (fields := kwargs.get("update_fields")) and "answer" in fields:
            kwargs["update_fields"] = {*fields, "kind"}
        super().save(*args, **kwargs)

    @property
    def body(self) -> Any:
        """The value of the one block that says how the question is answered."""
        return self.answer[0].value
