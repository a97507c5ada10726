"""Texts have one safe form, which is left as it is (ASM-10)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.formats.markup import from_text, is_plain, markup_of, text_of
from assessment.tests.formats.strategies import blocks, inline, texts

tags = st.sampled_from(
    [
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<ul>",
        "<li>",
        "</li>",
        "</ul>",
        "<table>",
        "<td>",
        "</table>",
        "<pre>",
        "</pre>",
        "<br>",
        "<hr>",
        "<img",
        "src=x>",
        "<script>",
        "</script>",
        "<h1>",
        "</h5>",
        "<figure>",
        "<figcaption>",
        "<a",
        "href=x>",
        "<blockquote>",
        "<svg>",
        "<math>",
        "<p",
        "<!--",
        "-->",
        "]]>",
        "&amp;",
        "&nbsp;",
        "<span",
        "style=x>",
        "<dl><dt>",
    ]
)
soup = st.lists(st.one_of(tags, texts, inline, blocks), max_size=8).map("".join)


@settings(max_examples=150, deadline=None)
@given(soup)
def test_the_one_form_is_left_as_it_is(html):
    once = markup_of(html)
    assert markup_of(once) == once


@settings(max_examples=100, deadline=None)
@given(soup)
def test_nothing_that_runs_or_loads_gets_through(html):
    attack = f"{html}<script>x</script><img src=a onerror=x><a href='javascript:x'>{html}</a>"
    safe = markup_of(attack).lower()
    assert "<script" not in safe
    assert not any("onerror=" in tag.split(">")[0] for tag in safe.split("<")[1:])
    assert 'href="javascript' not in safe


@settings(max_examples=100, deadline=None)
@given(texts)
def test_words_come_back_as_words(text):
    html = from_text(text)
    assert is_plain(html)
    assert " ".join(text_of(html).split()) == " ".join(text_of(markup_of(html)).split())


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p>One</p>", "One"),
        ("<p>One</p><p>Two</p>", "<p>One</p><p>Two</p>"),
        ("a <b> b</b> <i> c</i> ", "a <b>b</b> <i>c</i>"),
        ("<strong>x</strong><em>y</em>", "<b>x</b><i>y</i>"),
        ("<h1>Top</h1>x", "<h2>Top</h2><p>x</p>"),
        ("<div>a<div>b</div></div>", "<p>a</p><p>b</p>"),
        ("<ul><li><p>a</p></li><li></li></ul>", "<ul><li>a</li></ul>"),
        ("x<br><p>&nbsp;</p>", "x"),
        ("<span style='color:red'>red</span>", "red"),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ("<pre>\na\n\n  b\n</pre>", "<pre><code>a\n\n  b</code></pre>"),
        ("<b><p>x</p></b>", "x"),
        ("a\x00b\ufffec", "abc"),
    ],
)
def test_there_is_one_way_to_write_it(written, kept):
    assert markup_of(written) == kept


def test_what_is_nested_without_end_is_read_to_its_end():
    assert "deep" in markup_of("<blockquote>" * 2_000 + "deep")
    assert "deep" in markup_of("<b>" * 2_000 + "deep")
