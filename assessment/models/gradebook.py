"""What counts in a course, how much, and what each student got."""

import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from assessment.models.assessed import Sort
from assessment.models.attempts import MARKS
from assessment.models.history import AppendOnly
from assessment.models.placements import Placement
from assessment.models.questions import MOST_POINTS

# Lower bounds in percent, from the best letter down.
DEFAULT_SCALE = [["A", "90"], ["B", "80"], ["C", "70"], ["D", "60"], ["F", "0"]]


def default_scale() -> list[list[str]]:
    return [[*step] for step in DEFAULT_SCALE]


class GradingScheme(models.Model):
    """How a course turns percentages into letters."""

    course = models.OneToOneField(
        "catalog.CoursePage", on_delete=models.CASCADE, related_name="grading_scheme"
    )
    scale = models.JSONField(
        _("scale"),
        default=default_scale,
        help_text=_("Letters with the lowest percentage for each, from the best down."),
    )

    def __str__(self) -> str:
        return str(self.course)


class GradeCategory(models.Model):
    """Items that count together: “Homework, 30 %, the worst two don't count”."""

    course = models.ForeignKey(
        "catalog.CoursePage", on_delete=models.CASCADE, related_name="grade_categories"
    )
    name = models.CharField(_("name"), max_length=100)
    weight = models.DecimalField(
        _("weight"),
        max_digits=6,
        decimal_places=2,
        default=Decimal(100),
        validators=[MinValueValidator(0)],
        help_text=_("Compared with the other categories; they needn't make 100."),
    )
    drop_lowest = models.PositiveSmallIntegerField(
        _("lowest that don't count"),
        default=0,
        help_text=_("How many of each student's lowest marks."),
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = _("grade categories")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "name"], name="assessment_category_name_unique"
            )
        ]

    def __str__(self) -> str:
        return self.name


class GradeItem(models.Model):
    """A column of the gradebook: a quiz, an assignment, or something marked outside, such as an oral exam."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(
        "catalog.CoursePage", on_delete=models.CASCADE, related_name="grade_items"
    )
    quiz = models.OneToOneField(
        "assessment.Quiz",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="grade_item",
    )
    assignment = models.OneToOneField(
        "assessment.Assignment",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="grade_item",
    )
    title = models.CharField(_("title"), max_length=255)
    sort = models.CharField(_("kind"), max_length=16, choices=Sort)
    category = models.ForeignKey(
        GradeCategory,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("category"),
    )
    max_points = models.DecimalField(
        _("full marks"),
        max_digits=9,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_POINTS)],
    )
    weight = models.DecimalField(
        _("weight within the category"),
        max_digits=6,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(0)],
    )
    lesson = models.ForeignKey(
        "learning.LessonPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lesson"),
        help_text=_("What it is about, for marks given outside."),
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    # Drafts, and what a teacher takes out, have a column for nobody.
    is_counted = models.BooleanField(_("counts"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(quiz__isnull=False, assignment__isnull=False),
                name="assessment_gradeitem_of_one_thing",
            )
        ]
        indexes = [models.Index(fields=["course", "position"])]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def stands_in(self) -> list["Placement"]:
        """The lessons in which it stands; read once, for a regrade tells of hundreds of its grades."""
        rows = Placement.objects.filter(
            quiz=self.quiz_id, assignment=self.assignment_id
        )
        return list(rows.select_related("lesson", "quiz", "assignment"))

    @property
    def source(self) -> Any:
        """The quiz or assignment behind it; None if it is marked outside."""
        return self.quiz or self.assignment


class Grade(AppendOnly):
    """What a student got for an item, and why. Rows are added; the newest of a student counts.

    Written only when the student may know of it, so that reading it needs no further question.
    """

    class Reason(models.TextChoices):
        QUIZ = "quiz", _("Quiz submitted")
        GRADED = "graded", _("Graded")
        REGRADE = "regrade", _("Regraded")
        MANUAL = "manual", _("Entered by hand")
        IMPORT = "import", _("From a file")
        EXCUSED = "excused", _("Excused")
        WITHDRAWN = "withdrawn", _("Taken back")

    item = models.ForeignKey(GradeItem, on_delete=models.CASCADE, related_name="grades")
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grades"
    )
    # Null if excused or withdrawn.
    points = models.DecimalField(null=True, blank=True, **MARKS)
    max_points = models.DecimalField(**MARKS)
    is_excused = models.BooleanField(default=False)
    # Of an assignment: what was taken away for being late, already out of `points`.
    penalty = models.DecimalField(default=Decimal(0), **MARKS)
    reason = models.CharField(max_length=16, choices=Reason)
    comment = models.TextField(blank=True)
    attempt = models.ForeignKey(
        "assessment.Attempt",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    grading = models.ForeignKey(
        "assessment.Grading",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Of the quiz or assignment that was graded."),
    )

    class Meta(AppendOnly.Meta):
        indexes = [
            models.Index(fields=["item", "student", "-id"]),
            models.Index(fields=["student", "item"]),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} · {self.item_id}: {self.points}"
