"""One Markdown file becomes a `Lesson`."""

from html import escape
from typing import Any

from learning.importing.containers import LessonConverter
from learning.importing.content import Block, Callout, Lesson, Text
from learning.importing.convert import title_text
from learning.importing.frontmatter import (
    as_list,
    as_minutes,
    as_text,
    split_front_matter,
)
from learning.importing.inline import plain_text
from learning.importing.links import Links, page_stem, without_number
from learning.importing.liquid import without_generator_marks
from learning.importing.syntax import MAX_NESTING, parser
from learning.importing.tables import Cell
from learning.importing.tree import Node, build_tree

MAX_TITLE = 255


def read_lesson(text: str, *, path: str, links: Links) -> Lesson:
    """Understand `text`; what stands in the way or gets lost is in the links' report."""
    report = links.report
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    front, body = split_front_matter(text, path, report)
    body = without_generator_marks(body, path, report)
    tokens = parser().parse(body)
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        report.refuse(path, 0, "This is nested too deeply to be read.")
        return Lesson(path, page_stem(path))
    nodes = build_tree(tokens)
    lesson = Lesson(path, _title(front, nodes, path))
    _read_front(lesson, front)
    converter = LessonConverter(lesson=lesson, links=links)
    lesson.body = _front_questions(front) + converter.document(nodes)
    lesson.summary = as_text(front.get("description")) or _first_sentence(lesson)
    if len(lesson.title) > MAX_TITLE:
        report.note(path, 1, "The title is too long and is cut.")
        lesson.title = lesson.title[: MAX_TITLE - 1] + "…"
    return lesson


def _title(front: dict[str, Any], nodes: list[Node], path: str) -> str:
    """The front matter's title, or else the first heading, which then leaves the body."""
    written = title_text(as_text(front.get("title")))
    first = next((node for node in nodes if node.type != "html_block"), None)
    if first is not None and first.type == "heading" and first.token.tag == "h1":
        heading = plain_text(first.inline_tokens)
        if not written or heading == written:
            others = [node for node in nodes if node.type == "heading"]
            if heading and sum(node.token.tag == "h1" for node in others) == 1:
                nodes.remove(first)
                return heading
    return written or humanised(page_stem(path))


def humanised(name: str) -> str:
    """`03-first_steps` read as a person would: First steps."""
    words = without_number(name).replace("-", " ").replace("_", " ").split()
    text = " ".join(words) or name or "Lesson"
    return text[:1].upper() + text[1:]


def _read_front(lesson: Lesson, front: dict[str, Any]) -> None:
    for name in ("objectives", "learning_objectives", "goals"):
        lesson.objectives += [title_text(text) for text in as_list(front.get(name))]
    for name in ("keypoints", "key_points", "takeaways"):
        lesson.key_points += [title_text(text) for text in as_list(front.get(name))]
    for name in ("teaching", "minutes", "duration", "estimated_minutes", "time"):
        if lesson.teaching_minutes is None:
            lesson.teaching_minutes = as_minutes(front.get(name))
    lesson.exercise_minutes = as_minutes(front.get("exercises"))


def _front_questions(front: dict[str, Any]) -> list[Block]:
    questions = [title_text(text) for text in as_list(front.get("questions"))]
    if not questions:
        return []
    items = "".join(f"<li>{escape(text, quote=False)}</li>" for text in questions)
    return [Callout("questions", "", [Text(f"<ul>{items}</ul>")])]


def _first_sentence(lesson: Lesson) -> str:
    """The first paragraph, for the catalogue's one line."""
    for block in lesson.body:
        if isinstance(block, Text) and "<p>" in block.html:
            html = block.html.partition("<p>")[2].partition("</p>")[0]
            return Cell(html).text
    return ""
