"""Words: of what people type into a search box, and of the texts that are searched."""

import re
import unicodedata

MAX_WORDS = 12
LONGEST_WORD = 60

# Neither space nor punctuation. Wider than \w, which breaks Devanagari at its vowel signs.
WORD = re.compile(
    r"[^\s!-/:-@\[-`{-~\u00a0-\u00bf\u2000-\u206f\u2190-\u2bff\u3000-\u303f]+"
)
_ENDING = re.compile(r"(?:ies|es|s|y|ed|ing|e)$")


def words_of(text: str) -> list[str]:
    """Return the searchable words of `text`: each has a letter or a digit, none a quote."""
    spaced = "".join(
        char if char.isprintable() and char not in '"“”' else " " for char in text
    )
    words = [word[:LONGEST_WORD] for word in spaced[:2000].split()]
    return [word for word in words if any(map(str.isalnum, word))][:MAX_WORDS]


def folded(word: str) -> str:
    """Return `word` without capitals and Latin accents, as both databases compare it."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in parts if not "\u0300" <= char <= "\u036f")


def stem(word: str) -> str:
    """Return a folded English word without its ending: what "planet" and "planets" share.

    Only for marking what an index has found, so it need not be right about every word.
    """
    return _ENDING.sub("", word) if len(word) > 4 else word
