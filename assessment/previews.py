"""What the editor's preview shows: questions to look at, with nothing that can be sent.

The page on which students answer is another; here a teacher sees what was written, once as
students do and once with what is right.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.drawing import shuffled
from assessment.facts import facts_of, in_points
from assessment.models import Assignment, CourseContent, Kind, Question, Quiz


@dataclass(frozen=True)
class Line:
    """Something to choose, to match or to put in order; or an answer that is accepted."""

    text: Any
    goes_with: str = ""
    is_right: bool = False
    credit: str = ""
    feedback: Any = ""


@dataclass(frozen=True)
class QuestionPreview:
    question: Question
    points: str
    with_answers: bool
    control: str = ""  # radio, checkbox, text, textarea, order, match
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    for_graders: Any = ""
    rubric: Any = ()

    @property
    def is_asked(self) -> bool:
        """Whether a quiz that names it asks it: only what is published is asked."""
        return bool(self.question.live)


@dataclass(frozen=True)
class Part:
    """One item of a quiz: a question, or a pool with what it is drawn from."""

    questions: list[QuestionPreview]
    pool: str = ""


@dataclass(frozen=True)
class QuizPreview:
    facts: list[str]
    parts: list[Part]
    with_answers: bool


def preview_of(thing: CourseContent, *, with_answers: bool) -> Any:
    if isinstance(thing, Quiz):
        return _quiz(thing, with_answers)
    if isinstance(thing, Question):
        return _question(thing, thing.points, with_answers)
    assert isinstance(thing, Assignment)
    return {"facts": facts_of(thing)}


def _quiz(quiz: Quiz, with_answers: bool) -> QuizPreview:
    parts = list(_parts(quiz, with_answers))
    return QuizPreview(facts_of(quiz), parts, with_answers)


def _parts(quiz: Quiz, with_answers: bool) -> Iterator[Part]:
    for block in quiz.items:
        value = block.value
        if block.block_type == "question":
            if question := value["question"]:
                yield Part([_in_quiz(question, value["points"], with_answers)])
            continue
        named = [question for question in value["questions"] if question]
        if value["tag"]:
            known = {question.pk for question in named}
            tagged = Question.objects.filter(
                course=quiz.course_id, tags__name=value["tag"]
            )
            named += [each for each in tagged if each.pk not in known]
        count = value["count"] or 0
        says = ngettext(
            "%(count)d of these %(all)d is drawn for each attempt.",
            "%(count)d of these %(all)d are drawn for each attempt.",
            count,
        ) % {"count": count, "all": len(named)}
        yield Part(
            [_in_quiz(each, value["points"], with_answers) for each in named], says
        )


def _in_quiz(question: Question, points: Any, with_answers: bool) -> QuestionPreview:
    if not question.live:
        question = question.get_latest_revision_as_object()
    return _question(
        question, question.points if points is None else points, with_answers
    )


def _question(question: Question, points: Any, with_answers: bool) -> QuestionPreview:
    base: dict[str, Any] = {
        "question": question,
        "points": in_points(points) if points is not None else "",
        "with_answers": with_answers,
    }
    if not question.answer:
        return QuestionPreview(**base)
    block = question.answer[0]
    draw = _DRAWN[block.block_type]
    return QuestionPreview(**base, **draw(block.value, with_answers))


def _choices(control: str) -> Any:
    def draw(body: Any, with_answers: bool) -> dict[str, Any]:
        lines = [
            Line(
                text=choice["text"],
                is_right=choice["is_right"],
                credit=_percent(choice["credit"]),
                feedback=choice["feedback"],
            )
            for choice in body["choices"]
        ]
        return {"control": control, "lines": lines}

    return draw


def _true_false(body: Any, with_answers: bool) -> dict[str, Any]:
    lines = [
        Line(
            text=label,
            is_right=body["right"] == value,
            feedback=body[f"feedback_{value}"],
        )
        for value, label in (("true", _("True")), ("false", _("False")))
    ]
    return {"control": "radio", "lines": lines}


def _short_answer(body: Any, with_answers: bool) -> dict[str, Any]:
    names = dict(
        body.block.child_blocks["accepted"]
        .child_block.child_blocks["match"]
        .field.choices
    )
    lines = [
        Line(
            text=each["text"],
            is_right=True,
            goes_with=str(names.get(each["match"], "")),
            credit=_percent(each["credit"]),
            feedback=each["feedback"],
        )
        for each in body["accepted"]
    ]
    notes = [_("Capital letters matter.")] if body["case_sensitive"] else []
    return {"control": "text", "lines": lines, "notes": notes}


def _numeric(body: Any, with_answers: bool) -> dict[str, Any]:
    lines = []
    for each in body["accepted"]:
        tolerance = each["tolerance"]
        if each["is_relative"] and tolerance is not None:
            within = _("within %(percent)s %%") % {
                "percent": number_format((tolerance * 100).normalize())
            }
        else:
            within = _("± %(tolerance)s") % {"tolerance": _number(tolerance)}
        lines.append(
            Line(
                text=_number(each["value"]),
                is_right=True,
                goes_with=within if tolerance else "",
                credit=_percent(each["credit"]),
                feedback=each["feedback"],
            )
        )
    units = [unit["name"] for unit in body["units"]]
    notes = (
        [_("In %(units)s.") % {"units": ", ".join(units)}]
        if units and body["unit"] != "none"
        else []
    )
    return {"control": "text", "lines": lines, "notes": notes}


def _matching(body: Any, with_answers: bool) -> dict[str, Any]:
    lines = [
        Line(text=pair["prompt"], goes_with=pair["match"]) for pair in body["pairs"]
    ]
    options = sorted({*(line.goes_with for line in lines), *body["distractors"]})
    return {"control": "match", "lines": lines, "options": options}


def _ordering(body: Any, with_answers: bool) -> dict[str, Any]:
    lines = [Line(text=item) for item in body["items"]]
    if not with_answers:
        lines = shuffled(lines, seed=1, name="preview")
    return {"control": "order", "lines": lines}


def _essay(body: Any, with_answers: bool) -> dict[str, Any]:
    notes = []
    if body["min_words"]:
        notes.append(_("At least %(n)d words.") % {"n": body["min_words"]})
    if body["max_words"]:
        notes.append(_("At most %(n)d words.") % {"n": body["max_words"]})
    return {
        "control": "textarea",
        "lines": [Line(text=body["template_text"])],
        "notes": notes,
        "for_graders": body["for_graders"],
        "rubric": body["rubric"],
    }


def _percent(credit: Any) -> str:
    if credit is None or credit in (0, 100):
        return ""
    return _("%(percent)s %%") % {"percent": number_format(credit.normalize())}


def _number(value: Any) -> str:
    return "" if value is None else format(value.normalize(), "f")


_DRAWN: dict[str, Any] = {
    Kind.SINGLE_CHOICE: _choices("radio"),
    Kind.MULTIPLE_CHOICE: _choices("checkbox"),
    Kind.TRUE_FALSE: _true_false,
    Kind.SHORT_ANSWER: _short_answer,
    Kind.NUMERIC: _numeric,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.ESSAY: _essay,
}
