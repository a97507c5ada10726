"""Running text: the tokens of a paragraph become rich text, with pictures and formulas apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

import nh3
from markdown_it.token import Token

from common.embeds import find_embed
from learning.importing.attributes import unescape
from learning.importing.content import Figure, Maths, Video
from learning.importing.links import Leads, Links, page_stem
from learning.importing.maths import maths_as_html

Part = str | Figure | Maths | Video

# What the editor's rich text can hold, by what writers type.
TAGS = {
    "b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "dfn": "i", "var": "i",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code",
    "sup": "sup", "sub": "sub", "s": "s", "del": "s", "strike": "s",
}  # fmt: skip
_MARKS = {"em": "i", "strong": "b", "s": "s"}
_VOID = {"img", "br", "hr", "input", "wbr", "source", "embed", "meta", "link", "area"}
_ALLOWED = {
    "p", "h2", "h3", "h4", "b", "i", "code", "sup", "sub", "s", "a", "ul", "ol", "li",
    "br", "hr", "blockquote",
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto", "tel", "lesson", "file"}
_DANGEROUS = {"object", "embed", "applet", "base", "meta"}


def clean(html: str) -> str:
    """The last gate before rich text is stored, whatever was written."""
    return nh3.clean(
        html,
        tags=_ALLOWED,
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        link_rel=None,
    )


@dataclass(frozen=True)
class Tag:
    name: str
    attributes: dict[str, str]
    closing: bool = False


class _TagReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tag: Tag | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tag = Tag(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        self.tag = self.tag or Tag(tag, {}, closing=True)


def read_tag(html: str) -> Tag | None:
    """Return the tag written in `html`; None for a comment or a declaration."""
    reader = _TagReader()
    reader.feed(html)
    reader.close()
    return reader.tag


class Inline:
    """Writes rich text piece by piece; pictures cut it in two, open marks and all."""

    def __init__(self, *, path: str, line: int, links: Links) -> None:
        self.path = path
        self.line = line
        self.links = links
        self.parts: list[Part] = []
        self._html: list[str] = []
        self._open: list[tuple[str, str]] = []  # the tag's name and its opening

    def read(self, tokens: Sequence[Token]) -> list[Part]:
        for token in tokens:
            self._token(token)
        return self.finish()

    def finish(self) -> list[Part]:
        self._cut()
        return self.parts

    @property
    def has_text(self) -> bool:
        return bool(self._html)

    def text(self, text: str) -> None:
        self._html.append(escape(text, quote=False))

    def tag(self, tag: Tag) -> None:
        """Write a tag that stood in the source as HTML."""
        self._refuse_script(tag)
        if tag.name in TAGS:
            name = TAGS[tag.name]
            self._end(name) if tag.closing else self._start(name, f"<{name}>")
        elif tag.name == "a":
            if tag.closing:
                self._end("a")
            elif "href" in tag.attributes:
                self._start_link(tag.attributes["href"])
        elif tag.name == "br":
            self._html.append("<br>")
        elif tag.name == "img" and not tag.closing:
            values = tag.attributes
            self.image(
                values.get("src", ""),
                alt=values.get("alt", ""),
                caption=values.get("title", ""),
                width=values.get("width", ""),
            )
        elif tag.name == "iframe":
            if not tag.closing:
                self._frame(tag.attributes)
        elif not tag.closing and tag.name not in {"span", "wbr"}:
            self.links.report.note(
                self.path, self.line, f"<{tag.name}> is not kept; its text is."
            )

    def image(self, src: str, *, alt: str, caption: str = "", width: str = "") -> None:
        if not src:
            return
        target = self.links.image(src, self.path, self.line)
        if target.leads is Leads.WEB:
            self.links.report.note(
                self.path,
                self.line,
                f"The picture {src} lies on another site; it is kept as a link.",
            )
            inside_link = any(name == "a" for name, _opening in self._open)
            if not inside_link:
                self._start("a", f'<a href="{escape(target.path)}">')
            self.text(alt or caption or page_stem(target.path))
            if not inside_link:
                self._end("a")
        elif target.leads is Leads.FILE:
            alt = alt.strip() or caption
            if not alt:
                alt = page_stem(target.path).replace("_", " ").replace("-", " ")
                self.links.report.note(
                    self.path,
                    self.line,
                    f"The image “{src}” has no alternative text; write one. "
                    f"“{alt}” stands in for it.",
                )
            self._cut()
            self.parts.append(
                Figure(
                    path=target.path,
                    alt=alt,
                    caption=clean(escape(caption, quote=False)),
                    width=_width(width),
                )
            )
        elif alt:
            self.text(alt)

    def _token(self, token: Token) -> None:
        kind, _sep, edge = token.type.rpartition("_")
        if token.type in {"text", "text_special"}:
            self.text(token.content)
        elif token.type == "softbreak":
            self.line += 1
            self._html.append(" ")
        elif token.type == "hardbreak":
            self.line += 1
            self._html.append("<br>")
        elif token.type == "code_inline":
            self._html.append(f"<code>{escape(token.content, quote=False)}</code>")
        elif kind in _MARKS:
            name = _MARKS[kind]
            self._end(name) if edge == "close" else self._start(name, f"<{name}>")
        elif token.type == "link_open":
            self._start_link(str(token.attrs.get("href", "")))
        elif token.type == "link_close":
            self._end("a")
        elif token.type == "image":
            self._image_token(token)
        elif token.type == "html_inline":
            self._html_inline(token.content)
        elif token.type == "maths":
            self._maths(token)
        elif token.type == "footnote_ref":
            number = int(token.meta["id"]) + 1
            self._html.append(f"<sup>{number}</sup>")

    def _image_token(self, token: Token) -> None:
        values: dict[str, str] = token.meta.get("values", {})
        words = plain_text(token.children or [])
        written = values.get("alt") or values.get("fig-alt") or ""
        caption = unescape(str(token.attrs.get("title", "")))
        if written and words != written:
            # Beside an alternative text of their own, the words in brackets are the caption.
            caption = caption or words
        self.image(
            str(token.attrs.get("src", "")),
            alt=written or words,
            caption=caption,
            width=values.get("width", ""),
        )

    def _html_inline(self, html: str) -> None:
        tag = read_tag(html)
        if tag is not None:
            self.tag(tag)
        elif not html.startswith("<!") and not html.startswith("<?"):
            self.text(html)
        self.line += html.count("\n")

    def _maths(self, token: Token) -> None:
        simple = None if token.meta["display"] else maths_as_html(token.content)
        if simple is not None:
            self._html.append(simple)
            return
        self._cut()
        self.parts.append(Maths(token.content))

    def _frame(self, attributes: dict[str, str]) -> None:
        src = attributes.get("src", "")
        title = attributes.get("title", "")
        if find_embed(src):
            self._cut()
            self.parts.append(Video(title or "Video", embed_url=src))
            return
        self.links.report.note(
            self.path, self.line, f"The frame “{src}” is kept as a link."
        )
        if href := self.links.href(src, self.path, self.line):
            self._start("a", f'<a href="{escape(href)}">')
            self.text(title or src)
            self._end("a")

    def _refuse_script(self, tag: Tag) -> None:
        if tag.name == "script":
            self._refuse("an HTML <script>")
        elif any(name.startswith("on") for name in tag.attributes):
            self._refuse(f"an event handler of <{tag.name}>")
        elif tag.name in _DANGEROUS and not tag.closing:
            self._refuse(f"<{tag.name}>")

    def _refuse(self, what: str) -> None:
        self.links.report.refuse(
            self.path,
            self.line,
            f"There is {what} here. Courses can't bring scripts; remove it.",
        )

    def _start_link(self, written: str) -> None:
        href = self.links.href(written, self.path, self.line)
        # An empty opening keeps the close in step without making a link.
        self._start("a", f'<a href="{escape(href)}">' if href else "")

    def _start(self, name: str, opening: str) -> None:
        self._open.append((name, opening))
        self._html.append(opening)

    def _end(self, name: str) -> None:
        if name not in [opened for opened, _opening in self._open]:
            return
        reopen: list[tuple[str, str]] = []
        while self._open:
            opened, opening = self._open.pop()
            if opening:
                self._html.append(f"</{opened}>")
            if opened == name:
                break
            reopen.append((opened, opening))
        for opened, opening in reversed(reopen):
            self._start(opened, opening)

    def _cut(self) -> None:
        """End the text so far, and begin the next with the same marks open."""
        opened = list(self._open)
        self._html += [f"</{name}>" for name, opening in reversed(opened) if opening]
        # Several spaces read as one, and the editor keeps only one.
        html = re.sub(r"[ \t\n]+", " ", clean("".join(self._html))).strip()
        if re.sub(r"<(?!br)[^>]*>", "", html).strip():
            self.parts.append(html)
        self._html = [opening for _name, opening in opened]


def plain_text(tokens: Sequence[Token]) -> str:
    """The words alone, for titles, alternative texts and one-line fields."""
    words: list[str] = []
    for token in tokens:
        if token.type in {"text", "text_special", "code_inline", "maths"}:
            words.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            words.append(" ")
        elif token.type == "image":
            values: dict[str, str] = token.meta.get("values", {})
            words.append(values.get("alt") or plain_text(token.children or []))
    return " ".join("".join(words).split())


def is_void(name: str) -> bool:
    return name in _VOID


def _width(written: str) -> str:
    percent = re.fullmatch(r"\s*(\d+)(?:\.\d+)?%\s*", written)
    pixels = re.fullmatch(r"\s*(\d+)(?:px)?\s*", written)
    if percent and int(percent[1]) <= 50:
        return "small"
    if pixels and int(pixels[1]) <= 320:
        return "small"
    return "normal"
