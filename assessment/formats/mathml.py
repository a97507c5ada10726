"""Formulas in MathML, as other systems store them, rewritten in LaTeX."""

import re
from collections.abc import Callable
from html import unescape
from xml.etree.ElementTree import Element

from assessment.formats.safe_xml import local, parse_xml, text_in
from common.exceptions import Refused

_MATH = re.compile(r"<(?:\w+:)?math\b.*?</(?:\w+:)?math>", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)\w+;")
_PREFIX = re.compile(r"(</?)\w+:(?=\w)")
_FOREIGN = re.compile(r"\s(?:\w+:)?\w+\s*=\s*(\"[^\"]*\"|'[^']*')")
_SPECIAL = re.compile(r"([#$%&_{}])")
_INVISIBLE = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064\u200b"))
_COMMANDS: dict[str, tuple[int, Callable[..., str]]] = {
    "msqrt": (1, lambda a: rf"\sqrt{{{a}}}"),
    "mroot": (2, lambda a, b: rf"\sqrt[{b}]{{{a}}}"),
    "mfrac": (2, lambda a, b: rf"\frac{{{a}}}{{{b}}}"),
    "msup": (2, lambda a, b: f"{_base(a)}^{{{b}}}"),
    "msub": (2, lambda a, b: f"{_base(a)}_{{{b}}}"),
    "msubsup": (3, lambda a, b, c: f"{_base(a)}_{{{b}}}^{{{c}}}"),
    "munderover": (3, lambda a, b, c: f"{_base(a)}_{{{b}}}^{{{c}}}"),
    "mover": (2, lambda a, b: rf"\overset{{{b}}}{{{a}}}"),
    "munder": (2, lambda a, b: rf"\underset{{{b}}}{{{a}}}"),
}
_NOTES = {"annotation", "annotation-xml"}
_ROWS = {"math", "mrow", "mstyle", "semantics", "mpadded", "mphantom", "mfenced"}
_WORDS = {"mi", "mn", "mo", "ms"}


def with_latex(html: str) -> tuple[str, bool, bool]:
    """Return `html` with LaTeX for MathML, whether there was any, and whether all could be read."""
    unread: list[str] = []

    def each(match: re.Match[str]) -> str:
        latex = _latex(match[0])
        if latex is None:
            unread.append(match[0])
            return match[0]
        written = latex.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return rf"\({written}\)"

    changed = _MATH.sub(each, html)
    return changed, changed != html or bool(unread), not unread


def _latex(written: str) -> str | None:
    bare = _FOREIGN.sub("", _PREFIX.sub(r"\1", written))
    text = _ENTITY.sub(lambda match: unescape(match[0]), bare)
    try:
        latex = _of(parse_xml(text.encode()))
    except (Refused, _Unknown):
        return None
    return " ".join(latex.split()) or None


class _Unknown(Exception):
    """A part of MathML that has no place in a line of LaTeX."""


def _of(element: Element) -> str:
    name = local(element)
    parts = [_of(child) for child in element if local(child) not in _NOTES]
    if name in _ROWS:
        row = " ".join(part for part in parts if part)
        return rf"\left({', '.join(parts)}\right)" if name == "mfenced" else row
    if name in _WORDS:
        return _escaped(element)
    if name == "mtext":
        return rf"\text{{{_escaped(element)}}}"
    if name == "mspace":
        return ""
    if name == "msqrt":
        parts = [" ".join(parts)]
    places, command = _COMMANDS.get(name, (-1, str))
    if len(parts) != places:
        raise _Unknown
    return command(*parts)


def _escaped(element: Element) -> str:
    return _SPECIAL.sub(r"\\\1", text_in(element).strip().translate(_INVISIBLE))


def _base(latex: str) -> str:
    return latex if len(latex) == 1 else f"{{{latex}}}"
