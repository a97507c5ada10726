"""What a file is: told by its content. A name only says which kind of text a text is."""

import struct
import zipfile
from dataclasses import dataclass
from typing import Any

import filetype

from common.highlighting import LANGUAGE_OF
from common.uploads import extension_of, is_text, peek

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
# What the container of an office document says it holds, with the kind and the usual ending.
_INSIDE = {
    f"{_OFFICE}wordprocessingml.document": ("document", "docx"),
    f"{_OFFICE}spreadsheetml.sheet": ("table", "xlsx"),
    f"{_OFFICE}presentationml.presentation": ("slides", "pptx"),
    f"{_OPEN}text": ("document", "odt"),
    f"{_OPEN}spreadsheet": ("table", "ods"),
    f"{_OPEN}presentation": ("slides", "odp"),
}
_BY_MIME = {
    "application/pdf": ("pdf", "pdf"),
    "application/rtf": ("document", "rtf"),
    "application/msword": ("document", "doc"),
    "application/vnd.ms-excel": ("table", "xls"),
    "application/vnd.ms-powerpoint": ("slides", "ppt"),
}
# Sound and film come in the same containers; nobody can tell them apart by their first bytes.
_FILM_OR_SOUND = frozenset({"mp4", "m4a", "m4v", "mov", "webm", "mkv", "ogg", "3gp"})
_ZIPPED = frozenset({"application/zip", "application/epub+zip", *_INSIDE})

TABLE_EXTENSIONS = frozenset({"csv", "tsv"})
# The list of an archive's files lies in memory while it is read, so a long one is left alone.
_LONGEST_LIST = 1024 * 1024
_LONGEST_NOTE = 256 * 1024
_TAIL = 65_536 + 22
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = frozenset(range(32)) - {*b"\t\n\r\f\x1b"}


@dataclass(frozen=True, slots=True)
class FileKind:
    """`names` says what it counts as, usually one; `extension` is what such a file is called."""

    names: frozenset[str]
    extension: str


def kind_of(file: Any) -> FileKind | None:
    """Return what `file` is: pdf, image, text, code, table, document, slides, audio, video, archive.

    None for anything else: programs, disk images, damaged archives.
    """
    head = peek(file)
    guess = filetype.guess(head)
    if _reads_as_text(head):
        return _text_kind(extension_of(file.name))
    if guess is None:
        return None
    if guess.mime in _BY_MIME:
        return _kind(*_BY_MIME[guess.mime])
    if guess.mime in _ZIPPED:
        return _zip_kind(file)
    family = guess.mime.partition("/")[0]
    if family in ("audio", "video") and guess.extension in _FILM_OR_SOUND:
        return FileKind(frozenset({"audio", "video"}), guess.extension)
    if family in ("image", "audio", "video"):
        return _kind(family, guess.extension)
    return None


def text_of(content: bytes) -> str:
    """Return the words of a text file, whichever of the usual encodings it has."""
    if content.startswith(_UTF_16):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Cut in the middle of a letter, or from a time before UTF-8.
        if error.reason == "unexpected end of data":
            return content[: error.start].decode("utf-8-sig")
        return content.decode("cp1252", errors="replace")


def _kind(name: str, extension: str) -> FileKind:
    return FileKind(frozenset({name}), extension)


def _text_kind(extension: str) -> FileKind:
    if extension in TABLE_EXTENSIONS:
        return _kind("table", extension)
    if extension in LANGUAGE_OF:
        return _kind("code", extension)
    return _kind("text", "md" if extension in ("md", "markdown") else "txt")


def _reads_as_text(head: bytes) -> bool:
    if not head:
        return False
    if is_text(head):
        return True
    if head.startswith(_UTF_16):
        try:
            head[: len(head) // 2 * 2].decode("utf-16")
        except UnicodeDecodeError as error:
            return error.start >= len(head) - 4
        return True
    # Of one byte a letter; what a program writes has bytes that no text has.
    known = filetype.guess(head) is not None and not filetype.guess(head[:2])
    return not known and not head.startswith(b"%PDF") and not _CONTROLS & {*head}


def _zip_kind(file: Any) -> FileKind | None:
    archive = _kind("archive", "zip")
    if not _has_short_list(file):
        return archive
    try:
        with zipfile.ZipFile(file) as opened:
            for note in ("mimetype", "[Content_Types].xml"):
                if note in opened.NameToInfo:
                    with opened.open(note) as inside:
                        return (
                            _kind_said(inside.read(_LONGEST_NOTE).decode()) or archive
                        )
    except (
        zipfile.BadZipFile,
        NotImplementedError,  # `zipfile`'s word for a compression that it hasn't learnt
        RuntimeError,
        EOFError,
        ValueError,
    ):
        return None
    finally:
        file.seek(0)
    return archive


def _kind_said(note: str) -> FileKind | None:
    note = note.strip()
    for mime, found in _INSIDE.items():
        if note == mime or f'"{mime}.main+xml"' in note:
            return _kind(*found)
    return None


def _has_short_list(file: Any) -> bool:
    """Tell from the end of an archive whether the list of what is inside is of a usual length."""
    file.seek(0, 2)
    file.seek(max(0, file.tell() - _TAIL))
    tail: bytes = file.read()
    file.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return True  # it has no list, which `zipfile` says at once
    (length,) = struct.unpack_from("<L", tail, at + 12)
    # An archive of the large kind has its true list elsewhere.
    return length <= _LONGEST_LIST and b"PK\x06\x07" not in tail[:at]
