"""An archive from anywhere: every file in it is measured before it is read, and nothing is unpacked."""

import posixpath
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from common.exceptions import Refused

MEGABYTE = 1024 * 1024
MAX_FILES = 5_000
MAX_TOTAL = 200 * MEGABYTE
MAX_FILE = 20 * MEGABYTE
# What Python's reader of archives raises: damage (BadZipFile, EOFError), a name or number that makes
# no sense (ValueError), a password (RuntimeError), a kind of compression that it hasn't learnt
# (NotImplementedError, which is its own word for that), and what the system says of a cut file.
UNREADABLE = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
# Text shrinks to a tenth, pictures hardly at all. What grows more when unpacked is a bomb.
MAX_GROWTH = 200
_ENCRYPTED = 0x1


class Archive:
    def __init__(self, data: bytes, *, max_file: int = MAX_FILE) -> None:
        """Measure what the archive says of its files; `max_file` bytes unpacked are the most for one.

        Refuses what can't be read, is locked, leads out of the archive or would fill the memory.
        """
        try:
            self._zip = ZipFile(BytesIO(data))
            infos = [info for info in self._zip.infolist() if not info.is_dir()]
        except UNREADABLE as error:
            raise Refused("not_zip", _("This archive can't be read.")) from error
        _check(infos, max_file)
        self._infos = {posixpath.normpath(info.filename): info for info in infos}

    def __contains__(self, path: str) -> bool:
        return path in self._infos

    def find(self, path: str) -> bytes | None:
        return self.read(path) if path in self else None

    def read(self, path: str) -> bytes:
        info = self._infos[path]
        try:
            with self._zip.open(info) as file:
                return file.read()  # no more than the archive says
        except UNREADABLE as error:
            raise Refused(
                "broken_zip",
                _("“%(name)s” in the archive can't be read.") % {"name": path[:80]},
            ) from error

    def shallowest(self, name: str) -> str | None:
        """Return the file of this name that lies in the fewest folders."""
        found = [path for path in self._infos if posixpath.basename(path) == name]
        return min(found, key=lambda path: (path.count("/"), path), default=None)


def _check(infos: list[ZipInfo], max_file: int) -> None:
    if len(infos) > MAX_FILES:
        raise Refused("too_many_files", _("There are too many files in the archive."))
    if any(_leaves(info.filename) for info in infos):
        raise Refused(
            "escaping_path",
            _("A file in the archive has a name that leads out of it. It is refused."),
        )
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise Refused("encrypted", _("The archive is locked with a password."))
    if (
        sum(info.file_size for info in infos) > MAX_TOTAL
        or any(info.file_size > max_file for info in infos)
        or any(
            info.file_size > MEGABYTE
            and info.file_size > MAX_GROWTH * max(info.compress_size, 1)
            for info in infos
        )
    ):
        raise _bomb()


def _bomb() -> Refused:
    return Refused(
        "zip_bomb", _("What is in the archive is too big once it is unpacked.")
    )


def _leaves(name: str) -> bool:
    inside = posixpath.normpath(name)
    return (
        inside.startswith(("../", "/"))
        or inside == ".."
        or "\\" in name
        or "\0" in name
        or name[1:2] == ":"
    )
