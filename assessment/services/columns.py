"""Keeps the columns of the gradebook in step with the quizzes and assignments behind them."""

from typing import Any

from assessment.extent import extents_of
from assessment.models import Assignment, GradeItem, Quiz
from assessment.services.grades import grade_item_of


def refresh_column(thing: Quiz | Assignment, *, is_counted: bool | None = None) -> None:
    """Bring the column of `thing` in step with what is published; None leaves whether it counts."""
    item = grade_item_of(thing)
    _bring_in_step(item, thing, _full_marks([thing])[thing.pk], is_counted)


def refresh_points(course_id: int) -> None:
    """Count the points of the published quizzes of a course anew: a question of its bank has changed."""
    items = GradeItem.objects.filter(course=course_id, quiz__live=True)
    items = items.select_related("quiz")
    full = _full_marks([item.quiz for item in items])
    for item in items:
        if item.max_points != full[item.quiz_id]:
            item.max_points = full[item.quiz_id]
            item.save(update_fields=["max_points"])


def stop_counting(thing: Quiz | Assignment) -> None:
    """Let students see no column of what isn't published. Grades stay."""
    item = GradeItem.objects.filter(**{thing._meta.model_name: thing}).first()
    if item is not None and item.is_counted:
        item.is_counted = False
        item.save(update_fields=["is_counted"])


def _full_marks(things: list[Any]) -> dict[Any, Any]:
    quizzes = [thing for thing in things if isinstance(thing, Quiz)]
    points: dict[Any, Any] = {
        pk: extent.points for pk, extent in extents_of(quizzes).items()
    }
    return points or {thing.pk: thing.max_points for thing in things}


def _bring_in_step(
    item: GradeItem, thing: Any, max_points: Any, is_counted: bool | None
) -> None:
    wanted = {
        "title": thing.title,
        "sort": thing.sort,
        "max_points": max_points,
        "due_at": thing.closes_at if isinstance(thing, Quiz) else thing.due_at,
    }
    if is_counted is not None:
        wanted["is_counted"] = is_counted
    changed = [name for name, value in wanted.items() if getattr(item, name) != value]
    for name in changed:
        setattr(item, name, wanted[name])
    if changed:
        item.save(update_fields=changed)
