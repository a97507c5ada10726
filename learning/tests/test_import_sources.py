"""CAT-09: other people's folders, and folders that can't become a course."""

import pytest

from learning.importing.course import read_course
from learning.importing.report import ImportRefused, Report
from learning.importing.source import MAX_TEXT_BYTES
from learning.tests.importing import PNG, write


def understand(folder):
    report = Report()
    course = read_course(folder, report)
    return course, [str(notice) for notice in report.notices]


def layout(course):
    return {
        module.title: [course.lessons[path].title for path in module.lessons]
        for module in course.modules
    }


def refusal(folder):
    with pytest.raises(ImportRefused) as caught:
        read_course(folder, Report())
    return str(caught.value)


def test_a_plain_folder_is_read_by_number_then_name(tmp_path):
    write(
        tmp_path / "garden-course",
        **{
            "10-harvest.md": "Ten",
            "2-water.md": "Two",
            "README.md": "# Garden\n\nGrow.\n",
        },
    )
    course, notices = understand(tmp_path / "garden-course")
    assert layout(course) == {"Lessons": ["Water", "Harvest"]}
    assert (course.facts.title, course.facts.summary) == ("Garden", "Grow.")
    assert notices == []


def test_folders_below_are_modules(tmp_path):
    write(
        tmp_path,
        **{
            "intro.md": "Hi",
            "01-soil/a.md": "# Clay\n\nx",
            "02-sun/b.md": "# Shade\n\nx",
        },
    )
    course, _notices = understand(tmp_path)
    assert layout(course) == {
        "Introduction": ["Intro"],
        "Soil": ["Clay"],
        "Sun": ["Shade"],
    }


def test_a_workbench_lesson_follows_its_config_and_keeps_learners_pages(tmp_path):
    write(
        tmp_path,
        **{
            "config.yaml": "title: 'Bees'\nlicense: 'CC-BY 4.0'\nsource: 'https://example.org/bees'\n"
            "episodes:\n- b.md\n- a.md\nlearners:\n",
            "episodes/a.md": "# A\n\nText",
            "episodes/b.md": "# B\n\n[word](../learners/reference.md#hive) [setup](../setup.html)",
            "learners/setup.md": "Install",
            "learners/reference.md": "[hive]{#hive}\n: Home\n",
            "instructors/notes.md": "Tell them",
            "AUTHORS": "Ada Lovelace\nGrace Hopper\n",
            "index.md": "---\nsite: x\n---\nAbout bees.\n\n### More\n\n::: prereq\n## Know\nIt\n:::\n",
        },
    )
    course, notices = understand(tmp_path)
    assert layout(course) == {
        "Before you start": ["Setup"],
        "Lessons": ["B", "A"],
        "Reference": ["Reference"],
        "For teachers": ["Notes"],
    }
    assert [module.for_teachers for module in course.modules] == [
        False,
        False,
        False,
        True,
    ]
    assert course.facts.authors == ["Ada Lovelace", "Grace Hopper"]
    assert course.facts.licence_url == "https://creativecommons.org/licenses/by/4.0/"
    assert course.key == "https://example.org/bees"
    assert course.description[0].html == (
        "<p>About bees.</p><h2>More</h2><h3>Know</h3><p>It</p>"
    )
    assert notices == []


def test_an_old_carpentries_lesson_with_jekyll(tmp_path):
    write(
        tmp_path,
        **{
            "_config.yml": "title: Shells\n",
            "_episodes/02-b.md": "---\ntitle: Bee\nteaching: 5\nkeypoints:\n- K\n---\n"
            "> ## Try\n> Do\n>\n> > ## Solution\n> > Done\n> {: .solution}\n{: .challenge}\n",
            "_episodes/01-a.md": "---\ntitle: Ay\n---\n[next]({{ page.root }}/02-b/)\n\n~~~\nls\n~~~\n{: .language-bash}\n",
            "_extras/guide.md": "For instructors",
            "setup.md": "Install",
            "reference.md": "Words",
        },
    )
    course, notices = understand(tmp_path)
    assert layout(course) == {
        "Before you start": ["Setup"],
        "Lessons": ["Ay", "Bee"],
        "Reference": ["Reference"],
        "For teachers": ["Guide"],
    }
    first = course.lessons["_episodes/01-a.md"].body
    assert first[0].html == '<p><a href="lesson:_episodes/02-b.md">next</a></p>'
    assert first[1].language == "bash"
    assert notices == []


def test_an_mkdocs_site_follows_its_nav(tmp_path):
    write(
        tmp_path,
        **{
            "mkdocs.yml": "site_name: Cheese\nmarkdown_extensions:\n"
            "  - x: !!python/name:y.z\nnav:\n  - Home: index.md\n  - Start: start.md\n"
            "  - Kinds:\n      - Soft ones: kinds/soft.md\n      - kinds/hard.md\n  - Web: https://example.org\n",
            "docs/index.md": "# Cheese\n\nWelcome.",
            "docs/start.md": '# Beginning\n\n!!! tip\n    Eat\n\n=== "Cow"\n    Moo\n\n=== "Goat"\n    Maa\n',
            "docs/kinds/soft.md": "# Brie\n\n[hard](hard.md)",
            "docs/kinds/hard.md": "# Gouda\n\n[start](../start/)",
        },
    )
    course, notices = understand(tmp_path)
    assert layout(course) == {"Lessons": ["Start"], "Kinds": ["Soft ones", "Gouda"]}
    tip, tabs = course.lessons["docs/start.md"].body
    assert tip.kind == "tip"
    assert [panel.title for panel in tabs.panels] == ["Cow", "Goat"]
    assert notices == []


def test_a_docusaurus_site_follows_its_positions_and_labels(tmp_path):
    write(
        tmp_path,
        **{
            "docs/intro.md": "---\nsidebar_position: 1\n---\n# Welcome\n\n:::tip[Try]\n\nIt\n\n:::\n",
            "docs/z/_category_.json": '{"label": "Basics", "position": 1}',
            "docs/z/b.mdx": "---\nsidebar_position: 1\ntitle: Bee\n---\nimport T from '@theme/T';\n\nSee [a](./a.md) and ![l](/img/l.png)\n",
            "docs/z/a.md": "---\nsidebar_position: 2\n---\n# Ay\n\nText",
            "docs/a/c.md": "# Sea\n\nText",
            "static/img/l.png": PNG,
        },
    )
    course, notices = understand(tmp_path)
    assert layout(course) == {
        "Introduction": ["Welcome"],
        "Basics": ["Bee", "Ay"],
        "A": ["Sea"],
    }
    assert notices == ["docs/z/b.mdx:5: A component can't be imported; left out."]


def test_an_mdbook_follows_its_summary(tmp_path):
    write(
        tmp_path,
        **{
            "src/SUMMARY.md": "# Summary\n\n- [Two](two.md)\n  - [One](deep/one.md)\n\n# Part B\n\n- [Three](three.md)\n",
            "src/two.md": "# Two\n\nx",
            "src/deep/one.md": "# One\n\nx",
            "src/three.md": "# Three\n\nx",
        },
    )
    course, _notices = understand(tmp_path)
    assert layout(course) == {"Lessons": ["Two", "One"], "Part B": ["Three"]}


def test_our_own_description_names_modules(tmp_path):
    write(
        tmp_path,
        **{
            "course.yaml": "title: Knots\ncode: KN-1\nsummary: Tie them.\nmodules:\n- title: Easy\n  lessons: [reef.md]\n",
            "reef.md": "# Reef\n\nx",
            "other.md": "# Other\n\nx",
        },
    )
    course, _notices = understand(tmp_path)
    assert layout(course) == {"Easy": ["Reef"]}
    assert (course.key, course.facts.summary) == ("KN-1", "Tie them.")


def test_a_link_to_the_published_site_of_the_source_stays_inside(tmp_path):
    write(
        tmp_path,
        **{
            "config.yaml": "url: https://example.org/bees\n",
            "episodes/a.md": "[b](https://example.org/bees/b.html)",
            "episodes/b.md": "x",
        },
    )
    course, _notices = understand(tmp_path)
    assert 'href="lesson:episodes/b.md"' in course.lessons["episodes/a.md"].body[0].html


def test_an_anchor_that_is_not_there_is_listed(tmp_path):
    write(
        tmp_path,
        **{
            "a.md": "x\n\n[b](b.md#gone) [b](b.md#here-it-is)",
            "b.md": "## Here it is\n\nx",
        },
    )
    _course, notices = understand(tmp_path)
    assert notices == ["a.md:3: “#gone” is not in b.md; the link leads to the page."]


def test_a_folder_that_is_not_there(tmp_path):
    assert refusal(tmp_path / "gone") == f"There is no folder “{tmp_path / 'gone'}”."


def test_a_folder_with_no_lessons(tmp_path):
    write(tmp_path, **{"README.md": "Hello", "notes.txt": "x"})
    assert refusal(tmp_path).startswith(f"There are no lessons in “{tmp_path.name}”.")


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("config.yaml", "title: x\nepisodes:\n  - a.md\n bad", "config.yaml:4:"),
        ("config.yaml", "- a\n- b\n", "config.yaml:1:"),
        ("a.md", "---\ntitle: 'x\nteaching: 3\n---\nText", "a.md:"),
    ],
)
def test_bad_yaml_is_named_with_its_line(tmp_path, name, text, place):
    write(tmp_path, **{"a.md": "x", name: text})
    assert place in refusal(tmp_path)


def test_a_listed_lesson_that_does_not_exist(tmp_path):
    write(
        tmp_path,
        **{"config.yaml": "title: x\nepisodes:\n- gone.md\n", "episodes/a.md": "x"},
    )
    assert refusal(tmp_path) == "config.yaml:3: The lesson “gone.md” does not exist."


def test_a_missing_image(tmp_path):
    write(tmp_path, **{"a.md": "x\n\n![Cat](cat.png)\n"})
    assert refusal(tmp_path) == "a.md:3: The image “cat.png” does not exist."


def test_everything_that_stands_in_the_way_is_said_at_once(tmp_path):
    write(tmp_path, **{"a.md": "![Cat](cat.png)\n", "b.md": "<script>x</script>"})
    message = refusal(tmp_path)
    assert "a.md:1: The image" in message
    assert "b.md:1: There is an HTML <script>" in message


@pytest.mark.parametrize(
    "text",
    ["![x](../../secret.png)", "[x](../../secret.md)", '<img src="../secret.png">'],
)
def test_a_path_that_leaves_the_folder(tmp_path, text):
    (tmp_path / "secret.png").write_bytes(PNG)
    write(tmp_path / "course", **{"a.md": text})
    assert "leaves the folder" in refusal(tmp_path / "course")


def test_a_listed_lesson_that_leaves_the_folder(tmp_path):
    (tmp_path / "secret.md").write_text("x")
    write(
        tmp_path / "course",
        **{"config.yaml": "episodes: [../../secret.md]", "episodes/a.md": "x"},
    )
    assert (
        refusal(tmp_path / "course")
        == "config.yaml:1: “../../secret.md” leaves the folder."
    )


def test_an_absolute_path_is_looked_for_inside_the_folder(tmp_path):
    write(tmp_path, **{"a.md": "![x](/etc/hostname)"})
    assert refusal(tmp_path) == "a.md:1: The image “/etc/hostname” does not exist."


def test_links_on_disk_that_leave_the_folder(tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "x.png").write_bytes(PNG)
    (tmp_path / "secret" / "b.md").write_text("secret")
    course = write(tmp_path / "course", **{"a.md": "![x](fig/x.png)"})
    (course / "fig").symlink_to(tmp_path / "secret")
    (course / "b.md").symlink_to(tmp_path / "secret" / "b.md")
    message = refusal(course)
    assert "a.md:1: The image “fig/x.png” leaves the folder." in message
    assert "b.md: This link on disk leaves the folder." in message


def test_a_file_that_is_not_utf_8_is_named_with_its_line(tmp_path):
    write(tmp_path, **{"a.md": b"eins\nzwei\n" + "fünf".encode("latin-1")})
    assert refusal(tmp_path).startswith("a.md:3: This is not UTF-8.")


def test_a_lesson_that_is_too_big(tmp_path):
    write(tmp_path, **{"a.md": "x" * (MAX_TEXT_BYTES + 1)})
    assert "too big" in refusal(tmp_path)


def test_a_lesson_that_is_listed_twice_stands_where_it_is_first(tmp_path):
    write(
        tmp_path,
        **{
            "course.yaml": "modules:\n- title: A\n  lessons: [x.md]\n- title: A\n  lessons: [x, y]\n",
            "x.md": "# Ex\n\nx",
            "y.md": "# Why\n\nx",
        },
    )
    course, notices = understand(tmp_path)
    assert [module.lessons for module in course.modules] == [["x.md"], ["y.md"]]
    assert len({module.key for module in course.modules}) == 2
    assert notices == ["x.md: Listed twice; it stays where it is first."]


def test_a_folder_that_is_numbered_anew_is_the_same_module(tmp_path):
    write(tmp_path, **{"1-soil/a.md": "x", "2-sun/b.md": "x"})
    before = {module.title: module.key for module in understand(tmp_path)[0].modules}
    (tmp_path / "1-soil").rename(tmp_path / "7-soil")
    after = {module.title: module.key for module in understand(tmp_path)[0].modules}
    assert list(after) == ["Sun", "Soil"]
    assert after == before
