"""A teacher brings questions in and takes them out, on every width (ASM-10)."""

import pytest
from django.urls import reverse

from assessment.formats.reading import read_questions
from assessment.formats.writing import FORMATS
from assessment.models import Question
from assessment.tests.formats.samples import BODIES, make_item
from tests.browser import (
    DESKTOP,
    PHONE,
    accessibility_violations,
    scrolls_sideways,
)

pytestmark = pytest.mark.browser

# Of Wagtail's own markup.
WAGTAILS = "landmark-unique"


def assert_reads_well(page):
    for screen in (DESKTOP, PHONE):
        page.set_viewport_size({"width": screen.width, "height": screen.height})
        flaws = [
            flaw
            for flaw in accessibility_violations(page)
            if not flaw.startswith(WAGTAILS)
        ]
        assert flaws == [], (page.url, screen.name)
        assert not scrolls_sideways(page), (page.url, screen.name)


def test_a_teacher_brings_questions_in_and_takes_them_out(browser, teacher, course):
    items = [make_item(kind) for kind in BODIES]
    content, _sent = FORMATS["moodle_xml"].write(items)
    content = content.replace(
        b"</quiz>",
        b'<question type="cloze"><name><text>Gaps</text></name></question></quiz>',
    )
    page = browser.open(reverse("question_import"), user=teacher)
    assert_reads_well(page)
    page.locator("input[type=file]").set_input_files(
        {"name": "quiz.xml", "mimeType": "text/xml", "buffer": content}
    )
    page.get_by_role("button", name="Check the file").click()
    page.get_by_text("Nothing has been changed yet.").wait_for()
    page.get_by_text("1 question left out").wait_for()
    assert_reads_well(page)
    page.get_by_role("button", name="Import").click()
    page.get_by_text("8 drafts are in the bank").wait_for()
    assert_reads_well(page)
    assert Question.objects.filter(course=course, live=False).count() == 8

    page.goto(reverse("question_export"))
    page.get_by_label("GIFT").check()
    page.get_by_role("button", name="Show what goes out").click()
    page.get_by_role("heading", name="What goes out").wait_for()
    assert_reads_well(page)
    page.get_by_label("QTI 3.0").check()
    page.get_by_role("button", name="Show what goes out").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download 8 questions").click()
    with open(download.value.path(), "rb") as file:
        assert len(read_questions("x.zip", file.read())) == 8
