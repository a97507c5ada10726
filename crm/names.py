"""How alike two names of people are. Knows no framework.

A name is a handful of words in no sure order, with or without accents, titles and initials, as
somebody heard it on the phone.
"""

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import OSA, JaroWinkler

# What people write before or after a name that is no part of it.
TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "sir",
        "madam",
        "smt",
        "shri",
        "sri",
        "shree",
        "kumari",
        "er",
        "adv",
        "late",
        "herr",
        "frau",
        "mme",
        "mlle",
        "monsieur",
        "madame",
        "sig",
        "sra",
        "senor",
        "senora",
        "jr",
        "sr",
        "ji",
    ]
)
# Words that stand inside family names in some papers and are left out in others.
PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "das",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "bint",
        "abu",
        "ben",
    ]
)
# One sound, several spellings. In this order: longer ones first.
_SPELLINGS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("tsch|tch|cz", "c"),
        ("sch|sz|sh", "s"),
        ("ch", "c"),
        ("ph", "f"),
        ("x|ks", "k"),
        ("ck|q", "k"),
        ("dj|dzh|zh", "j"),
        ("th", "t"),
        ("w", "v"),
        ("z", "s"),
        ("[aeou]*y", "i"),
        ("ou|oo|uu", "u"),
        ("ee|ii|ea|ie|ei|ai", "i"),
        ("(?<=[^aeiou])h", ""),
        ("h$", ""),
    )
]
_WORD = re.compile(r"[a-z]+")
_APOSTROPHES = re.compile(r"['’‘`´]")
_UMLAUT = re.compile(r"([aou])e(?=[^aeiou]|$)")
_ALIKE = 0.86
_LONG_ENOUGH = 4


class NameLikeness(IntEnum):
    DIFFERENT = 0
    # The family name is shared and the given names are not: a relative, or chance.
    FAMILY = 1
    # The given name is shared and the family name is not: married, or somebody else.
    GIVEN = 2
    # One is less than the other: initials, a given name alone.
    PART = 3
    # Misspelt, or spelt in another way.
    CLOSE = 4
    SAME = 5


@lru_cache(maxsize=20_000)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in plain small letters, without titles."""
    plain = anyascii(unicodedata.normalize("NFKC", name)).lower()
    words = _WORD.findall(_APOSTROPHES.sub("", plain))
    return tuple(word for word in words if word not in TITLES) or tuple(words)


@lru_cache(maxsize=20_000)
def sound_of(word: str) -> str:
    """Return how a word sounds, roughly: Mohammed and Muhamad, Sandeep and Sandip are one."""
    word = _UMLAUT.sub(r"\1", word)
    for pattern, sound in _SPELLINGS:
        word = pattern.sub(sound, word)
    word = re.sub(r"(.)\1+", r"\1", word)
    # Omar and Umar, Ebrahim and Ibrahim.
    return {"o": "u", "e": "i"}.get(word[:1], word[:1]) + word[1:]


def bones_of(word: str) -> str:
    """Return the first sound and the consonants after it, which survive most misspellings."""
    sound = sound_of(word)
    return sound[:1] + re.sub("[aeiouy]", "", sound[1:])


def name_key(name: str) -> str:
    """Return what is the same for most spellings of a name, in any order of its words."""
    words = words_of(name)
    full = (
        [word for word in _without_particles(words) if len(word) > 1] if words else []
    )
    if not full:
        return ""
    return "-".join(sorted({bones_of(full[0])[:8], bones_of(full[-1])[:8]}))


@lru_cache(maxsize=50_000)
def words_alike(one: str, other: str) -> float:
    """Return 0 to 1; an initial is like every word that begins with it."""
    if one == other:
        return 1.0
    if len(one) == 1 or len(other) == 1:
        return 0.9 if one[0] == other[0] else 0.0
    if sound_of(one) == sound_of(other):
        return 0.97
    short, long = sorted((one, other), key=len)
    if 3 <= len(short) <= 4 and len(long) >= len(short) + 2 and long.startswith(short):
        return 0.88  # Abhi for Abhishek, Sam for Samuel
    if len(short) >= 4 and len(long) >= len(short) + 4 and long.endswith(short):
        return 0.88  # Seun for Oluwaseun, Beth for Elisabeth
    slips = OSA.distance(one, other, score_cutoff=2)
    if slips == 1 and len(short) >= _LONG_ENOUGH:
        # Who mistypes seldom does so in the first letter: Arun and Varun are two names.
        return 0.92 if one[0] == other[0] else 0.8
    if slips == 1 and len(short) == 3 and one[0] == other[0]:
        return 0.86
    if bones_of(one) == bones_of(other) and len(bones_of(one)) >= 3:
        return 0.88
    likeness = JaroWinkler.similarity(one, other)
    if slips == 2 and len(short) >= 7:
        return max(0.87, likeness)
    # Many a pair of real names is nearly as alike as this: Rohan and Rohit, Anita and Anika.
    return min(likeness, 0.84)


def compare_names(one: str, other: str) -> NameLikeness:
    """Return how alike two names are, whatever the order of their words."""
    first, second = words_of(one), words_of(other)
    if not first or not second:
        return NameLikeness.DIFFERENT
    if sorted(first) == sorted(second):
        return NameLikeness.SAME
    if "".join(sorted(first)) == "".join(sorted(second)) or (
        _joined_alike(first, second)
    ):
        return NameLikeness.CLOSE
    first, second = _apart_alike(first, second)
    first, second = _without_particles(first), _without_particles(second)
    pairs = _paired(first, second)
    fewer = min(len(first), len(second))
    if len(pairs) < fewer:
        return _half(first, second, pairs)
    is_full = all(len(first[a]) > 1 and len(second[b]) > 1 for a, b, _likeness in pairs)
    if len(first) == len(second) and is_full:
        return NameLikeness.CLOSE
    # Initials alone say too little: P. S. is many people.
    if any(len(first[a]) > 1 and len(second[b]) > 1 for a, b, _likeness in pairs):
        two_full = fewer >= 2 and is_full
        return NameLikeness.CLOSE if two_full else NameLikeness.PART
    return NameLikeness.DIFFERENT


def is_one_slip_away(one: str, other: str) -> bool:
    """Whether a single slip, in the first letter too, makes one name the other."""
    first, second = " ".join(words_of(one)), " ".join(words_of(other))
    return bool(first and second) and OSA.distance(first, second) <= 1


def _joined_alike(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Anne Marie and Annemarie; De Souza and Desouza; a space that slipped by a letter."""
    one, other = "".join(first), "".join(second)
    if len(first) != len(second) and sound_of(one) == sound_of(other):
        return True
    is_long = min(len(one), len(other)) >= 8
    return is_long and one[0] == other[0] and OSA.distance(one, other) <= 1


def _apart_alike(
    first: tuple[str, ...], second: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Join neighbours in one that are a single word in the other: Al Fayed and Alfayed."""
    return _joined_as(first, second), _joined_as(second, first)


def _joined_as(words: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    sounds = {sound_of(word) for word in other}
    for place in range(len(words) - 1):
        joined = words[place] + words[place + 1]
        is_initial = min(len(words[place]), len(words[place + 1])) == 1
        if not is_initial and sound_of(joined) in sounds:
            return (*words[:place], joined, *words[place + 2 :])
    return words


def _without_particles(words: tuple[str, ...]) -> tuple[str, ...]:
    """Drop those that stand inside: at the end, Das and Le are families."""
    kept = (word for word in words[:-1] if word not in PARTICLES)
    return (*kept, words[-1])


def _paired(
    first: tuple[str, ...], second: tuple[str, ...]
) -> list[tuple[int, int, float]]:
    """Return which word of one is which of the other: the most alike first, full before initials."""
    options = sorted(
        (
            (min(len(one), len(other)) > 1, words_alike(one, other), -abs(a - b), a, b)
            for a, one in enumerate(first)
            for b, other in enumerate(second)
        ),
        reverse=True,
    )
    taken: list[tuple[int, int, float]] = []
    for _is_full, likeness, _near, a, b in options:
        if likeness >= _ALIKE and not any(a == c or b == d for c, d, _ in taken):
            taken.append((a, b, likeness))
    return taken


def _half(
    first: tuple[str, ...],
    second: tuple[str, ...],
    pairs: list[tuple[int, int, float]],
) -> NameLikeness:
    """Some words are shared and others speak against it: which ones are they?"""
    shared = [(a, b) for a, b, _ in pairs if len(first[a]) > 1 and len(second[b]) > 1]
    if not shared:
        return NameLikeness.DIFFERENT
    if any(a == 0 and b == 0 for a, b in shared):
        return NameLikeness.GIVEN
    return NameLikeness.FAMILY
