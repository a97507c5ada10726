from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.subjects import AboutQuizOrAssignment


class Placement(AboutQuizOrAssignment):
    """A quiz or an assignment stands in a published lesson. Read from the lesson's body; never edited."""

    lesson = models.ForeignKey(
        "learning.LessonPage", on_delete=models.CASCADE, related_name="placements"
    )
    is_required = models.BooleanField(
        default=False, help_text=_("The lesson is complete only once this is passed.")
    )

    class Meta(AboutQuizOrAssignment.Meta):
        constraints = [
            *AboutQuizOrAssignment.Meta.constraints,
            models.UniqueConstraint(
                fields=["lesson", "quiz"],
                condition=Q(quiz__isnull=False),
                name="assessment_placement_quiz_unique",
            ),
            models.UniqueConstraint(
                fields=["lesson", "assignment"],
                condition=Q(assignment__isnull=False),
                name="assessment_placement_assignment_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson} · {self.quiz or self.assignment}"

    @property
    def key(self) -> tuple[str, int]:
        """The kind of what stands there, and its id."""
        if self.quiz_id is not None:
            return "quiz", self.quiz_id
        assert self.assignment_id is not None
        return "assignment", self.assignment_id
