"""What tests of the admin send and ask."""

from typing import Any

from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from assessment.models import Assignment, Question, Quiz

EMPTY = rich_text("")


def address(thing_or_model: Any, name: str, *args: Any) -> str:
    viewset = thing_or_model.snippet_viewset
    if not isinstance(thing_or_model, type):
        args = (thing_or_model.pk, *args)
    return reverse(viewset.get_url_name(name), args=args)


def choice(text: str, *, is_right: bool = False) -> dict[str, Any]:
    body = {
        "text": rich_text(f"<p>{text}</p>" if text else ""),
        "credit": "",
        "feedback": EMPTY,
    }
    return body | ({"is_right": "on"} if is_right else {})


def listed(items: list[Any]) -> dict[str, Any]:
    return {
        "count": len(items),
        **{
            str(place): {"deleted": "", "order": place, "id": "", "value": item}
            for place, item in enumerate(items)
        },
    }


def question_form(title: str = "Rings", *, choices: Any = None, **fields: Any) -> Any:
    choices = choices or [
        choice("Saturn", is_right=True),
        choice("Mars"),
        choice(""),
        choice(""),
    ]
    return nested_form_data(
        {
            "title": title,
            "prompt": streamfield([("text", rich_text("<p>Which has rings?</p>"))]),
            "answer": streamfield([("single_choice", {"choices": listed(choices)})]),
            "points": 1,
            "difficulty": "medium",
            "feedback": EMPTY,
            "tags": "",
            **fields,
        }
    )


def quiz_form(title: str = "Moons", *, questions: Any = (), **fields: Any) -> Any:
    items = [("question", {"question": each.pk, "points": ""}) for each in questions]
    return nested_form_data(
        {
            "title": title,
            "sort": "quiz",
            "description": EMPTY,
            "items": streamfield(items),
            "layout": "one",
            "attempts_allowed": 1,
            "counting": "best",
            "pass_percent": 50,
            "show_score": "submitted",
            "show_feedback": "submitted",
            "show_answers": "closed",
            **fields,
        }
    )


def assignment_form(title: str = "Draw the sky", **fields: Any) -> Any:
    return nested_form_data(
        {
            "title": title,
            "sort": "assignment",
            "description": streamfield([("text", rich_text("<p>Do it.</p>"))]),
            "resources": streamfield([]),
            "accepts": "both",
            "file_types": streamfield([]),
            "max_files": 5,
            "max_megabytes": 20,
            "counting": "last",
            "late_policy": "flag",
            "late_percent": 10,
            "max_points": 100,
            "pass_percent": 50,
            "rubric": streamfield([]),
            **fields,
        }
    )


FORMS: dict[Any, Any] = {
    Question: question_form,
    Quiz: quiz_form,
    Assignment: assignment_form,
}


def publishing(form: Any) -> Any:
    return {**form, "action-publish": "1"}
