"""What tests about taking quizzes share: a quiz of every kind, and the fields that a page sends."""

import json

from assessment.asked import asked_question
from assessment.keys import items_of, options_of
from assessment.models import Kind
from assessment.tests.factories import make_question, make_quiz

# Whatever says what is right holds this word, so that a page that gives it away is found out.
SECRET = "sesame"

# Of each kind: a body in which only what must stay hidden holds the word.
SECRETS = {
    "single_choice": {
        "choices": [
            {"text": "<p>Saturn</p>", "is_right": True, "credit": None, "feedback": f"<p>{SECRET} float</p>"},
            {"text": "<p>Mars</p>", "is_right": False, "credit": None, "feedback": f"<p>{SECRET} red</p>"},
        ]
    },
    "multiple_choice": {
        "choices": [
            {"text": "<p>Uranus</p>", "is_right": True, "credit": None, "feedback": f"<p>{SECRET}</p>"},
            {"text": "<p>Venus</p>", "is_right": False, "credit": None, "feedback": f"<p>{SECRET}</p>"},
        ],
        "grading": "partial",
    },
    "true_false": {
        "right": "true",
        "feedback_true": f"<p>{SECRET}</p>",
        "feedback_false": f"<p>{SECRET}</p>",
    },
    "short_answer": {
        "accepted": [{"text": SECRET, "match": "exact", "credit": 100, "feedback": f"<p>{SECRET}</p>"}],
        "case_sensitive": True,
    },
    "numeric": {
        "accepted": [
            {"value": 987654, "tolerance": 3, "is_relative": False, "credit": 100, "feedback": f"<p>{SECRET}</p>"}
        ],
        "unit": "required",
        "units": [{"name": "m", "factor": 1}, {"name": "km", "factor": 1000}],
    },
    "matching": {},
    "ordering": {},
    "essay": {
        "template_text": "",
        "min_words": 2,
        "max_words": 50,
        "for_graders": f"<p>{SECRET}</p>",
        "rubric": [],
    },
}  # fmt: skip


def every_kind(course, **fields):
    """Return a quiz with a question of each kind, in the order of `Kind`."""
    questions = [
        make_question(
            course,
            kind,
            title=f"About {kind} {SECRET}",
            text=f"What of {kind}?",
            body=SECRETS[kind],
            feedback=f"<p>{SECRET}</p>",
        )
        for kind in Kind.values
    ]
    return make_quiz(course, questions, shuffle_questions=False, **fields)


def asked_at(attempt, position):
    return asked_question(attempt.answers.get(position=position).revision_id)


def position_of(kind):
    return Kind.values.index(kind) + 1


def right_fields(attempt, position):
    """Return the fields that a page sends for a right answer."""
    from assessment.arranging import option_ids

    asked = asked_at(attempt, position)
    body, n = asked.body, position
    fields = {f"{n}-given": "1"}
    if asked.kind in ("single_choice", "multiple_choice"):
        chosen = [id for id, each in items_of(body["choices"]) if each["is_right"]]
        fields[f"{n}-choice"] = chosen
    elif asked.kind == "true_false":
        fields[f"{n}-choice"] = body["right"]
    elif asked.kind == "short_answer":
        fields[f"{n}-text"] = body["accepted"][0]["text"]
    elif asked.kind == "numeric":
        fields[f"{n}-number"] = str(body["accepted"][0]["value"])
        fields[f"{n}-unit"] = next(
            (u["name"] for _id, u in items_of(body["units"])), ""
        )
    elif asked.kind == "matching":
        names = option_ids("matching", body, seed=attempt.seed, position=n)
        words = options_of(body)
        name_of = {words[id]: name for name, id in names.items()}
        for id, pair in items_of(body["pairs"]):
            fields[f"{n}-pair-{id}"] = name_of[pair["match"]]
    elif asked.kind == "ordering":
        for place, (id, _item) in enumerate(items_of(body["items"]), start=1):
            fields[f"{n}-place-{id}"] = str(place)
    else:
        fields[f"{n}-text"] = "Saturn floats on water."
    return fields


def send(client, attempt, position, fields, **more):
    """Send fields as the page's script does; return the answer and what it says."""
    response = client.post(
        f"/attempts/{attempt.uuid}/answers/{position}/",
        {**fields, **more},
        headers={"Accept": "application/json"},
    )
    return response.status_code, json.loads(response.content)
