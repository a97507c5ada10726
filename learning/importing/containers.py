"""Callouts, exercises with their hidden solutions, and parts that open and close."""

import re
from html import escape
from typing import TypeGuard

from learning.importing.content import (
    Accordion,
    Block,
    Callout,
    Exercise,
    Panel,
    Simple,
    Text,
    Video,
)
from learning.importing.convert import Converter, Flow, paragraph, title_text
from learning.importing.inline import plain_text
from learning.importing.tree import Node, join_details
from learning.importing.words import (
    EXERCISES,
    HIDDEN,
    HINTS,
    KEY_POINTS,
    OBJECTIVES,
    SOLUTIONS,
    TABS,
    WRAPPERS,
    callout_kind,
    means,
)

_ALERT = re.compile(r"\[!(?P<kind>[A-Za-z]+)\]\s*(?P<title>.*)$")


class LessonConverter(Converter):
    """All of a lesson. What can't stand inside something else is opened up or follows it."""

    def container(self, node: Node, flow: Flow) -> None:
        self._read_alert(node)
        classes = node.classes
        if node.type == "container" and not node.meta.get("closed", True):
            self.note(node, f"::: {' '.join(classes)} is never closed; it ends here.")
        if means(classes, OBJECTIVES):
            self.lesson.objectives += self._points(node)
        elif means(classes, KEY_POINTS):
            self.lesson.key_points += self._points(node)
        elif means(classes, EXERCISES):
            flow.add(*self._exercise(node))
        elif means(classes, SOLUTIONS | HINTS | HIDDEN | TABS):
            self._hidden(node, flow)
        elif kind := callout_kind(classes):
            flow.add(*self._callout(node, kind))
        elif node.type == "blockquote":
            self._quotation(node, flow)
        else:
            if classes and not means(classes, WRAPPERS):
                self.note(
                    node, f"::: {' '.join(classes)} is not known; its content is kept."
                )
            title, nodes = self._split_title(node, from_heading=False)
            flow.titled(title, self.blocks(nodes), self.heading_below)

    def simple(self, blocks: list[Block], *, heading: str = "") -> list[Simple]:
        """Open everything up, for places that hold no callouts or exercises at all."""
        flow = Flow()
        for block in blocks:
            self._open_up(block, flow, heading)
        return [block for block in flow.blocks if _is_simple(block)]

    def _read_alert(self, node: Node) -> None:
        """GitHub's `> [!NOTE]` gives the quotation a class and takes the marker away."""
        if node.type != "blockquote" or not node.children:
            return
        tokens = node.children[0].inline_tokens
        if node.children[0].type != "paragraph" or not tokens:
            return
        match = _ALERT.match(tokens[0].content) if tokens[0].type == "text" else None
        if match is None or not callout_kind([match["kind"]]):
            return
        node.meta.setdefault("classes", []).append(match["kind"].lower())
        node.meta["title"] = match["title"]
        rest = tokens[1:]
        if rest and rest[0].type in {"softbreak", "hardbreak"}:
            rest = rest[1:]
        inline = node.children[0].inline
        if inline is not None:
            inline.children = rest

    def _split_title(
        self, node: Node, *, from_heading: bool = True
    ) -> tuple[str, list[Node]]:
        """Take the title off: written behind the colons, in `<summary>`, or as first heading."""
        nodes = node.children
        title = str(node.meta.get("title") or "")
        summary = str(node.meta.get("title_html") or "")
        if summary:
            title = title_text(summary)
        elif title:
            title = title_text(title)
        if title:
            self.add_anchor(node, title)
        elif from_heading and nodes and nodes[0].type == "heading":
            title, nodes = self.title_of(nodes[0]), nodes[1:]
        return title, nodes

    def _points(self, node: Node) -> list[str]:
        points: list[str] = []
        waiting = [child for child in node.children if child.type != "heading"]
        while waiting:
            child = waiting.pop(0)
            if child.inline is not None:
                if text := plain_text(child.inline_tokens):
                    points.append(text)
            elif child.children:
                waiting[:0] = child.children
            elif child.token.content.strip() and child.type != "html_block":
                points.append(" ".join(child.token.content.split()))
        return points

    def _quotation(self, node: Node, flow: Flow) -> None:
        blocks = self.blocks(node.children)
        only = blocks[0] if len(blocks) == 1 else None
        if isinstance(only, Text) and not re.search(r"<(?:h\d|ul|ol|hr)\b", only.html):
            lines = only.html.replace("</p><p>", "<br><br>")
            lines = re.sub(r"</?(?:p|blockquote)>", "", lines)
            flow.html(f"<blockquote>{lines}</blockquote>")
        elif blocks:
            flow.add(*self._body_in(node, blocks, kind="quotation", title=""))

    def _callout(self, node: Node, kind: str) -> list[Block]:
        title, nodes = self._split_title(node)
        if means(node.classes, HIDDEN):
            return [
                Accordion(
                    [
                        Panel(
                            title or kind.replace("_", " ").capitalize(),
                            self._inside(node, nodes),
                        )
                    ]
                )
            ]
        return self._body_in(node, self.blocks(nodes), kind=kind, title=title)

    def _body_in(
        self, node: Node, blocks: list[Block], *, kind: str, title: str
    ) -> list[Block]:
        flow, after = Flow(), []
        for block in blocks:
            if isinstance(block, (Exercise, Accordion)) or _is_for_teachers(block):
                after.append(block)
            else:
                self._open_up(block, flow)
        if after and flow.blocks:
            self.note(node, "What is hidden in here follows the callout.")
        body = [block for block in flow.blocks if _is_simple(block)]
        if not body and title and not after:
            body, title = [paragraph(title)], ""
        if not body:
            return after
        return [Callout(kind, title, body), *after]

    def _hidden(self, node: Node, flow: Flow) -> None:
        """A spoiler, or a solution that stands outside an exercise."""
        panel = self._panel(node, _default_title(node.classes))
        last = flow.blocks[-1] if flow.blocks else None
        if isinstance(last, Accordion):
            last.panels.append(panel)
        else:
            flow.add(Accordion([panel]))

    def _panel(self, node: Node, default: str) -> Panel:
        title, nodes = self._split_title(node)
        body = self._inside(node, nodes)
        return Panel(title or default, body or [paragraph(title or default)])

    def _inside(self, node: Node, nodes: list[Node]) -> list[Simple]:
        blocks = self.blocks(nodes)
        if not all(_is_simple(block) for block in blocks):
            self.note(
                node,
                "What is set apart in here is shown under a heading instead.",
            )
        return self.simple(blocks)

    def _exercise(self, node: Node) -> list[Block]:
        title, nodes = self._split_title(node)
        exercise = Exercise(title or "Exercise", [], minutes=_minutes(node))
        # Its title is a heading of the second level (templates/components/exercise.html).
        self.level = 2
        after: list[Block] = []
        # A number stands for the solution that was written there.
        pieces: list[Block | int] = []
        for child in join_details(nodes):
            self._read_alert(child)
            classes = child.classes if child.type in {"container", "blockquote"} else []
            if means(classes, HINTS) and not exercise.hint:
                self._hint(child, exercise)
            elif means(classes, SOLUTIONS | HINTS | HIDDEN):
                pieces.append(len(exercise.solutions))
                panel = self._panel(child, _default_title(classes))
                exercise.solutions.append(panel)
            else:
                flow = Flow()
                for block in self.blocks([child]):
                    if _is_for_teachers(block) or isinstance(block, Exercise):
                        after.append(block)
                    else:
                        self._open_up(block, flow)
                pieces += flow.blocks
        _number(exercise.solutions)
        exercise.body = _body(pieces, exercise.solutions) or [paragraph(exercise.title)]
        return [exercise, *after]

    def _hint(self, node: Node, exercise: Exercise) -> None:
        blocks = self.blocks(node.children)
        only = blocks[0] if len(blocks) == 1 else None
        if isinstance(only, Text) and not re.search(r"<(?:h\d|ul|ol|hr)\b", only.html):
            exercise.hint = only.html
        elif blocks:
            exercise.solutions.append(self._panel(node, "Hint"))

    def _open_up(self, block: Block, flow: Flow, heading: str = "") -> None:
        """Write a block's content where the block itself can't stand."""
        heading = heading or self.heading_below
        if isinstance(block, Callout):
            flow.titled(block.title, block.body, heading)
        elif isinstance(block, Accordion):
            for panel in block.panels:
                flow.titled(panel.title, panel.body, heading)
        elif isinstance(block, Exercise):
            flow.titled(block.title, block.body, heading)
            flow.html(block.hint)
            for panel in block.solutions:
                flow.titled(panel.title, panel.body, heading)
        elif isinstance(block, Video):
            href = block.embed_url or f"file:{block.file}"
            title = escape(block.title, quote=False)
            flow.html(f'<p><a href="{escape(href)}">{title}</a></p>')
        else:
            flow.add(block)


def _is_simple(block: Block) -> TypeGuard[Simple]:
    return not isinstance(block, (Callout, Accordion, Exercise, Video))


def _is_for_teachers(block: Block) -> bool:
    return isinstance(block, Callout) and block.kind == "instructor"


def _default_title(classes: list[str]) -> str:
    if means(classes, HINTS):
        return "Hint"
    if means(classes, SOLUTIONS):
        return "Solution"
    return "More"


def _number(panels: list[Panel]) -> None:
    titles = [panel.title for panel in panels]
    for title in {title for title in titles if titles.count(title) > 1}:
        same = [panel for panel in panels if panel.title == title]
        for number, panel in enumerate(same, 1):
            panel.title = f"{title} {number}"


def _body(pieces: list[Block | int], solutions: list[Panel]) -> list[Simple]:
    """The task in one piece; where it went on after a solution, a line points to that."""
    flow = Flow()
    for position, piece in enumerate(pieces):
        if not isinstance(piece, int):
            flow.add(piece)
        elif len(solutions) > 1 and any(
            not isinstance(later, int) for later in pieces[position:]
        ):
            title = escape(solutions[piece].title, quote=False)
            flow.html(f"<p><i>See “{title}” below.</i></p>")
    return [block for block in flow.blocks if _is_simple(block)]


def _minutes(node: Node) -> int | None:
    values: dict[str, str] = node.meta.get("values", {})
    for name in ("minutes", "time", "duration"):
        if number := re.match(r"\d+", values.get(name, "")):
            return max(1, min(600, int(number[0])))
    return None
