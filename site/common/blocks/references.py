"""What stored blocks point at, however deep: pictures, documents, pages. Found, or led elsewhere."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents import get_document_model
from wagtail.models import Page

_LINK = re.compile(r"<a\b[^>]*>")
_LINK_TYPE = re.compile(r'\blinktype="(page|document)"')
_LINK_ID = re.compile(r'\bid="(\d+)"')

Reference = tuple[type[Model], int]
# Takes the model and the key that is stored, returns the key to store.
Lead = Callable[[type[Model], int], int]


def references(block: blocks.Block, raw: Any) -> Iterator[Reference]:
    """Yield the model and the key of all that a block's stored value points at."""
    found: list[Reference] = []

    def note(model: type[Model], key: int) -> int:
        found.append((model, key))
        return key

    redirected(block, raw, note)
    yield from found


def redirected(block: blocks.Block, raw: Any, lead: Lead) -> Any:
    """Return a block's stored value with each reference led to where `lead` says."""
    if not raw:
        return raw
    if isinstance(block, blocks.ChooserBlock):
        return lead(block.model_class, int(raw))
    if isinstance(block, blocks.RichTextBlock):
        return redirected_links(raw, lead)
    if isinstance(block, blocks.StructBlock) and isinstance(raw, Mapping):
        return {
            name: redirected(block.child_blocks[name], value, lead)
            if name in block.child_blocks
            else value
            for name, value in raw.items()
        }
    if isinstance(block, blocks.StreamBlock):
        return [
            {**item, "value": redirected(child, item["value"], lead)}
            for item in raw
            if (child := block.child_blocks.get(item["type"]))
        ]
    if isinstance(block, blocks.ListBlock):
        return [_redirected_item(block.child_block, item, lead) for item in raw]
    if isinstance(block, TypedTableBlock):
        columns = [block.child_blocks.get(each["type"]) for each in raw["columns"]]
        rows = [
            {**row, "values": _redirected_cells(columns, row["values"], lead)}
            for row in raw["rows"]
        ]
        return {**raw, "rows": rows}
    return raw


def redirected_links(source: str, lead: Lead) -> str:
    """Return rich text with its links to pages and documents led to where `lead` says."""

    def rewrite(match: re.Match[str]) -> str:
        kind, key = _LINK_TYPE.search(match[0]), _LINK_ID.search(match[0])
        if not kind or not key:
            return match[0]
        model = Page if kind[1] == "page" else get_document_model()
        return _LINK_ID.sub(f'id="{lead(model, int(key[1]))}"', match[0], count=1)

    return _LINK.sub(rewrite, source)


def _redirected_item(block: blocks.Block, item: Any, lead: Lead) -> Any:
    # Lists were stored without ids once.
    if isinstance(item, Mapping) and item.get("type") == "item":
        return {**item, "value": redirected(block, item["value"], lead)}
    return redirected(block, item, lead)


def _redirected_cells(
    columns: Iterable[blocks.Block | None], cells: Iterable[Any], lead: Lead
) -> list[Any]:
    return [
        redirected(block, cell, lead) if block else cell
        for block, cell in zip(columns, cells, strict=False)
    ]
