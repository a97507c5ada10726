"""Where quizzes and assignments stand: rows read from the bodies of published lessons.

Rows and not the bodies answer, because "which lessons open this quiz" is asked with each page.
"""

from typing import Any

from django.db import transaction

from assessment.models import Assignment, Placement, Quiz
from learning.access import course_of
from learning.models import LessonPage

MODELS: dict[str, Any] = {"quiz": Quiz, "assignment": Assignment}

# The kind of a thing and its id; whether the lesson requires it.
Wanted = dict[tuple[str, int], bool]


@transaction.atomic
def refresh_placements(lesson: LessonPage) -> None:
    """Bring the rows of `lesson` in step with its body; a lesson that isn't published has none."""
    wanted = _wanted(lesson) if lesson.live else {}
    for row in Placement.objects.filter(lesson=lesson):
        is_required = wanted.pop(row.key, None)
        if is_required is None:
            row.delete()
        elif is_required != row.is_required:
            row.is_required = is_required
            row.save(update_fields=["is_required"])
    Placement.objects.bulk_create(
        [
            Placement(lesson=lesson, is_required=is_required, **{f"{kind}_id": pk})
            for (kind, pk), is_required in wanted.items()
        ],
        ignore_conflicts=True,  # published twice at the same moment
    )


def rebuild_placements() -> int:
    """Read the bodies of all published lessons once more; return how many lessons that were."""
    Placement.objects.exclude(lesson__in=LessonPage.objects.live()).delete()
    count = 0
    for lesson in LessonPage.objects.live().iterator():
        refresh_placements(lesson)
        count += 1
    return count


def _wanted(lesson: LessonPage) -> Wanted:
    """Return what stands in the body and belongs to the lesson's own course: elsewhere, nobody could pass it."""
    wanted: Wanted = {}
    for block in lesson.body.raw_data:
        kind = block["type"]
        if kind in MODELS and (pk := block["value"].get(kind)):
            is_required = bool(block["value"].get("is_required"))
            wanted[kind, pk] = wanted.get((kind, pk), False) or is_required
    if not wanted:
        return {}
    course = course_of(lesson)
    there = {
        (kind, pk)
        for kind, model in MODELS.items()
        for pk in model.objects.filter(
            course=course, pk__in=[pk for each, pk in wanted if each == kind]
        ).values_list("pk", flat=True)
    }
    return {key: required for key, required in wanted.items() if key in there}
