"""The review that quizzes and assignments go through, the same as that of the courses."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Workflow, WorkflowContentType

from assessment.models import Assignment, Quiz


def attach_review(workflow: Workflow) -> None:
    """Let quizzes and assignments be reviewed by `workflow`; what an admin attached stays."""
    for model in (Quiz, Assignment):
        WorkflowContentType.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(model),
            defaults={"workflow": workflow},
        )
