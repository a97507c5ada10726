"""CAT-09: what course writers type becomes the blocks of a lesson."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from learning.importing.content import (
    Callout,
    Code,
    Exercise,
    Figure,
    Maths,
    Table,
    Text,
    Video,
    walk,
)
from learning.tests.importing import body, html, notices, problems, read


def test_paragraphs_and_lists_and_marks_are_one_text_block():
    assert body("One *two* **three** `four`\nfive.\n\n- a\n- b\n    - c\n") == [
        Text(
            "<p>One <i>two</i> <b>three</b> <code>four</code> five.</p>"
            "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"
        )
    ]


def test_headings_start_below_the_page_title_and_skip_no_level():
    assert html("# Big\n\n## Small\n\n#### Tiny\n\n# Second\n") == (
        "<h2>Big</h2><h3>Small</h3><h4>Tiny</h4><h2>Second</h2>"
    )


def test_headings_inside_a_callout_or_an_exercise_go_on_below_it():
    callout, exercise, text = body(
        "## Part\n\n::: callout\n# Title\nx\n# Inner\n:::\n\n"
        "::: challenge\n# Title\nx\n## Inner\n:::\n\n### Small\n"
    )[1:]
    assert callout.body == [Text("<p>x</p><h3>Inner</h3>")]
    assert exercise.body == [Text("<p>x</p><h3>Inner</h3>")]
    assert text == Text("<h3>Small</h3>")


def test_the_only_first_level_heading_is_the_title():
    lesson = read("# The title\n\nText\n")
    assert (lesson.title, lesson.body) == ("The title", [Text("<p>Text</p>")])


def test_without_a_title_the_file_name_is_read_as_a_person_would():
    assert read("Text", path="03-first_steps.md").title == "First steps"


def test_front_matter_gives_title_minutes_objectives_questions_and_key_points():
    lesson = read(
        "---\ntitle: Loops\nteaching: 20\nexercises: 1h 5m\nobjectives:\n- Write `for`\n"
        "questions: ['Why?']\nkeypoints: |\n  - Short\n  - Clear\n---\nText\n"
    )
    assert (lesson.teaching_minutes, lesson.exercise_minutes) == (20, 65)
    assert lesson.objectives == ["Write for"]
    assert lesson.key_points == ["Short", "Clear"]
    assert lesson.body[0] == Callout("questions", "", [Text("<ul><li>Why?</li></ul>")])


def test_code_knows_its_language_output_and_file_name():
    text = "```py title='a.py'\nx\n```\n\n```output\n1\n```\n\n```error\nE\n```\n\n    plain\n"
    assert body(text) == [
        Code("x", "python", "source", "a.py"),
        Code("1", "", "output"),
        Code("E", "", "error"),
        Code("plain"),
    ]


def test_an_unknown_language_is_shown_as_plain_text_and_listed():
    lesson = read("\n```brainfluff\nx\n```\n")
    assert lesson.body == [Code("x")]
    assert notices(lesson) == [
        "a.md:2: The language “brainfluff” is unknown; shown as plain text."
    ]


def test_an_image_stands_alone_with_its_alternative_text_and_caption():
    text = 'Before ![](f.png "Title"){alt=\'It\\_s "so"\' width=40%} after\n'
    assert body(text, files=("f.png",)) == [
        Text("<p>Before</p>"),
        Figure("f.png", 'It_s "so"', "Title", "small"),
        Text("<p>after</p>"),
    ]


def test_words_in_brackets_are_the_caption_where_an_alternative_text_is_given():
    (figure,) = body('![A caption](f.png){alt="A cat"}', files=("f.png",))
    assert (figure.alt, figure.caption) == ("A cat", "A caption")


def test_an_image_without_alternative_text_is_listed():
    lesson = read("\n\n![](big-cat.png)", files=("big-cat.png",))
    assert lesson.body[0].alt == "big cat"
    assert notices(lesson)[0].startswith("a.md:3: The image “big-cat.png” has no alt")


def test_html_pictures_and_figures_are_images():
    text = (
        '<figure><img src="f.png" alt="Cat"><figcaption>A <em>cat</em></figcaption></figure>\n\n'
        'See <img src="f.png" alt="Cat" width="100"> here.\n'
    )
    assert body(text, files=("f.png",)) == [
        Figure("f.png", "Cat", "A <i>cat</i>"),
        Text("<p>See</p>"),
        Figure("f.png", "Cat", "", "small"),
        Text("<p>here.</p>"),
    ]


def test_a_picture_on_another_site_becomes_a_link():
    lesson = read("![A cat](https://example.org/cat.png)")
    assert html("![A cat](https://example.org/cat.png)") == (
        '<p><a href="https://example.org/cat.png">A cat</a></p>'
    )
    assert "lies on another site" in notices(lesson)[0]


def test_a_table_knows_numbers_from_words():
    text = "| Day | Rain | Note |\n|:--|--:|---|\n| Mon | 1.50 | **wet** |\n| Tue | 0 | |\n"
    (table,) = body(text)
    assert isinstance(table, Table)
    assert [column.kind for column in table.columns] == ["text", "number", "rich_text"]
    assert table.rows == [["Mon", "1.50", "<b>wet</b>"], ["Tue", "0", ""]]


def test_an_html_table_is_a_table():
    (table,) = body(
        "<table><tr><th>A</th><th>B</th></tr><tr><td>x</td><td>007</td></tr></table>\n"
    )
    assert [column.heading for column in table.columns] == ["A", "B"]
    assert (table.columns[1].kind, table.rows) == ("text", [["x", "007"]])


def test_code_inside_a_list_keeps_its_place_and_the_numbers_go_on():
    text = "1. First\n\n   ```bash\n   ls\n   ```\n\n2. Second\n"
    assert body(text) == [
        Text("<p>1. First</p>"),
        Code("ls", "bash"),
        Text("<p>2. Second</p>"),
    ]


def test_tick_boxes_are_shown():
    assert html("- [ ] open\n- [x] done\n") == "<ul><li>☐ open</li><li>☑ done</li></ul>"


def test_terms_that_are_linked_become_headings_and_anchors():
    lesson = read(
        "## Words\n\n[list]{#list}\n:   Many\nvalues.\n\n[loop]{#for-loop}\n:   Again.\n"
    )
    assert lesson.body == [
        Text("<h2>Words</h2><h3>list</h3><p>Many values.</p><h3>loop</h3><p>Again.</p>")
    ]
    assert (lesson.anchors["for-loop"], lesson.anchors["words"]) == ("loop", "words")


def test_formulas_are_blocks_and_simple_ones_stay_in_the_sentence():
    assert body("A $x^2 + a_1$ costs $5 or $6.\n\n$$\n\\frac{a}{b}\n$$\n") == [
        Text("<p>A <i>x</i><sup>2</sup> + <i>a</i><sub>1</sub> costs $5 or $6.</p>"),
        Maths("\\frac{a}{b}"),
    ]


def test_footnotes_follow_the_text():
    assert html("Text[^1].\n\n[^1]: The note.\n") == (
        "<p>Text<sup>1</sup>.</p><p><b>Notes</b></p><p>1. The note.</p>"
    )


def test_a_quotation_stays_one():
    assert html("> Wise *words*\n>\n> More\n") == (
        "<blockquote>Wise <i>words</i><br><br>More</blockquote>"
    )


def test_a_youtube_frame_is_a_video_and_another_frame_a_link():
    lesson = read(
        '<iframe src="https://www.youtube.com/embed/abcdefghijk" title="Talk"></iframe>\n\n'
        '<iframe src="https://example.org/app"></iframe>\n'
    )
    assert lesson.body == [
        Video("Talk", "https://www.youtube.com/embed/abcdefghijk"),
        Text('<p><a href="https://example.org/app">https://example.org/app</a></p>'),
    ]


def test_harmless_html_that_we_do_not_know_keeps_its_words():
    lesson = read(
        'Press <kbd>Tab</kbd>, <u>now</u> <span style="color:red">red</span>.'
    )
    assert lesson.body == [Text("<p>Press <code>Tab</code>, now red.</p>")]
    assert notices(lesson) == ["a.md:1: <u> is not kept; its text is."]


@pytest.mark.parametrize(
    "written",
    [
        "Text <script>alert(1)</script>",
        "<script src='x.js'></script>\n",
        "<SCRIPT\n>alert(1)</SCRIPT>\n",
        "<p onclick='x()'>Text</p>\n",
        "Text <b onmouseover=x>b</b>",
        "<a href='java\tscript:x()'>Text</a>",
        "[Text](javascript:x)",
        "<object data='x'></object>\n",
    ],
)
def test_a_script_is_refused_with_its_line(written):
    lesson = read("First\n\n" + written)
    assert problems(lesson)[0].startswith("a.md:3: There is ")


def test_a_script_in_code_is_code():
    lesson = read("```html\n<script>alert(1)</script>\n```\n\n`<script>`\n")
    assert problems(lesson) == []
    assert lesson.body == [
        Code("<script>alert(1)</script>", "markup"),
        Text("<p><code>&lt;script&gt;</code></p>"),
    ]


def test_links_lead_to_lessons_files_and_the_web():
    text = "[b](b.html#part) [zip](data/x.zip) [web](https://example.org) [self](#here)"
    assert html(text, files=("data/x.zip",)) == (
        '<p><a href="lesson:b.md#part">b</a> <a href="file:data/x.zip">zip</a> '
        '<a href="https://example.org">web</a> <a href="lesson:a.md#here">self</a></p>'
    )


def test_a_link_to_something_missing_keeps_its_text_and_is_listed():
    lesson = read("One\n[gone](gone.md)")
    assert lesson.body == [Text("<p>One gone</p>")]
    assert notices(lesson) == [
        "a.md:2: The link “gone.md” leads nowhere; its text is kept."
    ]


def test_generators_marks_are_understood_or_listed():
    lesson = read(
        "[b]({{ page.root }}{% link b.md %}) {% raw %}x{% endraw %}\n\n{% include links.md %}\n"
    )
    assert lesson.body == [Text('<p><a href="lesson:b.md">b</a> x</p>')]
    assert notices(lesson) == [
        "a.md:3: {% include links.md %} is not understood; left out."
    ]


def test_anything_nested_beyond_reason_is_refused():
    assert "nested too deeply" in problems(read("> " * 300 + "x"))[0]


_PIECES = st.sampled_from(
    ["::: challenge\n", ":::\n", "> ", "- ", "1. ", "\n", "\n\n", "    ", "```\n", "# ", "*", "**",
     "_", "`", "[", "](", ")", "![", "{", "}", "{: .solution}\n", "|", "---\n", "<script>", "<b>",
     "</b>", "<details>", "</details>", "<table><td>", "<img src=x onerror=y>", "<!--", "-->", "$",
     "$$", "\\", "&lt;script&gt;", "&#60;script>", "[^1]", ": ", "!!! note\n", "a", "javascript:",
     "<a href='", "'>", "::: {", "\t", "\x00", "\u2028", "{% x %}", "<pre>", "<li>", "</ul>"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=60).map("".join)))
@example("<" * 500)
@example("*" * 400 + "a" + "*" * 400)
@example("- " * 200 + "x")
@example("[" * 300)
@example("---\n- a\n---\n")
@example("| a |\n|---|\n| <img src=x> |\n")
def test_any_text_is_read_and_never_yields_a_script(text):
    lesson = read(text)
    for block in walk(lesson.body):
        rich = [block.html] if isinstance(block, Text) else []
        rich += [block.caption] if isinstance(block, Figure) else []
        rich += [block.hint] if isinstance(block, Exercise) else []
        for fragment in rich:
            assert "<script" not in fragment.lower()
            assert not re.search(r"<[^>]*\son\w+=", fragment)
            assert not re.search(r'href="\s*javascript:', fragment, re.IGNORECASE)
