"""What quizzes and assignments have in common: they open, are passed, and count in the gradebook."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowMixin
from wagtail.search import index

from assessment.models.content import CourseContent


class Sort(models.TextChoices):
    """The kinds of assessment that a gradebook knows."""

    QUIZ = "quiz", _("Quiz")
    ASSIGNMENT = "assignment", _("Assignment")
    PROJECT = "project", _("Project")
    EXAM = "exam", _("Exam")
    PRACTICAL = "practical", _("Practical")


class Assessed(WorkflowMixin, CourseContent):
    """Something that students take or hand in, and get marks for. Goes through the course's review."""

    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    pass_percent = models.DecimalField(
        _("percent to pass"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(50),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("course_id"),
    ]

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["course", "live"])]

    @property
    def pass_share(self) -> Decimal:
        """The share of full marks that passes, from 0 to 1."""
        return self.pass_percent / 100

    @property
    def facts(self) -> list[str]:
        from assessment.facts import facts_of  # it needs these models

        return facts_of(self)
