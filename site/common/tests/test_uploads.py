"""Uploads are judged by content, never by name (CAT-08)."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from common.uploads import check_document, check_svg, content_extension

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\0" * 64
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


def refusal(content, name, max_bytes=10_000):
    with pytest.raises(ValidationError) as caught:
        check_document(ContentFile(content, name=name), max_bytes=max_bytes)
    return caught.value.code


def extension_of(name):
    return name.rsplit(".", 1)[1].lower()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PDF, "notes.PDF"),
        (b"a,b\n1,2\n", "data.csv"),
        ("prix : 3 €".encode(), "note.txt"),
        (b"x" + ("é" * 5000).encode(), "cut-in-the-middle.txt"),
        (b"BMI,age\n22,40\n", "weights.csv"),
        (b"%!TEX root = main.tex\n", "chapter.tex"),
        (b"WEBVTT\n\n", "captions.vtt"),
    ],
)
def test_a_file_that_is_what_it_says_is_taken(content, name):
    check_document(ContentFile(content, name=name), max_bytes=20_000)
    assert content_extension(ContentFile(content, name=name)) == extension_of(name)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (EXE, "notes.pdf", "lying_type"),
        (EXE, "data.csv", "lying_type"),
        (PDF, "data.csv", "lying_type"),
        (b"\xff\xfe\xfa\xfb bytes", "data.txt", "lying_type"),
        (b"all is well but the last \xe9", "latin.txt", "lying_type"),
        (b"x" * 8190 + b"\xe9.", "latin.txt", "lying_type"),
        (b"No captions", "captions.vtt", "lying_type"),
        (b"<html></html>", "page.html", "unknown_type"),
        (EXE, "tool.exe", "unknown_type"),
        (PDF, "no-extension", "unknown_type"),
        (b"", "empty.pdf", "empty"),
        (PDF * 1000, "big.pdf", "too_big"),
    ],
)
def test_a_file_that_lies_or_is_too_big_is_refused(content, name, code):
    assert refusal(content, name) == code
    if code == "lying_type":
        assert content_extension(ContentFile(content, name=name)) == ""


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<a xlink:href="javascript:alert(1)"><rect/></a>',
        '<image href="https://elsewhere.example/x.png"/>',
        "<foreignObject><p>hello</p></foreignObject>",
        "<style>@import url(https://elsewhere.example/x.css)</style>",
        "<style>@import 'https://elsewhere.example/x.css';</style>",
        "<style>a { fill: red } b { background: URL( 'https://elsewhere.example/x')}</style>",
        r"<style>a { background: u\72l(https://elsewhere.example/x) }</style>",
        "<style><![CDATA[@font-face { src: url(//elsewhere.example/x) }]]></style>",
        "<rect style=\"background: image-set('https://elsewhere.example/x' 1x)\"/>",
        '<rect style="fill: url(https://elsewhere.example/x#a)"/>',
        '<rect fill="url(https://elsewhere.example/x#a)"/>',
        '<rect filter="url(/media/x.svg#a)"/>',
    ],
)
def test_an_svg_that_could_act_is_refused(inside):
    with pytest.raises(ValidationError) as caught:
        check_svg(SVG.format(inside).encode())
    assert caught.value.code == "active_svg"


def test_a_drawing_is_taken():
    check_svg(
        SVG.format(
            '<defs><g id="a"/></defs><use href="#a"/><path d="M0 0h9"/>'
            "<style>.b { fill: url( '#a' ); font-family: \"Noto Sans\" }</style>"
            '<rect fill="url(#a)" style="mask: url(\'#a\'); cursor: url(data:image/png;base64,AA)"/>'
        ).encode()
    )


def test_an_svg_bomb_is_refused():
    bomb = b'<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><svg>&b;</svg>'
    with pytest.raises(ValidationError):
        check_svg(bomb)
