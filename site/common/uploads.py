"""Judges what somebody uploads by its content; the name and the browser's word count for nothing."""

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
ACTIVE_SVG_ELEMENTS = frozenset(
    {"script", "foreignobject", "iframe", "embed", "object", "handler"}
)


def check_document(file: Any, *, max_bytes: int) -> None:
    """Raise `ValidationError` unless `file` is what its name says, and not too big."""
    check_size(file, max_bytes=max_bytes)
    extension = file.name.rsplit(".", 1)[-1].lower() if "." in file.name else ""
    head = _peek(file)
    found = filetype.guess_mime(head) if head else None
    if extension in BINARY_TYPES:
        if found not in BINARY_TYPES[extension]:
            raise ValidationError(
                _("“%(name)s” is not a %(type)s file, although its name says so."),
                params={"name": file.name, "type": extension.upper()},
                code="lying_type",
            )
    elif extension in TEXT_EXTENSIONS:
        if found is not None or not _is_text(head):
            raise ValidationError(
                _("“%(name)s” is not a text file, although its name says so."),
                params={"name": file.name},
                code="lying_type",
            )
    else:
        raise ValidationError(
            _("Files of this kind can't be uploaded. These can: %(types)s."),
            params={"types": ", ".join(DOCUMENT_EXTENSIONS)},
            code="unknown_type",
        )


def content_extension(stored: Any) -> str:
    """Return the extension of a stored file, lower case; empty if its content says otherwise."""
    extension = stored.name.rsplit(".", 1)[-1].lower() if "." in stored.name else ""
    try:
        with stored.open("rb") as file:
            head = _peek(file)
    except OSError:
        return ""
    if extension == "vtt":
        is_it = head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT")
    elif extension in BINARY_TYPES:
        is_it = bool(head) and filetype.guess_mime(head) in BINARY_TYPES[extension]
    else:
        is_it = extension in TEXT_EXTENSIONS and _is_text(head)
    return extension if is_it else ""


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
        if tag in ACTIVE_SVG_ELEMENTS or any(
            _is_active(*item) for item in element.items()
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
    if name.startswith("on"):
        return True
    return name in {"href", "src"} and not value.startswith(("#", "data:image/"))


def _peek(file: Any, length: int = 8192) -> bytes:
    file.seek(0)
    head: bytes = file.read(length)
    file.seek(0)
    return head


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # The last character may be cut in two.
        return error.start >= len(head) - 3
    return True
