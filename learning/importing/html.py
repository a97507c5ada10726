"""HTML between paragraphs: figures, pictures, tables, lists, code and videos are understood."""

import re
from html.parser import HTMLParser

from learning.importing.content import (
    Block,
    Code,
    Figure,
    Maths,
    Text,
    Video,
)
from learning.importing.inline import Inline, Part, Tag, clean, is_void
from learning.importing.languages import prism_language
from learning.importing.links import Leads, Links
from learning.importing.tables import Cell, build_table

_PARAGRAPHS = {"p", "div", "section", "article", "aside", "center", "header", "footer",
               "main", "nav", "figure", "dl", "dt", "dd", "address", "summary",
               "details", "picture", "tabs", "tabitem"}  # fmt: skip
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
_TABLE = {
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "caption",
    "colgroup",
    "col",
}
_SILENT = {"style", "script", "noscript", "template"}
_LANGUAGE = re.compile(r"\blang(?:uage)?-(?P<name>[\w+#-]+)")


class HtmlReader(HTMLParser):
    """Reads one piece of HTML into blocks. Whatever it does not know keeps its text."""

    def __init__(self, *, path: str, line: int, links: Links) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.first_line = line
        self.links = links
        self.blocks: list[Block] = []
        self._inline = self._new_inline()
        self._wrap = "p"
        self._lists: list[str] = []
        self._list_html: list[str] = []
        self._code: list[str] | None = None
        self._language = ""
        self._skip = ""
        self._rows: list[list[Cell]] | None = None
        self._caption: str | None = None

    def read(self, html: str) -> list[Block]:
        self.feed(html)
        self.close()
        self._flush()
        self._end_list()
        self._end_table()
        return self.blocks

    @property
    def line(self) -> int:
        return self.first_line + self.getpos()[0] - 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = Tag(tag, {name: value or "" for name, value in attrs})
        if self._skip:
            return
        self._inline.line = self.line
        if self._code is not None:
            language = _LANGUAGE.search(found.attributes.get("class", ""))
            self._language = language["name"] if language else self._language
            return
        if tag in _SILENT:
            self._skip = tag
            if tag == "script":
                self._inline.tag(found)
            elif tag == "style":
                self.links.report.note(self.path, self.line, "<style> is left out.")
        elif tag in _PARAGRAPHS or tag in _HEADINGS:
            self._refuse_handlers(found)
            self._flush()
            self._wrap = _HEADINGS.get(tag, "p")
        elif tag == "figcaption":
            self._flush()
            self._caption = ""
        elif tag in {"ul", "ol"}:
            self._begin_list(tag)
        elif tag == "li":
            self._flush()
            self._list_html.append("<li>")
        elif tag in _TABLE:
            self._table_tag(tag)
        elif tag == "pre":
            self._flush()
            self._code = []
        elif tag == "hr":
            self._flush()
            self.blocks.append(Text("<hr>"))
        elif tag == "blockquote":
            self._flush()
            self._wrap = "blockquote"
        elif tag in {"video", "source", "audio"}:
            self._media(found)
        else:
            self._inline.tag(found)

    def handle_endtag(self, tag: str) -> None:
        if self._skip:
            self._skip = "" if tag == self._skip else self._skip
            return
        if self._code is not None:
            if tag == "pre":
                self._end_code()
        elif tag == "figcaption":
            self._end_caption()
        elif tag in _PARAGRAPHS or tag in _HEADINGS or tag == "blockquote":
            self._flush()
            self._wrap = "p"
        elif tag in {"ul", "ol"}:
            self._close_list(tag)
        elif tag == "li":
            self._flush()
            self._list_html.append("</li>")
        elif tag == "table":
            self._flush()
            self._end_table()
        elif tag not in _TABLE and not is_void(tag) and tag not in {"video", "audio"}:
            self._inline.tag(Tag(tag, {}, closing=True))

    def handle_data(self, data: str) -> None:
        if self._skip:
            return
        if self._code is not None:
            self._code.append(data)
        elif data.strip() or self._inline.has_text:
            self._inline.text(data)

    def _new_inline(self) -> Inline:
        return Inline(path=self.path, line=self.first_line, links=self.links)

    def _refuse_handlers(self, tag: Tag) -> None:
        if any(name.startswith("on") for name in tag.attributes):
            self._inline.tag(tag)

    def _flush(self) -> None:
        parts = self._inline.finish()
        self._inline = self._new_inline()
        if self._caption is not None:
            return
        for part in parts:
            self._add(part)

    def _add(self, part: Part) -> None:
        if self._rows is not None:
            if not self._rows:
                self._rows.append([])
            if isinstance(part, str) and self._rows[-1]:
                cell = self._rows[-1][-1]
                cell.html = f"{cell.html} {part}".strip()
            elif isinstance(part, str):
                self.blocks.append(Text(f"<p>{part}</p>"))
            elif isinstance(part, (Figure, Maths, Video)):
                self.blocks.append(part)
        elif not isinstance(part, str):
            self._end_list()
            self.blocks.append(part)
        elif self._lists:
            self._list_html.append(part)
        else:
            self.blocks.append(Text(f"<{self._wrap}>{part}</{self._wrap}>"))

    def _begin_list(self, tag: str) -> None:
        self._flush()
        self._lists.append(tag)
        self._list_html.append(f"<{tag}>")

    def _close_list(self, tag: str) -> None:
        self._flush()
        if tag in self._lists:
            self._lists.pop()
            self._list_html.append(f"</{tag}>")
        if not self._lists:
            self._end_list()

    def _end_list(self) -> None:
        html = clean("".join(self._list_html))
        if re.sub(r"<[^>]*>", "", html).strip():
            self.blocks.append(Text(html))
        self._list_html = [f"<{tag}>" for tag in self._lists]

    def _table_tag(self, tag: str) -> None:
        self._flush()
        if self._rows is None:
            self._end_list()
            self._rows = []
        if tag == "tr":
            self._rows.append([])
        elif tag in {"td", "th"}:
            if not self._rows:
                self._rows.append([])
            self._rows[-1].append(Cell("", is_heading=tag == "th"))

    def _end_table(self) -> None:
        rows, self._rows = [row for row in self._rows or [] if row], None
        if rows:
            self.blocks.append(build_table(rows))

    def _end_code(self) -> None:
        code = "".join(self._code or []).strip("\n")
        language, kind, _known = prism_language(self._language)
        self.blocks.append(Code(code, language, kind))
        self._code, self._language = None, ""

    def _end_caption(self) -> None:
        parts = [part for part in self._inline.finish() if isinstance(part, str)]
        self._inline = self._new_inline()
        self._caption = None
        html = " ".join(parts)
        figure = self.blocks[-1] if self.blocks else None
        if isinstance(figure, Figure):
            figure.caption = html
        elif html:
            self.blocks.append(Text(f"<p>{html}</p>"))

    def _media(self, tag: Tag) -> None:
        src = tag.attributes.get("src", "")
        if not src:
            return
        self._flush()
        target = self.links.target(src, self.path)
        href = self.links.href(src, self.path, self.line)
        if target.leads is Leads.FILE and target.path.lower().endswith(
            (".mp4", ".webm")
        ):
            title = tag.attributes.get("title") or target.path.rsplit("/", 1)[-1]
            self.blocks.append(Video(title, file=target.path))
        elif href:
            self.blocks.append(Text(clean(f'<p><a href="{href}">{src}</a></p>')))
