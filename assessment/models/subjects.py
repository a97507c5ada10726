"""Rows that are about a quiz or about an assignment."""

from django.db import models
from django.db.models import Q


class AboutQuizOrAssignment(models.Model):
    """A row about one thing: a quiz or an assignment, never both and never none."""

    quiz = models.ForeignKey(
        "assessment.Quiz",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="%(class)ss",
    )
    assignment = models.ForeignKey(
        "assessment.Assignment",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="%(class)ss",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(quiz__isnull=False, assignment__isnull=True)
                | Q(quiz__isnull=True, assignment__isnull=False),
                name="%(app_label)s_%(class)s_of_one_thing",
            )
        ]
