"""Which files of a course a quiz, a question or an assignment opens to a student."""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from accounts.models import User
from assessment.access import decide_assessment
from assessment.asked import asked_questions
from assessment.models import Answer, Assignment, Quiz
from learning.models import Enrolment


def opens_file(user: User, upload: Any, at: datetime) -> bool:
    """Whether something published that `user` may see, or was asked in an attempt, uses `upload`."""
    return _stands_in_something_open(user, upload, at) or _was_asked(user, upload)


def _stands_in_something_open(user: User, upload: Any, at: datetime) -> bool:
    for model in (Assignment, Quiz):
        things = model.objects.filter(pk__in=_using(upload, model)).live()
        if any(
            decide_assessment(user, thing, at)
            for thing in things.select_related("course")
        ):
            return True
    return False


def _was_asked(user: User, upload: Any) -> bool:
    """Whether a question shows `upload` on the revision that the student was asked."""
    studied = Enrolment.objects.filter(student=user, status__in=Enrolment.STUDYING)
    asked = Answer.objects.filter(
        attempt__student=user, attempt__quiz__course__in=studied.values("course")
    )
    revisions = asked.order_by().values_list("revision_id", flat=True).distinct()
    wanted = (type(upload), str(upload.pk))
    return any(wanted in each.uses for each in asked_questions(revisions).values())


def _using(upload: Any, model: type) -> list[int]:
    # The reference index keeps ids as text.
    keys = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(upload),
        to_object_id=str(upload.pk),
        base_content_type=ContentType.objects.get_for_model(model),
    )
    return [int(key) for key in set(keys.values_list("object_id", flat=True))]
