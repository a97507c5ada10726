"""Texts with words in braces: `{first_name}`, or `{course|our courses}` with what else to say.

There is no logic in them, and nothing is reached through them: a word stands for one value or for
nothing. Knows no framework.
"""

import re
from collections.abc import Collection, Mapping

_WORD = re.compile(r"\{([a-z_]+)(?:\|([^{}|]*))?\}")


def words_of(text: str) -> list[str]:
    """Return the words that stand in braces, each once, in their order."""
    return list(dict.fromkeys(match[1] for match in _WORD.finditer(text)))


def unknown_words(text: str, known: Collection[str]) -> list[str]:
    return [word for word in words_of(text) if word not in known]


def has_stray_braces(text: str) -> bool:
    """Whether a brace stands in `text` that belongs to no word, such as `{Name}` or `{name`."""
    return any(brace in _WORD.sub("", text) for brace in "{}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put in the values; where one is empty, what stands after the bar.

    A word with neither stays as it is, for a person to see. What was put in is not read again.
    """

    def value(match: re.Match[str]) -> str:
        found = values.get(match[1], "")
        if found:
            return found
        return match[0] if match[2] is None else match[2]

    return _WORD.sub(value, text)


def left_over(text: str, known: Collection[str]) -> list[str]:
    """Return the words of `known` that nobody has put anything in for."""
    return [word for word in words_of(text) if word in known]
