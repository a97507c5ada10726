"""CAT-09: callouts, exercises and solutions, as the dialects of Markdown write them."""

import pytest

from learning.importing.content import (
    Accordion,
    Callout,
    Code,
    Exercise,
    Panel,
    Text,
)
from learning.tests.importing import body, notices, read


@pytest.mark.parametrize(
    "written",
    [
        "::: callout\n\n## Mind\n\nText\n\n:::\n",
        "::: {.callout title='Mind'}\nText\n:::\n",
        ":::note Mind\nText\n:::\n",
        ":::note[Mind]\n\nText\n\n:::\n",
        ":::{note} Mind\nText\n:::\n",
        '!!! note "Mind"\n    Text\n',
        "> [!NOTE] Mind\n> Text\n",
        "> ## Mind\n> Text\n{: .callout}\n",
    ],
)
def test_a_callout_is_understood_in_every_dialect(written):
    assert body(written) == [Callout("note", "Mind", [Text("<p>Text</p>")])]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("tip", "tip"),
        ("important", "important"),
        ("caution", "warning"),
        ("prereq", "prerequisite"),
        ("discussion", "discussion"),
        ("questions", "questions"),
        ("instructor", "instructor"),
        ("testimonial", "quotation"),
    ],
)
def test_the_name_of_a_div_says_what_kind_of_callout_it_is(name, kind):
    assert body(f"::: {name}\nText\n:::\n")[0].kind == kind


def test_objectives_and_key_points_leave_the_body():
    lesson = read(
        "::: objectives\n- Do `a`\n- Do b\n:::\n\n::: keypoints\n- Short\n:::\n"
    )
    assert (lesson.objectives, lesson.key_points, lesson.body) == (
        ["Do a", "Do b"],
        ["Short"],
        [],
    )


def test_a_challenge_hides_its_solutions_whatever_the_number_of_colons():
    text = (
        "::::::::: challenge\n\n## Try\n\nTask\n\n:::: solution\n\n## Solution\n\nAnswer\n\n"
        ":::::::::::::::\n\n:::\n\nAfter\n"
    )
    assert body(text) == [
        Exercise(
            "Try",
            [Text("<p>Task</p>")],
            solutions=[Panel("Solution", [Text("<p>Answer</p>")])],
        ),
        Text("<p>After</p>"),
    ]


def test_old_carpentries_quotations_nest_the_same():
    text = "> ## Try\n> Task\n>\n> > ## Solution\n> > Answer\n> {: .solution}\n{: .challenge}\n"
    assert body(text) == [
        Exercise(
            "Try",
            [Text("<p>Task</p>")],
            solutions=[Panel("Solution", [Text("<p>Answer</p>")])],
        )
    ]


def test_a_task_that_goes_on_after_a_solution_points_to_it():
    text = "::: challenge\nOne\n::: solution\nA\n:::\nTwo\n::: solution\nB\n:::\n:::\n"
    (exercise,) = body(text)
    assert exercise.body == [
        Text("<p>One</p><p><i>See “Solution 1” below.</i></p><p>Two</p>")
    ]
    assert [panel.title for panel in exercise.solutions] == ["Solution 1", "Solution 2"]


def test_a_hint_of_words_is_a_hint_and_one_with_code_opens_like_a_solution():
    words, code = body(
        "::: challenge\nT\n::: hint\nThink\n:::\n:::\n\n"
        "::: challenge\nT\n::: hint\n```\nx\n```\n:::\n:::\n"
    )
    assert (words.hint, words.solutions) == ("<p>Think</p>", [])
    assert (code.hint, code.solutions) == ("", [Panel("Hint", [Code("x")])])


def test_notes_for_teachers_leave_an_exercise_so_that_students_do_not_get_them():
    exercise, note = body("::: challenge\nT\n::: instructor\nSecret\n:::\n:::\n")
    assert exercise.body == [Text("<p>T</p>")]
    assert note.kind == "instructor"


def test_spoilers_that_follow_one_another_share_an_accordion():
    text = "::: spoiler\n## Mac\nm\n:::\n\n::: spoiler\n## Windows\nw\n:::\n"
    assert body(text) == [
        Accordion(
            [Panel("Mac", [Text("<p>m</p>")]), Panel("Windows", [Text("<p>w</p>")])]
        )
    ]


def test_details_around_markdown_open_and_close():
    text = "<details>\n<summary>More <b>here</b></summary>\n\nText\n\n```r\nx\n```\n\n</details>\n\nAfter\n"
    assert body(text) == [
        Accordion([Panel("More here", [Text("<p>Text</p>"), Code("x", "r")])]),
        Text("<p>After</p>"),
    ]


def test_an_exercise_inside_a_callout_follows_it_and_its_solution_stays_hidden():
    lesson = read(
        "::: callout\nText\n::: challenge\nT\n::: solution\nS\n:::\n:::\n:::\n"
    )
    callout, exercise = lesson.body
    assert callout.body == [Text("<p>Text</p>")]
    assert exercise.solutions == [Panel("Solution", [Text("<p>S</p>")])]
    assert "a.md:1" in notices(lesson)[0]


def test_a_div_that_is_never_closed_is_listed_and_loses_nothing():
    lesson = read("Before\n\n::: callout\n\nInside\n")
    assert lesson.body[1] == Callout("note", "", [Text("<p>Inside</p>")])
    assert notices(lesson) == ["a.md:3: ::: callout is never closed; it ends here."]


def test_an_unknown_div_keeps_its_content_and_is_listed():
    lesson = read("::: frobnicate\n\nInside\n\n:::\n")
    assert lesson.body == [Text("<p>Inside</p>")]
    assert "frobnicate is not known" in notices(lesson)[0]


def test_colons_in_code_close_nothing():
    (callout,) = body("::: callout\n\n```\n:::\n```\n\nInside\n\n:::\n")
    assert callout.body == [Code(":::"), Text("<p>Inside</p>")]
