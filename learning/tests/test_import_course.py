"""CAT-09: a folder becomes a draft course."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Role, Status
from catalog.models import CourseDocument, CourseImage, CoursePage, ModulePage
from learning.models import LessonPage
from learning.tests.importing import PNG, SVG, write
from learning.tests.little_course import (
    LOOPS,
    WORDS,
    imported_course,
    lesson,
    refused,
    run,
    snapshot,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_folder_becomes_a_draft_course_of_its_owner(folder, teacher):
    output = run(folder)
    course = imported_course()
    assert (course.live, course.owner, course.code) == (False, teacher, "COURSE")
    assert course.is_taught_by(teacher)
    assert not LessonPage.objects.live().exists()
    assert "pages: 4 new, 0 updated, 0 unchanged" in output
    assert "The course is a draft." in output


def test_a_lesson_has_all_that_its_file_says(folder, teacher):
    run(folder)
    loops = lesson("Loops")
    assert (loops.teaching_minutes, loops.exercise_minutes) == (15, 5)
    assert [point.value for point in loops.objectives] == ["Repeat things"]
    assert [point.value for point in loops.key_points] == ["Loops repeat"]
    kinds = [block.block_type for block in loops.body]
    assert kinds == ["text", "image", "code", "exercise"]
    exercise = loops.body[3].value
    assert exercise["title"] == "Try"
    assert "Done." in exercise["solutions"][0]["body"][0].value.source


def test_pictures_and_files_come_into_the_course_s_own_collection(folder, teacher):
    run(folder)
    collection = imported_course().team.collection
    image, document = CourseImage.objects.get(), CourseDocument.objects.get()
    assert (image.collection, image.width, image.description) == (
        collection,
        1,
        "A wheel",
    )
    assert (document.collection, document.title) == (collection, "rain.csv")
    figure = lesson("Loops").body[1].value
    assert figure["image"] == image or figure["image"].pk == image.pk
    assert figure["image"].contextual_alt_text == "A wheel"


def test_links_lead_to_our_pages_headings_and_files(folder, teacher):
    run(folder, "--publish")
    html = str(lesson("Loops").body[0].value)
    assert f'<a href="{lesson("Words").url}#loop">words</a>' in html
    assert f'<a href="{CourseDocument.objects.get().url}">data</a>' in html
    assert '<a href="#why">above</a>' in html
    assert f'href="{lesson("Loops").url}"' in str(lesson("Words").body[0].value)
    assert 'id="loop"' in str(lesson("Words").body.render_as_block())


def test_the_course_page_says_whose_work_it_is(folder, teacher):
    run(folder)
    course = imported_course()
    assert course.licence == "CC BY 4.0"
    assert (
        '<a href="https://example.org/little">Little Python</a>' in course.attribution
    )
    assert "https://creativecommons.org/licenses/by/4.0/" in course.attribution
    assert "Authors: Ada Lovelace." in course.attribution


def test_publishing_puts_everything_live(folder, teacher):
    output = run(folder, "--publish")
    assert imported_course().live
    assert LessonPage.objects.live().count() == 2
    assert "published: 4" in output


def test_what_is_written_for_teachers_is_never_published(folder, teacher):
    write(folder, **{"instructors/notes.md": "Tell them the answer"})
    run(folder, "--publish")
    assert not lesson("Notes").live
    assert not ModulePage.objects.get(title="For teachers").live


def test_another_folder_is_another_course(folder, teacher, tmp_path):
    run(folder)
    other = write(tmp_path / "other" / "course", **{"a.md": "# Ay\n\nText"})
    run(other)
    assert {course.code for course in CoursePage.objects.all()} == {
        "COURSE",
        "COURSE-2",
    }


def test_a_code_that_is_taken_is_refused(folder, course):
    (folder / "course.yaml").write_text("title: Sky\ncode: AST-1\n")
    assert "A course with the code AST-1 exists" in refused(folder)


def test_the_first_super_admin_owns_a_course_by_default(folder, super_admin):
    call_command("import_course", str(folder), stdout=StringIO())
    assert imported_course().owner == super_admin


@pytest.mark.parametrize(
    ("owner", "message"),
    [
        ("nobody", "There is nobody called “nobody”."),
        ("stranger", "stranger is no teacher and can't own a course."),
        ("gone", "The account of gone is not active."),
    ],
)
def test_only_an_active_teacher_or_admin_owns_a_course(
    folder, stranger, owner, message
):
    make_user("gone", Role.TEACHER, status=Status.SUSPENDED)
    assert refused(folder, owner=owner) == message


def test_without_a_super_admin_somebody_must_be_named(folder, teacher):
    with pytest.raises(CommandError, match="Say who owns it"):
        call_command("import_course", str(folder))


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"fig/wheel.png": b"no picture"}, "fig/wheel.png: "),
        ({"fig/wheel.png": b""}, "fig/wheel.png: "),
        ({"fig/wheel.png": SVG}, "fig/wheel.png: "),
        ({"fig/wheel.png": b"\xff\xd8\xff\xe0" + PNG}, "fig/wheel.png: "),
        (
            {"fig/wheel.png": b"x" * (10 * 1024 * 1024 + 1)},
            "fig/wheel.png: This file is too big",
        ),
        ({"01-loops.md": LOOPS + "<script>x</script>"}, "01-loops.md:"),
        (
            {"01-loops.md": LOOPS.replace("fig/wheel.png", "../../wheel.png")},
            "leaves the folder",
        ),
        ({"01-loops.md": LOOPS.replace("wheel.png", "gone.png")}, "does not exist"),
        ({"course.yaml": "title: [x"}, "course.yaml:"),
        ({"words.md": WORDS + "[zip](x.zip)", "x.zip": b"no zip"}, "x.zip: "),
        (
            {
                "words.md": WORDS + "![x](x.svg)",
                "x.svg": SVG.replace(b"<rect", b"<script>x()</script><rect"),
            },
            "x.svg: ",
        ),
    ],
)
def test_broken_input_is_refused_and_nothing_is_half_imported(
    folder, teacher, files, message
):
    run(folder, "--publish")
    write(
        folder, **{"words.md": WORDS + "\nNew.\n", "09-new.md": "# New\n\nx", **files}
    )
    before = snapshot()
    said = refused(folder, "--publish")
    assert said.startswith("Nothing was imported.")
    assert message in said
    assert snapshot() == before


def test_a_failure_half_way_takes_its_files_away_again(folder, teacher, monkeypatch):
    before = snapshot()

    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("learning.importing.publishing.arrange", fail)
    with pytest.raises(RuntimeError):
        run(folder)
    assert snapshot() == before
