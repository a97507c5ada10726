"""When two stored values read the same, whoever wrote them: an import or the editor's toolbar."""

import json
from html.parser import HTMLParser
from typing import Any

_INLINE = {"b", "i", "code", "sup", "sub", "s", "a"}
_SAME = {"strong": "b", "em": "i", "del": "s"}
# What looks like a tag here is what the student is meant to read.
_PLAIN = {"code", "latex"}


def fingerprint(value: Any) -> str:
    """Leaves out ids, empty fields, and how tags are spelled and nested."""
    return json.dumps(_essence(value), sort_keys=True, ensure_ascii=False)


def _essence(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {
            key: item if key in _PLAIN else _essence(item)
            for key, item in value.items()
            if key != "id"
        }
        return {
            key: item
            for key, item in kept.items()
            if item not in (None, "", [], {}, False)
        }
    if isinstance(value, list):
        return [_essence(item) for item in value]
    if isinstance(value, str):
        return _Runs().read(value) if "<" in value else value.strip()
    if value is None or isinstance(value, bool):
        return value
    return str(value)


class _Runs(HTMLParser):
    """Rich text as runs of letters, each with the marks it bears."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._runs: list[list[str]] = []
        self._marks: list[str] = []

    def read(self, html: str) -> list[list[str]]:
        self.feed(html)
        self.close()
        return self._runs

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = _SAME.get(tag, tag)
        if tag == "a":
            target = " ".join(sorted(f"{name}={value}" for name, value in attrs))
            self._marks.append(f"a {target}")
        elif tag in _INLINE:
            self._marks.append(tag)
        else:
            self._runs.append([f"<{tag}>"])

    def handle_endtag(self, tag: str) -> None:
        tag = _SAME.get(tag, tag)
        if tag in _INLINE:
            open_marks = [mark for mark in self._marks if mark.split(" ")[0] == tag]
            if open_marks:
                self._marks.remove(open_marks[-1])
        elif tag not in {"br", "hr"}:
            self._runs.append([f"</{tag}>"])

    def handle_data(self, data: str) -> None:
        # Each run is a text with its marks; each tag a list of its own.
        marks = ["", *sorted(set(self._marks))]
        last = self._runs[-1] if self._runs else []
        if last[1:] == marks:
            last[0] += data
        else:
            self._runs.append([data, *marks])
