"""Writes GIFT. What it has no form for is said of each question."""

import re
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from assessment.formats import markup
from assessment.formats.gift.reading import FORMATS
from assessment.formats.item import (
    FULL,
    NONE,
    AcceptedNumber,
    AcceptedText,
    Choice,
    Essay,
    Item,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    percents_of,
)
from assessment.formats.pictures import has_file_links, with_pictures_inside
from assessment.formats.sheet import LeftOut, Outcome, looks_like_html
from assessment.formats.words import number_text
from assessment.scoring import Grading, Match, Unit

_CONTROL = re.compile(r"([~=#{}:\\])")
_BRACKET = "\\]"


def write_gift(items: Iterable[Item]) -> tuple[bytes, list[Outcome]]:
    outcomes: list[Outcome] = []
    blocks: list[str] = []
    for item in items:
        try:
            blocks.append(_Writer(item).question())
        except LeftOut as reason:
            outcomes.append(Outcome(item.title, None, (str(reason),)))
        else:
            outcomes.append(Outcome(item.title, item, tuple(_lost(item))))
    return "\n".join(blocks).encode(), outcomes


def _escaped(text: str) -> str:
    return _CONTROL.sub(r"\\\1", text).replace("\n", r"\n")


def _words(text: str) -> str:
    """Write words that are nothing but words, whatever they begin with."""
    begins_like_format = any(text.startswith(f"[{name}]") for name in FORMATS)
    return ("[plain]" if begins_like_format else "") + _escaped(text)


def _weight(percent: Decimal, usual: Decimal) -> str:
    return "" if percent == usual else f"%{number_text(percent)}%"


class _Writer:
    """All texts of a question are HTML, or all are words, which its prompt says."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.is_html = any(not _is_words(html) for html in _texts(item))

    def question(self) -> str:
        item = self.item
        tags = "".join(f" [tag:{tag.replace(']', _BRACKET)}]" for tag in item.tags)
        lines = [f"//{tags}"] if tags else []
        mark = "[html]" if self.is_html else ""
        lines.append(f"::{_escaped(item.title)}::{mark}{self._html(item.prompt)}{{")
        lines += [f"\t{line}" for line in self._answers()]
        if item.feedback:
            lines.append(f"\t####{self._html(item.feedback)}")
        return "\n".join([*lines, "}", ""])

    def _html(self, html: str) -> str:
        if self.is_html:
            return _escaped(with_pictures_inside(html, self.item.files))
        words = markup.text_of(html)
        is_read_otherwise = looks_like_html(words) or words.startswith("[")
        return ("[plain]" if is_read_otherwise else "") + _escaped(words)

    def _behind(self, feedback: str) -> str:
        return f"#{self._html(feedback)}" if feedback else ""

    def _answers(self) -> list[str]:
        body = self.item.body
        if isinstance(body, SingleChoice):
            return self._single(body)
        if isinstance(body, MultipleChoice):
            return [
                f"~%{number_text(percent)}%{self._choice(choice)}"
                for choice, percent in zip(body.choices, percents_of(body), strict=True)
            ]
        if isinstance(body, TrueFalse):
            return [self._truth(body)]
        if isinstance(body, ShortAnswer):
            return [self._text(each) for each in body.accepted]
        if isinstance(body, Numeric):
            return ["#", *(self._number(each) for each in body.accepted)]
        if isinstance(body, Matching):
            return [
                *(
                    f"={self._prompt_of_pair(pair.prompt)} -> {_words(pair.match)}"
                    for pair in body.pairs
                ),
                *(f"= -> {_words(each)}" for each in body.distractors),
            ]
        if isinstance(body, Ordering):
            raise LeftOut(_("GIFT has no form for ordering that all systems read."))
        return []

    def _choice(self, choice: Choice) -> str:
        text = self._html(choice.text)
        if text.startswith("%"):  # not a weight
            text = ("[html]" if self.is_html else "[plain]") + text
        return text + self._behind(choice.feedback)

    def _single(self, body: SingleChoice) -> list[str]:
        """One of the right choices has to bear a “=”, or several could be chosen."""
        percents = percents_of(body)
        if FULL not in percents:
            raise LeftOut(
                _("Without a right choice, GIFT lets students choose several.")
            )
        first = percents.index(FULL)
        lines = [
            ("=" if number == first else f"~{_weight(percent, NONE)}")
            + self._choice(choice)
            for number, (choice, percent) in enumerate(
                zip(body.choices, percents, strict=True)
            )
        ]
        if len(lines) == 1:
            raise LeftOut(_("GIFT takes a single choice for a short answer."))
        return lines

    def _truth(self, body: TrueFalse) -> str:
        """Feedback for the wrong answer stands first."""
        feedbacks = [body.feedback_false, body.feedback_true]
        if not body.right:
            feedbacks.reverse()
        written = "".join(f"#{self._html(text)}" for text in feedbacks)
        return ("TRUE" if body.right else "FALSE") + (written if any(feedbacks) else "")

    def _text(self, accepted: AcceptedText) -> str:
        if accepted.match == Match.PATTERN:
            raise LeftOut(_("GIFT has no regular expressions."))
        if "->" in accepted.text:
            raise LeftOut(_("GIFT takes “->” in a short answer for a pair."))
        text = accepted.text
        if accepted.match == Match.EXACT:
            text = text.replace("*", r"\*")
        # Words that begin like a weight need one before them.
        needed = "%100%" if text.startswith("%") else ""
        weight = _weight(accepted.credit, FULL) or needed
        return f"={weight}{_words(text)}{self._behind(accepted.feedback)}"

    def _number(self, accepted: AcceptedNumber) -> str:
        value, width = number_text(accepted.value), number_text(accepted.width)
        weight = _weight(accepted.credit, FULL)
        return f"={weight}{value}:{width}{self._behind(accepted.feedback)}"

    def _prompt_of_pair(self, html: str) -> str:
        """An arrow in the first part would end it; HTML has another way to write it."""
        written = self._html(html)
        if "->" not in written:
            return written
        return ("" if self.is_html else "[html]") + _escaped(
            with_pictures_inside(html, self.item.files).replace("->", "-&gt;")
        )


def _is_words(html: str) -> bool:
    """Whether a text is nothing but words and lines, which need no HTML."""
    return markup.is_plain(html) and markup.from_text(markup.text_of(html)) == html


def _texts(item: Item) -> list[str]:
    body = item.body
    texts = [item.prompt, item.feedback]
    if isinstance(body, (SingleChoice, MultipleChoice)):
        texts += [text for each in body.choices for text in (each.text, each.feedback)]
    elif isinstance(body, TrueFalse):
        texts += [body.feedback_true, body.feedback_false]
    elif isinstance(body, (ShortAnswer, Numeric)):
        texts += [each.feedback for each in body.accepted]
    elif isinstance(body, Matching):
        texts += [pair.prompt for pair in body.pairs]
    return texts


def _lost(item: Item) -> list[str]:
    """Return what GIFT can't say of this question."""
    body = item.body
    lost: list[tuple[bool, str]] = [
        (item.points != 1, _("GIFT has no points: they become 1.")),
        (item.difficulty != "medium", _("GIFT has no difficulty.")),
        (
            getattr(body, "grading", Grading.PARTIAL) != Grading.PARTIAL,
            _("GIFT has no “all or nothing”: part marks are given."),
        ),
        (has_file_links(item), _("GIFT takes no files along but pictures.")),
    ]
    if isinstance(body, ShortAnswer):
        lost.append((body.case_sensitive, _("In GIFT, capital letters don't matter.")))
    if isinstance(body, Numeric):
        lost += [
            (body.unit != Unit.NONE, _("GIFT has no units: the number alone counts.")),
            (
                any(each.is_relative for each in body.accepted),
                _("A tolerance in percent becomes one in numbers."),
            ),
        ]
    if isinstance(body, Essay):
        lost.append((body != Essay(), _("GIFT has only the question of an essay.")))
    return [sentence for is_lost, sentence in lost if is_lost]
