"""The YAML in front of a lesson and in the files that describe a course."""

import re
from typing import Any

import yaml

from learning.importing.report import Report

_FRONT = re.compile(
    r"\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M
)


class _Loader(yaml.SafeLoader):
    """SafeLoader that reads a tag it does not know (`!!python/name:…`, `!ENV`) as nothing."""


def _unknown_tag(loader: yaml.Loader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node)
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node)
    return None


_Loader.add_multi_constructor("", _unknown_tag)


def read_yaml(
    text: str, path: str, report: Report, *, first_line: int = 1
) -> dict[str, Any]:
    """Return the mapping written in `text`; anything else is refused, with its line."""
    try:
        data = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        report.refuse(path, line, f"This is not valid YAML: {error.problem}.")
        return {}
    except (yaml.YAMLError, RecursionError, ValueError):
        report.refuse(path, first_line, "This is not valid YAML.")
        return {}
    if data is None:
        return {}
    if not isinstance(data, dict):
        report.refuse(path, first_line, "Expected “name: value” lines here.")
        return {}
    return {str(key): value for key, value in data.items()}


def split_front_matter(
    text: str, path: str, report: Report
) -> tuple[dict[str, Any], str]:
    """Return the front matter and the text with blank lines in its place, so lines still count."""
    match = _FRONT.match(text)
    if match is None:
        return {}, text
    front = read_yaml(match["yaml"], path, report, first_line=2)
    return front, "\n" * match[0].count("\n") + text[match.end() :]


def as_text(value: object) -> str:
    return " ".join(str(value).split()) if isinstance(value, (str, int, float)) else ""


def as_list(value: object) -> list[str]:
    """A list of texts, however the writer put it: a list, lines, or one text."""
    if isinstance(value, str):
        return [
            line.strip(" -*\t") for line in value.splitlines() if line.strip(" -*\t")
        ]
    if isinstance(value, list):
        return [text for item in value if (text := as_text(item))]
    return []


def as_minutes(value: object) -> int | None:
    """Whole minutes from `20`, `"20 min"`, `"1h 30m"` or `"1:30"`."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return max(0, min(30_000, round(value)))
    if not isinstance(value, str):
        return None
    text = value.strip().lower()
    if clock := re.fullmatch(r"(\d{1,3}):(\d{2})", text):
        return int(clock[1]) * 60 + int(clock[2])
    hours = re.search(r"(\d+(?:\.\d+)?)\s*h", text)
    minutes = re.search(r"(\d+)\s*(?:m|$)", text)
    if not hours and not minutes:
        return None
    total = float(hours[1]) * 60 if hours else 0
    total += int(minutes[1]) if minutes else 0
    return min(30_000, round(total))
