"""Writes one question as an item of QTI 2.1 or 3.0."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from assessment.formats import markup
from assessment.formats.item import (
    FULL,
    NONE,
    AcceptedNumber,
    AcceptedText,
    Essay,
    Item,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    equal_share,
    percents_of,
)
from assessment.formats.patterns import pattern_of
from assessment.formats.qti.names import Version, in_version, qti
from assessment.formats.qti.parts import RESPONSE, Parts
from assessment.formats.words import number_text
from assessment.scoring import Grading, Match, Unit


def write_item(
    item: Item, *, identifier: str, folder: str, version: Version
) -> tuple[Element, list[str]]:
    """Return the item, whose files lie in `folder` as seen from it, and what is understood otherwise."""
    writer = _Writer(item, folder, version)
    return in_version(writer.written(identifier), version), writer.notes


class _Writer(Parts):
    def written(self, identifier: str) -> Element:
        self.outcome("SCORE", "float")
        self.outcome("MAXSCORE", "float", number_text(self.item.points))
        self.html(self.body, self.item.prompt, wraps=True)
        self._ask()
        self.general_feedback()
        root = qti(
            "assessmentItem",
            identifier=identifier,
            title=self.item.title,
            adaptive="false",
            timeDependent="false",
        )
        root.extend([self.declaration, *self.outcomes, self.body])
        if len(self.processing) or self.processing.get("template"):
            root.append(self.processing)
        root.extend(self.feedbacks)
        return root

    def _ask(self) -> None:
        body = self.item.body
        if isinstance(body, (SingleChoice, MultipleChoice)):
            self._choices(body)
        elif isinstance(body, TrueFalse):
            self._truth(body)
        elif isinstance(body, ShortAnswer):
            self._text(body)
        elif isinstance(body, Numeric):
            self._number(body)
        elif isinstance(body, Matching):
            self._matching(body)
        elif isinstance(body, Ordering):
            self._ordering(body)
        else:
            self._essay(body)

    def _choices(self, body: SingleChoice | MultipleChoice) -> None:
        is_single = isinstance(body, SingleChoice)
        keys = [f"choice_{number}" for number, _c in enumerate(body.choices, start=1)]
        percents = percents_of(body)
        best = max(percents) if is_single else NONE
        right = [
            key
            for key, percent in zip(keys, percents, strict=True)
            if (percent == best if is_single else percent > 0)
        ]
        cardinality = "single" if is_single else "multiple"
        self.declare(cardinality, correct=right[:1] if is_single else right)
        self._offer(
            [
                (key, choice.text)
                for key, choice in zip(keys, body.choices, strict=True)
            ],
            most="1" if is_single else "0",
        )
        feedbacks = [
            (key, choice.feedback)
            for key, choice in zip(keys, body.choices, strict=True)
        ]
        if isinstance(body, MultipleChoice) and body.grading == Grading.ALL_OR_NOTHING:
            self.score_if_correct()
            self._feedback_on_choices(cardinality, feedbacks)
        else:
            self.map(list(zip(keys, percents, strict=True)))
            self._map_with_feedback(cardinality, feedbacks)

    def _offer(
        self, choices: Sequence[tuple[str, str]], *, most: str, shuffle: str = "true"
    ) -> None:
        interaction = self.interaction("choiceInteraction")
        interaction.set("shuffle", shuffle)
        interaction.set("maxChoices", most)
        for key, text in choices:
            choice = qti("simpleChoice", identifier=key)
            self.html(choice, text)
            interaction.append(choice)

    def _map_with_feedback(
        self, cardinality: str, feedbacks: Sequence[tuple[str, str]]
    ) -> None:
        if any(feedback for _key, feedback in feedbacks):
            self.score_by_map()
            self._feedback_on_choices(cardinality, feedbacks)
        else:
            self.template("map_response")

    def _feedback_on_choices(
        self, cardinality: str, feedbacks: Sequence[tuple[str, str]]
    ) -> None:
        if not any(feedback for _key, feedback in feedbacks):
            return
        self.outcome("FEEDBACK", "identifier", cardinality=cardinality)
        self.processing.append(
            self.set("FEEDBACK", qti("variable", identifier=RESPONSE))
        )
        for key, feedback in feedbacks:
            if feedback:
                self.feedback("FEEDBACK", key, feedback)

    def _truth(self, body: TrueFalse) -> None:
        right, wrong = ("true", "false") if body.right else ("false", "true")
        self.declare("single", correct=[right])
        self.map([(right, FULL), (wrong, NONE)])
        self._offer([("true", "True"), ("false", "False")], most="1", shuffle="false")
        self._map_with_feedback(
            "single", [("true", body.feedback_true), ("false", body.feedback_false)]
        )

    def _text(self, body: ShortAnswer) -> None:
        exact = [each for each in body.accepted if each.match == Match.EXACT]
        words = {each.text.casefold() for each in exact}
        self.declare("single", "string", [each.text for each in exact[:1]])
        self._line()
        if len(words) == len(body.accepted) and not any(
            each.feedback for each in body.accepted
        ):
            case = str(body.case_sensitive).lower()
            self.map([(each.text, each.credit) for each in exact], caseSensitive=case)
            self.template("map_response")
            return
        tests = [_text_test(each, body.case_sensitive) for each in body.accepted]
        self._score_by_tests(body.accepted, tests)
        if len(exact) < len(body.accepted) and not body.case_sensitive:
            self.notes.append(_("In patterns of QTI, capital letters always matter."))
        if any(each.match == Match.PATTERN for each in body.accepted):
            self.notes.append(
                _("Regular expressions of QTI are a little different from ours.")
            )

    def _line(self) -> None:
        paragraph = Element("p")
        self.body.append(paragraph)
        self.interaction("textEntryInteraction", paragraph)

    def _number(self, body: Numeric) -> None:
        self.declare("single", "float", [number_text(body.accepted[0].value)])
        self._line()
        self._score_by_tests(
            body.accepted, [_number_test(each) for each in body.accepted]
        )
        if body.unit != Unit.NONE:
            self.notes.append(_("QTI has no units: the number alone counts."))

    def _score_by_tests(
        self,
        accepted: Sequence[AcceptedText | AcceptedNumber],
        tests: Sequence[Element],
    ) -> None:
        branches: list[list[Element]] = []
        has_feedback = any(each.feedback for each in accepted)
        if has_feedback:
            self.outcome("FEEDBACK", "identifier")
        for number, (each, test) in enumerate(
            zip(accepted, tests, strict=True), start=1
        ):
            score = qti("baseValue", baseType="float")
            score.text = self.score(each.credit)
            branch = [test, self.set("SCORE", score)]
            if each.feedback:
                key = qti("baseValue", baseType="identifier")
                key.text = f"answer_{number}"
                branch.append(self.set("FEEDBACK", key))
                self.feedback("FEEDBACK", key.text, each.feedback)
            branches.append(branch)
        self.branches(branches)

    def _matching(self, body: Matching) -> None:
        options = list(
            dict.fromkeys([*(pair.match for pair in body.pairs), *body.distractors])
        )
        pairs = [
            f"row_{row} option_{options.index(pair.match) + 1}"
            for row, pair in enumerate(body.pairs, start=1)
        ]
        self.declare("multiple", "directedPair", pairs)
        interaction = self.interaction("matchInteraction")
        interaction.set("shuffle", "true")
        interaction.set("maxAssociations", str(len(pairs)))
        rows = [(pair.prompt, "1") for pair in body.pairs]
        texts = [(markup.from_text(text), str(len(pairs))) for text in options]
        for name, side in (("row", rows), ("option", texts)):
            match_set = qti("simpleMatchSet")
            interaction.append(match_set)
            for number, (html, most) in enumerate(side, start=1):
                choice = qti(
                    "simpleAssociableChoice",
                    identifier=f"{name}_{number}",
                    matchMax=most,
                )
                self.html(choice, html)
                match_set.append(choice)
        if body.grading == Grading.ALL_OR_NOTHING:
            self.score_if_correct()
            return
        share = equal_share(len(pairs))
        self.map([(pair, share) for pair in pairs])
        self.template("map_response")

    def _ordering(self, body: Ordering) -> None:
        keys = [f"item_{number}" for number, _i in enumerate(body.items, start=1)]
        self.declare("ordered", correct=keys)
        interaction = self.interaction("orderInteraction")
        interaction.set("shuffle", "true")
        for key, text in zip(keys, body.items, strict=True):
            choice = qti("simpleChoice", identifier=key)
            self.html(choice, text)
            interaction.append(choice)
        self.score_if_correct()
        if body.grading == Grading.PARTIAL:
            self.notes.append(_("QTI gives no part marks here: all or nothing."))

    def _essay(self, body: Essay) -> None:
        self.declare("single", "string")
        if body.for_graders:
            rubric = qti("rubricBlock", view="scorer")
            inner = rubric
            if self.version.is_three:
                inner = qti("contentBody")
                rubric.append(inner)
            self.html(inner, body.for_graders, wraps=True)
            self.body.append(rubric)
        self.interaction("extendedTextInteraction")
        if body.rubric:
            self.notes.append(_("QTI has no rubric with levels."))
        if body.template_text or body.min_words or body.max_words:
            self.notes.append(_("QTI has no beginning of a text, and counts no words."))


def _text_test(accepted: AcceptedText, case_sensitive: bool) -> Element:
    if accepted.match == Match.EXACT:
        test = qti("stringMatch", caseSensitive=str(case_sensitive).lower())
        base = qti("baseValue", baseType="string")
        base.text = accepted.text
        test.extend([qti("variable", identifier=RESPONSE), base])
        return test
    test = qti("patternMatch", pattern=pattern_of(accepted))
    test.append(qti("variable", identifier=RESPONSE))
    return test


def _number_test(accepted: AcceptedNumber) -> Element:
    width = accepted.tolerance * FULL if accepted.is_relative else accepted.tolerance
    mode = "relative" if accepted.is_relative else "absolute"
    test = qti("equal", toleranceMode=mode if width else "exact")
    if width:
        test.set("tolerance", f"{number_text(width)} {number_text(width)}")
    base = qti("baseValue", baseType="float")
    base.text = number_text(accepted.value)
    test.extend([qti("variable", identifier=RESPONSE), base])
    return test
