"""Moodle XML is read as Moodle means it (ASM-10)."""

from base64 import b64encode
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
    UnitOfNumber,
)
from assessment.formats.reading import read_questions
from assessment.formats.sheet import State
from assessment.formats.writing import FORMATS
from assessment.scoring import Grading, Match, Unit
from assessment.tests.formats.samples import PNG, make_item

PICTURE = b64encode(PNG).decode()


def quiz(*questions):
    return f"<?xml version='1.0'?><quiz>{''.join(questions)}</quiz>".encode()


def question(kind, inside="", *, title="Moons", text="<p>How many?</p>"):
    return (
        f'<question type="{kind}"><name><text>{title}</text></name>'
        f'<questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>'
        f"{inside}</question>"
    )


def answer(percent: object, text: str, feedback: str = "", more: str = "") -> str:
    return (
        f'<answer fraction="{percent}"><text>{text}</text>'
        f"<feedback><text>{feedback}</text></feedback>{more}</answer>"
    )


def read(kind, inside="", **fields):
    [outcome] = read_questions("quiz.xml", quiz(question(kind, inside, **fields)))
    return outcome


MANY = answer(50, "a") + answer(50, "b") + answer(-50, "c") + answer(0, "d")
M = "<multiplier>{}</multiplier><unit_name>{}</unit_name>"
UNITS = (
    f"<units><unit>{M.format(1, 'm')}</unit><unit>{M.format(100, 'cm')}</unit></units>"
)
NUMBER = answer(100, "9.81", "Good", "<tolerance>0.05</tolerance>")


@pytest.mark.parametrize(
    ("kind", "inside", "meant"),
    [
        (
            "multichoice",
            answer(100, "&lt;b&gt;a&lt;/b&gt;", "Yes") + answer("33.33333", "b"),
            SingleChoice(
                (
                    Choice("<b>a</b>", True, feedback="Yes"),
                    Choice("b", credit=Decimal("33.33333")),
                )
            ),
        ),
        (
            "multichoice",
            "<single>false</single>" + MANY,
            MultipleChoice(
                (
                    Choice("a", True),
                    Choice("b", True),
                    Choice("c"),
                    Choice("d", credit=Decimal(0)),
                )
            ),
        ),
        (
            "multichoiceset",
            answer(100, "a") + answer(0, "b"),
            MultipleChoice((Choice("a", True), Choice("b")), Grading.ALL_OR_NOTHING),
        ),
        (
            "truefalse",
            answer(0, "true", "No") + answer(100, "false", "Yes"),
            TrueFalse(False, "No", "Yes"),
        ),
        (
            "shortanswer",
            "<usecase>1</usecase>"
            + answer(100, "Mars")
            + answer(50, "M*s")
            + answer(20, r"\*"),
            ShortAnswer(
                (
                    AcceptedText("Mars"),
                    AcceptedText("M*s", Match.WILDCARD, Decimal(50)),
                    AcceptedText("*", credit=Decimal(20)),
                ),
                case_sensitive=True,
            ),
        ),
        (
            "numerical",
            NUMBER,
            Numeric(
                (AcceptedNumber(Decimal("9.81"), Decimal("0.05"), feedback="Good"),)
            ),
        ),
        (
            "numerical",
            answer(100, "2") + UNITS + "<unitgradingtype>1</unitgradingtype>"
            "<unitpenalty>1</unitpenalty><showunits>0</showunits>",
            Numeric(
                (AcceptedNumber(Decimal(2)),),
                Unit.REQUIRED,
                (UnitOfNumber("m"), UnitOfNumber("cm", Decimal("0.01"))),
            ),
        ),
        (
            "matching",
            "<subquestion><text>Mars</text><answer><text>2</text></answer></subquestion>"
            "<subquestion><text>Saturn</text><answer><text>146</text></answer></subquestion>"
            "<subquestion><text/><answer><text>none</text></answer></subquestion>",
            Matching((Pair("Mars", "2"), Pair("Saturn", "146")), ("none",)),
        ),
        (
            "ordering",
            "<gradingtype>ALL_OR_NOTHING</gradingtype>"
            + answer(2, "two")
            + answer(1, "one"),
            Ordering(("one", "two"), Grading.ALL_OR_NOTHING),
        ),
        (
            "essay",
            "<minwordlimit>50</minwordlimit><maxwordlimit>9</maxwordlimit>"
            "<graderinfo><text>Look</text></graderinfo>"
            "<responsetemplate><text>&lt;p&gt;Dear&lt;/p&gt;&lt;p&gt;you&lt;/p&gt;</text></responsetemplate>",
            Essay("Dear\nyou", 50, 9, "Look"),
        ),
    ],
)
def test_every_kind_is_understood(kind, inside, meant):
    outcome = read(kind, inside)
    assert outcome.state == State.TAKEN, outcome.reasons
    assert outcome.item.body == meant


def test_points_tags_category_and_feedback_are_taken():
    inside = (
        "<defaultgrade>2.5000000</defaultgrade><generalfeedback><text>So.</text></generalfeedback>"
        "<tags><tag><text>moons</text></tag></tags>"
    )
    category = '<question type="category"><category><text>$course$/Sky/Far</text></category></question>'
    [outcome] = read_questions("x", quiz(category, question("essay", inside)))
    item = outcome.item
    assert (item.points, item.feedback) == (Decimal("2.5"), "So.")
    assert item.tags == ("Far", "Sky", "moons")


def test_files_of_a_text_are_found_where_it_shows_them():
    text = '<img src="@@PLUGINFILE@@/my%20flag.png" alt="Flag"><a href="@@PLUGINFILE@@/a.pdf">x</a>'
    files = (
        f'<file name="my flag.png" encoding="base64">{PICTURE}</file>'
        f'<file name="a.pdf" encoding="base64">{PICTURE}</file>'
    )
    content = quiz(question("essay", text=text)).replace(
        b"</questiontext>", files.encode() + b"</questiontext>"
    )
    item = read_questions("x", content)[0].item
    assert item.prompt == '<img alt="Flag" src="my-flag.png"><a href="a.pdf">x</a>'
    assert {file.name: file.data for file in item.files} == {
        "my-flag.png": PNG,
        "a.pdf": PNG,
    }


def test_two_pictures_of_one_name_stay_two():
    def choice(data):
        file = f'<file name="a.png" encoding="base64">{b64encode(data).decode()}</file>'
        return (
            '<answer fraction="100" format="html"><text>&lt;img src="@@PLUGINFILE@@/a.png"'
            f' alt="x"&gt;</text>{file}</answer>'
        )

    item = read("multichoice", choice(b"one") + choice(b"two")).item
    assert [file.data for file in item.files] == [b"two", b"one"]
    assert [each.text for each in item.body.choices] == [
        '<img alt="x" src="a.png">',
        '<img alt="x" src="a-2.png">',
    ]


def test_a_picture_is_called_what_it_is():
    inside = f"<image>a.jpg</image><image_base64>{PICTURE}</image_base64>"
    [file] = read("essay", inside).item.files
    assert file.name == "a.png"


def test_the_picture_of_old_files_stands_below_the_text():
    inside = f"<image>flags/a.png</image><image_base64>\n{PICTURE}\n</image_base64>"
    item = read("essay", inside).item
    assert item.prompt == '<p>How many?</p><p><img alt="" src="a.png"></p>'


def test_a_picture_written_into_the_text_is_kept_as_a_file():
    item = read(
        "essay", text=f'x <img src="data:image/png;base64,{PICTURE}" alt="y">'
    ).item
    assert item.prompt == 'x <img alt="y" src="picture.png">'
    assert item.files[0].data == PNG


@pytest.mark.parametrize(
    ("format", "text", "meant"),
    [
        ("html", "a<br>b", "a<br>b"),
        ("moodle_auto_format", "a\nb", "a<br>b"),
        ("plain_text", "<b>a</b>", "&lt;b&gt;a&lt;/b&gt;"),
        ("markdown", "**a**", "<b>a</b>"),
        ("nonsense", "<i>a</i>", "<i>a</i>"),
    ],
)
def test_a_text_is_read_in_its_format(format, text, meant):
    content = quiz(question("essay", text=text)).replace(
        b'format="html"', f'format="{format}"'.encode()
    )
    assert read_questions("x", content)[0].item.prompt == meant


def test_formulas_in_mathml_are_rewritten():
    math = "<math><mfrac><mn>1</mn><mi>x</mi></mfrac><mo>&times;</mo><msup><mi>y</mi><mn>2</mn></msup></math>"
    outcome = read("essay", text=f"Take {math}.")
    assert outcome.item.prompt == r"Take \(\frac{1}{x} × y^{2}\)."
    assert "LaTeX" in outcome.reasons[0]


@pytest.mark.parametrize(
    ("kind", "inside", "reason"),
    [
        ("description", "", "not a question"),
        ("cloze", "", "several gaps"),
        ("calculated", "", "made up anew"),
        ("ddmarker", "", "on a picture"),
        ("stack", "", "“stack”"),
        ("multichoice", "", "no answers"),
        ("multichoice", answer("many", "a"), "no percentage"),
        ("numerical", answer(100, "pi"), "no number"),
        ("numerical", answer(100, "1e999999"), "no number"),
        ("numerical", answer(100, "NaN"), "no number"),
        ("numerical", answer(100, "*"), "no answers"),
        ("shortanswer", answer(100, ""), "answers is empty"),
        ("truefalse", answer(100, "yes") + answer(0, "no"), "true"),
        (
            "numerical",
            answer(100, "2") + UNITS.replace(">100<", ">0<"),
            "units can't be read",
        ),
        ("matching", "<subquestion><text>a</text><answer/></subquestion>", "empty"),
        ("ordering", "", "no answers"),
    ],
)
def test_what_can_not_be_taken_is_left_out_with_the_reason(kind, inside, reason):
    outcome = read(kind, inside)
    assert outcome.state == State.LEFT_OUT
    assert reason in outcome.reasons[0]


@pytest.mark.parametrize(
    ("kind", "inside", "reason"),
    [
        ("essay", "<attachments>1</attachments>", "assignment"),
        ("essay", "<hint><text>Think</text></hint>", "hints"),
        (
            "essay",
            "<correctfeedback><text>Wow</text></correctfeedback>",
            "Feedback for right",
        ),
        ("essay", "<defaultgrade>1.234</defaultgrade>", "rounded to 1.23"),
        ("essay", "<defaultgrade>-4</defaultgrade>", "rounded to 0"),
        ("regexp", answer(100, "[a-z]+"), "regular expressions"),
        ("numerical", NUMBER + answer(0, "*", "No"), "all other numbers"),
        ("ordering", answer(1, "a") + answer(2, "b"), "counted in our way"),
        ("ordering", answer(1, "a", "x") + answer(2, "b"), "single items"),
        (
            "numerical",
            NUMBER
            + UNITS
            + "<unitgradingtype>1</unitgradingtype><unitpenalty>0.1</unitpenalty>",
            "cost 10 %",
        ),
        (
            "multichoice",
            "<single>false</single>"
            + answer(33, "a")
            + answer("33.33333", "b")
            + answer("33.3", "c"),
            "equal shares",
        ),
        ("multichoice", answer(0, "a") + answer(50, "b"), "No choice is right"),
        ("multichoice", answer(100, "a") + answer(0, ""), "choice is empty"),
    ],
)
def test_what_is_taken_otherwise_is_said(kind, inside, reason):
    outcome = read(kind, inside)
    assert outcome.state == State.APPROXIMATED
    assert reason in " ".join(outcome.reasons)


def test_a_note_of_ours_that_was_tampered_with_changes_nothing_else():
    item = make_item("short_answer")
    content, _sent = FORMATS["moodle_xml"].write([item])
    for old, new in (
        (b'"matches": ["exact"', b'"matches": ["evil"'),
        (b'"kind": "short_answer"', b'"kind": "essay"'),
        (b'{"kind"', b'[{"kind"'),
    ):
        assert old in content
        [outcome] = read_questions("x", content.replace(old, new))
        assert outcome.item.prompt == item.prompt
        assert len(outcome.item.body.accepted) == len(item.body.accepted)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("matching", "part marks"),
        ("short_answer", "regexp"),
        ("essay", "rubric"),
        ("multiple_choice", "refuses 37 %"),
    ],
)
def test_what_moodle_understands_otherwise_is_said(kind, reason):
    fields = {}
    if kind == "multiple_choice":
        fields["body"] = MultipleChoice(
            (Choice("a", True, Decimal("37")), Choice("b", True, Decimal("63")))
        )
    _content, [outcome] = FORMATS["moodle_xml"].write([make_item(kind, **fields)])
    assert outcome.state == State.APPROXIMATED
    assert reason in " ".join(outcome.reasons)
