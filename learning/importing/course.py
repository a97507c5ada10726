"""The whole folder, read and understood, before anything is written anywhere."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from learning.importing.containers import LessonConverter
from learning.importing.content import Lesson, Simple
from learning.importing.facts import CourseFacts, read_config, read_facts
from learning.importing.lesson import humanised, read_lesson
from learning.importing.links import Links
from learning.importing.outline import ModulePlan, Outline, find_outline
from learning.importing.report import Report
from learning.importing.source import CourseFolder

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")


@dataclass
class SourceCourse:
    folder: CourseFolder
    facts: CourseFacts
    modules: list[ModulePlan]
    lessons: dict[str, Lesson]
    description: list[Simple] = field(default_factory=list)
    index: Lesson | None = None
    # The files that the pages show, and those that they offer.
    pictures: set[str] = field(default_factory=set)
    offered: set[str] = field(default_factory=set)
    # The source's anchors of every page, by path.
    anchors: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What stays the same when the course is imported again."""
        facts = self.facts
        return facts.source_url or facts.code or f"{self.folder.name}/{facts.title}"

    @property
    def outline_digest(self) -> str:
        text = repr([(module.key, module.lessons) for module in self.modules])
        return hashlib.sha256(text.encode()).hexdigest()


def read_course(root: Path | str, report: Report) -> SourceCourse:
    """Read the folder; raises `ImportRefused` with everything that stands in the way."""
    folder = CourseFolder(root, report)
    config = read_config(folder)
    report.raise_for_problems()
    facts = read_facts(folder, config)
    outline = find_outline(folder, config)
    report.raise_for_problems()
    links = Links(
        files=folder.files,
        outside=folder.outside,
        lessons=outline.lessons,
        index=outline.index,
        base_url=facts.base_url,
        report=report,
    )
    lessons = {path: _lesson(path, folder, outline, links) for path in outline.lessons}
    course = SourceCourse(folder, facts, outline.modules, lessons)
    _read_index(course, outline, links)
    facts.title = facts.title or humanised(folder.name)
    facts.summary = facts.summary or (course.index.summary if course.index else "")
    _leave_out_empty(course, report)
    course.anchors = {path: lesson.anchors for path, lesson in lessons.items()}
    _check_anchors(course, links)
    _note_unused(folder, links)
    course.pictures, course.offered = links.pictures, links.offered
    report.raise_for_problems()
    return course


def _lesson(path: str, folder: CourseFolder, outline: Outline, links: Links) -> Lesson:
    lesson = read_lesson(folder.read_text(path), path=path, links=links)
    lesson.title = outline.titles.get(path, lesson.title)
    return lesson


def _read_index(course: SourceCourse, outline: Outline, links: Links) -> None:
    if not outline.index:
        return
    text = course.folder.read_text(outline.index)
    index = read_lesson(text, path=outline.index, links=links)
    course.index = index
    if not course.facts.title and index.title.lower() not in {
        "index",
        "readme",
        "home",
    }:
        course.facts.title = index.title
    converter = LessonConverter(lesson=index, links=links)
    course.description = converter.simple(index.body, heading="h3")


def _leave_out_empty(course: SourceCourse, report: Report) -> None:
    for module in course.modules:
        for path in list(module.lessons):
            lesson = course.lessons[path]
            if not (lesson.body or lesson.objectives or lesson.key_points):
                report.note(path, 0, "There is nothing to read in here; left out.")
                module.lessons.remove(path)
    course.modules = [module for module in course.modules if module.lessons]


def _check_anchors(course: SourceCourse, links: Links) -> None:
    for use in links.anchor_uses:
        anchors = course.anchors.get(use.path)
        if anchors is not None and use.anchor not in anchors:
            links.report.note(
                use.source,
                use.line,
                f"“#{use.anchor}” is not in {use.path}; the link leads to the page.",
            )


def _note_unused(folder: CourseFolder, links: Links) -> None:
    """Pictures that no lesson shows stay where they are; say how many."""
    pictures = {name for name in folder.files if name.lower().endswith(_PICTURES)}
    if unused := pictures - links.pictures - links.offered:
        some = ", ".join(sorted(unused)[:3]) + (", …" if len(unused) > 3 else "")
        links.report.note(
            ".", 0, f"{len(unused)} pictures are shown by no lesson; left out: {some}"
        )
