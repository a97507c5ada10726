"""Quizzes and questions as they were asked: read from the revision that an attempt names, not from the bank."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model
from wagtail.models import Revision

from assessment.keys import key_of
from assessment.models import Question, Quiz
from assessment.scoring import Key
from catalog.tree import remembered, remembered_all


@dataclass(frozen=True)
class AskedQuestion:
    """One revision of a question. It never changes, so that a process may remember it."""

    revision_id: int
    question_id: int
    content: Mapping[str, Any]

    @property
    def title(self) -> str:
        return str(self.content["title"])

    @cached_property
    def prompt(self) -> Any:
        """The stream of what is asked."""
        return _stream("prompt", self.content)

    @cached_property
    def _answer(self) -> Any:
        return _stream("answer", self.content)[0]

    @property
    def kind(self) -> str:
        return str(self._answer.block_type)

    @property
    def body(self) -> Any:
        """The value of the block that says how it is answered, and what is right."""
        return self._answer.value

    @cached_property
    def key(self) -> Key:
        return key_of(self.kind, self.body)

    @property
    def feedback(self) -> str:
        """General feedback, as rich text."""
        return str(self.content.get("feedback") or "")

    @cached_property
    def lesson_ids(self) -> tuple[int, ...]:
        return tuple(self.content.get("lessons") or ())

    @cached_property
    def uses(self) -> frozenset[tuple[type[Model], str]]:
        """The pictures, files and pages that it shows: the model and the id of each."""
        return frozenset(
            (model, str(key))
            for name in ("prompt", "answer")
            for model, key, *_where in _stream_block(name).extract_references(
                _stream(name, self.content)
            )
        )


@dataclass(frozen=True)
class AskedQuiz:
    """What a quiz said when an attempt began."""

    title: str
    layout: str
    shuffles_choices: bool

    @property
    def is_on_one_page(self) -> bool:
        return self.layout == Quiz.Layout.ALL


def _stream_block(name: str) -> Any:
    return Question._meta.get_field(name).stream_block


def _stream(name: str, content: Mapping[str, Any]) -> Any:
    return _stream_block(name).to_python(json.loads(content[name]))


def asked_questions(revision_ids: Iterable[int]) -> dict[int, AskedQuestion]:
    """Return the question of each revision, by its id. One query for those not remembered yet."""
    keys = {("asked question", pk): pk for pk in revision_ids}

    def find(missing: list[tuple[str, int]]) -> dict[tuple[str, int], AskedQuestion]:
        revisions = Revision.objects.filter(pk__in=[pk for _name, pk in missing])
        return {
            ("asked question", pk): AskedQuestion(pk, int(object_id), content)
            for pk, object_id, content in revisions.values_list(
                "pk", "object_id", "content"
            )
        }

    return {asked.revision_id: asked for asked in remembered_all(keys, find).values()}


def asked_question(revision_id: int) -> AskedQuestion:
    return asked_questions([revision_id])[revision_id]


def asked_quiz(revision_id: int) -> AskedQuiz:
    def read() -> AskedQuiz:
        revisions = Revision.objects.filter(pk=revision_id)
        content = revisions.values_list("content", flat=True).get()
        return AskedQuiz(
            title=str(content["title"]),
            layout=str(content["layout"]),
            shuffles_choices=bool(content["shuffle_choices"]),
        )

    return remembered(("asked quiz", revision_id), read)
