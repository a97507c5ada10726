"""The values of `content` as the site stores them: raw StreamField data and rich text."""

import re
import uuid
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any, Protocol
from urllib.parse import unquote

from learning.importing.content import (
    Accordion,
    Block,
    Callout,
    Code,
    Exercise,
    Figure,
    Maths,
    Panel,
    Table,
    Text,
    Video,
)
from learning.importing.fingerprint import fingerprint

Raw = dict[str, Any]

_LINK = re.compile(
    r'<a href="(?P<kind>lesson|file):(?P<path>[^"#]*)(?:#(?P<anchor>[^"]*))?">(?P<text>.*?)</a>',
    re.DOTALL,
)


class Targets(Protocol):
    """Where what a lesson points to stands in the site."""

    def page(self, path: str) -> int | None: ...

    def anchor(self, path: str, anchor: str) -> str: ...

    def document(self, path: str) -> int | None: ...

    def image(self, path: str) -> int: ...


class StreamWriter:
    def __init__(self, *, path: str, targets: Targets) -> None:
        self.path = path
        self.targets = targets

    def blocks(self, blocks: Iterable[Block]) -> list[Raw]:
        return [self._block(block) for block in blocks]

    def rich_text(self, html: str) -> str:
        return (
            _LINK.sub(self._link, html)
            .replace("<br>", "<br/>")
            .replace("<hr>", "<hr/>")
        )

    def _link(self, match: re.Match[str]) -> str:
        path, text = unquote(match["path"]), match["text"]
        if match["kind"] == "file":
            document = self.targets.document(path)
            if document is None:
                return text
            return f'<a linktype="document" id="{document}">{text}</a>'
        anchor = unquote(match["anchor"] or "")
        anchor = self.targets.anchor(path, anchor) if anchor else ""
        if anchor and path == self.path:
            return f'<a href="#{anchor}">{text}</a>'
        page = self.targets.page(path)
        if page is None:
            return text
        fragment = f' fragment="{anchor}"' if anchor else ""
        return f'<a linktype="page" id="{page}"{fragment}>{text}</a>'

    def _block(self, block: Block) -> Raw:
        if isinstance(block, Text):
            return _raw("text", self.rich_text(block.html))
        if isinstance(block, Figure):
            return _raw(
                "image",
                {
                    "image": {
                        "image": self.targets.image(block.path),
                        "decorative": block.decorative,
                        "alt_text": block.alt,
                    },
                    "caption": self.rich_text(block.caption),
                    "width": block.width,
                },
            )
        if isinstance(block, Code):
            return _raw("code", dict(vars(block)))
        if isinstance(block, Maths):
            return _raw("maths", dict(vars(block)))
        if isinstance(block, Table):
            return _raw("table", self._table(block))
        if isinstance(block, Callout):
            return _raw(
                "callout",
                {
                    "kind": block.kind,
                    "title": block.title,
                    "body": self.blocks(block.body),
                },
            )
        if isinstance(block, Accordion):
            return _raw("accordion", {"items": self._panels(block.panels)})
        if isinstance(block, Exercise):
            return _raw(
                "exercise",
                {
                    "title": block.title,
                    "minutes": block.minutes,
                    "body": self.blocks(block.body),
                    "hint": self.rich_text(block.hint),
                    "solutions": self._panels(block.solutions),
                },
            )
        return _raw("video", self._video(block))

    def _panels(self, panels: Iterable[Panel]) -> list[Raw]:
        return [
            _raw("item", {"title": panel.title, "body": self.blocks(panel.body)})
            for panel in panels
        ]

    def _table(self, table: Table) -> Raw:
        rows = [
            {
                "values": [
                    self.rich_text(cell)
                    if column.kind == "rich_text"
                    else (cell or None)
                    if column.kind == "number"
                    else cell
                    for cell, column in zip(row, table.columns, strict=True)
                ]
            }
            for row in table.rows
        ]
        columns = [
            {"type": column.kind, "heading": column.heading} for column in table.columns
        ]
        return {
            "caption": table.caption,
            "table": {"columns": columns, "rows": rows, "caption": ""},
        }

    def _video(self, video: Video) -> Raw:
        return {
            "title": video.title,
            "file": self.targets.document(video.file) if video.file else None,
            "hls_url": "",
            "embed_url": video.embed_url,
            "poster": None,
            "captions": None,
            "transcript": "",
        }


def _raw(kind: str, value: Any) -> Raw:
    return {"type": kind, "value": value}


def points(kind: str, texts: Iterable[str]) -> list[Raw]:
    return [_raw(kind, text) for text in texts]


def keep_ids(new: Sequence[Raw], old: Sequence[Raw]) -> list[Raw]:
    """Give each block the id of the one it follows, so that comments and positions stay with it."""
    before = [fingerprint(item) for item in old]
    after = [fingerprint(item) for item in new]
    kept: list[Raw] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            kept += old[old_start:old_end]
            continue
        waiting = list(old[old_start:old_end])
        for item in new[new_start:new_end]:
            same = next(
                (seen for seen in waiting if seen["type"] == item["type"]), None
            )
            if same is not None:
                waiting = waiting[waiting.index(same) + 1 :]
            kept.append(_with_id(item, same))
    return kept


def _with_id(item: Raw, old: Raw | None) -> Raw:
    former = old["value"] if old else None
    value = item["value"]
    if isinstance(value, dict):
        known = former if isinstance(former, dict) else {}
        value = {
            name: keep_ids(field, known.get(name) or [])
            if name in {"body", "items", "solutions"}
            else field
            for name, field in value.items()
        }
    identity = old.get("id") if old else None
    return {**item, "value": value, "id": identity or str(uuid.uuid4())}
