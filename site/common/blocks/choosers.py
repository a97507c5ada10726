"""Wagtail's blocks for pictures, documents, pages and rich text, taking from an open shelf.

Migrations name Wagtail's own classes: what is stored is the same.
"""

import re
from collections.abc import Iterable
from typing import Any

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.rich_text import RichText, get_text_for_indexing

from common.blocks.comparison import PictureComparison
from common.blocks.preloading import Shelf, open_shelf, opened


class ShelvedChooser(blocks.ChooserBlock):
    stored_as = ""

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        if (shelf := open_shelf()) is None:
            converted: list[Any] = super().bulk_to_python(values)
            return converted
        return list(shelf.take(self.model_class, values))

    def deconstruct(self) -> tuple[str, Any, Any]:
        _path, args, kwargs = super().deconstruct()
        return self.stored_as, args, kwargs


class PictureChooserBlock(ShelvedChooser, ImageChooserBlock):
    stored_as = "wagtail.images.blocks.ImageChooserBlock"


class DocumentBlock(ShelvedChooser, DocumentChooserBlock):
    stored_as = "wagtail.documents.blocks.DocumentChooserBlock"


class PageBlock(ShelvedChooser, blocks.PageChooserBlock):
    stored_as = "wagtail.blocks.PageChooserBlock"


class PictureBlock(ImageBlock):
    """A picture that asks for its alt text in place."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        chooser = PictureChooserBlock(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser

    def get_comparison_class(self) -> type[PictureComparison]:
        return PictureComparison


class ShelvedRichText(RichText):
    """Rich text that keeps the shelf of its stream, for its links, until it is shown."""

    def __init__(self, source: str, shelf: Shelf) -> None:
        super().__init__(source)
        self.shelf = shelf

    def __html__(self) -> str:
        with opened(self.shelf):
            return str(super().__html__())


# What ends a paragraph, a heading or a line.
_END = re.compile(r"</(?:p|h\d|li|blockquote)>|<(?:br|hr)\s*/?>", re.IGNORECASE)


class ProseBlock(blocks.RichTextBlock):
    def to_python(self, value: str) -> RichText:
        shelf = open_shelf()
        return ShelvedRichText(value, shelf) if shelf else RichText(value)

    def get_searchable_content(self, value: RichText) -> list[str]:
        """Return the paragraphs one by one, so that a result can show one of them."""
        if not self.search_index:
            return []
        parts = map(get_text_for_indexing, _END.split(value.source or ""))
        return [part for part in parts if part]

    def deconstruct(self) -> tuple[str, Any, Any]:
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.RichTextBlock", args, kwargs
