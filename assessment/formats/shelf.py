"""What stored questions point at, fetched for all of them at once: pictures, documents, pages."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape, unescape
from typing import Any
from urllib.parse import quote

from wagtail.models import Page

from assessment.formats.item import File
from assessment.formats.words import file_name
from catalog.models import CourseDocument, CourseImage

_TAG = re.compile(r"<(?P<name>a|embed)\b(?P<attributes>[^>]*)>")
_ATTRIBUTE = re.compile(r"([\w-]+)=\"([^\"]*)\"")
_MODELS: dict[str, type[Any]] = {
    "image": CourseImage,
    "document": CourseDocument,
    "page": Page,
}


def pointed_at(raw: Any) -> Iterator[tuple[type[Any], int]]:
    """Yield the model and the key of all that stored blocks and rich text point at."""
    if isinstance(raw, str):
        for match in _TAG.finditer(raw):
            values = dict(_ATTRIBUTE.findall(match["attributes"]))
            kind = values.get("linktype") or values.get("embedtype")
            if kind in _MODELS and values.get("id", "").isdecimal():
                yield _MODELS[kind], int(values["id"])
    elif isinstance(raw, Mapping):
        if raw.get("type") == "image" and (key := raw["value"]["image"]["image"]):
            yield CourseImage, int(key)
        for value in raw.values():
            yield from pointed_at(value)
    elif isinstance(raw, list):
        for value in raw:
            yield from pointed_at(value)


class Shelf:
    def __init__(self, references: Iterable[tuple[type[Any], int]]) -> None:
        keys: dict[type[Any], set[int]] = {}
        for model, key in references:
            keys.setdefault(model, set()).add(key)
        self.images: Mapping[int, CourseImage] = CourseImage.objects.in_bulk(
            keys.get(CourseImage, set())
        )
        self.documents: Mapping[int, CourseDocument] = CourseDocument.objects.in_bulk(
            keys.get(CourseDocument, set())
        )
        self.pages: Mapping[int, Page] = Page.objects.in_bulk(keys.get(Page, set()))
        self._named: dict[str, CourseImage | CourseDocument] = {}

    def image(self, key: Any) -> str:
        """Return the name of a picture in files, "" where it is gone."""
        return self._name(self.images.get(int(key or 0)))

    def file(self, name: str) -> File:
        with self._named[name].file.open("rb") as stream:
            return File(name, stream.read())

    def led(self, html: str) -> tuple[str, list[str]]:
        """Return rich text with its pictures, files and pages led to their names, and the names."""
        names: list[str] = []

        def tag(match: re.Match[str]) -> str:
            values = {
                key: unescape(value)
                for key, value in _ATTRIBUTE.findall(match["attributes"])
            }
            key = int(values["id"]) if values.get("id", "").isdecimal() else 0
            if match["name"] == "embed":
                if not (name := self.image(key)):
                    return ""
                names.append(name)
                alt = escape(values.get("alt", ""))
                return f'<img src="{quote(name)}" alt="{alt}">'
            if values.get("linktype") == "document":
                name = self._name(self.documents.get(key))
                names.extend([name] if name else [])
                return f'<a href="{quote(name)}">'
            if values.get("linktype") == "page":
                page = self.pages.get(key)
                return f'<a href="{escape(page.full_url or "") if page else ""}">'
            return match[0]

        return _TAG.sub(tag, html), names

    def _name(self, thing: CourseImage | CourseDocument | None) -> str:
        """Two files of the same name get the number of the thing in front."""
        if thing is None or not thing.file.storage.exists(thing.file.name):
            return ""
        name = file_name(thing.filename)
        if self._named.setdefault(name, thing) != thing:
            name = f"{thing.pk}-{name}"
            self._named[name] = thing
        return name
