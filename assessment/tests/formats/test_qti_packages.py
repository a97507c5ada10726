"""Packages of QTI: what belongs to an item is found in them, and ours are in order (ASM-10)."""

from io import BytesIO
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest

from assessment.formats.qti.names import as_two
from assessment.formats.reading import read_questions
from assessment.formats.sheet import State
from assessment.formats.writing import FORMATS
from assessment.tests.formats.qti_items import choices, item, right
from assessment.tests.formats.samples import BODIES, PNG, make_item


def package(files: dict[str, bytes | str], manifest: str = "imsmanifest.xml") -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def manifest(*resources: str) -> str:
    return f"<manifest><resources>{''.join(resources)}</resources></manifest>"


def resource(href: str, inside: str = "", kind: str = "imsqti_item_xmlv2p2") -> str:
    return f'<resource type="{kind}" href="{href}">{inside}</resource>'


SHOWN = item(
    '<p>See <img src="../pics/a%20b.png" alt="A"/></p>' + choices("a", "b"), right("A")
)


def test_a_package_brings_pictures_keywords_and_difficulty():
    metadata = (
        '<metadata><lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general><keyword><string>moons'
        "</string></keyword></general><educational><difficulty><source>LOMv1.0</source><value>"
        "very easy</value></difficulty></educational></lom></metadata>"
    )
    content = package(
        {
            "course/imsmanifest.xml": manifest(resource("items/one.xml", metadata)),
            "course/items/one.xml": SHOWN,
            "course/pics/a b.png": PNG,
        }
    )
    [outcome] = read_questions("package.zip", content)
    assert outcome.place == "course/items/one.xml"
    assert outcome.item.tags == ("moons",)
    assert outcome.item.difficulty == "easy"
    assert outcome.item.files[0].data == PNG
    assert '<img alt="A" src="a-b.png">' in outcome.item.prompt


def test_a_shared_text_stands_before_what_is_asked_of_it():
    shared = (
        "<qti-assessment-stimulus><qti-stimulus-body><p>Long ago</p>"
        '<img src="pics/a.png" alt="x"/></qti-stimulus-body></qti-assessment-stimulus>'
    )
    one = item(
        choices("a", "b"),
        right("A"),
        more='<assessmentStimulusRef href="texts/one.xml" identifier="t"/>',
    )
    content = package(
        {
            "imsmanifest.xml": manifest(resource("one.xml")),
            "one.xml": one,
            "texts/one.xml": shared,
            "texts/pics/a.png": PNG,
        }
    )
    [outcome] = read_questions("package.zip", content)
    assert outcome.state == State.TAKEN
    assert outcome.item.prompt.startswith("<p>Long ago</p>")
    assert outcome.item.files[0].name == "a.png"


def test_every_item_of_a_package_is_accounted_for():
    content = package(
        {
            "imsmanifest.xml": manifest(
                resource("fine.xml"),
                resource("gone.xml"),
                resource("broken.xml"),
                resource("old.xml", kind="imsqti_xmlv1p2/imscc_xmlv1p1/assessment"),
                resource("test.xml", kind="imsqti_test_xmlv2p2"),
            ),
            "fine.xml": SHOWN,
            "broken.xml": "<assessmentItem>",
        }
    )
    outcomes = read_questions("package.zip", content)
    assert [outcome.place for outcome in outcomes] == [
        "fine.xml",
        "gone.xml",
        "broken.xml",
        "old.xml",
    ]
    assert ["isn't in" in each.reasons[0] for each in outcomes] == [
        True,
        True,
        False,
        False,
    ]
    assert "QTI 1" in outcomes[3].reasons[0]


@pytest.mark.parametrize("name", ["qti_2_1", "qti_3_0"])
@pytest.mark.parametrize("kind", BODIES)
def test_what_we_write_has_the_order_that_qti_asks_for(name, kind):
    content, _sent = FORMATS[name].write([make_item(kind)])
    with ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        root = as_two(fromstring(archive.read("question-0001.xml")))
    assert names == [
        "question-0001.xml",
        "files/question-0001/flag.png",
        "imsmanifest.xml",
    ]
    order = [child.tag for child in root]
    expected = [
        "responseDeclaration",
        "outcomeDeclaration",
        "itemBody",
        "responseProcessing",
        "modalFeedback",
    ]
    assert sorted(order, key=expected.index) == order
    assert set(order) <= set(expected)


def test_the_same_questions_make_the_same_package():
    write = FORMATS["qti_3_0"].write
    assert write([make_item()])[0] == write([make_item()])[0]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("ordering", "no part marks"),
        ("numeric", "no units"),
        ("short_answer", "a little different"),
        ("essay", "no rubric"),
    ],
)
def test_what_qti_understands_otherwise_is_said(kind, reason):
    _content, [outcome] = FORMATS["qti_3_0"].write([make_item(kind)])
    assert outcome.state == State.APPROXIMATED
    assert reason in " ".join(outcome.reasons)
