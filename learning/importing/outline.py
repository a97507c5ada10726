"""Which files are lessons, in which order, in which modules: by what the writers' tools agreed on."""

import json
import posixpath
import re
from dataclasses import dataclass, field
from typing import Any

from learning.importing.facts import Config
from learning.importing.frontmatter import as_text, split_front_matter
from learning.importing.lesson import humanised
from learning.importing.links import page_stem, without_number
from learning.importing.report import ImportRefused, Report
from learning.importing.source import PAGE_ENDINGS, CourseFolder, natural_key
from learning.importing.words import BEFORE, TEACHERS_FOLDERS

_LESSON_FOLDERS = [
    "episodes",
    "_episodes",
    "lessons",
    "_lessons",
    "docs",
    "chapters",
    "content",
    "src",
]
_EXTRA_FOLDERS = ["learners", "_extras", "instructors", "profiles"]
_EXTRA_NAMES = BEFORE | {"reference", "glossary", "discuss", "discussion", "faq"}
_TEACHERS_NAMES = {"guide", "instructor-notes", "instructors"}
_NOT_LESSONS = {
    "readme", "license", "licence", "contributing", "contributors", "code_of_conduct",
    "conduct", "changelog", "authors", "citation", "security", "support", "404",
    "summary", "maintainers", "news", "todo",
}  # fmt: skip
_SUMMARY_LINE = re.compile(r"\s*(?:[-*+]|\d+\.)?\s*\[[^\]]*\]\((?P<path>[^)#\s]+)\)")


@dataclass
class ModulePlan:
    key: str
    title: str
    lessons: list[str] = field(default_factory=list)
    # Written for those who teach: never shown to students.
    for_teachers: bool = False


@dataclass
class Outline:
    modules: list[ModulePlan]
    index: str = ""
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def lessons(self) -> list[str]:
        return [path for module in self.modules for path in module.lessons]


def find_outline(folder: CourseFolder, config: Config) -> Outline:
    finder = _Finder(folder, config)
    outline = finder.find()
    if not outline.lessons and not folder.report.problems:
        raise ImportRefused(
            f"There are no lessons in “{folder.name}”. Lessons are Markdown files (.md) "
            "in the folder itself or in episodes/, lessons/ or docs/."
        )
    return outline


class _Finder:
    def __init__(self, folder: CourseFolder, config: Config) -> None:
        self.folder = folder
        self.config = config
        self.report: Report = folder.report
        self.titles: dict[str, str] = {}
        self.root = self._lesson_folder()
        self.index = self._index()

    def find(self) -> Outline:
        modules = self._listed() or self._scanned()
        self._tell_apart(modules)
        listed = {path for module in modules for path in module.lessons}
        before, after, teachers = self._extras(listed)
        modules = [
            module for module in (before, *modules, after, teachers) if module.lessons
        ]
        return Outline(modules, self.index, self.titles)

    def _tell_apart(self, modules: list[ModulePlan]) -> None:
        """A lesson stands in one module, and no two modules share a key."""
        seen: set[str] = set()
        keys: set[str] = set()
        for module in modules:
            for path in module.lessons:
                if path in seen:
                    self.report.note(
                        path, 0, "Listed twice; it stays where it is first."
                    )
            module.lessons = [path for path in module.lessons if path not in seen]
            seen.update(module.lessons)
            while module.key in keys:
                module.key += "+"
            keys.add(module.key)

    def _lesson_folder(self) -> str:
        named = as_text(self.config.data.get("docs_dir"))
        for name in [named, *_LESSON_FOLDERS]:
            name = name.strip("/")
            if name and any(
                path.startswith(f"{name}/") and path.lower().endswith(PAGE_ENDINGS)
                for path in self.folder.files | self.folder.outside
            ):
                return name
        return ""

    def _index(self) -> str:
        prefix = f"{self.root}/" if self.root else ""
        names = [
            "index.md",
            "index.markdown",
            f"{prefix}index.md",
            f"{prefix}index.mdx",
            "README.md",
        ]
        return self.folder.find(*names)

    def _listed(self) -> list[ModulePlan]:
        data = self.config.data
        if isinstance(data.get("modules"), list):
            return [self._module_of(entry) for entry in data["modules"]]
        for name in ("episodes", "lessons", "episode_order", "lesson_order"):
            if isinstance(data.get(name), list) and data[name]:
                return [ModulePlan("lessons", "Lessons", self._paths(data[name]))]
        if isinstance(data.get("nav"), list):
            return self._nav(data["nav"])
        if summary := self.folder.find("src/SUMMARY.md", "SUMMARY.md"):
            return self._summary(summary)
        return []

    def _module_of(self, entry: Any) -> ModulePlan:
        if not isinstance(entry, dict):
            self.report.refuse(
                self.config.path,
                self.config.line_of("modules"),
                "Each of “modules” needs a title and its lessons.",
            )
            return ModulePlan("", "")
        title = as_text(entry.get("title")) or "Lessons"
        lessons = entry.get("lessons")
        paths = self._paths(lessons if isinstance(lessons, list) else [])
        return ModulePlan(f"module:{title.lower()}", title, paths)

    def _paths(self, names: list[Any]) -> list[str]:
        found = [self._path(as_text(name)) for name in names]
        return list(dict.fromkeys(path for path in found if path))

    def _path(self, written: str) -> str:
        """Return the file a list names; that there is none is a problem."""
        line = self.config.line_of(written)
        for base in [self.root, ""]:
            path = posixpath.normpath(posixpath.join(base, written))
            if path.startswith(("../", "/")) or path == "..":
                self.report.refuse(
                    self.config.path, line, f"“{written}” leaves the folder."
                )
                return ""
            for ending in ["", *PAGE_ENDINGS]:
                if path + ending in self.folder.files | self.folder.outside:
                    return path + ending
        self.report.refuse(
            self.config.path, line, f"The lesson “{written}” does not exist."
        )
        return ""

    def _nav(self, entries: list[Any]) -> list[ModulePlan]:
        """MkDocs: a section is a module; pages between sections share one."""
        modules: list[ModulePlan] = []
        for entry in entries:
            for title, value in _pairs(entry):
                if isinstance(value, list):
                    module = ModulePlan(f"module:{title.lower()}", title or "Lessons")
                    modules.append(module)
                    self._nav_pages(value, module)
                else:
                    if not modules or modules[-1].key != "lessons":
                        modules.append(ModulePlan("lessons", "Lessons"))
                    self._nav_page(title, value, modules[-1])
        seen: dict[str, ModulePlan] = {}
        for module in modules:
            seen.setdefault(module.key, ModulePlan(module.key, module.title))
            seen[module.key].lessons += module.lessons
        return list(seen.values())

    def _nav_pages(self, entries: list[Any], module: ModulePlan) -> None:
        for entry in entries:
            for title, value in _pairs(entry):
                if isinstance(value, list):
                    self._nav_pages(value, module)
                else:
                    self._nav_page(title, value, module)

    def _nav_page(self, title: str, value: Any, module: ModulePlan) -> None:
        written = as_text(value)
        if not written or "://" in written:
            return
        path = self._path(written)
        if path and path != self.index and path not in module.lessons:
            module.lessons.append(path)
            if title:
                self.titles[path] = title

    def _summary(self, name: str) -> list[ModulePlan]:
        """mdBook and GitBook: a list of links, with headings for the parts."""
        modules = [ModulePlan("lessons", "Lessons")]
        for line in self.folder.read_text(name).splitlines():
            if line.startswith("#"):
                title = line.strip("# ")
                if modules[-1].lessons or len(modules) > 1:
                    modules.append(ModulePlan(f"module:{title.lower()}", title))
            elif match := _SUMMARY_LINE.match(line):
                path = posixpath.normpath(
                    posixpath.join(posixpath.dirname(name), match["path"])
                )
                if path in self.folder.files and path != self.index:
                    modules[-1].lessons.append(path)
        return modules

    def _scanned(self) -> list[ModulePlan]:
        """Files by number, then name; each folder below is a module."""
        modules = [self._folder_module(self.root, "lessons", "Lessons")]
        waiting = self.folder.folders_in(self.root)
        below: list[tuple[int | None, ModulePlan]] = []
        while waiting:
            folder = waiting.pop(0)
            waiting[:0] = self.folder.folders_in(folder)
            if folder.split("/")[0] in _EXTRA_FOLDERS:
                continue
            label, position = self._category(folder)
            title = label or humanised(posixpath.basename(folder))
            # Numbered anew, it is the same module.
            key = "/".join(without_number(part) for part in folder.split("/"))
            module = self._folder_module(folder, f"folder:{key}", title)
            if module.lessons:
                below.append((position, module))
        below.sort(key=lambda item: (item[0] is None, item[0] or 0))
        if below and modules[0].lessons:
            modules[0].title = "Introduction"
        return modules + [module for _position, module in below]

    def _folder_module(self, folder: str, key: str, title: str) -> ModulePlan:
        pages = [
            path
            for path in self.folder.pages_in(folder)
            if path != self.index and not self._is_no_lesson(path, folder)
        ]
        positions = {path: self._position(path) for path in pages}
        pages.sort(
            key=lambda path: (
                page_stem(path).lower() not in {"index", "readme"},
                positions[path] is None,
                positions[path] or 0,
                natural_key(path),
            )
        )
        return ModulePlan(key, title, pages)

    def _is_no_lesson(self, path: str, folder: str) -> bool:
        stem = page_stem(path).lower()
        if stem.startswith("_") or (folder == "" and stem == "index"):
            return True
        return stem in _NOT_LESSONS and (folder in {"", self.root} or stem != "readme")

    def _position(self, path: str) -> float | None:
        if path not in self.folder.files:
            return None
        # What is wrong with the file is said when it is read for good.
        front, _body = split_front_matter(self.folder.read_text(path), path, Report())
        for name in ("sidebar_position", "weight", "order", "nav_order", "position"):
            value = front.get(name)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                return float(value)
        return None

    def _category(self, folder: str) -> tuple[str, int | None]:
        name = f"{folder}/_category_.json"
        if not self.folder.has(name):
            return "", None
        try:
            data = json.loads(self.folder.read_text(name) or "{}")
        except (ValueError, RecursionError):
            self.report.refuse(name, 0, "This is not valid JSON.")
            return "", None
        if not isinstance(data, dict):
            return "", None
        position = data.get("position")
        return as_text(data.get("label")), position if isinstance(
            position, int
        ) else None

    def _extras(self, listed: set[str]) -> tuple[ModulePlan, ModulePlan, ModulePlan]:
        before = ModulePlan("before", "Before you start")
        after = ModulePlan("reference", "Reference")
        teachers = ModulePlan("teachers", "For teachers", for_teachers=True)
        pages = [
            path for folder in _EXTRA_FOLDERS for path in self._extra_pages(folder)
        ]
        if self.root:
            pages += [
                path
                for path in self.folder.pages_in("")
                if page_stem(path).lower() in _EXTRA_NAMES
            ]
        for path in pages:
            stem = without_number(page_stem(path)).lower()
            if path in listed or path == self.index or stem in _NOT_LESSONS:
                continue
            if path.split("/")[0] in TEACHERS_FOLDERS or stem in _TEACHERS_NAMES:
                teachers.lessons.append(path)
            elif stem in BEFORE:
                before.lessons.append(path)
            else:
                after.lessons.append(path)
        return before, after, teachers

    def _extra_pages(self, folder: str) -> list[str]:
        pages = self.folder.pages_in(folder)
        order = self.config.data.get(folder)
        if isinstance(order, list):
            names = [as_text(name) for name in order]
            pages.sort(
                key=lambda path: (
                    names.index(posixpath.basename(path))
                    if posixpath.basename(path) in names
                    else len(names)
                )
            )
        return pages


def _pairs(entry: Any) -> list[tuple[str, Any]]:
    if isinstance(entry, dict):
        return [(as_text(title), value) for title, value in entry.items()]
    return [("", entry)]
