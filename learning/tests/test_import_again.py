"""CAT-09: a course is imported again, beside what editors did meanwhile."""

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from catalog.models import CourseImage, ModulePage
from learning.models import LessonPage, LessonProgress
from learning.tests.importing import write
from learning.tests.little_course import (
    LOOPS,
    WORDS,
    draft,
    edit,
    imported_course,
    lesson,
    run,
    snapshot,
)
from tests.factories import make_lesson, make_module

pytestmark = pytest.mark.django_db


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
