"""CAT-09: a folder becomes a draft course, and again, and again."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image
from wagtail.models import Page, Revision

from accounts.models import Role, Status
from catalog.models import CourseDocument, CourseImage, CoursePage, ModulePage
from learning.models import ImportedItem, LessonPage, LessonProgress
from learning.tests.importing import PNG, SVG, write
from tests.factories import make_lesson, make_module, make_user

pytestmark = pytest.mark.django_db

LOOPS = """---
title: Loops
teaching: 15
exercises: 5
---

::: objectives
- Repeat things
:::

## Why

See [words](words.md#loop), [data](data/rain.csv) and [above](#why).

![A wheel](fig/wheel.png "Round")

```python
for x in y:
    pass
```

::: challenge
## Try
Do it.
::: solution
Done.
:::
:::

::: keypoints
- Loops repeat
:::
"""
WORDS = (
    "# Words\n\n[loop]{#loop}\n: Again and again.\n\nBack to [loops](01-loops.html).\n"
)


@pytest.fixture
def folder(tmp_path):
    return write(
        tmp_path / "course",
        **{
            "course.yaml": "title: Little Python\nlicense: CC BY 4.0\n"
            "source: https://example.org/little\nauthors: [Ada Lovelace]\n",
            "01-loops.md": LOOPS,
            "words.md": WORDS,
            "data/rain.csv": "1,2\n3,4\n",
            "fig/wheel.png": PNG,
        },
    )


def run(folder, *options, owner="tara"):
    out = StringIO()
    call_command("import_course", str(folder), f"--owner={owner}", *options, stdout=out)
    return out.getvalue()


def refused(folder, *options, **kwargs):
    with pytest.raises(CommandError) as caught:
        run(folder, *options, **kwargs)
    return str(caught.value)


def imported_course():
    return CoursePage.objects.get(title="Little Python")


def lesson(title):
    return LessonPage.objects.get(title=title)


def draft(title):
    return lesson(title).get_latest_revision_as_object()


def snapshot():
    """Everything that importing could touch."""
    files = sorted(
        str(path)
        for path in Path(default_storage.location).rglob("*")
        if path.is_file()
    )
    return (
        list(
            Page.objects.order_by("pk").values_list(
                "pk", "path", "translation_key", "live"
            )
        ),
        Revision.objects.count(),
        CourseImage.objects.count(),
        CourseDocument.objects.count(),
        ImportedItem.objects.count(),
        files,
    )


def edit(page, **fields):
    """What an editor does: a new revision of the newest one."""
    newest = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(newest, name, value)
    return newest.save_revision()


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


def test_importing_again_changes_nothing(folder, teacher):
    run(folder, "--publish")
    before = snapshot()
    output = run(folder, "--publish")
    assert snapshot() == before
    assert "pages: 0 new, 0 updated, 4 unchanged" in output


def test_drafts_are_published_by_importing_again(folder, teacher):
    run(folder)
    run(folder, "--publish")
    assert LessonPage.objects.live().count() == 2


def test_a_changed_lesson_becomes_a_draft_and_its_published_version_stays(
    folder, teacher
):
    run(folder, "--publish")
    before = lesson("Loops")
    write(folder, **{"01-loops.md": LOOPS.replace("Loops repeat", "They repeat")})
    output = run(folder)
    after = lesson("Loops")
    assert (after.pk, after.translation_key) == (before.pk, before.translation_key)
    assert [point.value for point in after.key_points] == ["Loops repeat"]
    assert [point.value for point in draft("Loops").key_points] == ["They repeat"]
    assert "pages: 0 new, 1 updated, 3 unchanged" in output


def test_a_changed_lesson_goes_live_when_asked(folder, teacher):
    run(folder, "--publish")
    write(folder, **{"01-loops.md": LOOPS.replace("Loops repeat", "They repeat")})
    run(folder, "--publish")
    assert [point.value for point in lesson("Loops").key_points] == ["They repeat"]


def test_blocks_that_did_not_change_keep_their_ids(folder, teacher):
    run(folder)
    before = {block.block_type: block.id for block in draft("Loops").body}
    write(
        folder, **{"01-loops.md": LOOPS.replace("## Why", "> [!TIP]\n> New\n\n## Why")}
    )
    run(folder)
    after = draft("Loops").body
    assert [block.block_type for block in after][0] == "callout"
    assert {block.block_type: block.id for block in list(after)[1:]} == before


def test_progress_stays_with_a_lesson_that_moved_and_got_a_new_name(
    folder, teacher, stranger
):
    run(folder, "--publish")
    key = lesson("Loops").translation_key
    LessonProgress.objects.create(
        student=stranger,
        lesson_key=key,
        lesson_title="Loops",
        course=imported_course(),
        status=LessonProgress.Status.COMPLETED,
        completed_at=timezone.now(),
        revision=lesson("Loops").live_revision,
    )
    (folder / "01-loops.md").unlink()
    write(
        folder,
        **{
            "basics/07-loops.md": LOOPS.replace("fig/", "../fig/").replace(
                "(words", "(../words"
            ),
            "words.md": WORDS.replace("01-loops.html", "basics/07-loops.md"),
        },
    )
    output = run(folder, "--publish")
    moved = lesson("Loops")
    assert moved.translation_key == key
    assert LessonProgress.objects.get().lesson_key == key
    assert moved.get_parent().title == "Basics"
    assert "basics/07-loops.md: was 01-loops.md; its page and progress stay." in output


def test_the_order_of_the_folder_is_followed_when_it_changes(folder, teacher):
    run(folder)
    (folder / "words.md").rename(folder / "00-words.md")
    (folder / "01-loops.md").write_text(LOOPS.replace("words.md", "00-words.md"))
    run(folder)
    module = ModulePage.objects.get(title="Lessons")
    assert [page.title for page in module.get_children()] == ["Words", "Loops"]


def test_what_editors_arranged_and_added_stays(folder, teacher):
    run(folder)
    own = make_module(imported_course(), "My own")
    make_lesson(own, "Mine")
    lesson("Words").move(own, pos="last-child")
    write(folder, **{"words.md": WORDS + "\nMore.\n"})
    run(folder)
    assert [page.title for page in own.get_children()] == ["Mine", "Words"]


def test_an_edited_lesson_keeps_the_editor_s_words(folder, teacher):
    run(folder, "--publish")
    edit(lesson("Words"), title="Better words").publish()
    output = run(folder, "--publish")
    assert lesson("Better words").live
    assert "words.md: was edited here; the edited version stays." in output


def test_an_edited_lesson_that_also_changed_in_the_folder_waits_as_a_draft(
    folder, teacher
):
    run(folder, "--publish")
    edit(lesson("Words"), title="Better words").publish()
    write(folder, **{"words.md": WORDS + "\nMore.\n"})
    output = run(folder, "--publish")
    page = lesson("Better words")
    assert page.live
    assert page.has_unpublished_changes
    assert page.get_latest_revision_as_object().title == "Words"
    assert "was edited here and has changed in the folder" in output
    before = snapshot()
    again = run(folder, "--publish")
    assert snapshot() == before
    assert "has a draft from the last import" in again


def test_a_draft_that_an_editor_began_is_not_published_by_importing(folder, teacher):
    run(folder, "--publish")
    edit(lesson("Words"), free_preview=True)

    output = run(folder, "--publish")

    assert not lesson("Words").free_preview
    assert lesson("Words").has_unpublished_changes
    assert "words.md: has a draft that an editor began; it stays a draft." in output


def test_a_locked_draft_is_not_published_by_importing(folder, teacher):
    run(folder)
    LessonPage.objects.filter(title="Words").update(locked=True)

    output = run(folder, "--publish")

    assert not lesson("Words").live
    assert "words.md: is locked in the editor; it isn't published." in output


def test_the_editor_decides_over_a_waiting_draft(folder, teacher):
    run(folder, "--publish")
    edit(lesson("Words"), title="Better words").publish()
    write(folder, **{"words.md": WORDS + "\nMore.\n"})
    run(folder)
    edit(lesson("Better words"), title="Best words").publish()
    before = snapshot()
    assert "was edited here; the edited version stays." in run(folder, "--publish")
    assert snapshot() == before


def test_a_waiting_draft_that_the_editor_publishes_is_the_new_truth(folder, teacher):
    run(folder, "--publish")
    edit(lesson("Words"), title="Better words").publish()
    write(folder, **{"words.md": WORDS + "\nMore.\n"})
    run(folder)
    lesson("Better words").latest_revision.publish()
    assert "edited" not in run(folder)
    write(folder, **{"words.md": WORDS + "\nEven more.\n"})
    assert "pages: 0 new, 1 updated" in run(folder, "--publish")
    assert "Even more" in str(lesson("Words").body[0].value)


def test_what_the_import_does_not_know_of_stays(folder, teacher):
    run(folder)
    edit(lesson("Loops"), free_preview=True, difficulty="hard")
    write(folder, **{"01-loops.md": LOOPS.replace("Loops repeat", "They repeat")})
    run(folder, "--publish")
    assert (lesson("Loops").free_preview, lesson("Loops").difficulty) == (True, "hard")


def test_a_locked_lesson_is_left_alone(folder, teacher):
    run(folder)
    LessonPage.objects.filter(title="Words").update(locked=True)
    write(folder, **{"words.md": WORDS + "\nMore.\n"})
    assert "words.md: is locked in the editor" in run(folder)
    assert "More" not in str(draft("Words").body[0].value)


def test_a_lesson_that_is_gone_from_the_folder_stays_and_is_listed(folder, teacher):
    run(folder, "--publish")
    (folder / "words.md").unlink()
    (folder / "01-loops.md").write_text(
        LOOPS.replace("[words](words.md#loop)", "words")
    )
    assert "words.md: is gone from the folder; its page stays." in run(folder)
    assert lesson("Words").live
    assert "its page is unpublished." in run(folder, "--publish")
    assert not lesson("Words").live


def test_a_lesson_that_comes_back_finds_its_page(folder, teacher):
    run(folder)
    key = lesson("Words").translation_key
    (folder / "words.md").unlink()
    (folder / "01-loops.md").write_text(
        LOOPS.replace("[words](words.md#loop)", "words")
    )
    run(folder)
    write(folder, **{"words.md": WORDS, "01-loops.md": LOOPS})
    run(folder)
    assert lesson("Words").translation_key == key


def test_a_picture_that_changed_is_replaced_in_place(
    folder, teacher, django_capture_on_commit_callbacks
):
    run(folder)
    before = CourseImage.objects.get()
    Image.new("RGB", (30, 20)).save(folder / "fig" / "wheel.png")
    with django_capture_on_commit_callbacks(execute=True):
        run(folder)
    after = CourseImage.objects.get()
    assert (after.pk, after.width) == (before.pk, 30)
    assert after.file.name != before.file.name
    assert not default_storage.exists(before.file.name)


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
