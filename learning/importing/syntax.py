"""The Markdown that course writers use, on top of CommonMark.

Added to tables, strikethrough, footnotes and definition lists of the libraries:
fenced divs (`::: callout`, Docusaurus, MyST), indented admonitions (`!!! note`, `??? tip`,
`=== "Tab"`), kramdown lines (`{: .challenge}`), attributes behind images, links and
spans, and maths between dollars.
"""

import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from learning.importing.attributes import Attributes, read_attributes

# Deeper than any person nests; far from Python's own limit.
MAX_NESTING = 100
_MAX_CONTAINERS = 40

_INTERRUPTS = ["paragraph", "reference", "blockquote", "list"]
_DIV_OPEN = re.compile(r":{3,}\s*(?P<head>[^\s:].*)$")
_DIV_CLOSE = re.compile(r":{3,}\s*$")
_DIV_HEAD = re.compile(
    r"(?:\{(?P<directive>[A-Za-z][\w-]*)\}|(?P<name>[A-Za-z][\w-]*))?"
    r"\s*(?:\[(?P<label>[^\]]*)\])?\s*(?P<attributes>\{.*\})?\s*(?P<rest>[^{}]*?)\s*:*$"
)
_ADMONITION = re.compile(
    r"(?P<mark>!!!|\?\?\?\+?|===\+?!?)\s+(?P<words>[^\"]*?)\s*(?:\"(?P<title>.*)\")?\s*$"
)
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")
_KRAMDOWN = re.compile(r"\{:.*\}\s*$")
_MATHS = re.compile(
    r"\$\$(?P<display>(?:\\.|[^$`\\])+)\$\$"
    r"|\$(?![\s$])(?P<inline>(?:\\.|[^$`\\])*?(?:\\.|[^\s$`\\]))\$(?![\d$])",
    re.DOTALL,
)
_BRACKET_MATHS = re.compile(r"\\\\\((?P<inline>.+?)\\\\\)|\\\\\[(?P<display>.+?)\\\\\]")


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        """Let every link pass: `links` judges them, and says what is wrong."""
        return True


@cache
def parser() -> MarkdownIt:
    """The one parser; it keeps no state between texts."""
    md = _Parser("commonmark", {"maxNesting": MAX_NESTING})
    md.enable(["table", "strikethrough"])
    md.use(deflist_plugin).use(footnote_plugin)
    block = md.block.ruler
    block.before("fence", "fenced_div", _fenced_div, {"alt": _INTERRUPTS})
    block.before("fence", "admonition", _admonition, {"alt": _INTERRUPTS})
    block.before("fence", "kramdown", _kramdown, {"alt": _INTERRUPTS})
    block.before("fence", "maths_block", _maths_block, {"alt": _INTERRUPTS})
    inline = md.inline.ruler
    inline.before("escape", "bracket_maths", _inline_maths(_BRACKET_MATHS, "\\"))
    inline.after("escape", "dollar_maths", _inline_maths(_MATHS, "$"))
    inline.push("span", _span)
    inline.before("span", "attributes", _attributes)
    md.core.ruler.after("inline", "kramdown_attach", _attach_kramdown)
    return md


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _fenced_div(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    text = _line(state, start)
    if not text.startswith(":::") or state.is_code_block(start):
        return False
    if _DIV_CLOSE.match(text):
        if silent:
            return True
        # A close that nothing opened: said in the report, not shown to students.
        token = state.push("stray_close", "", 0)
        token.map = [start, start + 1]
        state.line = start + 1
        return True
    opened = _DIV_OPEN.match(text)
    if opened is None or state.level > _MAX_CONTAINERS:
        return False
    if silent:
        return True
    close = _find_close(state, start, end)
    token = _open_container(state, start, close)
    head = _DIV_HEAD.match(opened["head"])
    attributes = Attributes()
    title = ""
    if head is None:
        attributes.classes = [opened["head"].split()[0]]
        title = opened["head"]
    else:
        read = read_attributes(head["attributes"] or "")
        if read:
            attributes = read[0]
        name = head["directive"] or head["name"]
        if name:
            attributes.classes.insert(0, name)
        title = head["label"] or head["rest"] or attributes.values.get("title", "")
    _describe(token, attributes, title)
    token.meta["closed"] = close < end
    _parse_inside(state, start + 1, close)
    _close_container(state, min(close + 1, end))
    return True


def _find_close(state: StateBlock, start: int, end: int) -> int:
    """The line that closes the div opened at `start`; `end` where none does."""
    depth = 1
    fence = ""
    for number in range(start + 1, end):
        text = _line(state, number)
        if text and state.sCount[number] < state.blkIndent:
            return number if state.blkIndent else end
        code = _FENCE.match(text)
        if fence:
            if code and code["fence"].startswith(fence) and not text.strip("`~ "):
                fence = ""
            continue
        if code:
            fence = code["fence"]
        elif _DIV_CLOSE.match(text):
            depth -= 1
            if depth == 0:
                return number
        elif _DIV_OPEN.match(text):
            depth += 1
    return end


def _admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    text = _line(state, start)
    if text[:3] not in {"!!!", "???", "==="} or state.is_code_block(start):
        return False
    match = _ADMONITION.match(text)
    if match is None or state.level > _MAX_CONTAINERS:
        return False
    words = match["words"].split()
    if match["mark"].startswith("=") and match["title"] is None:
        return False
    if not match["mark"].startswith("=") and not words:
        return False
    indent = state.sCount[start] + 4
    close = start + 1
    last = start
    while close < end:
        if not state.isEmpty(close):
            if state.sCount[close] < indent:
                break
            last = close
        close += 1
    if silent:
        return True
    token = _open_container(state, start, last + 1)
    attributes = Attributes(classes=words or ["tab"])
    if match["mark"].startswith("?"):
        attributes.classes.append("collapsed")
    _describe(token, attributes, match["title"] or "")
    token.meta["closed"] = True
    old_indent, state.blkIndent = state.blkIndent, indent
    _parse_inside(state, start + 1, last + 1)
    state.blkIndent = old_indent
    _close_container(state, last + 1)
    return True


def _open_container(state: StateBlock, start: int, close: int) -> Token:
    token = state.push("container_open", "div", 1)
    token.block = True
    token.map = [start, close]
    return token


def _describe(token: Token, attributes: Attributes, title: str) -> None:
    token.meta.update(
        classes=attributes.classes, id=attributes.id, title=title.strip(" :\"'")
    )
    token.meta["values"] = attributes.values


def _parse_inside(state: StateBlock, first: int, close: int) -> None:
    old_parent, old_max = state.parentType, state.lineMax
    state.parentType = "container"
    # Keeps a lazy paragraph from running past the closing line.
    state.lineMax = close
    state.md.block.tokenize(state, first, close)
    state.parentType, state.lineMax = old_parent, old_max


def _close_container(state: StateBlock, line: int) -> None:
    state.push("container_close", "div", -1).block = True
    state.line = line


def _kramdown(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    text = _line(state, start)
    if not text.startswith("{:") or not _KRAMDOWN.match(text):
        return False
    if silent:
        return True
    token = state.push("kramdown", "", 0)
    token.map = [start, start + 1]
    token.content = text.strip()
    state.line = start + 1
    return True


def _attach_kramdown(state: StateCore) -> None:
    """Give each `{: …}` line to the block that it follows."""
    opens: list[Token] = []
    last_closed: dict[int, Token] = {}
    kept: list[Token] = []
    for token in state.tokens:
        if token.type == "kramdown":
            before = last_closed.get(token.level)
            read = read_attributes(token.content)
            if before is not None and read and not read[0].words:
                before.meta.setdefault("classes", []).extend(read[0].classes)
                before.meta.setdefault("values", {}).update(read[0].values)
                before.meta["id"] = read[0].id or before.meta.get("id", "")
                continue
        elif token.nesting == 1:
            opens.append(token)
            last_closed = {
                level: seen
                for level, seen in last_closed.items()
                if level <= token.level
            }
        elif token.nesting == -1 and opens:
            opened = opens.pop()
            last_closed[opened.level] = opened
        elif token.type != "inline":
            last_closed[token.level] = token
        kept.append(token)
    state.tokens = kept


def _maths_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    text = _line(state, start)
    if not text.startswith("$$") or state.is_code_block(start):
        return False
    lines = [text[2:]]
    number = start
    while not lines[-1].rstrip().endswith("$$"):
        number += 1
        if number >= end or state.isEmpty(number):
            return False
        lines.append(_line(state, number))
    latex = "\n".join(lines).rstrip()[:-2].strip()
    if not latex or "$$" in latex:
        return False
    if silent:
        return True
    token = state.push("maths_block", "", 0)
    token.map = [start, number + 1]
    token.content = latex
    state.line = number + 1
    return True


def _inline_maths(
    pattern: re.Pattern[str], first: str
) -> Callable[[StateInline, bool], bool]:
    def rule(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] != first:
            return False
        match = pattern.match(state.src, state.pos, state.posMax)
        if match is None:
            return False
        if not silent:
            token = state.push("maths", "", 0)
            token.content = (match["inline"] or match["display"] or "").strip()
            token.meta["display"] = match["inline"] is None
        state.pos = match.end()
        return True

    return rule


def _attributes(state: StateInline, silent: bool) -> bool:
    """`{…}` right behind an image, a link, a span or code."""
    if state.src[state.pos] != "{" or silent or state.pending or not state.tokens:
        return False
    token = state.tokens[-1]
    if token.type not in {"image", "link_close", "code_inline", "span_close"}:
        return False
    read = read_attributes(state.src, state.pos)
    if read is None:
        return False
    token.meta.update(classes=read[0].classes, id=read[0].id, values=read[0].values)
    state.pos = read[1]
    return True


def _span(state: StateInline, silent: bool) -> bool:
    """`[text]{#id}`: text with attributes."""
    if state.src[state.pos] != "[":
        return False
    label_end = state.md.helpers.parseLinkLabel(state, state.pos)
    if label_end < 0 or state.src[label_end + 1 : label_end + 2] != "{":
        return False
    read = read_attributes(state.src, label_end + 1)
    if read is None:
        return False
    if not silent:
        start, old_max = state.pos + 1, state.posMax
        opening = state.push("span_open", "span", 1)
        opening.meta.update(id=read[0].id, classes=read[0].classes)
        state.pos, state.posMax = start, label_end
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
        state.posMax = old_max
    state.pos = read[1]
    return True
