"""CAT-09: what an editor opens and saves unchanged counts as unchanged."""

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from common.blocks.content import TEXT_FEATURES
from learning.importing.content import Text
from learning.importing.fingerprint import fingerprint
from learning.importing.stream import StreamWriter, keep_ids
from learning.tests.importing import read

RICH = """> Quote *x*
>
> two

---

1. a
   - b
     1. c
2. d **bold [link](https://example.org/?a=1&b=2)** e

Line one\\
line two & **`x  y < z` "q"**  and   spaces

~~gone~~ H<sub>2</sub>O $x^2$

term
: definition

- [ ] todo
- para

  more

#### Heading with `code`
"""


def stored(markdown):
    (block,) = read(markdown).body
    assert isinstance(block, Text)
    return StreamWriter(path="a.md", targets=None).rich_text(block.html)


def test_the_editor_finds_nothing_to_change_in_an_imported_text():
    converter = ContentstateConverter(TEXT_FEATURES)
    html = stored(RICH)
    saved = converter.to_database_format(converter.from_database_format(html))
    assert fingerprint(saved) == fingerprint(html)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a</p>", "<p>b</p>"),
        ("<p>a</p>", "<h2>a</h2>"),
        ("<p>a b</p>", "<p><b>a</b> b</p>"),
        ("<p>a<br/>b</p>", "<p>ab</p>"),
        ('<p><a href="x">a</a></p>', '<p><a href="y">a</a></p>'),
        ([{"type": "text", "value": "a"}], [{"type": "code", "value": "a"}]),
        ({"code": '<input type="text">'}, {"code": '<input type="password">'}),
        ({"code": "a <!-- b -->"}, {"code": "a"}),
    ],
)
def test_what_reads_differently_is_different(one, other):
    assert fingerprint(one) != fingerprint(other)


def test_ids_empty_fields_and_the_spelling_of_tags_do_not_count():
    one = {
        "type": "x",
        "id": "1",
        "value": {"a": "<p>a<br>b <strong>c</strong></p>", "b": ""},
    }
    other = {
        "type": "x",
        "value": {"a": '<p data-block-key="k">a<br/>b <b>c</b></p>', "c": None},
    }
    assert fingerprint(one) == fingerprint(other)


def test_a_changed_block_follows_the_one_of_its_kind():
    old = [
        {"type": "text", "value": "one", "id": "1"},
        {"type": "code", "value": {"code": "x"}, "id": "2"},
        {"type": "text", "value": "three", "id": "3"},
    ]
    new = [
        {"type": "text", "value": "one"},
        {"type": "text", "value": "new"},
        {"type": "code", "value": {"code": "y"}},
        {"type": "text", "value": "three"},
    ]
    ids = [block["id"] for block in keep_ids(new, old)]
    assert [ids[0], ids[3]] == ["1", "3"]
    assert len(set(ids)) == 4


def test_parts_of_a_block_keep_their_ids_too():
    part = {"type": "item", "id": "p", "value": {"title": "A", "body": []}}
    old = [{"type": "accordion", "id": "1", "value": {"items": [part]}}]
    changed = {"type": "item", "value": {"title": "A", "body": []}}
    added = {"type": "item", "value": {"title": "B", "body": []}}
    (kept,) = keep_ids(
        [{"type": "accordion", "value": {"items": [changed, added]}}], old
    )
    assert kept["id"] == "1"
    assert [item["id"] == "p" for item in kept["value"]["items"]] == [True, False]
