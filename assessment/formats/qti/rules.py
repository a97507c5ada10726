"""What an item of QTI says about marks: its response declaration and response processing."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from xml.etree.ElementTree import Element

from assessment.formats.item import FULL, NONE
from assessment.formats.safe_xml import descendants, local, text_in
from assessment.formats.words import seen
from assessment.scoring import decimal_of

_TEMPLATE = re.compile(r"([A-Za-z0-9_]+?)(?:\.xml)?$")
_CORRECT = {"match_correct", "CC2_match", "CC2_match_basic"}
_MAP = {"map_response", "CC2_map_response"}


@dataclass
class Mapping:
    entries: dict[str, Decimal]
    case_sensitive: bool
    default: Decimal = NONE
    upper: Decimal | None = None


@dataclass
class Declaration:
    cardinality: str = "single"
    base_type: str = ""
    correct: tuple[str, ...] = ()
    mapping: Mapping | None = None


@dataclass
class Rule:
    """An answer that fits `value` scores and shows feedback."""

    test: str  # match, stringMatch, equal, patternMatch or correct
    value: str
    score: Decimal | None
    feedback: str = ""
    case_sensitive: bool = True
    tolerance: Decimal = NONE
    is_relative: bool = False


@dataclass
class Rules:
    maps: bool = False
    compares: bool = False
    rules: list[Rule] = field(default_factory=list)
    is_understood: bool = True


def read_declaration(item: Element, identifier: str) -> Declaration:
    for each in item.iterfind("responseDeclaration"):
        if each.get("identifier") == identifier:
            return Declaration(
                cardinality=each.get("cardinality", "single"),
                base_type=each.get("baseType", ""),
                correct=tuple(
                    _words(value) for value in each.iterfind("correctResponse/value")
                ),
                mapping=_mapping(each.find("mapping")),
            )
    return Declaration()


def _words(element: Element) -> str:
    return " ".join(seen(text_in(element)).split())


def _mapping(element: Element | None) -> Mapping | None:
    if element is None:
        return None
    found = element.findall("mapEntry")
    return Mapping(
        entries={
            " ".join(seen(entry.get("mapKey", "")).split()): _number(
                entry.get("mappedValue")
            )
            for entry in found
        },
        case_sensitive=any(
            entry.get("caseSensitive", "true") == "true" for entry in found
        ),
        default=_number(element.get("defaultValue")),
        upper=decimal_of(element.get("upperBound") or ""),
    )


def _number(text: str | None) -> Decimal:
    return decimal_of(text or "") or NONE


def full_score(item: Element) -> Decimal | None:
    """Return the points that the item declares, if it does."""
    declared: dict[str, Decimal | None] = {}
    for outcome in item.iterfind("outcomeDeclaration"):
        value = outcome.find("defaultValue/value")
        if outcome.get("identifier") == "MAXSCORE":
            declared["max"] = decimal_of(text_in(value).strip())
        elif outcome.get("identifier") == "SCORE":
            declared["normal"] = decimal_of(outcome.get("normalMaximum") or "")
    given = declared.get("max")
    return declared.get("normal") if given is None else given


def read_rules(item: Element, identifier: str, declared: Declaration) -> Rules:
    processing = item.find("responseProcessing")
    if processing is None:
        return Rules(compares=True)
    if template := processing.get("template") or processing.get("templateLocation"):
        match = _TEMPLATE.search(template)
        name = match[1] if match else ""
        return Rules(
            maps=name in _MAP,
            compares=name in _CORRECT,
            is_understood=name in _CORRECT | _MAP,
        )
    rules = Rules()
    full = full_score(item)
    for setting in processing.iterfind("setOutcomeValue"):
        _add(rules, None, [setting], identifier, declared, full)
    for branch in descendants(processing, "responseIf", "responseElseIf"):
        if len(branch):
            _add(rules, branch[0], list(branch)[1:], identifier, declared, full)
    for branch in descendants(processing, "responseElse"):
        _add(rules, None, list(branch), identifier, declared, full)
    return rules


def _add(
    rules: Rules,
    test: Element | None,
    settings: list[Element],
    identifier: str,
    declared: Declaration,
    full: Decimal | None,
) -> None:
    """Note what these settings do to the score where `test` holds."""
    score: Decimal | None = None
    feedback = ""
    for each in settings:
        if local(each) != "setOutcomeValue" or not len(each):
            continue
        if each.get("identifier") != "SCORE":
            if local(each[0]) == "baseValue":
                feedback = text_in(each[0]).strip()
            continue
        added = _added(each[0])
        if local(added) == "mapResponse" and added.get("identifier") == identifier:
            rules.maps = True
            continue
        score = _constant(added, full)
        if score is None:
            rules.is_understood = False
    core = _core(test) if test is not None else None
    rule = _tested(core, identifier, declared) if core is not None else None
    if rule is not None:
        rule.score, rule.feedback = score, feedback
        rules.compares = rules.compares or (rule.test == "correct" and bool(score))
        rules.rules.append(rule)
    elif score and not _is_about_score(core):
        rules.is_understood = False


def _added(value: Element) -> Element:
    """Return what is added to the score, or what it becomes."""
    others = [part for part in value if part.get("identifier") != "SCORE"]
    if local(value) == "sum" and len(value) == 2 and len(others) == 1:
        return others[0]
    return value


def _constant(value: Element, full: Decimal | None) -> Decimal | None:
    if local(value) == "baseValue":
        return decimal_of(text_in(value).strip())
    if local(value) == "variable" and value.get("identifier") == "MAXSCORE":
        return full or Decimal(1)
    return None


def _core(test: Element) -> Element:
    """Return what a test asks besides whether there is an answer."""
    if local(test) == "and":
        rest = [
            each
            for each in test
            if not (local(each) == "not" and len(each) and local(each[0]) == "isNull")
        ]
        if len(rest) == 1:
            return rest[0]
    return test


def _is_about_score(test: Element | None) -> bool:
    """Whether a test only keeps the score within bounds."""
    names = (
        {each.get("identifier") for each in descendants(test, "variable")}
        if test is not None
        else set()
    )
    return bool(names) and names <= {"SCORE", "MAXSCORE", "MINSCORE"}


def _tested(test: Element, identifier: str, declared: Declaration) -> Rule | None:
    name = local(test)
    parts = {local(part): part for part in test}
    variable = parts.get("variable")
    if variable is None or variable.get("identifier") != identifier:
        return None
    if name == "patternMatch":
        return Rule(name, test.get("pattern", ""), None)
    if "baseValue" in parts:
        value = _words(parts["baseValue"])
    elif "correct" in parts and name == "match":
        return Rule("correct", "", None)
    elif "correct" in parts and len(declared.correct) == 1:
        value = declared.correct[0]
    else:
        return None
    if name == "equal":
        return _equal(test, value)
    if name in {"match", "stringMatch"}:
        return Rule(
            name,
            value,
            None,
            case_sensitive=name == "match" or test.get("caseSensitive") != "false",
        )
    return None


def _equal(test: Element, value: str) -> Rule | None:
    mode = test.get("toleranceMode", "exact")
    if mode == "exact":
        return Rule("equal", value, None)
    widths = [decimal_of(width) for width in (test.get("tolerance") or "").split()]
    if not widths or any(width is None or width != widths[0] for width in widths):
        return None
    width = widths[0] or NONE
    if mode == "relative":
        return Rule("equal", value, None, tolerance=width / FULL, is_relative=True)
    return Rule("equal", value, None, tolerance=width)
