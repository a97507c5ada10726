"""The lines of a text that show why it was found, with the words marked."""

from collections.abc import Iterable, Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString

from search.words import WORD, folded, stem, words_of

LENGTH = 240  # characters of a passage
ENDS = (".", "?", "!", ":", "।")
BEFORE = 70  # of them before the first word that was looked for
SHORTEST_BEGINNING = (
    3  # letters of a last word that may be the beginning of a longer one
)


class Marker:
    """Knows the words that somebody looks for, and finds them in texts."""

    def __init__(self, query: str, *, last_is_beginning: bool = False) -> None:
        words = [
            folded(part) for word in words_of(query) for part in WORD.findall(word)
        ]
        self.stems = {stem(word) for word in words}
        self.beginning = words[-1] if words and last_is_beginning else ""

    def mark(self, text: str) -> SafeString:
        """Return `text` as HTML, everything in it escaped, with `<mark>` round the words."""
        parts: list[str] = []
        end = 0
        for start, stop, _stem in self._found(text):
            parts += [
                escape(text[end:start]),
                "<mark>",
                escape(text[start:stop]),
                "</mark>",
            ]
            end = stop
        return SafeString("".join([*parts, escape(text[end:])]))

    def passage(self, texts: Iterable[str]) -> SafeString:
        """Return the passage of `texts` that has most of the words; without any, their beginning."""
        best, best_score, first = "", 0, ""
        for text in _whole_passages(texts):
            # A sentence says more than a heading.
            if len(text) > len(first) and len(first) < BEFORE:
                first = text
            score = len({found for _start, _stop, found in self._found(text)})
            if score > best_score:
                best, best_score = text, score
        return self.mark(self._cut(best or first))

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        for match in WORD.finditer(text):
            word = folded(match[0])
            if stem(word) in self.stems:
                yield match.start(), match.end(), stem(word)
            elif self.beginning and word.startswith(self.beginning):
                yield match.start(), match.end(), stem(self.beginning)

    def _cut(self, text: str) -> str:
        if len(text) <= LENGTH:
            return text
        at = next((start for start, _stop, _stem in self._found(text)), 0)
        start = max(0, min(at - BEFORE, len(text) - LENGTH))
        if start:
            start = text.find(" ", start, at) + 1 or at
        stop = start + LENGTH
        if stop < len(text):
            stop = max(text.rfind(" ", start, stop), at + 1)
            if stop <= at + 1:  # one word without an end
                stop = start + LENGTH
        return f"{'… ' if start else ''}{text[start:stop]}{' …' if stop < len(text) else ''}"


def _whole_passages(texts: Iterable[str]) -> Iterator[str]:
    """Yield the paragraphs of `texts`, a heading or another short one together with what follows."""
    passage = ""
    for line in (line for text in texts for line in text.splitlines()):
        between = " " if passage.endswith(ENDS) else " · "
        passage = f"{passage}{between}{' '.join(line.split())}".strip(" ·")
        if len(passage) > BEFORE:
            yield passage
            passage = ""
    if passage:
        yield passage
