"""Reads little texts and writes little course folders for the tests of importing."""

import base64
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from learning.importing.content import Lesson, Text
from learning.importing.lesson import read_lesson
from learning.importing.links import Links
from learning.importing.report import Report

SAMPLE = (
    Path(__file__).resolve().parents[3]
    / "shared"
    / "samples"
    / "python-novice-inflammation"
)
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4"/></svg>'


def write(folder: Path, **files: str | bytes) -> Path:
    """`lessons__01_md=…` is too clever: names come as `write(folder, **{"a/b.md": "…"})`."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8")
    return folder


@dataclass
class ReadLesson(Lesson):
    """A lesson with what there was to say about it."""

    report: Report = field(default_factory=Report)


def read(text: str, *, files: tuple[str, ...] = (), path: str = "a.md") -> ReadLesson:
    """Understand `text`."""
    report = Report()
    links = Links(files={path, "b.md", *files}, lessons={path, "b.md"}, report=report)
    lesson = read_lesson(text, path=path, links=links)
    return ReadLesson(**vars(lesson), report=report)


def notices(lesson: ReadLesson) -> list[str]:
    return [str(notice) for notice in lesson.report.notices]


def problems(lesson: ReadLesson) -> list[str]:
    return [str(problem) for problem in lesson.report.problems]


def body(text: str, **kwargs: Any) -> list[Any]:
    return read(text, **kwargs).body


def html(text: str, **kwargs: Any) -> str:
    return "".join(
        block.html for block in body(text, **kwargs) if isinstance(block, Text)
    )
