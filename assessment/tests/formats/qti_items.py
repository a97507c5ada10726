"""Builders of items of QTI 2.2 for tests."""

from typing import Any

from assessment.formats.reading import read_questions

CORRECT = '<responseProcessing template="http://x/rptemplates/match_correct"/>'
MAP = '<responseProcessing template="http://x/rptemplates/map_response.xml"/>'


def item(
    body: str,
    declared: str = "",
    processing: str = CORRECT,
    *,
    kind: str = 'cardinality="single" baseType="identifier"',
    more: str = "",
    root: str = "",
) -> bytes:
    return (
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="q"'
        f' title="Moons" {root}>'
        f'<responseDeclaration identifier="R" {kind}>{declared}</responseDeclaration>'
        f"{more}<itemBody>{body}</itemBody>{processing}</assessmentItem>"
    ).encode()


def right(*values: str) -> str:
    inner = "".join(f"<value>{value}</value>" for value in values)
    return f"<correctResponse>{inner}</correctResponse>"


def mapping(attributes: str = "", **scores: str) -> str:
    inner = "".join(
        f'<mapEntry mapKey="{key}" mappedValue="{score}"/>'
        for key, score in scores.items()
    )
    return f"<mapping {attributes}>{inner}</mapping>"


def choices(*texts: str, name: str = "choiceInteraction", more: str = "") -> str:
    inner = "".join(
        f'<simpleChoice identifier="{chr(65 + n)}">{text}</simpleChoice>'
        for n, text in enumerate(texts)
    )
    return (
        f'<{name} responseIdentifier="R" {more}><prompt>Which?</prompt>{inner}</{name}>'
    )


MULTIPLE = 'cardinality="multiple" baseType="identifier"'
STRING = 'cardinality="single" baseType="string"'
FLOAT = 'cardinality="single" baseType="float"'
ENTRY = '<p>It is <textEntryInteraction responseIdentifier="R"/>.</p>'
ROWS = (
    '<matchInteraction responseIdentifier="R"><prompt>Match</prompt><simpleMatchSet>'
    '<simpleAssociableChoice identifier="A">Mars</simpleAssociableChoice>'
    '<simpleAssociableChoice identifier="B">Saturn</simpleAssociableChoice></simpleMatchSet>'
    '<simpleMatchSet><simpleAssociableChoice identifier="X">2</simpleAssociableChoice>'
    '<simpleAssociableChoice identifier="Y">146</simpleAssociableChoice>'
    '<simpleAssociableChoice identifier="Z">none</simpleAssociableChoice></simpleMatchSet>'
    "</matchInteraction>"
)
PAIRS = 'cardinality="multiple" baseType="directedPair"'
EQUAL = (
    "<responseProcessing><responseCondition><responseIf>"
    '<equal toleranceMode="{mode}" tolerance="{width} {width}"><variable identifier="R"/>'
    '<baseValue baseType="float">10</baseValue></equal><setOutcomeValue identifier="SCORE">'
    '<baseValue baseType="float">2</baseValue></setOutcomeValue></responseIf>'
    "</responseCondition></responseProcessing>"
)


def asked(content: bytes) -> Any:
    [outcome] = read_questions("item.xml", content)
    return outcome
