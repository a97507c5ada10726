"""What becomes of each line, as things stand now: a few queries for thousands of lines."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from catalog.models import CoursePage
from crm import phones
from crm.importing.reading import Line
from crm.matching import Person, best_matches, canonical_email
from crm.models import CRMSettings, Inquiry

NEW, JOINED, REFUSED = "new", "joined", "refused"
_CHUNK = 2_000
# Of those who share a number no more are compared: so many share the number of an office.
_CROWD = 50
# Inquiries or lines by what reaches them.
_People = defaultdict[str, list[tuple[int, Person]]]
_LONGEST = {"name": 150, "phone": 32, "email": 254, "campaign": 120, "language": 8}


@dataclass(slots=True)
class Entry:
    """A line of the file, read. `inquiry` or `first` is what it joins: one there is, or a line above."""

    line: int
    cells: list[str]
    name: str = ""
    phone: str = ""
    number: str = ""
    email: str = ""
    source: str = ""
    campaign: str = ""
    message: str = ""
    language: str = ""
    courses: list[CoursePage] = field(default_factory=list)
    verdict: str = NEW
    reason: str = ""
    inquiry: int | None = None
    first: "Entry | None" = None

    def refuse(self, reason: str) -> None:
        self.verdict, self.reason = REFUSED, reason

    def ways(self) -> Iterator[str]:
        """Yield what another line of the same person has too."""
        if self.number:
            yield self.number
        if self.email:
            yield canonical_email(self.email)

    def as_person(self) -> Person:
        return Person(self.name, self.phone, self.number, self.email)


def check(
    lines: Iterable[Line],
    *,
    mapping: Mapping[str, int],
    defaults: Mapping[str, Any],
    progress: Callable[[int], None] = lambda _done: None,
) -> list[Entry]:
    """Return each line below the heading with its verdict; nothing is changed."""
    reader = _Reader(mapping, defaults)
    entries: list[Entry] = []
    for line, cells in lines:
        entries.append(reader.read(line, cells))
        if len(entries) % 1_000 == 0:
            progress(len(entries))
    _find_earlier(entries)
    return entries


class _Reader:
    """Turns cells into an entry; knows the courses and sources by the words people use."""

    def __init__(self, mapping: Mapping[str, int], defaults: Mapping[str, Any]) -> None:
        self.mapping = mapping
        self.defaults = defaults
        self.region = CRMSettings.load().phone_region
        self.courses: dict[str, CoursePage] = {}
        for course in CoursePage.objects.all():
            self.courses[course.title.casefold()] = course
            if course.code:
                self.courses[course.code.casefold()] = course
        self.sources = {
            word.casefold(): choice.value
            for choice in Inquiry.Source
            for word in (
                choice.value,
                str(choice.label),
                choice.value.replace("_", " "),
            )
        }

    def read(self, line: int, cells: list[str]) -> Entry:
        entry = Entry(line, cells)
        said = {name: self._cell(cells, name) for name in self.mapping}
        names = (said.get("name", ""), said.get("last_name", ""))
        entry.name = " ".join(" ".join(names).split())
        entry.phone = said.get("phone", "").removeprefix("'")
        entry.email = said.get("email", "").lower().removeprefix("mailto:")
        entry.campaign = said.get("campaign") or self.defaults.get("campaign", "")
        entry.language = said.get("language", "").lower()
        entry.message = said.get("message", "")[:2000]
        if reason := self._problem(entry, said):
            entry.refuse(reason)
        return entry

    def _cell(self, cells: list[str], name: str) -> str:
        column = self.mapping[name]
        # PostgreSQL keeps no such letter, and no person writes one.
        return cells[column].replace("\0", "") if column < len(cells) else ""

    def _problem(self, entry: Entry, said: Mapping[str, str]) -> str:
        if not entry.name:
            return _("The name is missing.")
        has_digits = any(map(str.isdigit, entry.phone))
        if not (has_digits or entry.email):
            return _("There is neither a phone number nor an email address.")
        for name, most in _LONGEST.items():
            if len(getattr(entry, name)) > most:
                return _("“%(value)s…” is too long.") % {
                    "value": getattr(entry, name)[:30]
                }
        if entry.email:
            try:
                validate_email(entry.email)
            except ValidationError:
                return _("“%(email)s” is not an email address.") % {
                    "email": entry.email
                }
        if entry.phone:
            entry.number = phones.normalise(entry.phone, self.region)
        return self._problem_with_words(entry, said)

    def _problem_with_words(self, entry: Entry, said: Mapping[str, str]) -> str:
        source = said.get("source", "")
        entry.source = self.sources.get(source.casefold(), "")
        if source and not entry.source:
            return _("“%(source)s” is not a source. Sources are: %(sources)s.") % {
                "source": source[:40],
                "sources": ", ".join(str(label) for label in Inquiry.Source.labels),
            }
        entry.source = entry.source or self.defaults.get(
            "source", Inquiry.Source.CAMPAIGN
        )
        named = said.get("course", "")
        whole = self.courses.get(named.casefold())
        words = [named] if whole else named.replace(";", ",").split(",")
        for word in filter(None, map(str.strip, words)):
            course = self.courses.get(word.casefold())
            if course is None:
                return _("There is no course “%(course)s”.") % {"course": word[:60]}
            if course not in entry.courses:
                entry.courses.append(course)
        return ""


def _find_earlier(entries: list[Entry]) -> None:
    """Note which lines are of people who asked before, here or further up in the file."""
    good = [entry for entry in entries if entry.verdict != REFUSED]
    known = _known(good)
    above: _People = defaultdict(list)
    by_line = {entry.line: entry for entry in good}
    for entry in good:
        inquiry = _found(entry, known)
        line = None if inquiry else _found(entry, above)
        if inquiry is not None:
            entry.verdict, entry.inquiry = JOINED, inquiry
            entry.reason = _("Has asked before.")
        elif line is not None:
            first = by_line[line]
            entry.verdict = JOINED
            entry.inquiry, entry.first = first.inquiry, first.first or first
            entry.reason = _("The same person as in line %(line)s.") % {"line": line}
        for key in entry.ways():
            _add(above, key, entry.line, entry.as_person())


def _found(entry: Entry, people: _People) -> int | None:
    """Return the likeliest of those who share a number or an address with the entry."""
    who = entry.as_person()
    sharing = [each for key in entry.ways() for each in people.get(key, ())]
    matches = best_matches(who, sharing) if sharing else {}
    return next((key for key, match in matches.items() if match.is_same_person), None)


def _known(entries: list[Entry]) -> _People:
    """Return whose inquiries have each number and address, the newest first, less the students."""
    keys: dict[str, Callable[[Person], str]] = {
        "email_key": lambda person: canonical_email(person.email),
        "phone_number": lambda person: person.phone_number,
    }
    asking = [entry.as_person() for entry in entries]
    rows = Inquiry.objects.unfinished().order_by("-created_at", "-pk")
    found: _People = defaultdict(list)
    for column, key_of in keys.items():
        values = sorted({key_of(person) for person in asking} - {""})
        for start in range(0, len(values), _CHUNK):
            wanted = {f"{column}__in": values[start : start + _CHUNK]}
            for pk, person in rows.filter(**wanted).people():
                _add(found, key_of(person), pk, person)
    return found


def _add(people: _People, key: str, number: int, person: Person) -> None:
    if len(people[key]) < _CROWD:
        people[key].append((number, person))
