from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField, StreamField

from assessment.blocks import QuizStreamBlock
from assessment.models.assessed import Assessed, Sort
from assessment.models.content import PREVIEW_MODES
from common.blocks.content import TEXT_FEATURES


class Shown(models.TextChoices):
    """When a student sees a part of the result."""

    SUBMITTED = "submitted", _("As soon as it is submitted")
    CLOSED = "closed", _("Once the quiz has closed")
    NEVER = "never", _("Never")


class Quiz(Assessed):
    """Questions that students answer and that are marked at once. Also an exam."""

    class Counting(models.TextChoices):
        BEST = "best", _("The best attempt")
        LAST = "last", _("The last attempt")
        AVERAGE = "average", _("The average of all attempts")

    class Layout(models.TextChoices):
        ONE = "one", _("One question a page")
        ALL = "all", _("All questions on one page")

    SORTS: ClassVar = [
        (each.value, each.label) for each in (Sort.QUIZ, Sort.EXAM, Sort.PRACTICAL)
    ]

    sort = models.CharField(_("kind"), max_length=16, choices=SORTS, default=Sort.QUIZ)
    description = RichTextField(_("description"), blank=True, features=TEXT_FEATURES)
    items = StreamField(QuizStreamBlock(), verbose_name=_("questions"))
    shuffle_questions = models.BooleanField(_("shuffle the questions"), default=False)
    shuffle_choices = models.BooleanField(_("shuffle the choices"), default=True)
    layout = models.CharField(
        _("layout"), max_length=8, choices=Layout, default=Layout.ONE
    )

    time_limit_minutes = models.PositiveSmallIntegerField(
        _("time limit in minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty means that there is none."),
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts"),
        null=True,
        blank=True,
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("Empty means as many as somebody likes."),
    )
    counting = models.CharField(
        _("which attempt counts"), max_length=8, choices=Counting, default=Counting.BEST
    )
    closes_at = models.DateTimeField(
        _("closes at"),
        null=True,
        blank=True,
        help_text=_("Open attempts are submitted then."),
    )
    opens_after = ParentalManyToManyField(
        "learning.LessonPage",
        blank=True,
        related_name="opens_quizzes",
        verbose_name=_("opens after these lessons"),
        help_text=_("For each student, once all of them are done."),
    )
    show_score = models.CharField(
        _("show the score"), max_length=16, choices=Shown, default=Shown.SUBMITTED
    )
    show_feedback = models.CharField(
        _("show feedback"), max_length=16, choices=Shown, default=Shown.SUBMITTED
    )
    show_answers = models.CharField(
        _("show the right answers"),
        max_length=16,
        choices=Shown,
        default=Shown.CLOSED,
        help_text=_("Without a closing date: when no attempt is left."),
    )

    preview_modes = PREVIEW_MODES

    class Meta(Assessed.Meta):
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    def clean(self) -> None:
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("It has to close after it opens.")})

    def get_absolute_url(self) -> str:
        return reverse("assessment:quiz", args=[self.uuid])
