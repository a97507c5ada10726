"""The editor itself, under our content policy: what teachers touch in it works (CAT-01, CAT-05, CAT-12).

Whatever the browser writes to its console as an error, a refused script or style say, fails the test.
"""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from catalog.models import CourseDocument, CourseImage
from common.blocks import LessonStreamBlock
from learning.models import LessonPage
from tests.browser import (
    DESKTOP,
    PHONE,
    accessibility_violations,
    scrolls_sideways,
)

pytestmark = pytest.mark.browser


def everything(course, words=""):
    """A body with each block once; `words` make another version of it."""
    stream = LessonStreamBlock()
    files = {
        "image": an_image(course),
        "audio": a_file(course, "song.mp3", b"ID3\x04" + b"\0" * 64),
        "video": a_file(course, "film.mp4", b"\0\0\0\x20ftypisom" + b"\0" * 64),
        "pdf": a_file(course, "notes.pdf", b"%PDF-1.7\n"),
        "file": a_file(course, "notes.pdf", b"%PDF-1.7\n"),
    }
    body = []
    for name, block in stream.child_blocks.items():
        value = block.get_prep_value(block.get_preview_value())
        match name:
            case "text":
                value += f"<p>{words}</p>"
            case "image":
                value["image"] = {"image": files[name], "alt_text": f"A sky{words}"}
            case "code":
                value["code"] += f"\n# {words}"
            case "audio" | "video":
                value |= {"file": files[name], "title": f"Listen{words}"}
            case "pdf" | "file":
                value |= {"document": files[name]}
            case "callout" | "exercise" | "link":
                value |= {"title": f"Look{words}"}
        body.append({"type": name, "value": value, "id": name})
    return stream.to_python(body)


def an_image(course):
    image, _created = CourseImage.objects.get_or_create(
        title="Sky",
        collection=course.team.collection,
        defaults={"file": get_test_image_file()},
    )
    return image.pk


def a_file(course, name, content):
    document, _created = CourseDocument.objects.get_or_create(
        title=name,
        collection=course.team.collection,
        defaults={"file": ContentFile(content, name=name)},
    )
    return document.pk


@pytest.fixture
def lesson(course, lessons):
    """Published, with every block that there is."""
    lesson = LessonPage.objects.get(pk=lessons[1].pk)
    lesson.body = everything(course)
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


def editor_of(browser, lesson, user, screen=DESKTOP):
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    page = browser.open(address, user=user, screen=screen)
    page.locator(".Draftail-Editor").first.wait_for()
    return page


def test_the_preview_shows_the_draft_as_a_student_will_see_it(browser, teacher, lesson):
    page = editor_of(browser, lesson, teacher)
    page.get_by_role("button", name="Toggle preview").click()
    page.get_by_label("Preview mode").select_option("student")
    shown = page.frame_locator("#w-preview-iframe, .w-preview__iframe").last
    shown.get_by_text("nothing is kept").wait_for()
    shown.get_by_role("heading", name="Why the sky is blue").wait_for()
    page.locator("#id_title").fill("Wandering stars")
    shown.get_by_role("heading", name="Wandering stars", level=1).wait_for()


def test_pictures_dates_and_comments_are_at_hand(browser, teacher, lesson):
    page = editor_of(browser, lesson, teacher)
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    dialog = page.get_by_role("dialog", name="Set publishing schedule")
    dialog.get_by_label("Go live date/time").click()
    page.locator(".xdsoft_datetimepicker:visible").first.wait_for()
    page.keyboard.press("Escape")
    page.reload()

    picture = page.locator("[data-contentpath=body] .image-chooser").first
    picture.get_by_role("button", name="Actions").click()
    page.get_by_role("button", name="Change image").first.click()
    page.get_by_role("dialog").get_by_role("link", name="Sky").click()
    picture.get_by_text("Sky").wait_for()

    page.get_by_role("button", name="Toggle comments").click()
    page.locator("#id_title").hover()
    page.get_by_role("button", name="Add comment").first.click()
    page.get_by_placeholder("Enter your comments...").fill("Is this the right word?")
    page.locator(".comment button[type=submit]").click()
    page.get_by_text("Is this the right word?").first.wait_for()


def test_the_blocks_are_offered_with_a_picture_of_each(browser, teacher, lesson):
    page = editor_of(browser, lesson, teacher)
    page.locator("[data-contentpath=body] button[title='Insert a block']").first.click()
    choices = page.get_by_role("option")
    choices.first.wait_for()
    assert choices.count() >= len(LessonStreamBlock().child_blocks)
    callout = page.locator(".w-combobox__option-row", has_text="Callout")
    callout.get_by_role("button").click()
    page.frame_locator(".w-combobox-preview__iframe").locator(".callout").wait_for()


def test_a_reviewer_reads_what_changed_in_every_block(
    browser, admin, teacher, course, lesson
):
    lesson.title = "Planets and moons"
    lesson.body = everything(course, " seen anew")
    revision = lesson.save_revision(user=teacher)
    address = reverse(
        "wagtailadmin_pages:revisions_compare", args=[lesson.pk, "live", revision.pk]
    )
    page = browser.open(address, user=admin)
    for screen in (DESKTOP, PHONE):
        page.set_viewport_size({"width": screen.width, "height": screen.height})
        assert accessibility_violations(page) == []
        assert not scrolls_sideways(page)
    for kind in ("Text", "Code", "Image", "Video", "Callout", "Exercise"):
        page.get_by_text(f"{kind} · changed").first.wait_for()
    assert page.get_by_text("and moons").first.is_visible()
