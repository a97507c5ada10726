"""A reviewer reads labelled fields, not text run together (CAT-01)."""

import pytest
from wagtail.images.tests.utils import get_test_image_file

from catalog.models import CourseImage
from common.blocks import LessonStreamBlock
from common.blocks.comparison import StreamComparison, plain_text

STREAM = LessonStreamBlock()


def block(kind, value, key="1"):
    return {"type": kind, "value": value, "id": key}


def compare(old, new):
    return StreamComparison(
        STREAM, True, True, STREAM.to_python(old), STREAM.to_python(new)
    ).htmldiff()


def code(text, language="python"):
    return {"code": text, "language": language, "kind": "source", "caption": ""}


def test_a_new_block_says_what_it_is_and_labels_its_fields():
    html = compare([], [block("code", code("print(1)"))])
    assert "Code · new" in html
    assert "<dt>Language</dt><dd>Python</dd>" in html
    assert "print(1)" in html


def test_code_is_compared_line_by_line():
    html = compare(
        [block("code", code("a = 1\nb = 2\n  c"))],
        [block("code", code("a = 1\nb = 3\n  c"))],
    )
    assert '<span class="deletion">- b = 2\n</span>' in html
    assert '<span class="addition">+ b = 3\n</span>' in html
    assert "<pre" in html
    assert "    c\n" in html  # two of the mark, two of the code


def test_a_choice_is_shown_in_words():
    html = compare(
        [block("code", code("x", "python"))], [block("code", code("x", "sql"))]
    )
    assert '<span class="deletion">Python</span>' in html
    assert '<span class="addition">SQL</span>' in html


def test_prose_keeps_its_paragraphs_and_the_targets_of_its_links():
    source = (
        '<p>One</p><ul><li>two</li></ul><p><a href="https://x.example/">three</a></p>'
    )
    assert plain_text(source) == "One\n• two\nthree (→ https://x.example/)"


def test_a_changed_target_shows_although_the_words_stay():
    link = '<p><a href="https://{}.example/">here</a></p>'
    html = compare(
        [block("text", link.format("old"))], [block("text", link.format("new"))]
    )
    assert '<span class="deletion">old</span><span class="addition">new</span>' in html


def test_a_change_of_formatting_is_said():
    html = compare([block("text", "<p>One</p>")], [block("text", "<p><b>One</b></p>")])
    assert "Only the formatting changed." in html


def test_what_did_not_change_is_folded_up():
    same = [block("text", f"<p>{number}</p>", str(number)) for number in range(3)]
    html = compare(same, [*same, block("text", "<p>new</p>", "9")])
    assert "3 parts unchanged" in html
    assert html.count("<details") == 1


def test_nested_blocks_are_labelled_too():
    def exercise(solution):
        return block(
            "exercise",
            {
                "title": "Count",
                "minutes": 5,
                "body": [block("text", "<p>How many?</p>", "b")],
                "hint": "",
                "solutions": [
                    {
                        "type": "item",
                        "id": "s",
                        "value": {"title": "", "body": [block("code", code(solution))]},
                    }
                ],
            },
        )

    html = compare([exercise("4")], [exercise("5")])
    for label in ("Exercise · changed", "Solution · changed", "Code · changed"):
        assert label in html
    assert '<span class="addition">+ 5\n</span>' in html


@pytest.mark.django_db
def test_a_picture_stands_beside_its_alt_text():
    image = CourseImage.objects.create(title="Sky", file=get_test_image_file())

    def figure(alt):
        picture = {"image": image.pk, "alt_text": alt, "decorative": False}
        return block("image", {"image": picture, "caption": "", "width": "normal"})

    html = compare([figure("Clouds")], [figure("Rain")])
    assert "Alt text" in html
    assert '<span class="deletion">Clouds</span>' in html
    assert "<img" in html


def test_a_table_shows_a_row_on_each_line():
    def table(*cells):
        content = {
            "columns": [{"type": "text", "heading": "Planet"}],
            "rows": [{"values": [cell]} for cell in cells],
            "caption": "",
        }
        return block("table", {"caption": "Planets", "table": content})

    html = compare([table("Mars")], [table("Mars", "Venus")])
    assert "Planet\nMars" in html
    assert '<span class="addition">\nVenus</span>' in html


def test_markup_in_a_text_stays_text():
    html = compare(
        [], [block("callout", {"kind": "note", "title": "<b>x</b>", "body": []})]
    )
    assert "&lt;b&gt;x&lt;/b&gt;" in html
