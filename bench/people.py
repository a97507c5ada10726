"""Made-up people, and what becomes of their names and numbers on the phone and in lists.

Knows nothing of how the site compares people: what it does to a name is what people do, slips,
formats, other spellings of other languages. `dirty` gives one person again; `look_alike` somebody
else who could be mistaken for them.
"""

import random
import string
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bench.people_words import (
    HOSTS,
    NEIGHBOURS,
    REGIONS,
    SHORT,
    SPELLINGS,
    TITLES,
    Region,
)

T = TypeVar("T")


@dataclass(frozen=True)
class Someone:
    """`country` and `number` are what `phone` is a way to write."""

    given: str
    family: str
    region: Region
    number: str
    phone: str
    email: str
    name: str


class People:
    """Gives people by chance, always the same for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self._boxes: set[str] = set()

    def someone(self) -> Someone:
        region = self.random.choices(REGIONS, weights=(10, 2, 1, 2, 1, 1, 2))[0]
        given, family = self._one(region.given), self._one(region.family)
        number = self._number(region)
        return Someone(
            given=given,
            family=family,
            region=region,
            number=number,
            phone=self._written(region, number) if self._chance(0.95) else "",
            email=self._email(given, family),
            name=f"{given} {family}",
        )

    def _number(self, region: Region) -> str:
        prefix = self._one(region.prefixes)
        rest = region.digits - len(prefix)
        return prefix + "".join(self._one(string.digits) for _ in range(rest))

    def _email(self, given: str, family: str) -> str:
        """Return an address that nobody else has: the post office sees to that."""
        one, other = _plain(given), _plain(family)
        while True:
            boxes = (
                f"{one}.{other}",
                f"{one}{other}",
                f"{one[0]}.{other}",
                f"{one}_{other}",
                one,
            )
            tail = str(self.random.randrange(1, 999)) if self._chance(0.7) else ""
            box, host = f"{self._one(boxes)}{tail}", self._one(HOSTS)
            taken = f"{box.replace('.', '') if host == 'gmail.com' else box}@{host}"
            if taken not in self._boxes:
                self._boxes.add(taken)
                return f"{box}@{host}"

    def _written(self, region: Region, number: str) -> str:
        spaced = f"{number[:5]} {number[5:]}"
        dashed = f"{number[:3]}-{number[3:6]}-{number[6:]}"
        return self._one(
            (
                f"+{region.code} {spaced}",
                f"+{region.code}{number}",
                f"00{region.code} {number}",
                f"+{region.code}-{dashed}",
                f"(+{region.code}) {number}",
            )
        )

    def dirty(self, person: Someone) -> Someone:
        """Return the person as somebody else wrote them down. A trace of how to reach them stays."""
        times = self.random.choices((0, 1, 2), weights=(1, 7, 2))[0]
        changed = person
        for act in self.random.sample(self._name_acts(), times):
            changed = replace(changed, name=act(changed))
        return self._dirty_contact(changed)

    def _name_acts(self) -> list[Callable[[Someone], str]]:
        """What happens to names; what happens often stands twice."""
        return [
            self._mistyped,
            self._mistyped,
            lambda person: self._mistyped(replace(person, name=self._mistyped(person))),
            lambda person: " ".join(reversed(person.name.split())),
            lambda person: ", ".join(reversed(person.name.split(" ", 1))),
            lambda person: f"{person.given[0]}. {person.family}",
            lambda person: f"{person.given} {person.family[0]}",
            lambda person: person.given,
            lambda person: person.name.upper(),
            lambda person: person.name.lower(),
            lambda person: f"{self._one(TITLES)} {person.name}",
            lambda person: (
                f"{person.given} {self._one(person.region.given)} {person.family}"
            ),
            lambda person: _without_accents(person.name),
            lambda person: person.name.replace(" ", "  ").replace("-", " "),
            lambda person: (
                f"{SPELLINGS.get(person.given, person.given)} {person.family}"
            ),
            lambda person: (
                f"{person.given} {SPELLINGS.get(person.family, person.family)}"
            ),
            lambda person: f"{SHORT.get(person.given, person.given)} {person.family}",
            # Married, since.
            lambda person: f"{person.given} {self._one(person.region.family)}",
        ]

    def _mistyped(self, person: Someone) -> str:
        return self._slip(person.name, string.ascii_lowercase)

    def _slip(self, text: str, alphabet: str) -> str:
        """Two letters the wrong way round, one too few, one too many, or the one beside it."""
        places = [place for place, letter in enumerate(text) if letter.isalnum()]
        if len(places) < 3:
            return text
        place = self._one(places[:-1])
        letter = text[place]
        beside = NEIGHBOURS.get(letter.lower(), alphabet)
        before, after = text[:place], text[place + 1 :]
        return self._one(
            (
                f"{before}{after[:1]}{letter}{after[1:]}",
                f"{before}{after}",
                f"{before}{letter}{letter}{after}",
                f"{before}{self._one(beside)}{after}",
            )
        )

    def _dirty_contact(self, person: Someone) -> Someone:
        way = self.random.choices(
            ("phone", "email", "both", "slip", "other number"),
            weights=(35, 15, 20, 20, 10),
        )[0]
        if way == "phone" and person.phone:
            email = self._one(("", self._email(person.given, person.family)))
            return replace(person, phone=self._rewritten(person), email=email)
        if way == "slip" and person.phone:
            email = self._one(("", "", self._dirty_email(person.email)))
            return replace(person, phone=self._misdialled(person), email=email)
        if way == "other number":
            phone = self._written(person.region, self._number(person.region))
            return replace(person, phone=phone, email=self._dirty_email(person.email))
        if way == "both" and person.phone:
            return replace(
                person,
                phone=self._rewritten(person),
                email=self._dirty_email(person.email),
            )
        return replace(person, phone="", email=self._dirty_email(person.email))

    def _rewritten(self, person: Someone) -> str:
        """Return the same number in another form, sometimes without its country."""
        region, number = person.region, person.number
        if self._chance(0.5):
            return self._written(region, number)
        return self._one(
            (
                number,
                f"{region.trunk}{number}",
                f"{region.trunk}{number[:4]}-{number[4:]}",
                f"{region.code}{number}",
                f"{number[:3]} {number[3:5]} {number[5:]}",
                f"{region.trunk}{number} (mobile)",
            )
        )

    def _misdialled(self, person: Someone) -> str:
        """Return the number with one slip, or with the code of another country."""
        region, number = person.region, person.number
        if self._chance(0.15):
            return self._written(self._one(REGIONS), number)
        return self._one((f"+{region.code} ", region.trunk)) + self._slip(
            number, string.digits
        )

    def _dirty_email(self, email: str) -> str:
        box, _at, host = email.partition("@")
        ways = [
            email,
            email.upper(),
            f" {email} ",
            f"{box}+course@{host}",
            f"{box.title()}@{host}",
            f"{box}@{self._slip(host.partition('.')[0], string.ascii_lowercase)}.{host.partition('.')[2]}",
            f"{self._slip(box, string.ascii_lowercase)}@{host}",
        ]
        if host == "gmail.com":
            ways += [
                f"{box[:3]}.{box[3:]}@{host}".replace("..", "."),
                f"{box}@googlemail.com",
            ]
        return self._one(ways)

    def look_alike(self, person: Someone) -> Someone:
        """Return a relative, a namesake or somebody at the same number."""
        region = person.region
        given = self._another(region.given, person.given)
        relative = replace(
            person,
            given=given,
            name=f"{given} {person.family}",
            email=self._email(given, person.family),
        )
        number = self._number(region)
        stranger = replace(relative, number=number, phone=self._written(region, number))
        beside = person.number[:-1] + str((int(person.number[-1]) + 1) % 10)
        return self._one(
            (
                relative,  # brothers and sisters with their parents' phone
                replace(relative, email=person.email),
                replace(stranger, email=person.email),
                replace(relative, number=beside, phone=self._written(region, beside)),
                stranger,
                replace(stranger, given=person.given, name=person.name),  # a namesake
                # A colleague at the phone of the office.
                replace(
                    relative,
                    name=f"{given} {self._another(region.family, person.family)}",
                ),
                # The sister writes only the first letter of her name.
                replace(relative, name=f"{given[0]}. {person.family}"),
            )
        )

    def _another(self, words: Sequence[str], but: str) -> str:
        return self._one([word for word in words if word != but])

    def _one(self, choices: Sequence[T]) -> T:
        return self.random.choice(choices)

    def _chance(self, share: float) -> bool:
        return self.random.random() < share


def _plain(word: str) -> str:
    table = str.maketrans("łıßæøÅ", "lisaoa")
    plain = unicodedata.normalize("NFKD", word.lower().translate(table))
    return "".join(letter for letter in plain if letter in string.ascii_lowercase)


def _without_accents(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
