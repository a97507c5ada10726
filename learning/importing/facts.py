"""What the folder says about the course as a whole: title, authors, licence, source."""

import re
from dataclasses import dataclass, field
from typing import Any

from learning.importing.frontmatter import as_list, as_text, read_yaml
from learning.importing.source import CourseFolder

CONFIG_NAMES = [
    "course.yaml", "course.yml", "config.yaml", "config.yml", "_config.yml",
    "_config.yaml", "mkdocs.yml", "mkdocs.yaml", "_quarto.yml",
]  # fmt: skip
_LICENCES = [
    (r"CC0|Public Domain Dedication", "CC0 1.0", "publicdomain/zero/1.0/"),
    (r"CC[ -]BY[ -]NC[ -]SA|Attribution[- ]NonCommercial[- ]ShareAlike",
     "CC BY-NC-SA 4.0", "licenses/by-nc-sa/4.0/"),
    (r"CC[ -]BY[ -]NC[ -]ND|Attribution[- ]NonCommercial[- ]NoDeriv",
     "CC BY-NC-ND 4.0", "licenses/by-nc-nd/4.0/"),
    (r"CC[ -]BY[ -]NC|Attribution[- ]NonCommercial", "CC BY-NC 4.0", "licenses/by-nc/4.0/"),
    (r"CC[ -]BY[ -]SA|Attribution[- ]ShareAlike", "CC BY-SA 4.0", "licenses/by-sa/4.0/"),
    (r"CC[ -]BY|Creative\s+Commons\s+Attribution", "CC BY 4.0", "licenses/by/4.0/"),
    (r"\bMIT\b", "MIT", ""),
    (r"Apache License", "Apache 2.0", ""),
]  # fmt: skip
_CREATIVE_COMMONS = "https://creativecommons.org/"


@dataclass
class CourseFacts:
    title: str = ""
    code: str = ""
    summary: str = ""
    language: str = "en"
    licence: str = ""
    licence_url: str = ""
    source_url: str = ""
    base_url: str = ""
    authors: list[str] = field(default_factory=list)
    citation: str = ""


@dataclass
class Config:
    path: str
    text: str
    data: dict[str, Any]

    def line_of(self, needle: str) -> int:
        """Where `needle` stands, for messages."""
        position = self.text.find(needle)
        return self.text.count("\n", 0, position) + 1 if position >= 0 else 1

    def first_text(self, *names: str) -> str:
        return next(
            (text for name in names if (text := as_text(self.data.get(name)))), ""
        )


def read_config(folder: CourseFolder) -> Config:
    name = next((name for name in CONFIG_NAMES if folder.has(name)), "")
    text = folder.read_text(name) if name else ""
    return Config(name, text, read_yaml(text, name, folder.report) if name else {})


def read_facts(folder: CourseFolder, config: Config) -> CourseFacts:
    facts = CourseFacts(
        title=config.first_text("title", "site_name", "name"),
        code=config.first_text("code"),
        summary=config.first_text("summary", "description", "site_description"),
        language=config.first_text("lang", "language") or "en",
        source_url=_web(
            config.first_text("source", "repo_url", "repository", "github")
        ),
        base_url=_web(config.first_text("url", "site_url", "baseurl")),
        authors=as_list(config.data.get("authors"))
        or as_list(config.data.get("author"))
        or as_list(config.data.get("site_author")),
    )
    book = config.data.get("book")
    if isinstance(book, dict):
        facts.title = facts.title or as_text(book.get("title"))
        facts.authors = facts.authors or as_list(book.get("author"))
    _read_citation(folder, facts)
    facts.authors = facts.authors or _authors_file(folder)
    licence = config.first_text("license", "licence") or facts.licence
    if not licence and (
        name := folder.find(
            "LICENSE", "LICENSE.md", "LICENCE", "LICENCE.md", "LICENSE.txt"
        )
    ):
        licence = folder.read_text(name)[:4000]
        facts.licence, facts.licence_url = _licence(licence)
    else:
        facts.licence = licence
        facts.licence_url = _licence(licence)[1]
    return facts


def _licence(text: str) -> tuple[str, str]:
    for pattern, name, url in _LICENCES:
        if re.search(pattern, text, re.IGNORECASE):
            return name, _CREATIVE_COMMONS + url if url else ""
    return "", ""


def _authors_file(folder: CourseFolder) -> list[str]:
    name = folder.find(
        "AUTHORS", "AUTHORS.md", "AUTHORS.txt", "CONTRIBUTORS", "CONTRIBUTORS.md"
    )
    if not name:
        return []
    lines = [line.strip(" -*\t") for line in folder.read_text(name).splitlines()]
    names = [re.sub(r"\s*<[^>]*>|\[([^\]]*)\]\([^)]*\)", r"\1", line) for line in lines]
    return [
        name for name in names if name and not name.startswith("#") and len(name) < 80
    ]


def _read_citation(folder: CourseFolder, facts: CourseFacts) -> None:
    if name := folder.find("CITATION.cff"):
        data = read_yaml(folder.read_text(name), name, folder.report)
        facts.licence = as_text(data.get("license"))
        facts.source_url = facts.source_url or _web(
            as_text(data.get("repository-code"))
        )
        people = data.get("authors")
        found = [
            " ".join(
                filter(
                    None,
                    [
                        as_text(person.get("given-names")),
                        as_text(person.get("family-names")),
                        as_text(person.get("name")),
                    ],
                )
            )
            for person in (people if isinstance(people, list) else [])
            if isinstance(person, dict)
        ]
        facts.authors = facts.authors or [name for name in found if name]
    elif name := folder.find("CITATION", "CITATION.md", "CITATION.txt"):
        facts.citation = " ".join(folder.read_text(name).split())[:2000]


def _web(url: str) -> str:
    return url if re.match(r"https?://[^\s<>\"']+$", url) else ""
