"""The folder on disk, opened so that nothing outside it is ever read."""

import os
import re
from pathlib import Path

from learning.importing.report import ImportRefused, Report

MAX_FILES = 20_000
MAX_TEXT_BYTES = 2 * 1024 * 1024
PAGE_ENDINGS = (".md", ".markdown", ".mdx")
_IGNORED = {"node_modules", "_site", "__pycache__", "renv", "_includes", "_layouts", "venv",
            "_build", "build", "dist", "vendor"}  # fmt: skip


def natural_key(text: str) -> list[tuple[int, int, str]]:
    """Sorts `2-b` before `10-a`."""
    return [
        (0, int(part), "") if part.isdigit() else (1, 0, part.lower())
        for part in re.split(r"(\d+)", text[:200])
        if part
    ]


class CourseFolder:
    """Names are relative to the folder, with slashes."""

    def __init__(self, root: Path | str, report: Report) -> None:
        self.root = Path(root).expanduser()
        self.report = report
        if not self.root.exists():
            raise ImportRefused(f"There is no folder “{root}”.")
        if not self.root.is_dir():
            raise ImportRefused(f"“{root}” is not a folder.")
        self.root = self.root.resolve()
        self.files: set[str] = set()
        # Links on disk that point out of the folder: refused where something uses them.
        self.outside: set[str] = set()
        try:
            self._walk(self.root, "")
        except OSError as error:
            raise ImportRefused(f"The folder can't be read: {error}.") from error

    @property
    def name(self) -> str:
        return self.root.name

    def path(self, name: str) -> Path:
        return self.root / name

    def has(self, name: str) -> bool:
        return name in self.files

    def find(self, *names: str) -> str:
        """Return the first of `names` that exists, whatever its case; "" for none."""
        lower = {name.lower(): name for name in sorted(self.files, reverse=True)}
        return next(
            (lower[name.lower()] for name in names if name.lower() in lower), ""
        )

    def pages_in(self, folder: str) -> list[str]:
        """The Markdown files that lie directly in `folder`, in natural order."""
        prefix = f"{folder}/" if folder else ""
        found = [
            name
            for name in self.files | self.outside
            if name.startswith(prefix)
            and "/" not in name[len(prefix) :]
            and name.lower().endswith(PAGE_ENDINGS)
        ]
        return sorted(found, key=natural_key)

    def folders_in(self, folder: str) -> list[str]:
        prefix = f"{folder}/" if folder else ""
        found = {
            prefix + name[len(prefix) :].split("/")[0]
            for name in self.files
            if name.startswith(prefix) and "/" in name[len(prefix) :]
        }
        return sorted(found, key=natural_key)

    def read_text(self, name: str) -> str:
        """Return the text of a file; what is wrong with it is a problem in the report."""
        if name in self.outside:
            self.report.refuse(name, 0, "This link on disk leaves the folder.")
            return ""
        data = self.read_bytes(name, limit=MAX_TEXT_BYTES)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self.report.refuse(name, line, "This is not UTF-8. Save the file as UTF-8.")
            return ""

    def read_bytes(self, name: str, *, limit: int) -> bytes:
        try:
            with self.path(name).open("rb") as file:
                data = file.read(limit + 1)
        except OSError as error:
            self.report.refuse(name, 0, f"This file can't be read: {error.strerror}.")
            return b""
        if len(data) > limit:
            self.report.refuse(
                name, 0, f"This file is too big; the limit is {limit // 1024} KB."
            )
            return b""
        return data

    def _walk(self, folder: Path, prefix: str) -> None:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                name = prefix + entry.name
                if entry.name.startswith(".") or entry.name in _IGNORED:
                    continue
                if entry.is_symlink():
                    self._link(entry, name)
                elif entry.is_dir():
                    self._walk(Path(entry.path), name + "/")
                elif entry.is_file():
                    self.files.add(name)
                if len(self.files) > MAX_FILES:
                    raise ImportRefused(
                        f"“{self.root.name}” holds more than {MAX_FILES} files. "
                        "Name the folder of the course itself."
                    )

    def _link(self, entry: os.DirEntry[str], name: str) -> None:
        target = Path(entry.path).resolve()
        if not target.is_relative_to(self.root):
            self.outside.add(name)
        elif target.is_file():
            self.files.add(name)
        elif target.is_dir():
            self.report.note(name, 0, "Linked folders are not followed.")
