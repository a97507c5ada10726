from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from assessment.blocks import CriterionBlock
from assessment.models.assessed import Assessed, Sort
from assessment.models.questions import MOST_POINTS
from common.blocks import ContentStreamBlock, ResourceStreamBlock

FILE_TYPES = [
    ("pdf", _("PDF")),
    ("image", _("Pictures")),
    ("text", _("Text and Markdown")),
    ("code", _("Source code and notebooks")),
    ("table", _("Tables: CSV, Excel, OpenDocument")),
    ("document", _("Documents: Word, OpenDocument")),
    ("slides", _("Slides: PowerPoint, OpenDocument")),
    ("audio", _("Audio")),
    ("video", _("Video")),
    ("archive", _("Archives: ZIP")),
]


class Assignment(Assessed):
    """Work to hand in: text, files or both. Also a project or a practical."""

    class Accepts(models.TextChoices):
        TEXT = "text", _("Text")
        FILES = "files", _("Files")
        BOTH = "both", _("Text and files")

    class LatePolicy(models.TextChoices):
        FLAG = "flag", _("Accept it and say that it is late")
        PERCENT = "percent", _("Take away a percentage for each day")
        REFUSE = "refuse", _("Refuse it")

    class Counting(models.TextChoices):
        LAST = "last", _("The last version")
        BEST = "best", _("The best version")

    SORTS: ClassVar = [
        (each.value, each.label)
        for each in (Sort.ASSIGNMENT, Sort.PROJECT, Sort.PRACTICAL, Sort.EXAM)
    ]

    sort = models.CharField(
        _("kind"), max_length=16, choices=SORTS, default=Sort.ASSIGNMENT
    )
    description = StreamField(ContentStreamBlock(), verbose_name=_("task"))
    resources = StreamField(
        ResourceStreamBlock(required=False),
        blank=True,
        verbose_name=_("files and links"),
    )
    max_points = models.DecimalField(
        _("full marks"),
        max_digits=7,
        decimal_places=2,
        default=Decimal(100),
        validators=[MinValueValidator(0), MaxValueValidator(MOST_POINTS)],
    )
    rubric = StreamField(
        [("criterion", CriterionBlock())],
        blank=True,
        verbose_name=_("rubric"),
        help_text=_("Leave it empty to grade with points alone."),
    )
    accepts = models.CharField(
        _("hand in"), max_length=8, choices=Accepts, default=Accepts.BOTH
    )
    file_types = StreamField(
        [("type", blocks.ChoiceBlock(choices=FILE_TYPES, label=_("type")))],
        blank=True,
        verbose_name=_("allowed files"),
        help_text=_("Empty means all of them."),
    )
    max_files = models.PositiveSmallIntegerField(
        _("most files"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    max_megabytes = models.PositiveSmallIntegerField(
        _("largest file in MB"),
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
    )
    versions_allowed = models.PositiveSmallIntegerField(
        _("how often it can be handed in"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty means as often as somebody likes, until it is closed."),
    )
    counting = models.CharField(
        _("which version counts"), max_length=8, choices=Counting, default=Counting.LAST
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    late_until = models.DateTimeField(
        _("late until"),
        null=True,
        blank=True,
        help_text=_(
            "Nothing is accepted afterwards. Empty means that there is no end."
        ),
    )
    late_policy = models.CharField(
        _("late work"), max_length=8, choices=LatePolicy, default=LatePolicy.FLAG
    )
    late_percent = models.DecimalField(
        _("percent for each day late"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(10),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    class Meta(Assessed.Meta):
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")

    def clean(self) -> None:
        super().clean()
        if self.due_at and self.opens_at and self.due_at <= self.opens_at:
            raise ValidationError({"due_at": _("It has to be due after it opens.")})
        if self.late_until and (not self.due_at or self.late_until < self.due_at):
            raise ValidationError(
                {"late_until": _("It has to be after the day on which it is due.")}
            )

    def get_absolute_url(self) -> str:
        return reverse("assessment:assignment", args=[self.uuid])
