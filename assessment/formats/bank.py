"""Between files and the bank of a course: drafts from items, items from questions."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from taggit.models import Tag
from wagtail.log_actions import log

from accounts.models import User
from assessment.formats.item import File, Item
from assessment.formats.library import Library, why_not
from assessment.formats.sheet import Outcome
from assessment.formats.shelf import Shelf, pointed_at
from assessment.formats.stored import fields_of
from assessment.formats.unstored import item_of
from assessment.models import Question
from catalog.models import CoursePage


def judged(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return the outcomes with what can't be stored taken out, and said. Nothing is written."""
    verdicts: dict[File, str] = {}

    def verdict(file: File) -> str:
        if file not in verdicts:
            verdicts[file] = why_not(file)
        return verdicts[file]

    return [_judged(outcome, verdict) for outcome in outcomes]


def _judged(outcome: Outcome, verdict: Any) -> Outcome:
    item = outcome.item
    if item is None:
        return outcome
    reasons = dict.fromkeys(outcome.reasons)
    reasons |= dict.fromkeys(said for file in item.files if (said := verdict(file)))
    item = replace(item, files=tuple(file for file in item.files if not verdict(file)))
    fields_of(item, library=None, note=lambda said: reasons.update({said: None}))
    return replace(outcome, item=item, reasons=tuple(reasons))


def bring_in(items: Iterable[Item], *, course: CoursePage, by: User) -> list[Question]:
    """Make a draft of each item in the bank of `course`: all of them, or none."""
    items = list(items)
    library = Library(course=course, owner=by)
    try:
        with transaction.atomic():
            library.look_for(file for item in items for file in item.files)
            return [_draft(item, library, by) for item in items]
    except BaseException:
        library.discard()
        raise


def _draft(item: Item, library: Library, by: User) -> Question:
    fields = fields_of(item, library=library, note=lambda said: None)
    question = Question(
        course=library.course,
        title=item.title,
        prompt=fields.prompt,
        answer=fields.answer,
        points=item.points,
        feedback=fields.feedback,
        difficulty=item.difficulty,
        live=False,
    )
    question.save()
    question.tags.add(*item.tags)
    log(instance=question, action="wagtail.create", user=by)
    question.save_revision(user=by, clean=False)
    return question


def items_of(questions: Iterable[Question]) -> list[Item]:
    """Return the newest version of each question, with its files, in a handful of queries."""
    contents = [_newest(question) for question in questions]
    tags = Tag.objects.in_bulk(
        {each["tag"] for content in contents for each in content["tagged_items"]}
    )
    shelf = Shelf(pointed_at([_raw(content) for content in contents]))
    return [
        item_of(
            content,
            tags=[
                tags[each["tag"]].name
                for each in content["tagged_items"]
                if each["tag"] in tags
            ],
            shelf=shelf,
        )
        for content in contents
    ]


def _newest(question: Question) -> dict[str, Any]:
    revision = question.latest_revision
    content = revision.content if revision else question.serializable_data()
    return {**content, "tagged_items": content.get("tagged_items") or []}


def _raw(content: dict[str, Any]) -> list[Any]:
    prompt, answer = json.loads(content["prompt"]), json.loads(content["answer"])
    return [prompt, answer, content.get("feedback") or ""]


def known_titles(course: CoursePage, items: Sequence[Item | None]) -> set[str]:
    """Return which of the titles questions of the bank bear already."""
    titles = {item.title for item in items if item}
    found = Question.objects.filter(course=course, title__in=titles)
    return set(found.values_list("title", flat=True))
