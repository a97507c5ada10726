"""Judges what somebody uploads by its content; the name and the browser's word count for nothing."""

import re
from codecs import getincrementaldecoder
from typing import Any

import filetype
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

# Each extension with the content types that `filetype` may find in such a file.
_ZIP = frozenset({"application/zip"})
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
BINARY_TYPES: dict[str, frozenset[str]] = {
    "pdf": frozenset({"application/pdf"}),
    "zip": _ZIP,
    "docx": _ZIP | {f"{_OFFICE}wordprocessingml.document"},
    "xlsx": _ZIP | {f"{_OFFICE}spreadsheetml.sheet"},
    "pptx": _ZIP | {f"{_OFFICE}presentationml.presentation"},
    "odt": _ZIP | {f"{_OPEN}text"},
    "ods": _ZIP | {f"{_OPEN}spreadsheet"},
    "odp": _ZIP | {f"{_OPEN}presentation"},
    "epub": _ZIP | {"application/epub+zip"},
    "mp4": frozenset({"video/mp4", "video/x-m4v"}),
    "webm": frozenset({"video/webm", "video/x-matroska"}),
    "mp3": frozenset({"audio/mpeg"}),
    "ogg": frozenset({"audio/ogg", "video/ogg"}),
    "m4a": frozenset({"audio/mp4", "video/mp4", "audio/m4a"}),
    "wav": frozenset({"audio/x-wav", "audio/wav"}),
}
TEXT_EXTENSIONS = frozenset(
    [
        "txt",
        "md",
        "csv",
        "tsv",
        "json",
        "yaml",
        "yml",
        "vtt",
        "srt",
        "py",
        "ipynb",
        "r",
        "js",
        "ts",
        "c",
        "h",
        "cpp",
        "java",
        "sql",
        "sh",
        "tex",
        "bib",
    ]
)
DOCUMENT_EXTENSIONS = sorted({*BINARY_TYPES, *TEXT_EXTENSIONS})
PEEKED_BYTES = 8192
ACTIVE_SVG_ELEMENTS = frozenset(
    {"script", "foreignobject", "iframe", "embed", "object", "handler"}
)
# What makes CSS load something, unless that lies in the picture itself.
_CSS_LOADS = re.compile(
    r"@import|image-set\(|url\(\s*+[\"']?+\s*+(?!#|data:image/)", re.IGNORECASE
)
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)


def check_document(file: Any, *, max_bytes: int) -> None:
    """Raise `ValidationError` unless `file` is what its name says, and not too big."""
    check_size(file, max_bytes=max_bytes)
    extension = extension_of(file.name)
    if extension not in DOCUMENT_EXTENSIONS:
        raise ValidationError(
            _("Files of this kind can't be uploaded. These can: %(types)s."),
            params={"types": ", ".join(DOCUMENT_EXTENSIONS)},
            code="unknown_type",
        )
    if not _fits(extension, peek(file)):
        raise ValidationError(
            _("“%(name)s” is not a %(type)s file, although its name says so."),
            params={"name": file.name, "type": extension.upper()},
            code="lying_type",
        )


def content_extension(stored: Any) -> str:
    """Return the extension of a stored file, lower case; empty if its content says otherwise."""
    extension = extension_of(stored.name)
    try:
        with stored.open("rb") as file:
            head = peek(file)
    except OSError:
        return ""
    return extension if _fits(extension, head) else ""


def extension_of(name: str) -> str:
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def _fits(extension: str, head: bytes) -> bool:
    """Tell whether a file that begins with `head` is what its extension says."""
    if not head:
        return False
    if extension in BINARY_TYPES:
        return filetype.guess_mime(head) in BINARY_TYPES[extension]
    if extension == "vtt" and not head.removeprefix(b"\xef\xbb\xbf").startswith(
        b"WEBVTT"
    ):
        return False
    return extension in TEXT_EXTENSIONS and is_text(head)


def check_size(file: Any, *, max_bytes: int) -> None:
    if file.size > max_bytes:
        raise ValidationError(
            _("This file has %(size)s. The most that can be uploaded is %(limit)s."),
            params={
                "size": filesizeformat(file.size),
                "limit": filesizeformat(max_bytes),
            },
            code="too_big",
        )
    if file.size == 0:
        raise ValidationError(_("This file is empty."), code="empty")


def check_svg(content: bytes) -> None:
    """Raise `ValidationError` if an SVG picture could run something or fetch from elsewhere."""
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise ValidationError(
            _("This is not a readable SVG picture."), code="bad_svg"
        ) from error
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.rsplit("}", 1)[-1].lower()
        if (
            tag in ACTIVE_SVG_ELEMENTS
            or any(_is_active(*item) for item in element.items())
            or (tag == "style" and _loads("".join(element.itertext())))
        ):
            raise ValidationError(
                _(
                    "This SVG picture contains a script or fetches from elsewhere, so it is refused."
                ),
                code="active_svg",
            )


def _is_active(name: str, value: str) -> bool:
    name = name.rsplit("}", 1)[-1].lower()
    value = value.strip().lower()
    if name.startswith("on") or _loads(value):
        return True
    return name in {"href", "src"} and not value.startswith(("#", "data:image/"))


def _loads(css: str) -> bool:
    """Tell whether a style, or an attribute that may hold one, loads what lies elsewhere."""
    return bool(_CSS_LOADS.search(_CSS_ESCAPE.sub(_unescaped, css)))


def _unescaped(escape: re.Match[str]) -> str:
    return chr(min(int(escape[1], 16), 0x10FFFF)) if escape[1] else escape[2]


def peek(file: Any) -> bytes:
    file.seek(0)
    head: bytes = file.read(PEEKED_BYTES)
    file.seek(0)
    return head


def is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    # Two letters are no proof: a table may well begin with "BM", like a bitmap.
    if filetype.guess_mime(head) and not filetype.guess_mime(head[:2]):
        return False
    # Where only the head was read, its last character may be cut in two.
    is_whole = len(head) < PEEKED_BYTES
    try:
        getincrementaldecoder("utf-8")().decode(head, final=is_whole)
    except UnicodeDecodeError:
        return False
    return True
