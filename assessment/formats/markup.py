"""The HTML of a question's texts, in one form: what `common.blocks` can show, and nothing else.

One paragraph stands bare, several stand in `<p>`; spaces that no reader sees are gone. Whatever was
written, the result of `markup_of` is safe, and giving it back to `markup_of` changes nothing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

import nh3

from assessment.formats.words import seen
from learning.importing.inline import TAGS as INLINE_TAGS

MAX_DEPTH = 40
_HEADINGS = {"h1": "h2", "h5": "h4", "h6": "h4"}
_CLEAR = {"div", "section", "article", "main", "center", "dl", "dt", "dd", "details",
          "summary", "header", "footer", "aside", "fieldset", "legend"}  # fmt: skip
_ROWS = {"thead", "tbody", "tfoot", "tr"}
_CELLS = {"td", "th", "caption"}
BLOCKS = {
    "p",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "pre",
    "blockquote",
    "table",
    "figure",
    "hr",
}
VOID = {"br", "hr", "img"}
_TAGS = {
    *BLOCKS, *VOID, *_HEADINGS, *_CLEAR, *_ROWS, *_CELLS, *INLINE_TAGS,
    "li", "a", "figcaption",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "role"},
    "code": {"class"},
    "pre": {"class"},
    "figure": {"class"},
    "div": {"role", "aria-label"},
}
_SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass
class Node:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    @property
    def is_formula(self) -> bool:
        """A displayed formula with its words: `<div role="math" aria-label="…">`."""
        return self.name == "div" and self.attributes.get("role") == "math"

    @property
    def is_block(self) -> bool:
        return self.name in BLOCKS or self.is_formula


Content = list[Node | str]


def markup_of(html: str) -> str:
    """Return `html` in the one form."""
    return write(parse(html))


def from_text(text: str) -> str:
    """Return plain words as HTML; their lines stay lines."""
    return markup_of(escape(text, quote=False).replace("\n", "<br>"))


def text_of(html: str) -> str:
    """Return the words alone. Pictures say their description; paragraphs and lines are lines."""
    lines: list[str] = [""]

    def add(nodes: Content) -> None:
        for node in nodes:
            if isinstance(node, str):
                lines[-1] += node
            elif node.name == "img":
                lines[-1] += node.attributes.get("alt", "")
            elif node.name == "pre":
                lines[-1:] = [lines[-1], *plain(node).split("\n"), ""]
            elif node.name == "br":
                lines.append("")
            else:
                starts = node.is_block or node.name in {"li", "tr", *_CELLS}
                if starts and lines[-1]:
                    lines.append("")
                add(node.children)
                if starts and lines[-1]:
                    lines.append("")

    add(parse(html))
    return "\n".join(lines).strip("\n")


def line_of(html: str) -> str:
    """Return the words alone, on one line."""
    return " ".join(text_of(html).split())


def is_plain(html: str) -> bool:
    """Whether there are only words and line breaks."""
    nodes = parse(html)
    return all(isinstance(node, str) or node.name == "br" for node in nodes)


def walk(nodes: Content) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Node):
            yield node
            yield from walk(node.children)


def plain(node: Node) -> str:
    return "".join(
        child if isinstance(child, str) else plain(child) for child in node.children
    )


def parse(html: str) -> Content:
    safe = nh3.clean(
        seen(html),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    reader = _Reader()
    reader.feed(safe)
    reader.close()
    return _flow(reader.root.children)


def change(html: str, changed: Callable[[Node], Node | str | None]) -> str:
    """Return `html` with each picture and link replaced; None keeps only what is inside."""

    def each(nodes: Content) -> Content:
        result: Content = []
        for node in nodes:
            if isinstance(node, str):
                result.append(node)
                continue
            node.children = each(node.children)
            if node.name not in {"img", "a"}:
                result.append(node)
            elif (new := changed(node)) is None:
                result += node.children
            else:
                result.append(new)
        return result

    return write(_flow(each(parse(html))))


def write(nodes: Content) -> str:
    parts: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            parts.append(escape(node, quote=False))
            continue
        values = "".join(
            f' {name}="{escape(value)}"' for name, value in node.attributes.items()
        )
        parts.append(f"<{node.name}{values}>")
        if node.name not in VOID:
            parts.append(f"{write(node.children)}</{node.name}>")
    return "".join(parts)


class _Reader(HTMLParser):
    """Reads what nh3 wrote, which is well nested."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self._open = [self.root]
        self._too_deep = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = INLINE_TAGS.get(tag) or _HEADINGS.get(tag, tag)
        values = {key: value or "" for key, value in sorted(attrs)}
        node = Node(name, {k: v for k, v in values.items() if v or k == "alt"})
        if tag in VOID:
            self._open[-1].children.append(node)
        elif len(self._open) > MAX_DEPTH:
            self._too_deep += 1
        else:
            self._open[-1].children.append(node)
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self._too_deep:
            self._too_deep -= 1
        elif len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def _flow(children: Content, *, wraps: bool = True) -> Content:
    """Put what stands between blocks into paragraphs; a paragraph alone stands bare."""
    pieces: list[Node | Content] = [[]]
    _gather(children, pieces)
    result: Content = []
    for piece in pieces:
        if isinstance(piece, Node):
            result.append(piece)
        elif words := run(piece):
            result += [Node("p", children=words)] if wraps else words
    if len(result) == 1 and isinstance(only := result[0], Node) and only.name == "p":
        return only.children
    return result


def _gather(children: Content, pieces: list[Node | Content]) -> None:
    for child in children:
        if isinstance(child, str) or not _holds_blocks(child):
            run = pieces[-1]
            assert isinstance(run, list)  # every block is followed by a new one
            run.append(child)
        elif child.is_block or child.name in {"li", *_ROWS, *_CELLS, "figcaption"}:
            if (block := _block(child)) is not None:
                pieces += [block, []]
        else:
            pieces.append([])
            _gather(child.children, pieces)
            pieces.append([])


def _holds_blocks(node: Node) -> bool:
    return (
        node.is_block
        or node.name in {*_CLEAR, "li", *_ROWS, *_CELLS, "figcaption"}
        or any(isinstance(each, Node) and _holds_blocks(each) for each in node.children)
    )


def _block(node: Node) -> Node | None:
    """Return the block with its inside in order; None if nothing is in it."""
    name = node.name
    if name == "hr":
        return node
    if name == "pre":
        return _code(node)
    if node.is_formula:
        node.children = [plain(node).strip()]
        return node if node.children[0] else None
    if name in {"ul", "ol"}:
        items = [
            item
            for child in node.children
            if isinstance(child, Node)
            and child.name == "li"
            and (item := _block(child))
        ]
        node.children = list(items)
    elif name in {"table", *_ROWS}:
        node.children = [
            inner
            for child in node.children
            if isinstance(child, Node)
            and child.name in {*_ROWS, *_CELLS}
            and (inner := _block(child))
        ]
    elif name in _CELLS:
        node.children = _flow(node.children)
        return node  # an empty cell keeps its place
    elif name == "figure":
        node.children = _flow(node.children, wraps=False)
    elif name in {"p", "h2", "h3", "h4"}:
        node.children = run(node.children)
    else:
        node.children = _flow(node.children)
    return node if node.children else None


def _code(node: Node) -> Node | None:
    inner = next((each for each in walk([node]) if each.name == "code"), Node("code"))
    written = plain(node).replace("\u00a0", " ").strip("\n")
    classes = inner.attributes or node.attributes
    if not written.strip():
        return None
    return Node("pre", children=[Node("code", dict(classes), [written])])


def run(nodes: Content) -> Content:
    """Return running text with single spaces, and none at its ends."""
    run, _after_space = _collapsed(nodes, True)
    return _trimmed(run)


def _collapsed(nodes: Content, after_space: bool) -> tuple[Content, bool]:
    result: Content = []
    for node in nodes:
        if isinstance(node, str):
            text = _SPACE.sub(" ", node)
            text = text.lstrip(" ") if after_space else text
            if text:
                after_space = text.endswith(" ")
                if result and isinstance(result[-1], str):
                    text = str(result.pop()) + text
                result.append(text)
        elif node.name == "br":
            if result and isinstance(result[-1], str):
                result[-1] = result[-1].rstrip(" ")
                if not result[-1]:
                    result.pop()
            result.append(node)
            after_space = True
        elif node.name == "img":
            if node.attributes.get("src"):
                result.append(node)
                after_space = False
        elif node.name in {"figcaption", "p"} or node.is_block:
            result.append(node)
        else:
            children, after_space = _collapsed(node.children, after_space)
            if children:
                result.append(Node(node.name, node.attributes, children))
    return result, after_space


def _trimmed(nodes: Content) -> Content:
    """Take away what is seen at neither end: spaces of all kinds, ends of lines, empty words."""
    return _trimmed_at(0, _trimmed_at(-1, nodes))


def _trimmed_at(end: int, nodes: Content) -> Content:
    while nodes:
        node = nodes[end]
        if isinstance(node, str):
            nodes[end] = text = node.rstrip() if end else node.lstrip()
            if text:
                break
        elif node.name == "img" or node.is_block:
            break
        elif node.name != "br":
            node.children = _trimmed_at(end, node.children)
            if node.children:
                break
        nodes.pop(end)
    return nodes
