"""What a lesson is made of, as plain values: the vocabulary of `common.blocks` without the site.

Rich text (`html`, `caption`, `hint`) may hold `<a href="lesson:PATH#ANCHOR">` and
`<a href="file:PATH">`; `stream` turns them into links to pages and documents.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass
class Text:
    html: str


@dataclass
class Figure:
    path: str
    alt: str = ""
    caption: str = ""
    width: str = "normal"
    decorative: bool = False


@dataclass
class Code:
    code: str
    language: str = ""
    kind: str = "source"
    caption: str = ""


@dataclass
class Maths:
    latex: str
    description: str = ""


@dataclass
class Column:
    heading: str
    kind: str  # text, number or rich_text


@dataclass
class Table:
    columns: list[Column]
    rows: list[list[str]]
    caption: str = ""


@dataclass
class Callout:
    kind: str
    title: str
    body: list["Simple"]


@dataclass
class Panel:
    """A title over content: an accordion's item, an exercise's solution."""

    title: str
    body: list["Simple"]


@dataclass
class Accordion:
    panels: list[Panel]


@dataclass
class Exercise:
    title: str
    body: list["Simple"]
    minutes: int | None = None
    hint: str = ""
    solutions: list[Panel] = field(default_factory=list)


@dataclass
class Video:
    title: str
    embed_url: str = ""
    file: str = ""


Simple = Text | Figure | Code | Maths | Table
Block = Simple | Callout | Accordion | Exercise | Video


@dataclass
class Lesson:
    """One Markdown file, understood."""

    path: str
    title: str
    objectives: list[str] = field(default_factory=list)
    key_points: list[str] = field(default_factory=list)
    teaching_minutes: int | None = None
    exercise_minutes: int | None = None
    body: list[Block] = field(default_factory=list)
    # The source's anchors, each with the one that our page shows ("" for the page itself).
    anchors: dict[str, str] = field(default_factory=dict)
    summary: str = ""


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block, the nested ones too."""
    for block in blocks:
        yield block
        if isinstance(block, Callout):
            yield from walk(block.body)
        elif isinstance(block, Accordion):
            for panel in block.panels:
                yield from walk(panel.body)
        elif isinstance(block, Exercise):
            yield from walk(block.body)
            for panel in block.solutions:
                yield from walk(panel.body)


def word_count(blocks: Iterable[Block]) -> int:
    """About how much there is to read."""
    return sum(
        len(block.html.split() if isinstance(block, Text) else block.code.split())
        for block in walk(blocks)
        if isinstance(block, (Text, Code))
    )
