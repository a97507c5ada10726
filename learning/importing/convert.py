"""Markdown's blocks become the blocks of a lesson, in the order of the source."""

import re
from collections.abc import Sequence
from html import escape

from markdown_it.token import Token

from common.anchors import heading_anchor
from learning.importing.attributes import read_attributes
from learning.importing.content import (
    Block,
    Code,
    Lesson,
    Maths,
    Text,
)
from learning.importing.html import HtmlReader
from learning.importing.inline import Inline, Part, plain_text
from learning.importing.languages import prism_language
from learning.importing.links import Links
from learning.importing.syntax import parser
from learning.importing.tables import Cell, build_table
from learning.importing.tree import Node, join_details

_TASK = re.compile(r"\[(?P<mark>[ xX])\]\s+")
_LISTS = {"bullet_list", "ordered_list"}


class Flow:
    """Blocks in order; text that follows text is one block."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []

    def add(self, *blocks: Block) -> None:
        for block in blocks:
            last = self.blocks[-1] if self.blocks else None
            if isinstance(block, Text) and isinstance(last, Text):
                last.html += block.html
            else:
                self.blocks.append(block)

    def html(self, html: str) -> None:
        if html:
            self.add(Text(html))

    def titled(self, title: str, blocks: Sequence[Block], heading: str) -> None:
        if title:
            self.html(f"<{heading}>{escape(title, quote=False)}</{heading}>")
        self.add(*blocks)

    def parts(self, parts: Sequence[Part], wrap: str = "p") -> None:
        for part in parts:
            if isinstance(part, str):
                self.html(f"<{wrap}>{part}</{wrap}>")
            else:
                self.add(part)


class Converter:
    """Reads the nodes of one file. Callouts and exercises are `Containers`' part."""

    def __init__(self, *, lesson: Lesson, links: Links) -> None:
        self.lesson = lesson
        self.path = lesson.path
        self.links = links
        self.report = links.report
        self._levels: dict[int, int] = {}
        self.level = 1

    def document(self, nodes: list[Node]) -> list[Block]:
        used = sorted(
            {_heading_level(node) for node in nodes if node.type == "heading"}
        )
        self._levels = {level: min(2 + rank, 4) for rank, level in enumerate(used)}
        return self.blocks(nodes, nested=False)

    def blocks(self, nodes: list[Node], *, nested: bool = True) -> list[Block]:
        flow = Flow()
        for node in join_details(nodes):
            self.block(node, flow, nested=nested)
        return flow.blocks

    def block(self, node: Node, flow: Flow, *, nested: bool) -> None:
        match node.type:
            case "paragraph":
                flow.parts(self.inline(node))
            case "heading":
                self._heading(node, flow, nested=nested)
            case "bullet_list" | "ordered_list":
                self._list(node, flow)
            case "fence" | "code_block":
                flow.add(self._code(node))
            case "maths_block":
                flow.add(Maths(node.token.content))
            case "hr":
                flow.html("<hr>")
            case "table":
                self._table(node, flow)
            case "dl":
                self._definitions(node, flow)
            case "html_block":
                reader = HtmlReader(path=self.path, line=node.line, links=self.links)
                flow.add(*reader.read(node.token.content))
            case "blockquote" | "container":
                self.container(node, flow)
            case "footnote_block":
                self._footnotes(node, flow)
            case "stray_close":
                self.note(node, "This ::: closes nothing; it is left out.")
            case "kramdown":
                self.note(
                    node, f"The line {node.token.content} is not understood; left out."
                )
            case _:
                self.note(node, f"“{node.type}” is not understood.")

    @property
    def heading_below(self) -> str:
        """The heading that may follow where the text has come to."""
        return f"h{min(self.level + 1, 4)}"

    def container(self, node: Node, flow: Flow) -> None:
        # Abstract: `LessonConverter` knows them, and stands on all that this class reads.
        raise NotImplementedError

    def note(self, node: Node, message: str) -> None:
        self.report.note(self.path, node.line, message)

    def inline(self, node: Node) -> list[Part]:
        token = node.inline
        line = token.map[0] + 1 if token and token.map else node.line
        reader = Inline(path=self.path, line=line, links=self.links)
        return reader.read(node.inline_tokens)

    def add_anchor(self, node: Node, text: str, explicit: str = "") -> None:
        """Remember what links to this heading may be called, and what our page calls it."""
        shown = heading_anchor(text)
        names = {explicit, str(node.meta.get("id") or ""), shown, _github_slug(text)}
        for name in names - {""}:
            self.lesson.anchors.setdefault(name, shown)

    def title_of(self, node: Node) -> str:
        """A heading's words; its `{#id}` becomes an anchor."""
        tokens, explicit = _without_attributes(node.inline_tokens)
        text = plain_text(tokens)
        self.add_anchor(node, text, explicit)
        return text

    def _heading(self, node: Node, flow: Flow, *, nested: bool) -> None:
        if node.inline is not None:
            tokens, explicit = _without_attributes(node.inline_tokens)
            node.inline.children = tokens
            self.add_anchor(node, plain_text(tokens), explicit)
        heading = self.heading_below
        if not nested:
            self.level = min(self._levels.get(_heading_level(node), 2), self.level + 1)
            heading = f"h{self.level}"
        flow.parts(self.inline(node), heading)

    def _code(self, node: Node) -> Code:
        info = node.token.info.strip() if node.type == "fence" else ""
        written, caption = info.split()[0] if info else "", ""
        opening = info.find("{")
        if opening >= 0 and (read := read_attributes(info, opening)):
            attributes = read[0]
            names = [*attributes.classes, *attributes.words]
            written = info[:opening].strip() or (names[0] if names else "")
            caption = attributes.values.get("title", "")
        if title := re.search(r"\btitle=(?:\"([^\"]*)\"|'([^']*)'|(\S+))", info):
            caption = title[1] or title[2] or title[3]
        for name in node.classes:
            if name.startswith("language-") or name in {"output", "error", "source"}:
                written = name
        written = written.rstrip(",").strip("{}")
        language, kind, known = prism_language(written)
        if not known:
            self.note(
                node, f"The language “{written}” is unknown; shown as plain text."
            )
        code = node.token.content.rstrip("\n")
        return Code(code, language, kind, caption)

    def _table(self, node: Node, flow: Flow) -> None:
        rows: list[list[Cell]] = []
        pulled: list[Block] = []
        for section in node.children:
            for row in section.children:
                cells: list[Cell] = []
                for cell in row.children:
                    parts = self.inline(cell)
                    html = " ".join(part for part in parts if isinstance(part, str))
                    cells.append(Cell(html, is_heading=cell.type == "th"))
                    pulled += [part for part in parts if not isinstance(part, str)]
                rows.append(cells)
        if pulled:
            self.note(node, "A table can't hold pictures or formulas; they follow it.")
        flow.add(build_table(rows), *pulled)

    def _definitions(self, node: Node, flow: Flow) -> None:
        """Terms that are linked to become headings, so that the links arrive at them."""
        terms = [child for child in node.children if child.type == "dt"]
        linked = any(_span_id(term) for term in terms)
        heading = self.heading_below
        for child in node.children:
            if child.type == "dt":
                text = plain_text(child.inline_tokens)
                if linked:
                    self.add_anchor(child, text, _span_id(child))
                for part in self.inline(child):
                    if not isinstance(part, str):
                        flow.add(part)
                    elif linked:
                        flow.html(f"<{heading}>{part}</{heading}>")
                    else:
                        flow.html(f"<p><b>{part}</b></p>")
            else:
                flow.add(*self.blocks(child.children))

    def _footnotes(self, node: Node, flow: Flow) -> None:
        flow.html("<p><b>Notes</b></p>")
        for number, footnote in enumerate(node.children, 1):
            inner = Flow()
            for block in self.blocks(footnote.children):
                inner.add(block)
            _label(inner, f"{number}.")
            flow.add(*inner.blocks)

    def _list(self, node: Node, flow: Flow) -> None:
        html = self._list_html(node)
        if html is not None:
            flow.html(html)
            return
        # Something in it can't stand in a list: the items follow one another instead.
        number = int(node.token.attrs.get("start", 1))
        for item in node.children:
            inner = Flow()
            for block in self.blocks(item.children):
                inner.add(block)
            if node.type == "ordered_list":
                _label(inner, f"{number}.")
                number += 1
            else:
                _bullet(inner)
            flow.add(*inner.blocks)

    def _list_html(self, node: Node) -> str | None:
        ordered = node.type == "ordered_list"
        if ordered and int(node.token.attrs.get("start", 1)) != 1:
            return None
        items: list[str] = []
        for item in node.children:
            lines: list[str] = []
            nested = ""
            for child in item.children:
                if child.type in _LISTS:
                    inner = self._list_html(child)
                    if inner is None:
                        return None
                    nested += inner
                elif child.type in {"paragraph", "heading"} and not nested:
                    parts = self.inline(child)
                    if not all(isinstance(part, str) for part in parts):
                        return None
                    lines += [part for part in parts if isinstance(part, str)]
                else:
                    return None
            items.append(f"<li>{_task('<br>'.join(lines))}{nested}</li>")
        tag = "ol" if ordered else "ul"
        return f"<{tag}>{''.join(items)}</{tag}>"


def _label(flow: Flow, label: str) -> None:
    first = flow.blocks[0] if flow.blocks else None
    if isinstance(first, Text) and first.html.startswith("<p>"):
        first.html = f"<p>{label} {first.html[3:]}"
    else:
        flow.blocks.insert(0, Text(f"<p>{label}</p>"))


def _bullet(flow: Flow) -> None:
    first = flow.blocks[0] if flow.blocks else None
    if isinstance(first, Text) and first.html.startswith("<p>"):
        head, _close, rest = first.html[3:].partition("</p>")
        first.html = f"<ul><li>{_task(head)}</li></ul>{rest}"


def _task(html: str) -> str:
    match = _TASK.match(html)
    if match is None:
        return html
    return ("☐ " if match["mark"] == " " else "☑ ") + html[match.end() :]


def _heading_level(node: Node) -> int:
    return int(node.token.tag[1:])


def _span_id(node: Node) -> str:
    for token in node.inline_tokens:
        if token.type in {"span_open", "link_close", "code_inline"} and token.meta.get(
            "id"
        ):
            return str(token.meta["id"])
    return ""


def _without_attributes(tokens: list[Token]) -> tuple[list[Token], str]:
    """Take `{#id .class}` off the end of a heading."""
    if not tokens or tokens[-1].type != "text":
        return tokens, ""
    last = tokens[-1]
    opening = last.content.rfind("{")
    read = read_attributes(last.content, opening) if opening >= 0 else None
    if read is None or last.content[read[1] :].strip():
        return tokens, ""
    last.content = last.content[:opening].rstrip()
    return tokens, read[0].id


def _github_slug(text: str) -> str:
    kept = re.sub(r"[^\w\- ]", "", text.strip().lower())
    return kept.replace(" ", "-")


def title_text(markdown: str) -> str:
    """The words of a title that was written as Markdown."""
    tokens = parser().parseInline(markdown)
    return plain_text(tokens[0].children or []) if tokens else ""


def paragraph(text: str) -> Text:
    return Text(f"<p>{escape(text, quote=False)}</p>")
