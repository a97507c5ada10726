"""What a file is, by its content (ASM-04)."""

import io
import struct
import zipfile

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from common.file_kinds import kind_of, text_of

CONTENT_TYPES = (
    '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxml'
    'formats-officedocument.{}.main+xml"/></Types>'
)


def picture(kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (2, 2)).save(file, kind)
    return file.getvalue()


def zipped(**files: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def office(word: str, first: str = "a.txt") -> bytes:
    return zipped(**{first: "", "[Content_Types].xml": CONTENT_TYPES.format(word)})


FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(64)

CASES = [
    ("x.pdf", b"%PDF-1.7\n", "pdf", "pdf"),
    ("x.png", picture(), "image", "png"),
    ("photo.txt", picture("JPEG"), "image", "jpg"),
    ("x.txt", b"Words.", "text", "txt"),
    ("README", b"Words.", "text", "txt"),
    ("x.md", "# Übung".encode(), "text", "md"),
    ("x.txt", "Grüße".encode("cp1252"), "text", "txt"),
    ("x.txt", "Grüße".encode("utf-16"), "text", "txt"),
    ("x.py", b"print(1)", "code", "py"),
    ("x.html", b"<script>alert(1)</script>", "code", "html"),
    ("x.svg", b"<svg onload='alert(1)'/>", "code", "svg"),
    ("x.csv", b"BM,2\n", "table", "csv"),
    ("x.zip", zipped(**{"a.exe": "MZ"}), "archive", "zip"),
    ("x.docx", office("wordprocessingml.document"), "document", "docx"),
    ("x.zip", office("spreadsheetml.sheet"), "table", "xlsx"),
    ("x", office("presentationml.presentation"), "slides", "pptx"),
    (
        "x.odt",
        zipped(a="", mimetype="application/vnd.oasis.opendocument.text"),
        "document",
        "odt",
    ),
    (
        "x.ods",
        zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        "table",
        "ods",
    ),
    ("x.docm", office("macroEnabled"), "archive", "zip"),
    ("x.mp3", b"ID3" + bytes(200), "audio", "mp3"),
    ("x.mp4", FILM, "video", "mp4"),
]


@pytest.mark.parametrize(("name", "content", "kind", "extension"), CASES)
def test_a_file_is_what_its_content_says(name, content, kind, extension):
    found = kind_of(ContentFile(content, name=name))
    assert kind in found.names
    assert found.extension == extension


def test_a_film_may_be_a_recording_of_sound():
    assert kind_of(ContentFile(FILM, name="x.mp4")).names == {"audio", "video"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ" + bytes(200),
        b"\x7fELF\x02\x01\x01" + bytes(200),
        bytes(range(256)),
        b"PK\x03\x04 and nothing of an archive",
        zipped(mimetype="application/vnd.oasis.opendocument.text")[:-30],
    ],
)
def test_anything_else_is_nothing(content):
    assert kind_of(ContentFile(content, name="essay.pdf")) is None


def test_an_archive_with_an_endless_list_is_not_opened(monkeypatch):
    """The list would fill the memory before anything is known of it."""
    end = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, 65_535, 65_535, 400_000_000, 0, 0
    )
    bomb = zipped(a="")[:-22] + end
    monkeypatch.setattr(zipfile, "ZipFile", lambda *args: pytest.fail("it was opened"))
    assert kind_of(ContentFile(bomb, name="x.docx")).names == {"archive"}


def test_the_note_inside_an_archive_is_read_to_a_limit():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", bytes(20_000_000))
    assert kind_of(ContentFile(bomb.getvalue(), name="x.odt")).names == {"archive"}


def test_the_file_is_left_at_its_beginning():
    file = ContentFile(office("wordprocessingml.document"), name="x.docx")
    kind_of(file)
    assert file.tell() == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_words_are_read_in_the_usual_encodings(encoding):
    assert text_of("Grüße".encode(encoding)) == "Grüße"


def test_a_text_that_is_cut_in_the_middle_of_a_letter_is_read():
    assert text_of("Grüße aus Łódź".encode()[:-1]) == "Grüße aus Łód"
