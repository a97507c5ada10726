"""Where a link of a lesson leads: another lesson, a file of the folder, the web, or nowhere."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import quote, unquote, urlsplit

from learning.importing.report import Report

_WEB = {"http", "https", "mailto", "tel"}
_SCRIPT = {"javascript", "vbscript"}
# Generators publish these folders as one, so that writers leave the folder out.
_MERGED = [
    "episodes", "learners", "instructors", "profiles", "_episodes", "_extras",
    "_episodes_rmd", "docs", "lessons", "content", "src", "static", "public", "assets",
]  # fmt: skip
_PAGE_ENDINGS = [".md", ".markdown", ".mdx", ".Rmd", "/index.md", "/README.md"]
_NUMBERED = re.compile(r"^\d+[-_. ]+")


class Leads(Enum):
    WEB = auto()
    LESSON = auto()
    INDEX = auto()
    FILE = auto()
    SCRIPT = auto()
    OUTSIDE = auto()
    NOWHERE = auto()


@dataclass(frozen=True)
class Target:
    leads: Leads
    path: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class AnchorUse:
    """A link to a place inside a lesson, checked once all lessons are read."""

    source: str
    line: int
    path: str
    anchor: str


def without_number(name: str) -> str:
    return _NUMBERED.sub("", name)


def page_stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path.rstrip("/")))[0]


class Links:
    """Knows every file of the folder, and what each stands for."""

    def __init__(
        self,
        *,
        files: Iterable[str],
        lessons: Iterable[str],
        index: str = "",
        base_url: str = "",
        outside: Iterable[str] = (),
        report: Report,
    ) -> None:
        self.files = frozenset(files)
        self.outside = frozenset(outside)
        self.lessons = frozenset(lessons)
        self.index = index
        self.base_url = base_url.rstrip("/")
        self.report = report
        self.anchor_uses: list[AnchorUse] = []
        self.pictures: set[str] = set()
        self.offered: set[str] = set()
        self._stems: dict[str, list[str]] = {}
        for path in sorted(self.lessons):
            stem = page_stem(path)
            for name in {stem, without_number(stem)}:
                self._stems.setdefault(name.lower(), []).append(path)

    def target(self, href: str, source: str) -> Target:
        href = "".join(href.split()) if ":" in href.split("/")[0] else href.strip()
        if self.base_url and (href + "/").startswith(self.base_url + "/"):
            href = href[len(self.base_url) :] or "/"
        try:
            parts = urlsplit(href)
        except ValueError:
            return Target(Leads.NOWHERE)
        if parts.scheme.lower() in _WEB or parts.netloc:
            return Target(Leads.WEB, href if parts.scheme else "https:" + href)
        if parts.scheme.lower() in _SCRIPT:
            return Target(Leads.SCRIPT)
        if parts.scheme:
            return Target(Leads.NOWHERE)
        path, anchor = unquote(parts.path), unquote(parts.fragment)
        if "\x00" in path or "\\" in path:
            return Target(Leads.NOWHERE)
        if not path:
            return self._page(source, anchor)
        if path.startswith("/"):
            inside = posixpath.normpath(path.lstrip("/") or ".")
        else:
            folder = posixpath.dirname(source)
            inside = posixpath.normpath(posixpath.join(folder, path))
        if inside == ".." or inside.startswith("../") or self._is_outside(inside):
            return Target(Leads.OUTSIDE)
        found = self._find(inside, path)
        if found is None:
            return Target(Leads.NOWHERE)
        return self._page(found, anchor)

    def _is_outside(self, path: str) -> bool:
        """Whether a link on disk on the way leads out of the folder."""
        parts = path.split("/")
        return any(
            "/".join(parts[:end]) in self.outside for end in range(1, len(parts) + 1)
        )

    def _page(self, path: str, anchor: str) -> Target:
        if path == self.index:
            return Target(Leads.INDEX, path, anchor)
        if path in self.lessons:
            return Target(Leads.LESSON, path, anchor)
        return Target(Leads.FILE, path)

    def _find(self, inside: str, written: str) -> str | None:
        names = [inside]
        bare = posixpath.normpath(written.lstrip("/"))
        while bare.startswith("../"):
            bare = bare[3:]
        names += [f"{folder}/{bare}" for folder in ["", *_MERGED] if bare]
        for name in names:
            name = name.strip("/")
            if name in self.files:
                return name
            stem = name[: -len(".html")] if name.endswith(".html") else name
            for ending in _PAGE_ENDINGS:
                if stem + ending in self.files:
                    return stem + ending
        if inside in {".", "index.html"} and self.index:
            return self.index
        if posixpath.splitext(bare)[1] in {"", ".html", ".md", ".mdx"}:
            same = self._stems.get(page_stem(bare).lower(), [])
            if len(same) == 1:
                return same[0]
        return None

    def href(self, href: str, source: str, line: int) -> str:
        """Return what to write into `<a href>`, or "" where only the text can stay."""
        target = self.target(href, source)
        match target.leads:
            case Leads.WEB:
                return target.path
            case Leads.LESSON | Leads.INDEX:
                anchor = f"#{quote(target.anchor)}" if target.anchor else ""
                if anchor:
                    self.anchor_uses.append(
                        AnchorUse(source, line, target.path, target.anchor)
                    )
                return f"lesson:{quote(target.path)}{anchor}"
            case Leads.FILE:
                self.offered.add(target.path)
                return f"file:{quote(target.path)}"
            case Leads.SCRIPT:
                self.report.refuse(source, line, _script(f"the link “{href}”"))
            case Leads.OUTSIDE:
                self.report.refuse(source, line, _outside("link", href))
            case Leads.NOWHERE:
                self.report.note(
                    source, line, f"The link “{href}” leads nowhere; its text is kept."
                )
        return ""

    def image(self, src: str, source: str, line: int) -> Target:
        """Return the picture's file, or where else it lies; says what is wrong with it."""
        target = self.target(src, source)
        if target.leads is Leads.OUTSIDE:
            self.report.refuse(source, line, _outside("image", src))
        elif target.leads is Leads.SCRIPT:
            self.report.refuse(source, line, _script(f"the image “{src}”"))
        elif src.strip().lower().startswith("data:"):
            self.report.note(
                source, line, "A picture written into the text itself is left out."
            )
        elif target.leads in {Leads.NOWHERE, Leads.LESSON, Leads.INDEX}:
            self.report.refuse(source, line, f"The image “{src}” does not exist.")
        elif target.leads is Leads.FILE:
            self.pictures.add(target.path)
        return target


def _outside(what: str, written: str) -> str:
    return f"The {what} “{written}” leaves the folder. Copy it into the course first."


def _script(where: str) -> str:
    return f"There is a script in {where}. Courses can't bring scripts; remove it."
