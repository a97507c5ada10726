"""The interactions of QTI that are kinds of question here."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from assessment.formats.item import (
    FULL,
    NONE,
    AcceptedNumber,
    AcceptedText,
    Body,
    Choice,
    Essay,
    MultipleChoice,
    Numeric,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from assessment.formats.markup import line_of
from assessment.formats.qti.asked import Asked
from assessment.formats.qti.matching import read_associate, read_match
from assessment.formats.qti.rules import Rule
from assessment.formats.safe_xml import descendants
from assessment.formats.sheet import LeftOut, check_parts
from assessment.scoring import Grading, Match


def reader_of(name: str) -> Callable[[Asked], Body]:
    """Return what reads an interaction, or refuse it with the reason."""
    if name in _READERS:
        return _READERS[name]
    if "raphic" in name or name in _DRAWN:
        raise LeftOut(_("It is answered on a picture, which can't be done here."))
    if name in {"gapMatchInteraction", "hottextInteraction"}:
        raise LeftOut(_("It is answered inside of a text, which can't be done here."))
    if name in {"uploadInteraction", "drawingInteraction"}:
        raise LeftOut(_("Something is handed in: make an assignment of it."))
    if name == "mediaInteraction":
        raise LeftOut(_("It only plays a film or a sound."))
    raise LeftOut(_("It runs a program of its own, which can't be done here."))


_DRAWN = {"hotspotInteraction", "selectPointInteraction", "positionObjectInteraction"}


def with_words_for_graders(body: Body, words: str) -> Body:
    return replace(body, for_graders=words) if isinstance(body, Essay) else body


def _choice(asked: Asked) -> Body:
    found = list(descendants(asked.interaction, "simpleChoice", "inlineChoice"))
    check_parts(found)
    keys = [each.get("identifier", "") for each in found]
    choices = [
        Choice(
            asked.html(each),
            feedback=asked.feedbacks.of(key, inside=each),
        )
        for key, each in zip(keys, found, strict=True)
    ]
    percents = asked.weights(keys)
    if asked.declared.cardinality == "single":
        choices = _with_common_feedback(asked, choices, percents)
        body = asked.sheet.single(choices, percents)
        return _as_truth(asked, body) or body
    if asked.uses_map or set(percents) - {NONE, FULL}:
        return asked.sheet.several(choices, percents)
    marked = (
        replace(choice, is_right=percent == FULL)
        for choice, percent in zip(choices, percents, strict=True)
    )
    return MultipleChoice(tuple(marked), Grading.ALL_OR_NOTHING)


def _with_common_feedback(
    asked: Asked, choices: list[Choice], percents: list[Decimal]
) -> list[Choice]:
    """Feedback for right and for wrong answers belongs to the choices that are it."""
    for_right, for_wrong = asked.feedbacks.for_right(), asked.feedbacks.for_wrong()
    return [
        replace(
            choice,
            feedback=_joined(
                choice.feedback, for_right if percent == FULL else for_wrong
            ),
        )
        for choice, percent in zip(choices, percents, strict=True)
    ]


def _joined(first: str, second: str) -> str:
    return f"<p>{first}</p><p>{second}</p>" if first and second else first or second


def _as_truth(asked: Asked, body: SingleChoice) -> TrueFalse | None:
    """Return the question as one of true and false, if that is what its two choices say."""
    by_word = {line_of(choice.text).lower(): choice for choice in body.choices}
    if asked.kind == "single_choice" or set(by_word) != {"true", "false"}:
        return None
    right = [choice.is_right for choice in body.choices]
    if sorted(right) != [False, True] or any(c.credit for c in body.choices):
        return None
    return TrueFalse(
        by_word["true"].is_right, by_word["true"].feedback, by_word["false"].feedback
    )


def _inline_choice(asked: Asked) -> Body:
    asked.sheet.note(_("A list that opened inside of the text stands below it now."))
    return _choice(asked)


def _entry(asked: Asked) -> Body:
    if asked.declared.base_type in {"float", "integer"}:
        return _number(asked)
    rules = [
        rule
        for rule in asked.rules.rules
        if rule.test in {"match", "stringMatch", "patternMatch"}
        and rule.score is not None
    ]
    if rules:
        return _texts_by_rules(asked, rules)
    mapping = asked.declared.mapping
    keys = list(
        mapping.entries if asked.uses_map and mapping else asked.declared.correct
    )
    check_parts(keys)
    is_strict = mapping.case_sensitive if asked.uses_map and mapping else True
    credits = [max(percent, NONE) for percent in asked.weights(keys)]
    return ShortAnswer(
        tuple(
            AcceptedText(key, credit=asked.sheet.credit(credit))
            for key, credit in zip(keys, credits, strict=True)
        ),
        is_strict,
    )


def _credits(asked: Asked, rules: list[Rule]) -> list[Decimal]:
    scores = [max(rule.score or NONE, NONE) for rule in rules]
    best = max(scores) if asked.full is None else asked.full
    asked.scale = best or Decimal(1)
    return [asked.sheet.credit(score * FULL / asked.scale) for score in scores]


def _texts_by_rules(asked: Asked, rules: list[Rule]) -> Body:
    if len({rule.case_sensitive for rule in rules if rule.test != "patternMatch"}) > 1:
        asked.sheet.note(
            _("Capital letters matter for all of its answers or for none.")
        )
    accepted = tuple(
        AcceptedText(
            text=rule.value,
            match=Match.PATTERN if rule.test == "patternMatch" else Match.EXACT,
            credit=credit,
            feedback=asked.feedbacks.of(rule.feedback) if rule.feedback else "",
        )
        for rule, credit in zip(rules, _credits(asked, rules), strict=True)
    )
    return ShortAnswer(accepted, any(rule.case_sensitive for rule in rules))


def _number(asked: Asked) -> Body:
    rules = [
        rule
        for rule in asked.rules.rules
        if rule.test in {"equal", "match"} and rule.score is not None
    ]
    if rules:
        accepted = [
            AcceptedNumber(
                asked.sheet.number(rule.value),
                rule.tolerance,
                rule.is_relative,
                credit,
                asked.feedbacks.of(rule.feedback) if rule.feedback else "",
            )
            for rule, credit in zip(rules, _credits(asked, rules), strict=True)
        ]
        return Numeric(tuple(accepted))
    mapping = asked.declared.mapping
    keys = list(
        mapping.entries if asked.uses_map and mapping else asked.declared.correct
    )
    check_parts(keys)
    return Numeric(
        tuple(
            AcceptedNumber(asked.sheet.number(key), credit=asked.sheet.credit(percent))
            for key, percent in zip(keys, asked.weights(keys), strict=True)
        )
    )


def _slider(asked: Asked) -> Body:
    asked.sheet.note(_("The number is typed, not chosen with a slider."))
    return _number(asked)


def _essay(asked: Asked) -> Body:
    if asked.declared.correct or asked.declared.mapping:
        asked.sheet.note(
            _("A person reads the answer; there it was compared with a text.")
        )
    return Essay()


def _order(asked: Asked) -> Body:
    texts = {
        each.get("identifier", ""): asked.html(each)
        for each in descendants(asked.interaction, "simpleChoice")
    }
    order = asked.declared.correct
    if not order:
        raise LeftOut(_("It doesn't say which order is right."))
    if set(order) - texts.keys():
        raise LeftOut(_("Its right order names what isn't there."))
    if len(order) < len(texts):
        asked.sheet.note(_("Only what belongs to the right order is kept."))
    if _has_part_marks(asked):
        asked.sheet.note(
            _("Part marks are counted in our way: for each item behind its right one.")
        )
        return Ordering(tuple(texts[key] for key in order))
    return Ordering(tuple(texts[key] for key in order), Grading.ALL_OR_NOTHING)


def _has_part_marks(asked: Asked) -> bool:
    return not asked.rules.compares or not asked.rules.is_understood


_READERS: dict[str, Callable[[Asked], Body]] = {
    "choiceInteraction": _choice,
    "inlineChoiceInteraction": _inline_choice,
    "textEntryInteraction": _entry,
    "extendedTextInteraction": _essay,
    "orderInteraction": _order,
    "matchInteraction": read_match,
    "associateInteraction": read_associate,
    "sliderInteraction": _slider,
}
