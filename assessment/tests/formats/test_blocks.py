"""A text becomes the blocks that the editor has, and says what doesn't fit (ASM-10)."""

import pytest

from assessment.formats.blocks import Blocks
from learning.importing.content import Code, Figure, Maths, Table, Text

A = '<img src="a.png" alt="A flag">'


def read(html):
    notes = []
    blocks = Blocks(["a.png", "b.pdf"], notes.append).blocks(html)
    return blocks, notes


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("Hi", [Text("<p>Hi</p>")]),
        (
            "<p>a</p><h2>b</h2><ul><li>c</li></ul>",
            [Text("<p>a</p><h2>b</h2><ul><li>c</li></ul>")],
        ),
        (
            r"<p>Let \(x_1\) be \(\frac{a}{b}\) so</p>",
            [
                Text("<p>Let <i>x</i><sub>1</sub> be</p>"),
                Maths(r"\frac{a}{b}"),
                Text("<p>so</p>"),
            ],
        ),
        (
            r"Now \[x\] and $$y$$",
            [Text("<p>Now</p>"), Maths("x"), Text("<p>and</p>"), Maths("y")],
        ),
        (
            '<div role="math" aria-label="x squared">\\[x^2\\]</div>',
            [Maths("x^2", "x squared")],
        ),
        (
            '<pre><code class="language-py">x &lt; 1</code></pre>',
            [Code("x < 1", "python")],
        ),
        ('<pre class="language-output">1</pre>', [Code("1", "", "output")]),
        (A, [Figure("a.png", "A flag")]),
        (
            f'<figure class="wide">{A}<figcaption>Fig. <b>1</b></figcaption></figure>',
            [Figure("a.png", "A flag", "Fig. <b>1</b>", "wide")],
        ),
        (
            '<img src="a.png" alt="" role="presentation" width="24">',
            [Figure("a.png", "", "", "small", decorative=True)],
        ),
        (
            "<blockquote><p>a</p><p>b</p><ul><li>c</li></ul></blockquote>",
            [Text("<blockquote>a<br><br>b</blockquote><ul><li>c</li></ul>")],
        ),
        (
            f"<ul><li><p>a</p>{A}<pre>x</pre></li></ul>",
            [Text("<ul><li>a</li></ul>"), Figure("a.png", "A flag"), Code("x")],
        ),
        (
            '<p><a href="b.pdf">Read</a> <a href="https://x.org">this</a></p>',
            [
                Text(
                    '<p><a href="file:b.pdf">Read</a> <a href="https://x.org">this</a></p>'
                )
            ],
        ),
    ],
)
def test_what_the_editor_has_becomes_it(html, blocks):
    found, notes = read(html)
    assert found == blocks
    assert notes == []


def test_a_table_keeps_its_caption_and_its_cells():
    [table], notes = read(
        "<table><caption>Moons</caption><tr><th>Of</th><th>Number</th></tr>"
        "<tr><td><b>Mars</b></td><td>2</td></tr></table>"
    )
    assert isinstance(table, Table)
    assert (table.caption, table.rows) == ("Moons", [["<b>Mars</b>", "2"]])
    assert [column.kind for column in table.columns] == ["rich_text", "number"]
    assert notes == []


@pytest.mark.parametrize(
    ("html", "blocks", "said"),
    [
        (
            f"<p>Which {A} is it?</p>",
            [Text("<p>Which is it?</p>"), Figure("a.png", "A flag")],
            "below",
        ),
        (
            '<img src="a.png" alt="">',
            [Figure("a.png")],
            "no description",
        ),
        (
            f"<table><tr><td>x{A}</td></tr></table>",
            None,
            "",
        ),
    ],
)
def test_what_stands_elsewhere_is_said(html, blocks, said):
    found, notes = read(html)
    if blocks is not None:
        assert found == blocks
    assert any(isinstance(block, Figure) for block in found)
    assert said in " ".join(notes)


def inline(html, picture=None):
    notes = []
    return Blocks(["a.png"], notes.append).inline(html, picture=picture), notes


@pytest.mark.parametrize(
    ("html", "kept", "said"),
    [
        ("a <b>b</b><br>c", "a <b>b</b><br>c", ""),
        ("<p>a</p><p>b</p>", "<p>a</p><p>b</p>", ""),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "<p>a</p><p>b</p><p>c</p>", "simplified"),
        ("<pre>a\n\n b</pre>", "<p><code>a</code><br><code> b</code></p>", "simplified"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "<p>a | b</p>", "simplified"),
        (r"\(x^2\)", "<i>x</i><sup>2</sup>", ""),
        (r"\(\frac{a}{b}\)", r"<code>\frac{a}{b}</code>", "as it is written"),
        (f"x {A}", "x A flag", "left out"),
        ('<a href="nowhere">x</a>', "x", ""),
    ],
)  # fmt: skip
def test_a_short_text_is_words_in_paragraphs(html, kept, said):
    found, notes = inline(html)
    assert found == kept
    assert (said in " ".join(notes)) if said else notes == []


def test_a_choice_may_have_pictures():
    found, notes = inline(f"x {A}", picture=lambda node: "<embed/>")
    assert (found, notes) == ("x <embed/>", [])
