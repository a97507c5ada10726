"""Builders of questions, quizzes and assignments for tests. Published unless `draft=True`."""

from decimal import Decimal
from itertools import count
from typing import Any

from wagtail.signal_handlers import disable_reference_index_auto_update

from assessment.models import Assignment, Question, Quiz
from catalog.models import CoursePage

_serial = count(1)

# What each kind of question has where a test says nothing else.
BODIES: dict[str, Any] = {
    "single_choice": {
        "choices": [
            {
                "text": "<p>Saturn</p>",
                "is_right": True,
                "credit": None,
                "feedback": "<p>It floats.</p>",
            },
            {
                "text": "<p>Mars</p>",
                "is_right": False,
                "credit": None,
                "feedback": "<p>Too red.</p>",
            },
            {"text": "<p>Venus</p>", "is_right": False, "credit": None, "feedback": ""},
        ]
    },
    "multiple_choice": {
        "choices": [
            {"text": "<p>Saturn</p>", "is_right": True, "credit": None, "feedback": ""},
            {"text": "<p>Uranus</p>", "is_right": True, "credit": None, "feedback": ""},
            {"text": "<p>Mars</p>", "is_right": False, "credit": None, "feedback": ""},
        ],
        "grading": "partial",
    },
    "true_false": {"right": "true", "feedback_true": "", "feedback_false": ""},
    "short_answer": {
        "accepted": [
            {"text": "Saturn", "match": "exact", "credit": Decimal(100), "feedback": ""}
        ],
        "case_sensitive": False,
    },
    "numeric": {
        "accepted": [
            {
                "value": Decimal("9.81"),
                "tolerance": Decimal("0.05"),
                "is_relative": False,
                "credit": Decimal(100),
                "feedback": "",
            }
        ],
        "unit": "none",
        "units": [],
    },
    "matching": {
        "pairs": [
            {"prompt": "<p>Mars</p>", "match": "2 moons"},
            {"prompt": "<p>Saturn</p>", "match": "146 moons"},
        ],
        "distractors": ["no moon"],
        "grading": "partial",
    },
    "ordering": {
        "items": ["<p>Mercury</p>", "<p>Venus</p>", "<p>Earth</p>"],
        "grading": "partial",
    },
    "essay": {
        "template_text": "",
        "min_words": None,
        "max_words": None,
        "for_graders": "",
        "rubric": [],
    },
}


def make_question(
    course: CoursePage,
    kind: str = "single_choice",
    *,
    title: str = "",
    text: str = "",
    draft: bool = False,
    body: dict[str, Any] | None = None,
    **fields: Any,
) -> Question:
    title = title or f"Question {next(_serial)}"
    question = Question(
        course=course,
        title=title,
        prompt=[("text", f"<p>{text or title}</p>")],
        answer=[(kind, {**BODIES[kind], **(body or {})})],
        **fields,
    )
    return _saved(question, draft)


def make_quiz(
    course: CoursePage,
    questions: Any = (),
    *,
    title: str = "",
    draft: bool = False,
    pools: Any = (),
    **fields: Any,
) -> Quiz:
    """Return a quiz of `questions`; `pools` are dictionaries of `PoolBlock`."""
    items: list[Any] = [
        ("question", {"question": each, "points": None}) for each in questions
    ]
    for pool in pools:
        items.append(
            ("pool", {"count": 1, "points": None, "questions": [], "tag": "", **pool})
        )
    quiz = Quiz(
        course=course, title=title or f"Quiz {next(_serial)}", items=items, **fields
    )
    return _saved(quiz, draft)


def make_assignment(
    course: CoursePage,
    *,
    title: str = "",
    text: str = "Do it.",
    draft: bool = False,
    **fields: Any,
) -> Assignment:
    assignment = Assignment(
        course=course,
        title=title or f"Assignment {next(_serial)}",
        description=[("text", f"<p>{text}</p>")],
        **fields,
    )
    return _saved(assignment, draft)


def _saved(thing: Any, draft: bool) -> Any:
    thing.live = False
    if draft:
        thing.save()
        thing.save_revision(clean=False)
    else:
        with disable_reference_index_auto_update():  # publishing does it
            thing.save()
        thing.save_revision(clean=False).publish()
    thing.refresh_from_db()
    return thing
