"""Writes Moodle XML. Every kind has its type there; what Moodle understands otherwise is said."""

import base64
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from urllib.parse import quote
from xml.etree.ElementTree import Element, register_namespace

from django.utils.translation import gettext as _

from assessment.formats.details import NAMESPACE, write_details
from assessment.formats.item import (
    FULL,
    NONE,
    AcceptedText,
    Essay,
    File,
    Item,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    UnitOfNumber,
    equal_share,
    percents_of,
)
from assessment.formats.markup import from_text
from assessment.formats.moodle.reading import DETAILS, PLUGIN_FILE
from assessment.formats.patterns import pattern_of
from assessment.formats.pictures import named_in, with_files_at
from assessment.formats.safe_xml import add, xml_file
from assessment.formats.sheet import Outcome
from assessment.formats.words import number_text
from assessment.scoring import Grading, Match, Unit

register_namespace("jeevi", NAMESPACE)

# Moodle's list of what an answer may be worth, in percent. Others stop its import.
_KNOWN_PERCENTS = {
    NONE, *map(Decimal, (5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90)), FULL,
    *(equal_share(parts) for parts in (3, 6, 7, 8, 9)),
    *map(Decimal, ("66.66667", "83.33333")),
}  # fmt: skip


def write_moodle(items: Iterable[Item]) -> tuple[bytes, list[Outcome]]:
    root = Element("quiz")
    outcomes: list[Outcome] = []
    for item in items:
        writer = _Writer(item)
        root.append(writer.question)
        outcomes.append(Outcome(item.title, item, tuple(dict.fromkeys(writer.notes))))
    return xml_file(root), outcomes


class _Writer:
    def __init__(self, item: Item) -> None:
        self.item = item
        self.notes: list[str] = []
        self.question = Element("question", {"type": _type_of(item)})
        add(add(self.question, "name"), "text", item.title)
        self._html(self.question, "questiontext", item.prompt)
        self._html(self.question, "generalfeedback", item.feedback)
        self._values(
            defaultgrade=number_text(item.points), penalty="0", hidden="0", idnumber=""
        )
        self._body()
        if item.tags:
            tags = add(self.question, "tags")
            for tag in item.tags:
                add(add(tags, "tag"), "text", tag)
        add(self.question, DETAILS, write_details(item))

    def _values(self, **values: str) -> None:
        for name, value in values.items():
            add(self.question, name, value)

    def _html(self, parent: Element, name: str, html: str) -> Element:
        element = add(parent, name, format="html")
        self._fill(element, html)
        return element

    def _fill(self, element: Element, html: str) -> None:
        def at(file: File) -> str:
            return PLUGIN_FILE + quote(file.name)

        add(element, "text", with_files_at(html, self.item.files, at))
        for file in named_in(html, self.item.files):
            data = base64.b64encode(file.data).decode()
            add(element, "file", data, name=file.name, path="/", encoding="base64")

    def _answer(
        self, percent: Decimal, text: str, feedback: str, *, format: str = "html"
    ) -> Element:
        answer = add(
            self.question, "answer", fraction=number_text(percent), format=format
        )
        if format == "html":
            self._fill(answer, text)
        else:
            add(answer, "text", text)
        self._html(answer, "feedback", feedback)
        if self.item.kind != "ordering" and abs(percent) not in _KNOWN_PERCENTS:
            self.notes.append(
                _("Moodle refuses %(percent)s %%, unless told to take the nearest.")
                % {"percent": number_text(percent)}
            )
        return answer

    def _body(self) -> None:
        body = self.item.body
        if isinstance(body, (SingleChoice, MultipleChoice)):
            self._choices(body)
        elif isinstance(body, TrueFalse):
            for word, is_right, feedback in (
                ("true", body.right, body.feedback_true),
                ("false", not body.right, body.feedback_false),
            ):
                self._answer(FULL if is_right else NONE, word, feedback, format=_PLAIN)
        elif isinstance(body, ShortAnswer):
            self._values(usecase=str(int(body.case_sensitive)))
            has_patterns = self.question.get("type") == "regexp"
            for accepted in body.accepted:
                self._answer(
                    accepted.credit,
                    pattern_of(accepted) if has_patterns else _answer_text(accepted),
                    accepted.feedback,
                    format=_PLAIN,
                )
            if has_patterns:
                self.notes.append(
                    _(
                        "Moodle needs the question type “regexp” for regular expressions."
                    )
                )
        elif isinstance(body, Numeric):
            self._numeric(body)
        elif isinstance(body, Matching):
            self._matching(body)
        elif isinstance(body, Ordering):
            self._ordering(body)
        else:
            self._essay(body)

    def _choices(self, body: SingleChoice | MultipleChoice) -> None:
        is_single = isinstance(body, SingleChoice)
        self._values(
            single=str(is_single).lower(), shuffleanswers="true", answernumbering="abc"
        )
        for choice, percent in zip(body.choices, percents_of(body), strict=True):
            self._answer(percent, choice.text, choice.feedback)
        self._say_all_or_nothing(body)

    def _say_all_or_nothing(self, body: object) -> None:
        if getattr(body, "grading", None) == Grading.ALL_OR_NOTHING:
            self.notes.append(_("Moodle gives part marks here, not all or nothing."))

    def _numeric(self, body: Numeric) -> None:
        for each in body.accepted:
            answer = self._answer(
                each.credit, number_text(each.value), each.feedback, format=_PLAIN
            )
            add(answer, "tolerance", number_text(each.width))
        if body.units:
            units = add(self.question, "units")
            for unit in body.units:
                element = add(units, "unit")
                add(element, "multiplier", _multiplier(unit))
                add(element, "unit_name", unit.name)
        self._values(
            unitgradingtype="1" if body.unit == Unit.REQUIRED else "0",
            unitpenalty="1" if body.unit == Unit.REQUIRED else "0",
            showunits="3" if body.unit == Unit.NONE else "0",
            unitsleft="0",
        )

    def _matching(self, body: Matching) -> None:
        self._values(shuffleanswers="true")
        pairs = [(pair.prompt, pair.match) for pair in body.pairs]
        for prompt, match in [*pairs, *(("", each) for each in body.distractors)]:
            sub = self._html(self.question, "subquestion", prompt)
            add(add(sub, "answer"), "text", match)
        self._say_all_or_nothing(body)

    def _ordering(self, body: Ordering) -> None:
        is_whole = body.grading == Grading.ALL_OR_NOTHING
        self._values(
            layouttype="VERTICAL",
            selecttype="ALL",
            selectcount="0",
            gradingtype="ALL_OR_NOTHING" if is_whole else "RELATIVE_NEXT_INCLUDE_LAST",
            showgrading="SHOW",
            numberingstyle="none",
        )
        for place, text in enumerate(body.items, start=1):
            self._answer(Decimal(place), text, "")

    def _essay(self, body: Essay) -> None:
        limits = {"minwordlimit": body.min_words, "maxwordlimit": body.max_words}
        self._values(
            responseformat="editor",
            responserequired="1",
            responsefieldlines="15",
            attachments="0",
            attachmentsrequired="0",
            **{name: str(number) for name, number in limits.items() if number},
        )
        self._html(self.question, "graderinfo", body.for_graders)
        self._html(self.question, "responsetemplate", from_text(body.template_text))
        if body.rubric:
            self.notes.append(_("Moodle's quizzes have no rubric."))


_PLAIN = "moodle_auto_format"
_TYPES = {
    "single_choice": "multichoice",
    "multiple_choice": "multichoice",
    "true_false": "truefalse",
    "numeric": "numerical",
    "matching": "matching",
    "ordering": "ordering",
    "essay": "essay",
}


def _type_of(item: Item) -> str:
    if isinstance(item.body, ShortAnswer):
        has_pattern = any(each.match == Match.PATTERN for each in item.body.accepted)
        return "regexp" if has_pattern else "shortanswer"
    return _TYPES[item.kind]


def _answer_text(accepted: AcceptedText) -> str:
    if accepted.match == Match.EXACT:
        return accepted.text.replace("*", r"\*")
    return accepted.text


def _multiplier(unit: UnitOfNumber) -> str:
    """How many of the unit are in the first one. A third has no end; our own note has the factor."""
    exact = 1 / Fraction(unit.factor) if unit.factor else Fraction(1)
    return number_text(Decimal(exact.numerator) / exact.denominator)
