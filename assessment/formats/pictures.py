"""The pictures of a text, for formats that keep them inside, beside or apart from it."""

import base64
from collections.abc import Callable, Iterable
from urllib.parse import quote, unquote

from assessment.formats import markup
from assessment.formats.item import File, Item

# Pictures that may stand inside a text, by the endings of their names.
TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}


def type_of(name: str) -> str:
    return TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def named_in(html: str, files: Iterable[File]) -> list[File]:
    """Return those of `files` that `html` shows or links to."""
    names = {_name(node) for node in _nodes(html)}
    return [file for file in files if file.name in names]


def has_file_links(item: Item) -> bool:
    """Whether the question or its feedback offers a file that isn't a picture in the text."""
    names = {file.name for file in item.files}
    return any(
        node.name == "a" and _name(node) in names
        for html in (item.prompt, item.feedback)
        for node in _nodes(html)
    )


def with_files_at(html: str, files: Iterable[File], at: Callable[[File], str]) -> str:
    """Return `html` with the name of each file replaced by what `at` says."""
    for file in named_in(html, files):
        for attribute in ("src", "href"):
            html = html.replace(
                f'{attribute}="{quote(file.name)}"', f'{attribute}="{at(file)}"'
            )
    return html


def with_pictures_inside(html: str, files: Iterable[File]) -> str:
    """Return `html` with each picture written into it; the name goes along."""

    def data_uri(file: File) -> str:
        data = base64.b64encode(file.data).decode()
        return f"data:{type_of(file.name)};name={quote(file.name)};base64,{data}"

    return with_files_at(html, files, data_uri)


def _nodes(html: str) -> list[markup.Node]:
    nodes = markup.walk(markup.parse(html))
    return [node for node in nodes if node.name in {"img", "a"}]


def _name(node: markup.Node) -> str:
    return unquote(node.attributes.get("src") or node.attributes.get("href") or "")
