"""Attribute lists in braces, as Pandoc, kramdown and MyST write them: `{#id .class key='value'}`."""

import re
from dataclasses import dataclass, field

_ITEM = re.compile(
    r"""
    \s*(?:
      \#(?P<id>[^\s{}\#.="']+)
    | \.(?P<class>[^\s{}\#.="']+)
    | (?P<key>[\w:-]+)\s*=\s*(?:
          "(?P<double>(?:\\.|[^"\\])*)"
        | '(?P<single>(?:\\.|[^'\\])*)'
        | (?P<bare>[^\s{}"']+)
      )
    | (?P<word>[\w-][\w:-]*)
    )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass
class Attributes:
    id: str = ""
    classes: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)


def unescape(text: str) -> str:
    """Drop the backslash before punctuation, as Markdown does in running text."""
    return _ESCAPE.sub(r"\1", text)


def read_attributes(text: str, start: int = 0) -> tuple[Attributes, int] | None:
    """Return the list that opens at `text[start]` and the position behind it, or None."""
    if start >= len(text) or text[start] != "{":
        return None
    position = start + 1
    if text.startswith(":", position):
        position += 1
    found = Attributes()
    while True:
        match = _ITEM.match(text, position)
        if match is None:
            break
        position = match.end()
        if match["id"]:
            found.id = match["id"]
        elif match["class"]:
            found.classes.append(match["class"])
        elif match["key"]:
            value = match["double"] or match["single"] or match["bare"] or ""
            found.values[match["key"]] = unescape(" ".join(value.split()))
        else:
            found.words.append(match["word"])
    while position < len(text) and text[position].isspace():
        position += 1
    if position < len(text) and text[position] == "}":
        return found, position + 1
    return None
