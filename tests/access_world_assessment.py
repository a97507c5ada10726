"""A quiz, an assignment and the questions of a course, with what their addresses name."""

from typing import Any

from wagtail.models import Workflow

from assessment.tests.factories import make_assignment, make_question, make_quiz


def assessment_names(course: Any, owner: Any) -> dict[str, Any]:
    """Return the names that stand for them in `tests/access_table.py`."""
    question = make_question(course, title="Rings")
    things = {
        "question": question,
        "quiz": make_quiz(course, [question], title="Moons"),
        "assignment": make_assignment(course, title="Draw the sky"),
    }
    names: dict[str, Any] = {}
    for name, thing in things.items():
        newest = thing.get_latest_revision_as_object()
        newest.title += " again"
        names |= {
            name: thing.pk,
            f"{name}_uuid": thing.uuid,
            f"{name}_earlier": thing.live_revision_id,
            f"{name}_revision": newest.save_revision(clean=False).pk,
        }
    review = Workflow.objects.get(name="Course review")
    for name, thing in (
        ("quiz", make_quiz(course, [question], draft=True)),
        ("assignment", make_assignment(course, draft=True)),
    ):
        state = review.start(thing, owner)
        names |= {
            f"waiting_{name}": thing.pk,
            f"waiting_{name}_uuid": thing.uuid,
            f"{name}_task": state.current_task_state.task_id,
            f"{name}_task_state": state.current_task_state.pk,
            f"{name}_workflow_state": state.pk,
        }
    return names
