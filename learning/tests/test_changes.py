"""Changed since you learned it (LRN-04)."""

import pytest
from django.core.management import call_command
from wagtail.rich_text import RichText

from learning.changes import changes_since
from learning.models import LessonChange, LessonPage, LessonProgress
from learning.progress import course_progress
from learning.revisions import stamp
from learning.services import acknowledge_change, complete_lesson, set_competency

pytestmark = pytest.mark.django_db


def edit(lesson, significance, text, note=""):
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.body[0].value = RichText(text)
    lesson.change_significance = significance
    lesson.change_note = note
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


def seen(student, lesson):
    progress = LessonProgress.objects.get(
        student=student, lesson_key=lesson.translation_key
    )
    return changes_since(progress=progress, lesson=lesson)


def test_the_first_publication_is_no_change(lessons):
    assert not LessonChange.objects.exists()


def test_a_cosmetic_change_says_nothing(student, lessons):
    complete_lesson(student=student, lesson=lessons[1])
    assert seen(student, edit(lessons[1], "cosmetic", "<p>About planets</p>")) is None


def test_a_clarifying_change_shows_the_changed_blocks_and_asks_nothing(
    student, course, lessons
):
    complete_lesson(student=student, lesson=lessons[1])
    lesson = edit(lessons[1], "clarifying", "<p>Better words</p>", note="Clearer")
    changes = seen(student, lesson)
    assert [block.kind for block in changes.blocks] == ["changed"]
    assert changes.notes == ("Clearer",)
    assert not changes.asks_to_read_again
    assert (
        course_progress(student, course).status_of(lesson.translation_key)
        == "completed"
    )


def test_a_corrective_change_asks_to_read_again_and_the_percentage_stays(
    client, student, course, lessons
):
    complete_lesson(student=student, lesson=lessons[1])
    before = course_progress(student, course).percent
    lesson = edit(lessons[1], "corrective", "<p>Pluto is none</p>")
    progress = course_progress(student, course)
    assert progress.percent == before
    assert [entry.key for entry in progress.to_review] == [lesson.translation_key]
    client.force_login(student)
    assert b"please read again" in client.get(lesson.url).content
    client.post(f"/learn/lessons/{lesson.pk}/read-again/")
    assert seen(student, lesson) is None
    assert course_progress(student, course).to_review == []


def test_several_changes_count_as_the_strongest(student, lessons):
    complete_lesson(student=student, lesson=lessons[1])
    edit(lessons[1], "corrective", "<p>One</p>")
    edit(lessons[1], "cosmetic", "<p>Two</p>")
    lesson = edit(lessons[1], "clarifying", "<p>Three</p>")
    assert seen(student, lesson).asks_to_read_again


def test_who_completed_after_the_change_is_told_nothing(student, lessons):
    lesson = edit(lessons[1], "corrective", "<p>New</p>")
    complete_lesson(student=student, lesson=lesson)
    assert seen(student, lesson) is None


def test_the_revision_that_was_read_survives_purging(student, lessons):
    complete_lesson(student=student, lesson=lessons[1])
    read = LessonProgress.objects.get().revision
    for number in range(3):
        edit(lessons[1], "clarifying", f"<p>{number}</p>")
    LessonChange.objects.all().delete()
    call_command("purge_revisions", verbosity=0)
    assert LessonProgress.objects.get().revision == read
    assert read.as_object().title == "Planets"


def test_added_and_removed_blocks_are_told_from_changed_ones(student, lessons):
    complete_lesson(student=student, lesson=lessons[1])
    lesson = LessonPage.objects.get(pk=lessons[1].pk)
    del lesson.body[0]
    lesson.body.append(("text", "<p>Fresh</p>"))
    lesson.change_significance = "clarifying"
    lesson.save_revision().publish()
    changes = seen(student, LessonPage.objects.get(pk=lesson.pk))
    assert [block.kind for block in changes.blocks] == ["added", "removed"]


def test_what_was_said_of_one_change_is_not_said_of_the_next(student, lessons):
    edit(lessons[1], "corrective", "<p>Pluto is none</p>", note="Pluto")
    draft = LessonPage.objects.get(pk=lessons[1].pk).get_latest_revision_as_object()
    assert (draft.change_significance, draft.change_note) == ("cosmetic", "")


def test_what_was_said_of_a_draft_stays_until_it_is_published(lessons):
    lesson = LessonPage.objects.get(pk=lessons[1].pk)
    lesson.change_significance = "corrective"
    lesson.save_revision()
    lesson = LessonPage.objects.get(pk=lesson.pk)
    draft = lesson.get_latest_revision_as_object()
    assert draft.change_significance == "corrective"
    draft.save_revision().publish()
    assert LessonChange.objects.get().significance == "corrective"


def test_a_mastered_lesson_is_mastered_again_once_it_was_read(
    client, student, teacher, lessons
):
    set_competency(
        student=student, lesson=lessons[1], competency=5, by=teacher, status="mastered"
    )
    lesson = edit(lessons[1], "corrective", "<p>Pluto is none</p>")
    assert LessonProgress.objects.get().status == "needs_review"
    acknowledge_change(student=student, lesson=lesson)
    assert LessonProgress.objects.get().status == "mastered"


def test_completing_what_was_corrected_meanwhile_asks_to_read_again(
    client, student, course, lessons
):
    """The editor publishes while the student still has the older page open."""
    client.force_login(student)
    on_screen = stamp(lessons[1])
    older = lessons[1].live_revision_id
    lesson = edit(lessons[1], "corrective", "<p>Pluto is none</p>")
    client.post(f"/learn/lessons/{lesson.pk}/done/", {"read": on_screen})
    progress = LessonProgress.objects.get()
    assert (progress.status, progress.revision_id) == ("needs_review", older)
    assert course_progress(student, course).done == 1
    assert b"Pluto is none" in client.get(lesson.url).content
    client.post(f"/learn/lessons/{lesson.pk}/read-again/", {"read": stamp(lesson)})
    assert LessonProgress.objects.get().status == "completed"


def test_nobody_can_name_a_draft_as_what_they_read(client, student, lessons):
    client.force_login(student)
    lesson = LessonPage.objects.get(pk=lessons[1].pk)
    draft = lesson.save_revision()
    for forged in (str(draft.pk), f"{lesson.pk}-{draft.pk}", stamp(lessons[0]), "x"):
        client.post(f"/learn/lessons/{lesson.pk}/done/", {"read": forged})
        assert LessonProgress.objects.get().revision_id == lesson.live_revision_id
        client.post(f"/learn/lessons/{lesson.pk}/not-done/")


def test_the_page_marks_what_came_and_what_went(client, student, lessons):
    complete_lesson(student=student, lesson=lessons[1])
    lesson = edit(lessons[1], "clarifying", "<p>About eight <b>planets</b></p>")
    client.force_login(student)
    page = client.get(lesson.url).content.decode()
    assert "<del>" in page
    assert "<ins>" in page
    assert "eight" in page
    assert "please read again" not in page


def test_changed_key_points_are_shown_too(student, lessons):
    complete_lesson(student=student, lesson=lessons[1])
    lesson = LessonPage.objects.get(pk=lessons[1].pk)
    lesson.key_points.append(("point", "<b>Eight</b> of them"))
    lesson.change_significance = "clarifying"
    lesson.save_revision().publish()
    changes = seen(student, LessonPage.objects.get(pk=lesson.pk))
    assert [(block.kind, block.stream) for block in changes.blocks] == [
        ("added", "key_points")
    ]
    assert changes.blocks[0].is_sentence


def test_a_lesson_that_students_completed_can_be_deleted(student, lessons):
    """Their rows stay, with its title; only the words that they read are gone."""
    complete_lesson(student=student, lesson=lessons[1])
    edit(lessons[1], "corrective", "<p>Right now</p>")

    LessonPage.objects.get(pk=lessons[1].pk).delete()

    progress = LessonProgress.objects.get(student=student)
    assert progress.lesson_title == "Planets"
    assert progress.is_done
    assert progress.revision is None
    assert not LessonChange.objects.exists()


def test_a_module_whose_lessons_were_completed_can_be_deleted(student, lessons):
    complete_lesson(student=student, lesson=lessons[1])

    lessons[1].get_parent().specific.delete()

    assert LessonProgress.objects.get(student=student).is_done
