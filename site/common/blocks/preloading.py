"""Everything that a stream refers to, fetched at once: pictures, renditions, documents, pages.

Wagtail fetches in bulk for each chooser of each kind of block, and once more for the links of
each rich text, so that a long lesson costs dozens of queries. Here a stream is walked once, as it
is stored; the first block that needs a picture fetches all pictures, whatever block they are in.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue
from wagtail.images import get_image_model

from common.blocks.references import references


class Shelf:
    """The objects that one stream refers to. One query for each model, at first need."""

    def __init__(self, block: blocks.Block, raw: Any) -> None:
        self._wanted: dict[type[Model], set[int]] = defaultdict(set)
        self._found: dict[type[Model], dict[int, Model]] = {}
        for model, pk in references(block, raw):
            self._wanted[model].add(pk)

    def take(
        self, model: type[Model], keys: Iterable[int | str | None]
    ) -> list[Model | None]:
        """Return an object for each key, never the same twice: blocks write on their pictures."""
        objects = self._objects(model)
        wanted = [int(key) if key else None for key in keys]
        return [copy(objects.get(key)) if key else None for key in wanted]

    def _objects(self, model: type[Model]) -> dict[int, Model]:
        if model not in self._found:
            found = model._default_manager.all()
            if model is get_image_model():
                found = found.prefetch_related("renditions")
            self._found[model] = found.in_bulk(self._wanted[model])
        return self._found[model]


class BareShelf(Shelf):
    """Has nothing of what a stream refers to."""

    def __init__(self) -> None:
        self._wanted, self._found = defaultdict(set), {}

    def _objects(self, model: type[Model]) -> dict[int, Model]:
        return {}


_open_shelf: ContextVar[Shelf | None] = ContextVar("open_shelf", default=None)


def open_shelf() -> Shelf | None:
    return _open_shelf.get()


@contextmanager
def opened(shelf: Shelf | None) -> Iterator[None]:
    token = _open_shelf.set(shelf)
    try:
        yield
    finally:
        _open_shelf.reset(token)


class PreloadedStreamValue(StreamValue):
    """A stream that opens its shelf while its blocks take shape."""

    _shelf: Shelf | None = None

    def _prefetch_blocks(self, type_name: str) -> None:
        if self._shelf is None:
            self._shelf = Shelf(
                self.stream_block, [raw for raw in self._raw_data if raw]
            )
        with opened(self._shelf):
            super()._prefetch_blocks(type_name)


def texts_of(stream: StreamValue) -> list[str]:
    """Return what the blocks of a stream that was just read say, without a query.

    The words of what they refer to, such as the alt texts that pictures bring along, are missing.
    """
    if isinstance(stream, PreloadedStreamValue):
        stream = PreloadedStreamValue(
            stream.stream_block, list(stream.raw_data), is_lazy=True
        )
        stream._shelf = BareShelf()
    texts: list[str] = stream.stream_block.get_searchable_content(stream)
    return texts


class PreloadedStreamBlock(blocks.StreamBlock):
    def to_python(self, value: Any) -> StreamValue:
        stream = super().to_python(value)
        if not getattr(stream, "is_lazy", False) or isinstance(
            stream, PreloadedStreamValue
        ):
            return stream
        return PreloadedStreamValue(self, list(stream.raw_data), is_lazy=True)

    class Meta:
        template = "blocks/stream.html"
