"""The review that every course goes through unless its teachers are trusted.

Teachers submit, an admin approves. The workflow hangs on the catalogue, so that every course
below inherits it; an admin may change it there, and founding never changes it back.
"""

from django.contrib.auth.models import Group
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

REVIEW_NAME = "Course review"
TASK_NAME = "Approval by an admin"


def found_review(*, index: Page, reviewers: Group) -> Workflow:
    """Make sure that the courses below `index` have a review; change nothing that stands."""
    if standing := Workflow.objects.filter(name=REVIEW_NAME).first():
        return standing  # also where an admin has taken it off the catalogue
    if assigned := WorkflowPage.objects.filter(page=index).first():
        return assigned.workflow
    _drop_example()
    workflow = Workflow.objects.create(name=REVIEW_NAME)
    task = GroupApprovalTask.objects.create(name=TASK_NAME)
    task.groups.add(reviewers)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(page=index, workflow=workflow)
    return workflow


def _drop_example() -> None:
    """Wagtail brings a workflow for a group that this site doesn't have."""
    example = Workflow.objects.filter(name="Moderators approval")
    tasks = GroupApprovalTask.objects.filter(
        workflow_tasks__workflow__in=example, groups=None
    )
    if tasks.exists() and not example.filter(workflow_states__isnull=False).exists():
        task_keys = list(tasks.values_list("pk", flat=True))
        example.delete()
        GroupApprovalTask.objects.filter(pk__in=task_keys).delete()
