"""Moodle XML: a `<quiz>` of questions, each with its texts, answers and files."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from assessment.formats.details import NAMESPACE, read_details, with_details
from assessment.formats.gift.reading import accepted_text, tags_of_category
from assessment.formats.item import (
    FULL,
    NONE,
    AcceptedNumber,
    AcceptedText,
    Body,
    Choice,
    Essay,
    Item,
    Matching,
    Numeric,
    Ordering,
    Pair,
    ShortAnswer,
    TrueFalse,
    UnitOfNumber,
)
from assessment.formats.markup import text_of
from assessment.formats.safe_xml import text_in
from assessment.formats.sheet import LeftOut, Outcome, Sheet, check_parts, decoded
from assessment.formats.words import file_name, seen, seen_line
from assessment.scoring import Grading, Match, Unit, decimal_of

PLUGIN_FILE = "@@PLUGINFILE@@/"
DETAILS = f"{{{NAMESPACE}}}details"
FORMATS = {
    "moodle_auto_format": "moodle",
    "plain_text": "plain",
    "markdown": "markdown",
    "html": "html",
}
# What Moodle writes itself under a question that its author left as it was.
_USUAL_FEEDBACK = {
    "",
    "Your answer is correct.",
    "Your answer is partially correct.",
    "Your answer is incorrect.",
}
_ALL_OR_NOTHING = {"ALL_OR_NOTHING", "-1"}
_LIKE_OURS = {"RELATIVE_NEXT_INCLUDE_LAST", "2"}


def read_moodle(root: Element) -> list[Outcome]:
    outcomes: list[Outcome] = []
    category: tuple[str, ...] = ()
    for number, question in enumerate(root.findall("question"), start=1):
        if question.get("type") == "category":
            category = tags_of_category(_words(question.find("category")))
        else:
            place = _("question %(number)s") % {"number": number}
            outcomes.append(_outcome(question, category, place))
    return outcomes


def _outcome(question: Element, category: tuple[str, ...], place: str) -> Outcome:
    reader = _Question(question)
    label = (
        reader.title or seen_line(text_of(_text(question.find("questiontext"))))[:80]
    )
    try:
        item = reader.item(category)
    except LeftOut as reason:
        return Outcome(label, None, (str(reason),), place)
    return Outcome(item.title, item, tuple(reader.sheet.notes), place)


def _text(element: Element | None) -> str:
    """Return what `<text>` in an element says."""
    return text_in(element.find("text")).strip() if element is not None else ""


def _words(element: Element | None) -> str:
    return seen_line(_text(element))


class _Question:
    def __init__(self, question: Element) -> None:
        self.question = question
        self.type = question.get("type", "")
        self.details = read_details(text_in(question.find(DETAILS)))
        self.sheet = Sheet(is_ours=bool(self.details))
        self.title = _words(question.find("name"))

    def item(self, category: tuple[str, ...]) -> Item:
        read = _READERS.get(self.type)
        if read is None:
            raise LeftOut(_NOT_TAKEN.get(self.type, _unknown)(self.type))
        prompt = self._prompt()
        body = read(self)
        self._say_what_is_lost()
        tags = [_words(tag) for tag in self.question.iterfind("tags/tag")]
        item = Item(
            title=self.title,
            prompt=prompt,
            body=body,
            points=self.sheet.points(self._value("defaultgrade")),
            feedback=self.html(self.question.find("generalfeedback")),
            tags=(*tags, *category),
        )
        return self.sheet.finished(with_details(item, self.details))

    def html(self, element: Element | None) -> str:
        """Return the text of an element with the files that lie in it."""
        if element is None:
            return ""
        files = {
            file_name(file.get("name", "")): file for file in element.findall("file")
        }

        def find(path: str) -> bytes | None:
            file = files.get(file_name(path))
            return decoded(text_in(file)) if file is not None else None

        format = FORMATS.get((element.get("format") or "html").strip(), "html")
        return self.sheet.formatted(
            seen(_text(element)).replace(PLUGIN_FILE, ""), format, find
        )

    def _prompt(self) -> str:
        """Return the question's text; before Moodle 2 its picture stood beside it."""
        prompt = self.html(self.question.find("questiontext"))
        data = decoded(text_in(self.question.find("image_base64")))
        if data:
            name = text_in(self.question.find("image")).strip()
            shown = self.sheet.keep(name, data)
            picture = f'<p><img src="{shown}" alt=""></p>'
            return self.sheet.html(
                f"<div>{prompt}</div>{picture}", self.sheet.files.get
            )
        return prompt

    def _value(self, name: str) -> str:
        return text_in(self.question.find(name)).strip()

    def _is_set(self, name: str, default: bool) -> bool:
        value = self._value(name).lower()
        return default if not value else value in {"1", "true", "yes"}

    def _say_what_is_lost(self) -> None:
        if any(_words(hint) for hint in self.question.iterfind("hint")):
            self.sheet.note(_("Its hints are left out."))
        for name in (
            "correctfeedback",
            "partiallycorrectfeedback",
            "incorrectfeedback",
        ):
            said = seen_line(text_of(_text(self.question.find(name))))
            if said not in _USUAL_FEEDBACK:
                self.sheet.note(
                    _("Feedback for right, partly right and wrong answers is left out.")
                )

    # One for each type of question

    def _answers(self) -> list[tuple[Element, str, str]]:
        """Return the answers with their percentage and feedback."""
        found = self.question.findall("answer")
        check_parts(found)
        return [
            (answer, answer.get("fraction", "0"), self.html(answer.find("feedback")))
            for answer in found
        ]

    def choices(self) -> Body:
        answers = self._answers()
        choices = [
            Choice(self.html(answer), feedback=feedback)
            for answer, _fraction, feedback in answers
        ]
        percents = [self.sheet.percent(fraction) for _a, fraction, _f in answers]
        if self.type == "multichoiceset":
            return replace(
                self.sheet.several(choices, percents), grading=Grading.ALL_OR_NOTHING
            )
        if self._is_set("single", True):
            return self.sheet.single(choices, percents)
        return self.sheet.several(choices, percents)

    def truth(self) -> Body:
        by_word = {
            _words(answer).lower(): (fraction, feedback)
            for answer, fraction, feedback in self._answers()
        }
        if set(by_word) != {"true", "false"}:
            raise LeftOut(_("Its answers aren't “true” and “false”."))
        (on_true, feedback_true), (on_false, feedback_false) = (
            by_word["true"],
            by_word["false"],
        )
        right = self.sheet.percent(on_true) > self.sheet.percent(on_false)
        return TrueFalse(right, feedback_true, feedback_false)

    def short(self) -> Body:
        accepted: list[AcceptedText] = []
        for answer, fraction, feedback in self._answers():
            words, credit = _words(answer), self.sheet.credit(fraction)
            if not words:
                raise LeftOut(_("One of its answers is empty."))
            if self.type == "regexp":
                accepted.append(AcceptedText(words, Match.PATTERN, credit, feedback))
            else:
                accepted.append(accepted_text(words, credit, feedback))
        if self.type == "regexp" and not self.details:
            self.sheet.note(
                _("It has regular expressions of another system. Try them here.")
            )
        return ShortAnswer(tuple(accepted), self._is_set("usecase", False))

    def numeric(self) -> Body:
        accepted: list[AcceptedNumber] = []
        for answer, fraction, feedback in self._answers():
            words = _words(answer)
            if words == "*":
                self.sheet.note(_("Feedback for all other numbers is left out."))
                continue
            width = text_in(answer.find("tolerance")).strip() or "0"
            accepted.append(
                AcceptedNumber(
                    self.sheet.number(words),
                    abs(self.sheet.number(width)),
                    credit=self.sheet.credit(fraction),
                    feedback=feedback,
                )
            )
        check_parts(accepted)
        units = tuple(self._unit(unit) for unit in self.question.iterfind("units/unit"))
        return Numeric(tuple(accepted), self._unit_rule(units), units)

    def _unit(self, unit: Element) -> UnitOfNumber:
        """Moodle says how many there are in the first unit, we how many of that are in one."""
        name = seen_line(text_in(unit.find("unit_name")))[:32]
        multiplier = decimal_of(text_in(unit.find("multiplier")).strip() or "1")
        if not name or not multiplier:
            raise LeftOut(_("One of its units can't be read."))
        return UnitOfNumber(name, 1 / multiplier)

    def _unit_rule(self, units: tuple[UnitOfNumber, ...]) -> Unit:
        shown, graded = self._value("showunits") or "0", self._value("unitgradingtype")
        if not units or shown == "3":
            return Unit.NONE
        if graded in {"", "0"}:
            return Unit.OPTIONAL
        penalty = decimal_of(self._value("unitpenalty") or "0") or NONE
        if penalty < 1:
            self.sheet.note(
                _("A wrong unit cost %(percent)s %% there; here it costs everything.")
                % {"percent": f"{penalty * FULL:f}".rstrip("0").rstrip(".")}
            )
        return Unit.REQUIRED

    def matching(self) -> Body:
        pairs: list[Pair] = []
        distractors: list[str] = []
        for sub in self.question.findall("subquestion"):
            prompt, words = self.html(sub), _words(sub.find("answer"))
            if not words and not prompt:
                continue
            if not words:
                raise LeftOut(_("One of its answers is empty."))
            if prompt:
                pairs.append(Pair(prompt, words))
            else:
                distractors.append(words)
        check_parts([*pairs, *distractors])
        return Matching(tuple(pairs), tuple(distractors))

    def ordering(self) -> Body:
        """The fraction of an answer is its place."""
        places = [
            (decimal_of(fraction) or Decimal(0), self.html(answer))
            for answer, fraction, _feedback in self._answers()
        ]
        if any(feedback for _answer, _fraction, feedback in self._answers()):
            self.sheet.note(_("Feedback for single items of the order is left out."))
        items = tuple(text for _place, text in sorted(places, key=lambda each: each[0]))
        grading = self._value("gradingtype").upper()
        if grading in _ALL_OR_NOTHING:
            return Ordering(items, Grading.ALL_OR_NOTHING)
        if grading not in _LIKE_OURS:
            self.sheet.note(
                _(
                    "Part marks are counted in our way: for each item behind its right one."
                )
            )
        return Ordering(items)

    def essay(self) -> Body:
        if self._value("attachments") not in {"", "0"}:
            self.sheet.note(_("It takes files. Make an assignment of it for that."))
        return Essay(
            template_text=text_of(self.html(self.question.find("responsetemplate"))),
            min_words=self._count("minwordlimit"),
            max_words=self._count("maxwordlimit"),
            for_graders=self.html(self.question.find("graderinfo")),
        )

    def _count(self, name: str) -> int | None:
        number = decimal_of(self._value(name))
        return int(number) if number and 1 <= number <= 100_000 else None


_READERS: dict[str, Callable[[_Question], Body]] = {
    "multichoice": _Question.choices,
    "multichoiceset": _Question.choices,
    "truefalse": _Question.truth,
    "shortanswer": _Question.short,
    "regexp": _Question.short,
    "numerical": _Question.numeric,
    "matching": _Question.matching,
    "ordering": _Question.ordering,
    "essay": _Question.essay,
}


def _unknown(kind: str) -> str:
    return _("Questions of the type “%(type)s” can't be taken.") % {"type": kind[:40]}


def _gaps(kind: str) -> str:
    return _("A text with several gaps: make a question of each.")


def _calculated(kind: str) -> str:
    return _("Its numbers are made up anew for everybody, which can't be done here.")


def _drawn(kind: str) -> str:
    return _("It is answered on a picture, which can't be done here.")


_NOT_TAKEN: dict[str, Callable[[str], str]] = {
    "description": lambda kind: _("A text, and not a question."),
    "cloze": _gaps,
    "multianswer": _gaps,
    "gapselect": _gaps,
    "ddwtos": _gaps,
    "calculated": _calculated,
    "calculatedsimple": _calculated,
    "calculatedmulti": _calculated,
    "ddimageortext": _drawn,
    "ddmarker": _drawn,
}
