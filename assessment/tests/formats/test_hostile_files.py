"""Files that want to harm are refused with one sentence, and harm nothing (ASM-10)."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from assessment.formats import safe_xml
from assessment.formats.reading import MAX_QUESTIONS, read_questions
from assessment.formats.sheet import State
from common.exceptions import Refused

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ITEM = "<assessmentItem><itemBody>&x;</itemBody></assessmentItem>"


def zipped(files: dict[str, str | bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def quiz(inside: str) -> bytes:
    return f"<quiz>{inside}</quiz>".encode()


@pytest.mark.parametrize(
    "content",
    [
        f'<!DOCTYPE quiz [<!ENTITY l0 "ha">{LAUGHS}]><quiz>&l9;</quiz>',
        '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>',
        '<?xml version="1.0"?><!DOCTYPE quiz SYSTEM "http://127.0.0.1:1/x.dtd"><quiz/>',
        '<!DOCTYPE quiz [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]><quiz/>',
        f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "{"y" * 9000}">]>{ITEM}',
    ],
    ids=["laughs", "file", "external type", "parameter", "quadratic"],
)
def test_types_and_entities_are_refused(content):
    with pytest.raises(Refused, match="document type or entities"):
        read_questions("x.xml", content.encode())


def test_a_hostile_item_of_a_package_is_left_out():
    manifest = (
        '<manifest><resources><resource type="imsqti_item_xmlv2p1" href="a.xml"/></resources>'
        "</manifest>"
    )
    evil = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>{ITEM}'
    [outcome] = read_questions(
        "x.zip", zipped({"imsmanifest.xml": manifest, "a.xml": evil})
    )
    assert outcome.state == State.LEFT_OUT
    assert "entities" in outcome.reasons[0]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"x" * (20 * 1024 * 1024 + 1), "too big"),
        ("Größe {T}".encode("latin-1"), "UTF-8"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0", "UTF-8"),
        (b"GIF89a\0\0{}", "no file of questions"),
        (b"<quiz><question>", "can't be read"),
        (b"<quiz>\xff</quiz>", "can't be read"),
        (b'<?xml version="1.0" encoding="klingon"?><quiz/>', "can't be read"),
        (b'<?xml version="1.0" encoding="utf-7"?><quiz/>', "can't be read"),
        (b"<?xml version='1.0'?><html/>", "neither"),
        (b"<?xml version='1.0'?><questestinterop/>", "QTI 1"),
        (b"<quiz></quiz>", "no questions"),
        (b"// only a comment", "no questions"),
        (("q {T}\n\n" * (MAX_QUESTIONS + 1)).encode(), "too many questions"),
        (quiz("<a>" * 200 + "</a>" * 200), "deeper"),
        (b"PK\x03\x04 nonsense", "archive can't be read"),
        (zipped({"readme.txt": "x"}), "no imsmanifest.xml"),
        (zipped({"../imsmanifest.xml": "<manifest/>"}), "leads out"),
        (zipped({"/etc/imsmanifest.xml": "<manifest/>"}), "leads out"),
        (zipped({"a\\..\\b": "x"}), "leads out"),
        (zipped({"C:/x": "x"}), "leads out"),
        (zipped({"imsmanifest.xml": "<manifest/>", "x": b"\0" * 5_000_000}), "too big"),
        (zipped({"x": b"\0" * 21 * 1024 * 1024}), "too big"),
        (zipped({str(n): "" for n in range(5_001)}), "too many files"),
        (zipped({"imsmanifest.xml": "<manifest>"}), "can't be read"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_can_not_be_read_is_refused_with_one_sentence(content, sentence):
    with pytest.raises(Refused, match=sentence):
        read_questions("file", content)


def test_a_file_of_too_many_parts_is_refused_while_it_is_read(monkeypatch):
    monkeypatch.setattr(safe_xml, "MAX_ELEMENTS", 50)
    with pytest.raises(Refused, match="more parts"):
        read_questions("x.xml", quiz("<a/>" * 50) + b"<never read")


def test_an_archive_that_lies_about_its_sizes_is_refused():
    content = zipped({"imsmanifest.xml": "<manifest>" + " " * 4000 + "</manifest>"})
    lying = content.replace((4021).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    assert lying != content
    with pytest.raises(Refused):
        read_questions("x.zip", lying)


def test_a_locked_archive_is_refused():
    content = bytearray(zipped({"imsmanifest.xml": "<manifest/>"}))
    content[6] |= 1  # where the file begins
    content[content.rindex(b"PK\x01\x02") + 8] |= 1  # and in the list at the end
    with pytest.raises(Refused, match="password"):
        read_questions("x.zip", bytes(content))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_other_encodings_with_their_mark_are_read(encoding):
    mark = "\ufeff" if encoding.endswith("e") else ""
    content = f"{mark}Größe {{=λ}}".encode(encoding)
    assert read_questions("x.txt", content)[0].item.prompt == "Größe"
    xml = (
        "<quiz><question type='essay'><name><text>Größe</text></name></question></quiz>"
    )
    assert read_questions("x.xml", (mark + xml).encode(encoding))[0].label == "Größe"


@pytest.mark.parametrize(
    "text",
    ["x" * 200_001, "<b>" * 5_001, "<ul><li>" * 3_000],
    ids=["long", "many tags", "deep"],
)
def test_a_text_without_measure_is_left_out(text):
    inside = f'<question type="essay"><questiontext format="html"><text><![CDATA[{text}]]></text></questiontext></question>'
    [outcome] = read_questions("x.xml", quiz(inside))
    assert outcome.state == State.LEFT_OUT
    assert "too long" in outcome.reasons[0]


def test_markup_of_a_question_is_made_safe():
    evil = (
        "<p onclick=x>Hi<script>alert(1)</script><a href='javascript:x'>y</a>"
        "<a href='data:text/html,x'>z</a><iframe src='//evil'></iframe><style>x</style>"
        "<img src='data:text/html;base64,AAAA'><img src='file:///etc/passwd'><form><input></form>"
    )
    inside = f'<question type="essay"><questiontext format="html"><text><![CDATA[{evil}]]></text></questiontext></question>'
    [outcome] = read_questions("x.xml", quiz(inside))
    assert outcome.item.prompt == "Hiyz"
    assert outcome.item.files == ()
    assert outcome.state == State.APPROXIMATED


def test_paths_of_pictures_do_not_leave_the_package():
    body = (
        '<assessmentItem title="x"><responseDeclaration identifier="R"/><itemBody>'
        '<p>y<img src="../../etc/passwd" alt="a"/><img src="/etc/passwd" alt="b"/></p>'
        '<extendedTextInteraction responseIdentifier="R"/></itemBody></assessmentItem>'
    )
    manifest = (
        '<manifest><resources><resource type="imsqti_item_xmlv2p1" href="items/a.xml"/>'
        "</resources></manifest>"
    )
    content = zipped(
        {"imsmanifest.xml": manifest, "items/a.xml": body, "etc/passwd": "secret"}
    )
    [outcome] = read_questions("x.zip", content)
    assert outcome.item.files == ()
    assert outcome.item.prompt == "yab"
