"""What of a question may be shown while it is being answered.

A `ShownQuestion` holds that and nothing else: a template that is handed one can't give away what
is right. What the student may see afterwards is for `assessment.results`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.templatetags.static import static
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.arranging import LISTS, option_ids, part_ids
from assessment.asked import AskedQuestion, asked_questions, asked_quiz
from assessment.keys import items_of, options_of
from assessment.models import Answer, Attempt, Kind
from assessment.responses import LONGEST_ESSAY, LONGEST_NUMBER, LONGEST_SHORT_ANSWER
from assessment.scoring import Unit
from catalog.tree import remembered_all
from common.blocks.preloading import Shelf

CHOSEN = "chosen"


@dataclass(frozen=True)
class Texts:
    """The words of one revision of a question as HTML; those of its parts by their ids."""

    prompt: SafeString
    parts: Mapping[str, SafeString]


@dataclass(frozen=True)
class Part:
    """A choice, the prompt of a pair, or an item to sort; `given` is what the student said of it."""

    id: str
    text: SafeString
    given: str = ""


@dataclass(frozen=True)
class ShownQuestion:
    position: int
    kind: str
    prompt: SafeString
    points: Decimal
    is_answered: bool = False
    is_flagged: bool = False
    saved_at: datetime | None = None
    parts: tuple[Part, ...] = ()
    # What a matching prompt may be given: what a form calls it, and its words.
    options: tuple[tuple[str, str], ...] = ()
    text: str = ""
    longest: int = 0
    unit: str = ""
    units: tuple[str, ...] = ()
    is_unit_required: bool = False
    is_case_sensitive: bool = False
    min_words: int | None = None
    max_words: int | None = None

    @property
    def template(self) -> str:
        return f"assessment/questions/{self.kind}.html"

    @property
    def instruction(self) -> str:
        return _instructions()[self.kind]

    @property
    def seen(self) -> str:
        """The state of the answer that this page shows, for the browser to send back."""
        return self.saved_at.isoformat() if self.saved_at else ""


def _instructions() -> dict[str, str]:
    return {
        Kind.SINGLE_CHOICE: _("Choose one answer"),
        Kind.MULTIPLE_CHOICE: _("Choose all that are right"),
        Kind.TRUE_FALSE: _("Is this true or false?"),
        Kind.SHORT_ANSWER: _("Write a word or a few"),
        Kind.NUMERIC: _("Write a number"),
        Kind.MATCHING: _("Choose what goes with each"),
        Kind.ORDERING: _("Bring these into the right order"),
        Kind.ESSAY: _("Write your answer"),
    }


def shown_questions(attempt: Attempt, answers: Iterable[Answer]) -> list[ShownQuestion]:
    """Return questions of an attempt as they stand in it. Two queries at most, however many they are."""
    answers = list(answers)
    asked = asked_questions({answer.revision_id for answer in answers})
    texts = texts_of(asked.values())
    quiz = asked_quiz(attempt.revision_id)
    return [
        show_question(
            asked[answer.revision_id].kind,
            asked[answer.revision_id].body,
            texts[answer.revision_id],
            answer,
            seed=attempt.seed,
            shuffles_choices=quiz.shuffles_choices,
        )
        for answer in answers
    ]


def show_question(
    kind: str,
    body: Any,
    texts: Texts,
    answer: Answer,
    *,
    seed: int,
    shuffles_choices: bool,
) -> ShownQuestion:
    place: dict[str, Any] = {"seed": seed, "position": answer.position}
    ids = part_ids(kind, body, shuffles_choices=shuffles_choices, **place)
    given = answer.response or {}
    return ShownQuestion(
        position=answer.position,
        kind=kind,
        prompt=texts.prompt,
        points=answer.max_points,
        is_answered=answer.response is not None,
        is_flagged=answer.is_flagged,
        saved_at=answer.saved_at,
        **_FIELDS[Kind(kind)](
            body, given, ids, texts.parts, option_ids(kind, body, **place)
        ),
    )


Fields = dict[str, Any]
Words = Mapping[str, SafeString]
Names = Mapping[str, str]


def _choices(
    body: Any, given: Fields, ids: list[str], words: Words, options: Names
) -> Fields:
    chosen = {given.get("choice"), *given.get("choices", ())}
    return {
        "parts": tuple(
            Part(id, words[id], CHOSEN if id in chosen else "") for id in ids
        )
    }


def _true_false(
    body: Any, given: Fields, ids: list[str], words: Words, options: Names
) -> Fields:
    chosen = {True: "true", False: "false"}.get(given.get("value", ""))
    return {
        "parts": tuple(
            Part(id, word, CHOSEN if id == chosen else "")
            for id, word in true_and_false()
        )
    }


def true_and_false() -> list[tuple[str, SafeString]]:
    return [("true", escape(_("True"))), ("false", escape(_("False")))]


def _short_answer(
    body: Any, given: Fields, ids: list[str], words: Words, options: Names
) -> Fields:
    return {
        "text": given.get("text", ""),
        "is_case_sensitive": bool(body["case_sensitive"]),
        "longest": LONGEST_SHORT_ANSWER,
    }


def _numeric(
    body: Any, given: Fields, ids: list[str], words: Words, options: Names
) -> Fields:
    units = () if body["unit"] == Unit.NONE else items_of(body["units"])
    return {
        "text": given.get("number", ""),
        "unit": given.get("unit", ""),
        "units": tuple(str(unit["name"]) for _id, unit in units),
        "is_unit_required": body["unit"] == Unit.REQUIRED,
        "longest": LONGEST_NUMBER,
    }


def _matching(
    body: Any, given: Fields, ids: list[str], words: Words, options: Names
) -> Fields:
    names = {id: name for name, id in options.items()}
    pairs = given.get("pairs", {})
    offered = options_of(body)
    return {
        "parts": tuple(
            Part(id, words[id], names.get(pairs.get(id, ""), "")) for id in ids
        ),
        "options": tuple((name, offered[id]) for name, id in options.items()),
    }


def _ordering(
    body: Any, given: Fields, ids: list[str], words: Words, options: Names
) -> Fields:
    order = given.get("order", [])
    return {
        "parts": tuple(
            Part(id, words[id], str(place) if order else "")
            for place, id in enumerate(order or ids, start=1)
        )
    }


def _essay(
    body: Any, given: Fields, ids: list[str], words: Words, options: Names
) -> Fields:
    return {
        "text": given.get("text") or body.get("template_text") or "",
        "min_words": body.get("min_words"),
        "max_words": body.get("max_words"),
        "longest": LONGEST_ESSAY,
    }


_FIELDS: dict[Kind, Callable[[Any, Fields, list[str], Words, Names], Fields]] = {
    Kind.SINGLE_CHOICE: _choices,
    Kind.MULTIPLE_CHOICE: _choices,
    Kind.TRUE_FALSE: _true_false,
    Kind.SHORT_ANSWER: _short_answer,
    Kind.NUMERIC: _numeric,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.ESSAY: _essay,
}


def texts_of(questions: Iterable[AskedQuestion]) -> dict[int, Texts]:
    """Return the words of questions by their revision. A process draws each of them once."""
    by_key = {
        ("texts", asked.revision_id, get_language(), static("img/icons.svg")): asked
        for asked in questions
    }

    def draw(missing: list[tuple[Any, ...]]) -> dict[tuple[Any, ...], Texts]:
        _share_shelf([by_key[key] for key in missing])
        return {
            key: Texts(
                # It was escaped when it was rendered.
                prompt=mark_safe(by_key[key].prompt.render_as_block()),
                parts=words_of_parts(by_key[key].kind, by_key[key].body),
            )
            for key in missing
        }

    found = remembered_all(by_key, draw)
    return {by_key[key].revision_id: texts for key, texts in found.items()}


def _share_shelf(questions: list[AskedQuestion]) -> None:
    """Let the prompts of many questions fetch their pictures together."""
    prompts = [asked.prompt for asked in questions]
    if prompts:
        raw = [block for prompt in prompts for block in prompt.raw_data if block]
        shelf = Shelf(prompts[0].stream_block, raw)
        for prompt in prompts:
            prompt._shelf = shelf


def words_of_parts(kind: str, body: Any) -> dict[str, SafeString]:
    name = LISTS.get(kind)
    word = {Kind.MATCHING: "prompt", Kind.ORDERING: ""}.get(Kind(kind), "text")
    return {
        id: inline(part[word] if word else part)
        for id, part in (items_of(body[name]) if name else ())
    }


def inline(text: Any) -> SafeString:
    """Return rich text as it stands in a line: a label can't hold the paragraph round it."""
    html = str(text.__html__()).strip()
    if html.startswith("<p") and html.endswith("</p>") and html.count("<p") == 1:
        html = html[html.index(">") + 1 : -len("</p>")]
    return mark_safe(html)  # Wagtail has cleaned it


def example_of(kind: str, body: Any) -> ShownQuestion:
    """Return a question that nobody was asked, for the preview of a block."""
    if name := LISTS.get(kind):
        for number, child in enumerate(body[name].bound_blocks):
            child.id = child.id or str(number)
    texts = Texts(SafeString(), words_of_parts(kind, body))
    answer = Answer(position=1, max_points=Decimal(1))
    return show_question(kind, body, texts, answer, seed=0, shuffles_choices=False)
