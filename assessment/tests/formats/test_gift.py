"""GIFT is read as its writers mean it (ASM-10)."""

from decimal import Decimal

import pytest

from assessment.formats.gift.reading import read_gift, tags_of_category
from assessment.formats.item import (
    AcceptedNumber,
    AcceptedText,
    Choice,
    Essay,
    Matching,
    MultipleChoice,
    Numeric,
    Pair,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from assessment.formats.sheet import State
from assessment.formats.writing import FORMATS
from assessment.scoring import Match
from assessment.tests.formats.samples import make_item


def read(text):
    [outcome] = read_gift(text)
    return outcome


def body(text):
    outcome = read(text)
    assert outcome.state == State.TAKEN, outcome.reasons
    return outcome.item.body


HALF = Decimal(50)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Red? {}", Essay()),
        ("Red? {T}", TrueFalse(True)),
        ("Red? {false#No.#Yes.}", TrueFalse(False, "No.", "Yes.")),
        ("Red? {TRUE#No.#Yes.}", TrueFalse(True, "Yes.", "No.")),
        ("Red? {=Mars}", ShortAnswer((AcceptedText("Mars"),))),
        (
            "Red? {=Mars#Good =%50%M*s}",
            ShortAnswer(
                (
                    AcceptedText("Mars", feedback="Good"),
                    AcceptedText("M*s", Match.WILDCARD, HALF),
                )
            ),
        ),
        (r"Star? {=\* =a\*b}", ShortAnswer((AcceptedText("*"), AcceptedText("a*b")))),
        (
            "Red? {~Venus#No =Mars ~%50%Deimos}",
            SingleChoice(
                (
                    Choice("Venus", feedback="No"),
                    Choice("Mars", True),
                    Choice("Deimos", credit=HALF),
                )
            ),
        ),
        (
            "Gas? {~%50%Saturn ~%50%Uranus ~%-50%Mars ~Sun}",
            MultipleChoice(
                (
                    Choice("Saturn", True),
                    Choice("Uranus", True),
                    Choice("Mars"),
                    Choice("Sun", credit=Decimal(0)),
                )
            ),
        ),
        (
            "g? {#9.81:0.05}",
            Numeric((AcceptedNumber(Decimal("9.81"), Decimal("0.05")),)),
        ),
        ("1? {#1..5}", Numeric((AcceptedNumber(Decimal(3), Decimal(2)),))),
        (
            "1? {#=1822:0#Yes =%50%1822:2}",
            Numeric(
                (
                    AcceptedNumber(Decimal(1822), feedback="Yes"),
                    AcceptedNumber(Decimal(1822), Decimal(2), credit=HALF),
                )
            ),
        ),
        (
            "Match {=Mars -> 2 =<b>Saturn</b>->146 = -> none}",
            Matching((Pair("Mars", "2"), Pair("<b>Saturn</b>", "146")), ("none",)),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_kind_of_answer_is_understood(written, meant):
    assert body(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"1 \= 1 \{x\} \#2 a\:b \~c", "1 = 1 {x} #2 a:b ~c"),
        (r"C\:\\temp and \(x^2\)", r"C:\temp and \(x^2\)"),
        (r"one\ntwo", "one<br>two"),
        ("one\n  two", "one two"),
        ("if a<b and c>d", "if a&lt;b and c&gt;d"),
        ("a <b>bold</b> word", "a <b>bold</b> word"),
        ("[plain]a <b>bold</b>", "a &lt;b&gt;bold&lt;/b&gt;"),
        ("[markdown]a **bold** `x`", "a <b>bold</b> <code>x</code>"),
        ("[html]a <script>x</script><i>y</i>", "a <i>y</i>"),
        ("[1] is no format", "[1] is no format"),
    ],
)
def test_texts_are_read_in_their_format(written, meant):
    assert read(written + " {}").item.prompt == meant


def test_a_gap_stays_in_its_sentence():
    assert read("The {~red =blue} sky.").item.prompt == "The _____ sky."


def test_answers_have_the_format_of_the_question_unless_they_say_another():
    item = read("[html]<i>x</i> {=a#<b>y</b> =b#[plain]<z>}").item
    assert [each.feedback for each in item.body.accepted] == ["<b>y</b>", "&lt;z&gt;"]


def test_name_comments_tags_and_feedback_belong_to_their_question():
    first, second = read_gift(
        "$CATEGORY: $course$/Sky/Far out\n\n"
        "// a note [id:7] [tag:red] [tag:a\\]b]\n"
        "::Mars \\: the red one::Is it red?{T####It is \\#1.}\n\n"
        "Second{F}"
    )
    assert first.item.title == "Mars : the red one"
    assert first.item.tags == ("Far out", "Sky", "a]b", "red")
    assert first.item.feedback == "It is #1."
    assert second.item.title == "Second"
    assert second.item.tags == ("Far out", "Sky")
    assert (first.place, second.place) == ("line 4", "line 6")


def test_a_comment_amid_answers_is_none_of_them():
    assert body("x{\n=a\n// =b\n=c}") == ShortAnswer(
        (AcceptedText("a"), AcceptedText("c"))
    )


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("Just a text.", "not a question"),
        ("Open { =a", "brace is missing"),
        ("Closed } first {", "brace is missing"),
        ("Empty line {\n=a\n\n=b}", "brace is missing"),
        ("Number {#pi}", "no number"),
        ("Number {#}", "no answers"),
        ("Empty {=a =}", "answers is empty"),
        ("Pairs {=a -> b =c}", "goes with nothing"),
        ("Order {>3 ALL}", "ordering"),
        ("Weight {=%5x%a =}", "empty"),
        ("{=" + "=".join(["a"] * 300) + "}", "more than 200"),
    ],
    ids=lambda value: value[:20],
)
def test_what_is_no_question_is_left_out_with_the_reason(written, reason):
    outcome = read_gift(written)[0]
    assert outcome.state == State.LEFT_OUT
    assert reason in " ".join(outcome.reasons)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("x {#5 ~#No}", "all other numbers"),
        ("x {~a ~b}", "No choice is right"),
        ("x {~%50%a =%70%b}", "No choice is right"),
        ("x {~%33%a ~%33%b ~%33%c}", "rounded percentages"),
        ("x {=one -> 1}", "too few parts"),
        ('x <img src="a.png"> {}', "isn't in the file"),
        ("[html]x <iframe src\\=y></iframe> {}", "Films"),
        ("[html]x <b onclick\\=y>z</b> {}", "script"),
        ("::Title::{T}", "no text"),
    ],
)
def test_what_is_taken_otherwise_is_said(written, reason):
    outcome = read(written)
    assert outcome.state == State.APPROXIMATED
    assert reason in " ".join(outcome.reasons)


def test_a_broken_question_does_not_take_others_with_it():
    states = [each.state for each in read_gift("a {\n\nb {T}\n\nc\n\nd {=x}")]
    assert states == [State.LEFT_OUT, State.TAKEN, State.LEFT_OUT, State.TAKEN]


@pytest.mark.parametrize(
    ("path", "tags"),
    [
        ("$course$/Sky/Far", ("Sky", "Far")),
        ("$cat1$/top/A//B", ("A/B",)),
        ("top", ()),
        ("Plain", ("Plain",)),
    ],
)
def test_a_category_becomes_tags(path, tags):
    assert tags_of_category(path) == tags


@pytest.mark.parametrize(
    ("kind", "fields", "reason"),
    [
        ("ordering", {}, "ordering"),
        ("short_answer", {}, "regular expressions"),
        (
            "short_answer",
            {"body": ShortAnswer((AcceptedText("a->b"),))},
            "->",
        ),
        (
            "single_choice",
            {"body": SingleChoice((Choice("a", True),))},
            "single choice",
        ),
        ("single_choice", {"body": SingleChoice((Choice("a"), Choice("b")))}, "right"),
    ],
)
def test_what_gift_would_say_wrongly_does_not_go_out(kind, fields, reason):
    content, [outcome] = FORMATS["gift"].write([make_item(kind, **fields)])
    assert outcome.state == State.LEFT_OUT
    assert reason in outcome.reasons[0]
    assert not content


@pytest.mark.parametrize(
    ("kind", "lost"),
    [
        ("multiple_choice", ["points", "difficulty"]),
        ("matching", ["points", "difficulty", "all or nothing"]),
        ("numeric", ["units", "tolerance"]),
        ("essay", ["only the question"]),
    ],
)
def test_what_gift_has_no_word_for_is_said(kind, lost):
    _content, [outcome] = FORMATS["gift"].write([make_item(kind)])
    assert all(word in " ".join(outcome.reasons) for word in lost)
