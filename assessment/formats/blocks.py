"""From HTML to what the editor stores: blocks for a question's text, rich text for its parts."""

import re
from collections.abc import Callable, Iterable
from html import escape
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from assessment.formats import markup
from assessment.formats.markup import Content, Node
from learning.importing.content import Block, Code, Figure, Maths
from learning.importing.convert import Flow
from learning.importing.inline import clean
from learning.importing.languages import prism_language
from learning.importing.maths import maths_as_html
from learning.importing.tables import Cell, build_table

Note = Callable[[str], None]

_FORMULA = re.compile(
    r"\\\((?P<inline>.+?)\\\)|\\\[(?P<display>.+?)\\\]|\$\$(?P<dollars>.+?)\$\$",
    re.DOTALL,
)
_LISTS = {"ul", "ol"}
_HEADINGS = {"h2", "h3", "h4"}


class Blocks:
    """Reads one text; `files` are the names of what lies beside it and can be kept."""

    def __init__(self, files: Iterable[str], note: Note) -> None:
        self.files = frozenset(files)
        self.note = note

    # The text of a question

    def blocks(self, html: str) -> list[Block]:
        flow = Flow()
        nodes = markup.parse(html)
        if nodes and not any(isinstance(n, Node) and n.is_block for n in nodes):
            nodes = [Node("p", children=nodes)]
        for node in nodes:
            if isinstance(node, Node):
                self._block(node, flow)
        return flow.blocks

    def _block(self, node: Node, flow: Flow) -> None:
        if node.name == "p":
            self._paragraph(node, flow)
        elif node.name in _HEADINGS:
            pictures = self._pulled_pictures(node)
            flow.html(self._rich(f"<{node.name}>", node.children))
            flow.add(*pictures)
        elif node.name == "pre":
            flow.add(self._code(node))
        elif node.name == "hr":
            flow.html("<hr>")
        elif node.name == "figure":
            self._figure(node, flow)
        elif node.name == "table":
            self._table(node, flow)
        elif node.is_formula:
            latex = _bare(markup.plain(node))
            flow.add(Maths(latex, node.attributes.get("aria-label", "")))
        elif node.name == "blockquote":
            self._quotation(node, flow)
        else:
            apart = Flow()
            self._flatten(node, apart)
            flow.html(self._rich("", [node]))
            flow.add(*apart.blocks)

    def _paragraph(self, node: Node, flow: Flow) -> None:
        """Formulas that need room cut a paragraph; pictures stand before or behind it."""
        while node.children and _is_picture(node.children[0]):
            flow.add(*self._pictures([node.children.pop(0)]))
        pictures = self._pulled_pictures(node)
        run: Content = []
        for child in node.children:
            if not isinstance(child, str):
                run.append(child)
                continue
            position = 0
            for match in _FORMULA.finditer(child):
                run.append(child[position : match.start()])
                position = match.end()
                simple = maths_as_html(match["inline"]) if match["inline"] else None
                if simple is not None:
                    run += markup.parse(simple)
                    continue
                flow.html(self._rich("<p>", run))
                flow.add(Maths(_bare(match[0])))
                run = []
            run.append(child[position:])
        flow.html(self._rich("<p>", run))
        if pictures and run:
            self.note(_("Pictures amid the words stand below them."))
        flow.add(*pictures)

    def _code(self, node: Node) -> Code:
        inner = next(each for each in markup.walk([node]) if each.name == "code")
        written = (inner.attributes.get("class") or "").split(" ")[0]
        language, kind, _is_known = prism_language(written)
        return Code(markup.plain(node), language, kind)

    def _figure(self, node: Node, flow: Flow) -> None:
        caption = ""
        inner = Flow()
        for child in node.children:
            if isinstance(child, Node) and child.name == "figcaption":
                caption = self.inline(markup.write(child.children))
            elif isinstance(child, str) or not child.is_block:
                self._paragraph(Node("p", children=[child]), inner)
            else:
                self._block(child, inner)
        first = inner.blocks[0] if inner.blocks else None
        if isinstance(first, Figure):
            first.caption = caption
            first.width = _width(node.attributes.get("class", ""), first.width)
        elif isinstance(first, Code):
            first.caption = markup.line_of(caption)
        elif caption:
            inner.html(f"<p>{caption}</p>")
        flow.add(*inner.blocks)

    def _table(self, node: Node, flow: Flow) -> None:
        pictures = self._pulled_pictures(node)
        rows = [
            [
                Cell(self.inline(markup.write(cell.children)), cell.name == "th")
                for cell in row.children
                if isinstance(cell, Node)
            ]
            for row in markup.walk([node])
            if row.name == "tr"
        ]
        if not rows:
            return
        table = build_table(rows)
        table.caption = next(
            (
                markup.line_of(markup.write(each.children))
                for each in markup.walk([node])
                if each.name == "caption"
            ),
            "",
        )
        flow.add(table, *pictures)

    def _quotation(self, node: Node, flow: Flow) -> None:
        """A quotation is one paragraph here; what else is in it follows."""
        lines: list[str] = []
        apart = Flow()
        pictures = self._pulled_pictures(node)
        children = node.children
        if not any(isinstance(child, Node) and child.is_block for child in children):
            children = [Node("p", children=children)]
        for child in children:
            if isinstance(child, Node) and child.name == "p":
                lines.append(self._rich("", child.children))
            elif isinstance(child, Node):
                self._block(child, apart)
        if quoted := "<br><br>".join(filter(None, lines)):
            flow.html(f"<blockquote>{quoted}</blockquote>")
        flow.add(*apart.blocks, *pictures)

    def _flatten(self, node: Node, apart: Flow) -> None:
        """Leave nothing in the items of a list but words and lists; the rest stands below it."""
        kept: Content = []
        for child in node.children:
            if isinstance(child, str) or not (child.is_block or child.name == "li"):
                if _is_picture(child):
                    apart.add(*self._pictures([child]))
                else:
                    kept.append(child)
                    if isinstance(child, Node):
                        apart.add(*self._pulled_pictures(child))
            elif child.name in {*_LISTS, "li"}:
                self._flatten(child, apart)
                kept.append(child)
            elif child.name == "p":
                apart.add(*self._pulled_pictures(child))
                kept += [Node("br")] if kept else []
                kept += child.children
            else:
                self._block(child, apart)
        node.children = markup.run(kept)

    # Parts of it: choices, feedback, captions

    def inline(self, html: str, *, picture: Callable[[Node], str] | None = None) -> str:
        """Return a few words as rich text, paragraphs in `<p>`; `picture` says how it is stored."""
        nodes = markup.parse(html)
        blocks = [node for node in nodes if isinstance(node, Node) and node.is_block]
        if not blocks:
            return self._inline(nodes, picture)
        paragraphs: list[str] = []
        for node in blocks:
            if node.name not in {"p"}:
                self.note(_("Where only words can stand, formatting is simplified."))
            paragraphs += self._paragraphs(node, picture)
        return "".join(f"<p>{each}</p>" for each in paragraphs if each)

    def _paragraphs(
        self, node: Node, picture: Callable[[Node], str] | None
    ) -> list[str]:
        if node.name == "pre":
            lines = markup.plain(node).split("\n")
            return [
                "<br>".join(f"<code>{escape(line)}</code>" for line in lines if line)
            ]
        if node.is_formula:
            return [self._inline([_bare_formula(node)], picture)]
        inner = [
            child
            for child in node.children
            if isinstance(child, Node)
            and (child.is_block or child.name in {"li", "tr", "tbody", "figcaption"})
        ]
        if node.name == "tr":
            cells = [
                self._inline(each.children, picture)
                for each in node.children
                if isinstance(each, Node)
            ]
            return [" | ".join(cells)]
        if not inner:
            return [self._inline(node.children, picture)]
        words = [child for child in node.children if child not in inner]
        return [
            self._inline(words, picture),
            *(text for child in inner for text in self._paragraphs(child, picture)),
        ]

    def _inline(self, nodes: Content, picture: Callable[[Node], str] | None) -> str:
        def shown(content: Content) -> str:
            parts: list[str] = []
            for node in content:
                if isinstance(node, str):
                    parts.append(self._words(node))
                elif node.name == "br":
                    parts.append("<br>")
                elif node.name == "img":
                    parts.append(self._picture_in_words(node, picture))
                elif node.name == "a":
                    href = node.attributes.get("href", "")
                    inner = shown(node.children)
                    is_outside = bool(urlsplit(href).scheme)
                    parts.append(
                        f'<a href="{escape(href)}">{inner}</a>' if is_outside else inner
                    )
                elif node.name == "s":
                    parts.append(shown(node.children))
                else:
                    inner = shown(node.children)
                    parts.append(f"<{node.name}>{inner}</{node.name}>")
            return "".join(parts)

        return shown(nodes)

    def _words(self, text: str) -> str:
        """Return words, with formulas as far as letters can show them."""
        parts: list[str] = []
        position = 0
        for match in _FORMULA.finditer(text):
            parts.append(escape(text[position : match.start()], quote=False))
            position = match.end()
            simple = maths_as_html(_bare(match[0]))
            if simple is None:
                self.note(_("A formula in a short text is shown as it is written."))
                simple = f"<code>{escape(_bare(match[0]), quote=False)}</code>"
            parts.append(simple)
        return "".join([*parts, escape(text[position:], quote=False)])

    def _picture_in_words(
        self, node: Node, picture: Callable[[Node], str] | None
    ) -> str:
        if picture is not None and _name(node) in self.files:
            return picture(node)
        self.note(_("Pictures in feedback and captions are left out."))
        return escape(node.attributes.get("alt", ""), quote=False)

    # Pieces

    def _rich(self, opening: str, nodes: Content) -> str:
        """Return rich text of the editor; "" where no words are."""
        html = markup.write(markup.run(self._led(nodes)))
        if not re.sub(r"<[^>]*>", "", html).strip():
            return ""
        closing = opening.replace("<", "</")
        return clean(f"{opening}{html}{closing}")

    def _led(self, nodes: Content) -> Content:
        """Return the nodes with links to files as the stream wants them, formulas as letters."""
        result: Content = []
        for node in nodes:
            if isinstance(node, str):
                result += (
                    markup.parse(self._words(node)) if _FORMULA.search(node) else [node]
                )
                continue
            children = self._led(node.children)
            attributes = dict(node.attributes)
            if node.name == "a" and not urlsplit(attributes.get("href", "")).scheme:
                attributes["href"] = "file:" + attributes.get("href", "")
                if _name(node) not in self.files:
                    result += children
                    continue
            result.append(Node(node.name, attributes, children))
        return result

    def _pulled_pictures(self, node: Node) -> list[Figure]:
        """Take the pictures out of a node, however deep, and return them."""
        found: list[Node] = []

        def pull(parent: Node) -> None:
            kept: Content = []
            for child in parent.children:
                if isinstance(child, Node) and child.name == "img":
                    found.append(child)
                else:
                    if isinstance(child, Node):
                        pull(child)
                    kept.append(child)
            parent.children = kept

        pull(node)
        return self._pictures(found)

    def _pictures(self, nodes: Iterable[Node | str]) -> list[Figure]:
        figures: list[Figure] = []
        for node in nodes:
            if isinstance(node, str) or _name(node) not in self.files:
                continue
            alt = node.attributes.get("alt", "").strip()
            is_decorative = node.attributes.get("role") == "presentation"
            if not alt and not is_decorative:
                self.note(
                    _("A picture has no description. Write one before you publish it.")
                )
            figures.append(
                Figure(
                    path=_name(node),
                    alt=alt,
                    width=_width("", _from_pixels(node)),
                    decorative=is_decorative,
                )
            )
        return figures


def _is_picture(node: Node | str) -> bool:
    return isinstance(node, Node) and node.name == "img"


def _name(node: Node) -> str:
    return unquote(node.attributes.get("src") or node.attributes.get("href") or "")


def _bare(formula: str) -> str:
    match = _FORMULA.fullmatch(formula.strip())
    if match is None:
        return formula.strip()
    return (match["inline"] or match["display"] or match["dollars"] or "").strip()


def _bare_formula(node: Node) -> str:
    return rf"\({_bare(markup.plain(node))}\)"


def _width(classes: str, otherwise: str) -> str:
    return next(
        (each for each in classes.split() if each in {"small", "wide"}), otherwise
    )


def _from_pixels(node: Node) -> str:
    written = node.attributes.get("width", "")
    return "small" if written.isdecimal() and int(written) <= 320 else "normal"
