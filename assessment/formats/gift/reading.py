"""GIFT: questions as lines of text, with control characters that a backslash makes ordinary."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from assessment.formats.item import (
    NONE,
    AcceptedNumber,
    AcceptedText,
    Body,
    Choice,
    Essay,
    Item,
    Matching,
    Numeric,
    Pair,
    ShortAnswer,
    TrueFalse,
    has_wildcard,
)
from assessment.formats.sheet import LeftOut, Outcome, Sheet, check_parts
from assessment.formats.words import seen, seen_line
from assessment.scoring import Match

FORMATS = ("html", "markdown", "plain", "moodle")
GAP = "_____"

# An ordinary character behind a backslash is moved to a plane where nobody writes, and back.
_PLANE = 0xF0000
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_FORMAT = re.compile(rf"\s*\[({'|'.join(FORMATS)})\]")
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d+)?)%")
_TRUTH = re.compile(r"(T|TRUE|F|FALSE)\s*(?:#|$)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n]+")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]])+)\]")
_CATEGORY = "$CATEGORY:"
_PATH_WORDS = re.compile(r"\$\w+\$|top$", re.IGNORECASE)


def read_gift(text: str) -> list[Outcome]:
    return [_outcome(block) for block in _blocks(seen(text))]


def tags_of_category(path: str) -> tuple[str, ...]:
    """Return the parts of a category's path, without the words for where it hangs."""
    parts = (part.strip() for part in path.replace("//", "\0").split("/"))
    return tuple(
        part.replace("\0", "/")
        for part in parts
        if part and not _PATH_WORDS.fullmatch(part)
    )


@dataclass
class _Block:
    line: int
    lines: list[str] = field(default_factory=list)
    tags: tuple[str, ...] = ()


def _blocks(text: str) -> Iterator[_Block]:
    """Cut the text at blank lines. Comments go, but for the tags in them."""
    category: tuple[str, ...] = ()
    block = _Block(1)
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        stripped = line.strip()
        if stripped.startswith("//"):
            found = _TAG.findall(stripped)
            block.tags += tuple(tag.replace("\\]", "]") for tag in found)
        elif stripped.startswith(_CATEGORY) and not block.lines:
            category = tags_of_category(stripped.removeprefix(_CATEGORY))
        elif stripped:
            if not block.lines:
                block.line = number
            block.lines.append(line)
        else:
            if block.lines:
                block.tags += category
                yield block
            block = _Block(number + 1)


def _outcome(block: _Block) -> Outcome:
    sheet = Sheet()
    place = _("line %(line)s") % {"line": block.line}
    text = _ESCAPED.sub(
        lambda match: chr(_PLANE + ord(match[1])), "\n".join(block.lines).strip()
    )
    title, text = _title(text)
    label = title or seen_line(_unescaped(text))[:80]
    try:
        item = sheet.finished(_item(title, text, block.tags, sheet))
    except LeftOut as reason:
        return Outcome(label, None, (str(reason),), place)
    return Outcome(item.title, item, tuple(sheet.notes), place)


def _unescaped(text: str) -> str:
    return "".join(
        ("\n" if char == chr(_PLANE + ord("n")) else chr(ord(char) - _PLANE))
        if _PLANE <= ord(char) < _PLANE + 128
        else char
        for char in text
    )


def _title(text: str) -> tuple[str, str]:
    if not text.startswith("::"):
        return "", text
    title, end, rest = text[2:].partition("::")
    return (_unescaped(seen_line(title)), rest.strip()) if end else ("", text)


def _item(title: str, text: str, tags: tuple[str, ...], sheet: Sheet) -> Item:
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        raise LeftOut(_("It has no answers in braces: a text, and not a question."))
    if start < 0 or end < start:
        raise LeftOut(
            _("A brace is missing. Is there an empty line inside of the question?")
        )
    answers, rest = text[start + 1 : end].strip(), text[end + 1 :]
    gap = GAP if rest.strip() else ""
    reader = _Answers(sheet, text)
    answers, _mark, feedback = answers.partition("####")
    prompt = reader.html(reader.without_format(text[:start] + gap + rest))
    body = reader.body(answers.strip())
    return Item(
        title=title,
        prompt=prompt,
        body=body,
        feedback=reader.html(feedback),
        tags=tags,
    )


class _Answers:
    """Reads what stands in the braces, in the format that the question begins with."""

    def __init__(self, sheet: Sheet, text: str) -> None:
        self.sheet = sheet
        match = _FORMAT.match(text)
        self.format = match[1] if match else "moodle"

    def without_format(self, text: str) -> str:
        return _FORMAT.sub("", text, count=1) if _FORMAT.match(text) else text

    def html(self, written: str) -> str:
        match = _FORMAT.match(written)
        format = match[1] if match else self.format
        written = written[match.end() :] if match else written
        if format in {"moodle", "plain"}:
            written = _SPACES.sub(" ", written)  # lines end where the editor was full
        return self.sheet.formatted(_unescaped(written).strip(), format)

    def words(self, written: str) -> str:
        """Return a short answer: nothing but words, whatever its format."""
        return seen_line(_unescaped(self.without_format(written)))

    def body(self, answers: str) -> Body:
        if not answers:
            return Essay()
        if answers.startswith("#"):
            return self._numeric(answers[1:])
        if answers.startswith(">"):
            raise LeftOut(_("GIFT has no form for ordering that all systems read."))
        if "~" in answers:
            return self._choices(answers)
        if "=" in answers and "->" in answers:
            return self._matching(answers)
        if truth := _TRUTH.match(answers):
            return self._truth(truth[1].upper().startswith("T"), answers)
        return self._short(answers)

    def _pieces(self, answers: str) -> list[tuple[str, str, str, str]]:
        """Return of each answer its mark, weight, text and feedback."""
        found = re.split(r"([=~])", answers)
        marked = [("", found[0]), *zip(found[1::2], found[2::2], strict=True)]
        pieces: list[tuple[str, str, str, str]] = []
        for mark, piece in marked:
            if not mark and not piece.strip():
                continue
            weight = _WEIGHT.match(piece)
            if weight:
                piece = piece[weight.end() :]
            text, _hash, feedback = piece.partition("#")
            pieces.append((mark, weight[1] if weight else "", text, feedback))
        check_parts(pieces)
        return pieces

    def _choices(self, answers: str) -> Body:
        pieces = self._pieces(answers)
        choices = [
            Choice(self.html(text), feedback=self.html(feedback))
            for _mark, _weight, text, feedback in pieces
        ]
        percents = [
            self.sheet.percent(weight or ("100" if mark == "=" else "0"))
            for mark, weight, _text, _feedback in pieces
        ]
        if "=" in {mark for mark, *_rest in pieces}:
            return self.sheet.single(choices, percents)
        return self.sheet.several(choices, percents)

    def _truth(self, right: bool, answers: str) -> Body:
        texts = [self.html(text) for text in answers.split("#", 2)[1:]]
        for_wrong, for_right = [*texts, "", ""][:2]
        if right:
            return TrueFalse(True, for_right, for_wrong)
        return TrueFalse(False, for_wrong, for_right)

    def _short(self, answers: str) -> Body:
        accepted: list[AcceptedText] = []
        for _mark, weight, text, feedback in self._pieces(answers):
            words = self.words(text)
            if not words:
                raise LeftOut(_("One of its answers is empty."))
            accepted.append(
                accepted_text(
                    words, self.sheet.credit(weight or "100"), self.html(feedback)
                )
            )
        return ShortAnswer(tuple(accepted))

    def _numeric(self, answers: str) -> Body:
        accepted: list[AcceptedNumber] = []
        for mark, weight, text, feedback in self._pieces(answers):
            if mark == "~" or text.strip() == "*":
                self.sheet.note(_("Feedback for all other numbers is left out."))
                continue
            low, dots, high = _unescaped(text).partition("..")
            if dots:
                first, last = self.sheet.number(low), self.sheet.number(high)
                value, tolerance = (first + last) / 2, abs(last - first) / 2
            else:
                number, _colon, width = low.partition(":")
                value = self.sheet.number(number)
                tolerance = abs(self.sheet.number(width)) if width.strip() else NONE
            accepted.append(
                AcceptedNumber(
                    value,
                    tolerance,
                    credit=self.sheet.credit(weight or "100"),
                    feedback=self.html(feedback),
                )
            )
        check_parts(accepted)
        return Numeric(tuple(accepted))

    def _matching(self, answers: str) -> Body:
        pairs: list[Pair] = []
        distractors: list[str] = []
        for piece in answers.split("="):
            if not piece.strip():
                continue
            prompt, arrow, match = piece.partition("->")
            if not arrow:
                raise LeftOut(
                    _("“%(text)s” goes with nothing.") % {"text": piece.strip()[:40]}
                )
            shown = self.html(prompt)
            words = self.words(match)
            if not words:
                raise LeftOut(_("One of its answers is empty."))
            if shown:
                pairs.append(Pair(shown, words))
            else:
                distractors.append(words)
        check_parts(pairs)
        check_parts([*pairs, *distractors])
        return Matching(tuple(pairs), tuple(distractors))


def accepted_text(words: str, credit: Decimal, feedback: str) -> AcceptedText:
    """Return a short answer as GIFT and Moodle write it: a star is anything, `\\*` is a star."""
    is_wild = has_wildcard(words)
    return AcceptedText(
        text=words if is_wild else words.replace(r"\*", "*"),
        match=Match.WILDCARD if is_wild else Match.EXACT,
        credit=credit,
        feedback=feedback,
    )
