"""Publishing questions by the dozen: of a quiz, of an import."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.permissions import policy_registry

from assessment.models import Question


def publish_questions(
    *, questions: Iterable[Question], by: Any
) -> tuple[list[Question], list[Question]]:
    """Publish the newest draft of each that is finished; return those, and those that aren't.

    Those that `by` may not publish are left out without a word.
    """
    policy = policy_registry.get_by_type(Question)
    published, unfinished = [], []
    for question in questions:
        if not policy.user_has_permission_for_instance(by, "publish", question):
            continue
        newest = question.get_latest_revision_as_object()
        if not is_finished(newest):
            unfinished.append(newest)
            continue
        with transaction.atomic():
            revision = question.latest_revision or newest.save_revision(user=by)
            revision.publish(user=by, skip_permission_checks=True)
        published.append(newest)
    return published, unfinished


def is_finished(question: Question) -> bool:
    """Whether everything is there that publishing in the editor would ask for."""
    try:
        question.full_clean(exclude=["kind"])
        for name in ("prompt", "answer"):
            stream = getattr(question, name)
            stream.stream_block.clean(stream)
    except ValidationError:
        return False
    return True
