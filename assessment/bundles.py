"""All work of an assignment as one ZIP, made while it is sent: a piece at a time, whatever it weighs."""

import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Assignment, SubmissionFile, SubmissionVersion
from common.tables import csv_lines

CHUNK = 256 * 1024
AT_ONCE = 100
LONGEST_NAME = 100
# What Windows, macOS or a shell would stumble over.
_FORBIDDEN = re.compile(
    r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+'
)
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
# These are small already.
_PACKED = (
    "zip",
    "docx",
    "xlsx",
    "pptx",
    "odt",
    "ods",
    "odp",
    "png",
    "jpg",
    "webp",
    "mp4",
    "mp3",
)


class _Outlet:
    """A file that is only written to; what was written is taken out as it comes."""

    def __init__(self) -> None:
        self.written = bytearray()

    def write(self, data: bytes) -> int:
        self.written += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """What was written stays to be taken."""

    def take(self) -> bytes:
        taken = bytes(self.written)
        self.written.clear()
        return taken


@dataclass(frozen=True)
class _Entry:
    """One file of the ZIP. `file` is None for the text of a version."""

    version: SubmissionVersion
    path: str
    file: SubmissionFile | None


def bundle(assignment: Assignment, *, every_version: bool = False) -> Iterator[bytes]:
    """Yield the ZIP: a table of what is in it, then a folder for each student."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w") as archive:
        rows = _table(assignment, every_version)
        yield from _packed(
            archive, outlet, "contents.csv", (line.encode() for line in csv_lines(rows))
        )
        for entry in _entries(assignment, every_version):
            yield from _packed(
                archive, outlet, entry.path, _content(entry), entry.version.submitted_at
            )
    yield outlet.take()


def _packed(
    archive: zipfile.ZipFile,
    outlet: _Outlet,
    path: str,
    content: Iterator[bytes],
    at: datetime | None = None,
) -> Iterator[bytes]:
    moment = timezone.localtime(at or timezone.now())
    entry = zipfile.ZipInfo(path, moment.timetuple()[:6])
    is_packed = path.rsplit(".", 1)[-1].lower() in _PACKED
    entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    with archive.open(entry, "w") as inside:
        for chunk in content:
            inside.write(chunk)
            if outlet.written:
                yield outlet.take()
    yield outlet.take()


def _content(entry: _Entry) -> Iterator[bytes]:
    if entry.file is None:
        yield entry.version.text.encode()
        return
    try:
        with default_storage.open(str(entry.file.file.name), "rb") as stored:
            while chunk := stored.read(CHUNK):
                yield chunk
    except OSError:  # one file that is gone must not cost the others
        yield str(_("This file could not be read from the storage.")).encode()


def _table(assignment: Assignment, every_version: bool) -> Iterator[list[object]]:
    yield [
        "path",
        "name",
        "username",
        "email",
        "version",
        "handed_in",
        "file",
        "bytes",
        "sha256",
    ]
    for entry in _entries(assignment, every_version):
        student, file = entry.version.submission.student, entry.file
        yield [
            entry.path,
            str(student),
            student.username,
            student.email,
            entry.version.number,
            f"{timezone.localtime(entry.version.submitted_at):%Y-%m-%d %H:%M:%S %z}",
            file.name if file else "",
            file.size if file else len(entry.version.text.encode()),
            file.digest if file else "",
        ]


def _entries(assignment: Assignment, every_version: bool) -> Iterator[_Entry]:
    versions = (
        SubmissionVersion.objects.filter(submission__assignment=assignment)
        .select_related("submission__student")
        .prefetch_related("files")
        .order_by("submission__student__username", "number")
    )
    if not every_version:
        newest = SubmissionVersion.objects.filter(submission__assignment=assignment)
        keys: Any = newest.order_by().values("submission").annotate(n=Max("pk"))
        versions = versions.filter(pk__in=keys.values("n"))
    for version in versions.iterator(chunk_size=AT_ONCE):
        yield from _entries_of(version, every_version)


def _entries_of(version: SubmissionVersion, every_version: bool) -> Iterator[_Entry]:
    student = version.submission.student
    folder = safe_name(f"{student} ({student.username})")
    if every_version:
        folder += f"/{version.number}"
    taken: set[str] = set()
    if version.text:
        taken.add("text.txt")
        yield _Entry(version, f"{folder}/text.txt", None)
    for file in version.files.all():
        name = _free(safe_name(file.name), taken)
        taken.add(name.casefold())
        yield _Entry(version, f"{folder}/{name}", file)


def safe_name(name: str) -> str:
    """Return a name that is one file or folder on every system, in its own letters."""
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    if len(name) > LONGEST_NAME:
        stem, dot, ending = name.rpartition(".")
        if not dot or len(ending) > 20:
            stem, dot, ending = name, "", ""
        name = stem[: LONGEST_NAME - len(ending) - 1].rstrip(" .") + dot + ending
    if not name or _RESERVED.match(name):
        name = f"_{name}"
    return name


def _free(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{stem} ({number}){dot}{ending}"
    return free
