"""Assignments with work handed in, and what must stay closed, for `tests/access_world.py`."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from assessment.models import Placement
from assessment.services.submissions import add_file
from assessment.tests.factories import make_assignment
from assessment.tests.submitted import hand_in, upload
from tests.factories import enrol, make_lesson, make_module, make_user


def assignments_of(course: Any, enrolled: Any) -> dict[str, Any]:
    """Return names for addresses: work of `enrolled`, and of a classmate, whom nobody plays."""
    assignment = make_assignment(course)
    classmate = make_user("clara")
    enrol(classmate, course)
    version = hand_in(assignment, enrolled, files=[upload()])
    theirs = hand_in(assignment, classmate, files=[upload()])
    tomorrow = timezone.now() + timedelta(days=1)
    later = make_lesson(make_module(course, "Later"), "Later", opens_at=tomorrow)
    in_later_lesson = make_assignment(course)
    Placement.objects.create(lesson=later, assignment=in_later_lesson)
    return {
        "handed_in": assignment.uuid,
        "draft_assignment": make_assignment(course, draft=True).uuid,
        "future_assignment": make_assignment(course, opens_at=tomorrow).uuid,
        "assignment_in_later_lesson": in_later_lesson.uuid,
        "enrolled_person": enrolled.uuid,
        "version": version.uuid,
        "version_of_classmate": theirs.uuid,
        "file": version.files.get().uuid,
        "file_of_classmate": theirs.files.get().uuid,
        "stored_file": version.files.get().file.name,
        "draft_file": add_file(
            assignment=assignment, student=enrolled, upload=upload("draft.pdf")
        ).uuid,
        "draft_file_of_classmate": add_file(
            assignment=assignment, student=classmate, upload=upload("draft.pdf")
        ).uuid,
    }
