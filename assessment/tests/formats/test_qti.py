"""Items of QTI are read as QTI means them, in both of its spellings (ASM-10)."""

from decimal import Decimal

import pytest

from assessment.formats.item import (
    AcceptedNumber,
    AcceptedText,
    Choice,
    Essay,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Pair,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from assessment.formats.sheet import State
from assessment.scoring import Grading, Match
from assessment.tests.formats.qti_items import (
    CORRECT,
    ENTRY,
    EQUAL,
    FLOAT,
    MAP,
    MULTIPLE,
    PAIRS,
    ROWS,
    STRING,
    asked,
    choices,
    item,
    mapping,
    right,
)


@pytest.mark.parametrize(
    ("content", "meant"),
    [
        (
            item(choices("Mars", "Sun"), right("A")),
            SingleChoice((Choice("Mars", True), Choice("Sun"))),
        ),
        (
            item(choices("Mars", "Sun", "Moon"), mapping(A="2", C="1"), MAP),
            SingleChoice(
                (
                    Choice("Mars", True),
                    Choice("Sun"),
                    Choice("Moon", credit=Decimal(50)),
                )
            ),
        ),
        (
            item(choices("Mars", "Sun", "Io"), right("A", "C"), kind=MULTIPLE),
            MultipleChoice(
                (Choice("Mars", True), Choice("Sun"), Choice("Io", True)),
                Grading.ALL_OR_NOTHING,
            ),
        ),
        (
            item(
                choices("Mars", "Sun", "Io"),
                mapping('defaultValue="-1" upperBound="2"', A="1", C="1"),
                MAP,
                kind=MULTIPLE,
            ),
            MultipleChoice((Choice("Mars", True), Choice("Sun"), Choice("Io", True))),
        ),
        (item(choices(" True ", "false"), right("B")), TrueFalse(False)),
        (
            item(ENTRY, right("Mars"), kind=STRING),
            ShortAnswer((AcceptedText("Mars"),), case_sensitive=True),
        ),
        (
            item(
                ENTRY,
                '<mapping><mapEntry mapKey="Mars" mappedValue="1" caseSensitive="false"/>'
                '<mapEntry mapKey="Ares" mappedValue="0.5" caseSensitive="false"/></mapping>',
                MAP,
                kind=STRING,
            ),
            ShortAnswer(
                (AcceptedText("Mars"), AcceptedText("Ares", credit=Decimal(50)))
            ),
        ),
        (
            item(ENTRY, right("9.81"), kind=FLOAT),
            Numeric((AcceptedNumber(Decimal("9.81")),)),
        ),
        (
            item(ENTRY, "", EQUAL.format(mode="absolute", width="0.5"), kind=FLOAT),
            Numeric((AcceptedNumber(Decimal(10), Decimal("0.5")),)),
        ),
        (
            item(ENTRY, "", EQUAL.format(mode="relative", width="5"), kind=FLOAT),
            Numeric((AcceptedNumber(Decimal(10), Decimal("0.05"), True),)),
        ),
        (
            item(ROWS, right("A X", "B Y"), kind=PAIRS),
            Matching(
                (Pair("Mars", "2"), Pair("Saturn", "146")),
                ("none",),
                Grading.ALL_OR_NOTHING,
            ),
        ),
        (
            item(
                ROWS,
                '<mapping><mapEntry mapKey="A X" mappedValue="1"/>'
                '<mapEntry mapKey="B X" mappedValue="1"/></mapping>',
                MAP,
                kind=PAIRS,
            ),
            Matching((Pair("Mars", "2"), Pair("Saturn", "2")), ("146", "none")),
        ),
        (
            item(
                choices("two", "one", name="orderInteraction"),
                right("B", "A"),
                kind='cardinality="ordered" baseType="identifier"',
            ),
            Ordering(("one", "two"), Grading.ALL_OR_NOTHING),
        ),
        (
            item(
                '<p>Write.</p><rubricBlock view="scorer"><p>Look</p></rubricBlock>'
                '<extendedTextInteraction responseIdentifier="R"/>',
                kind=STRING,
                processing="",
            ),
            Essay(for_graders="Look"),
        ),
    ],
)
def test_every_kind_is_understood(content, meant):
    outcome = asked(content)
    assert outcome.state == State.TAKEN, outcome.reasons
    assert outcome.item.body == meant


def test_the_words_around_a_gap_are_the_question():
    assert asked(item(ENTRY, right("x"), kind=STRING)).item.prompt == "It is _____."


def test_what_asks_stands_where_it_stood():
    body = f"<p>Before</p>{choices('a', 'b')}<p>After</p>"
    prompt = asked(item(body, right("A"))).item.prompt
    assert prompt == "<p>Before</p><p>Which?</p><p>After</p>"


FEEDBACK = (
    '<responseProcessing><setOutcomeValue identifier="F"><variable identifier="R"/>'
    '</setOutcomeValue><responseCondition><responseIf><match><variable identifier="R"/>'
    '<correct identifier="R"/></match><setOutcomeValue identifier="SCORE">'
    '<variable identifier="MAXSCORE"/></setOutcomeValue></responseIf></responseCondition>'
    "</responseProcessing>"
)
MODAL = '<modalFeedback outcomeIdentifier="F" identifier="{}" showHide="show">{}</modalFeedback>'


def test_feedback_finds_its_answer():
    content = item(
        choices(
            'Mars<feedbackInline outcomeIdentifier="F" identifier="A">— Yes</feedbackInline>',
            "Sun",
        ),
        right("A"),
        FEEDBACK + MODAL.format("B", "No") + MODAL.format("general", "So."),
        more='<outcomeDeclaration identifier="MAXSCORE"><defaultValue><value>3</value>'
        "</defaultValue></outcomeDeclaration>",
    )
    taken = asked(content).item
    assert taken.body == SingleChoice(
        (Choice("Mars", True, feedback="Yes"), Choice("Sun", feedback="No"))
    )
    assert (taken.feedback, taken.points) == ("So.", 3)


def test_feedback_for_right_and_wrong_goes_to_the_choices_that_are_it():
    content = item(
        choices("Mars", "Sun", "Io"),
        right("A"),
        CORRECT + MODAL.format("correct", "Yes") + MODAL.format("incorrect", "No"),
    )
    assert [each.feedback for each in asked(content).item.body.choices] == [
        "Yes",
        "No",
        "No",
    ]


def test_rules_that_compare_with_the_right_answer_are_understood():
    content = item(
        choices("a", "b", name="orderInteraction"), right("B", "A"), FEEDBACK
    )
    assert asked(content).item.body == Ordering(("b", "a"), Grading.ALL_OR_NOTHING)


def test_rules_of_tests_on_words_are_understood():
    branch = (
        '<response{0}><{1}><variable identifier="R"/>{2}</{3}><setOutcomeValue identifier="SCORE">'
        '<baseValue baseType="float">{4}</baseValue></setOutcomeValue></response{0}>'
    )
    words = '<baseValue baseType="string">Mars</baseValue>'
    rules = (
        "<responseProcessing><responseCondition>"
        + branch.format(
            "If", 'stringMatch caseSensitive="true"', words, "stringMatch", 4
        )
        + branch.format("ElseIf", 'patternMatch pattern="M.*"', "", "patternMatch", 1)
        + "</responseCondition></responseProcessing>"
    )
    body = asked(item(ENTRY, right("Mars"), rules, kind=STRING)).item.body
    assert body == ShortAnswer(
        (
            AcceptedText("Mars"),
            AcceptedText("M.*", Match.PATTERN, Decimal(25)),
        ),
        case_sensitive=True,
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (item("<p>Just a text.</p>"), "nothing to answer"),
        (item(choices("a") + choices("b")), "2 things at once"),
        (item(choices("a"), root='adaptive="true"'), "several steps"),
        (item(choices("a"), more="<templateDeclaration/>"), "made up anew"),
        (
            item('<p><hottextInteraction responseIdentifier="R"/></p>'),
            "inside of a text",
        ),
        (item('<graphicOrderInteraction responseIdentifier="R"/>'), "on a picture"),
        (item('<hotspotInteraction responseIdentifier="R"/>'), "on a picture"),
        (item('<uploadInteraction responseIdentifier="R"/>'), "assignment"),
        (item('<mediaInteraction responseIdentifier="R"/>'), "film"),
        (
            item('<portableCustomInteraction responseIdentifier="R"/>'),
            "program of its own",
        ),
        (item('<choiceInteraction responseIdentifier="R"/>'), "no answers"),
        (item(ENTRY, right("pi"), kind=FLOAT), "no number"),
        (item(ENTRY, kind=STRING), "no answers"),
        (item(ROWS, kind=PAIRS), "what belongs together"),
        (item(ROWS, right("A X", "A Y"), kind=PAIRS), "several others"),
        (item(ROWS, right("A Q"), kind=PAIRS), "isn't there"),
        (item(choices("a", "b", name="orderInteraction")), "which order"),
        (item(choices("a", name="orderInteraction"), right("Q")), "isn't there"),
        (b"<assessmentItem identifier='q' title='x'/>", "no text"),
    ],
)
def test_what_can_not_be_taken_is_left_out_with_the_reason(content, reason):
    outcome = asked(content)
    assert outcome.state == State.LEFT_OUT
    assert reason in outcome.reasons[0]


STRANGE = (
    "<responseProcessing><responseCondition><responseIf><customOperator/><setOutcomeValue"
    ' identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>'
    "</responseIf></responseCondition></responseProcessing>"
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (item(choices("a", "b"), processing=""), "No choice is right"),
        (item(choices("a", "b"), right("A"), STRANGE), "only in part"),
        (item(choices("a", "b"), right("A"), CORRECT + MODAL.format("x", "y")), "single cases"),
        (item(choices("a", '<img src="b.png" alt="x"/>'), right("A")), "isn't in the file"),
        (item('<object data="a.mp4" type="video/mp4"/>' + choices("a", "b"), right("A")), "Films"),
        (item(choices("a", "b") + "<p><endAttemptInteraction/></p>", right("A")), "button"),
        (
            item('<sliderInteraction responseIdentifier="R"><prompt>x</prompt></sliderInteraction>',
                 right("5"), kind='cardinality="single" baseType="integer"'),
            "slider",
        ),
        (
            item(
                '<p>The <inlineChoiceInteraction responseIdentifier="R"><inlineChoice'
                ' identifier="A">a</inlineChoice><inlineChoice identifier="B">b</inlineChoice>'
                "</inlineChoiceInteraction>.</p>",
                right("A"),
            ),
            "opened inside",
        ),
        (
            item(
                '<associateInteraction responseIdentifier="R"><prompt>x</prompt>'
                + "".join(
                    f'<simpleAssociableChoice identifier="{n}">{n}</simpleAssociableChoice>'
                    for n in "abcd"
                )
                + "</associateInteraction>",
                right("a c", "b d"),
            ),
            "two sides",
        ),
        (item(ROWS, right("A X"), kind=PAIRS), "belongs to nothing"),
        (
            item(choices("a", "b", name="orderInteraction"), right("A", "B"), STRANGE),
            "counted in our way",
        ),
        (
            item('<extendedTextInteraction responseIdentifier="R"/>', right("x"), kind=STRING),
            "A person reads",
        ),
    ],
)  # fmt: skip
def test_what_is_taken_otherwise_is_said(content, reason):
    outcome = asked(content)
    assert outcome.state == State.APPROXIMATED
    assert reason in " ".join(outcome.reasons)


def test_version_three_says_the_same_in_other_words():
    three = (
        '<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="q"'
        ' title="Moons"><qti-response-declaration identifier="R" cardinality="multiple"'
        ' base-type="identifier"><qti-mapping default-value="-1" upper-bound="1"><qti-map-entry'
        ' map-key="A" mapped-value="1"/></qti-mapping></qti-response-declaration><qti-item-body>'
        '<div data-x-y="1"><qti-choice-interaction response-identifier="R" max-choices="0">'
        "<qti-prompt>Which?</qti-prompt>"
        '<qti-simple-choice identifier="A">Mars</qti-simple-choice><qti-simple-choice'
        ' identifier="B">Sun</qti-simple-choice></qti-choice-interaction></div></qti-item-body>'
        '<qti-response-processing template="https://x/map_response.xml"/></qti-assessment-item>'
    )
    assert asked(three.encode()).item.body == MultipleChoice(
        (Choice("Mars", True), Choice("Sun"))
    )
