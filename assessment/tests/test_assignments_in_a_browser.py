"""From the first word to the grade, as a student and a teacher do it (ASM-04, ASM-05)."""

import pytest
from playwright.sync_api import expect

from assessment.models import Grade, Submission
from assessment.tests.factories import make_assignment
from assessment.tests.submitted import PDF, RUBRIC, hand_in, upload
from tests.browser import flaws, press
from tests.factories import enrol, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def assignment(course):
    return make_assignment(
        course, title="The night sky", text="Describe it.", rubric=RUBRIC, max_points=80
    )


def test_from_the_first_word_to_the_grade(
    browser, assignment, student, teacher, course
):
    page = browser.open(assignment.get_absolute_url(), user=student)
    page.get_by_label("Your text").fill("Stars, mostly.\n\n  Indented.")
    expect(page.locator("#draft-state")).to_contain_text("Saved as a draft")
    page.reload()
    expect(page.get_by_label("Your text")).to_have_value(
        "Stars, mostly.\n\n  Indented."
    )

    page.get_by_label("Add files").set_input_files(
        [
            {"name": "sky.pdf", "mimeType": "application/pdf", "buffer": PDF},
            {
                "name": "trick.pdf",
                "mimeType": "application/pdf",
                "buffer": b"\x7fELF\x02\x01\x01" + bytes(200),
            },
        ]
    )
    files = page.locator("[data-part=files]")
    expect(files.get_by_role("link", name="sky.pdf")).to_be_visible()
    failed = page.locator("[data-state=failed]")
    expect(failed).to_contain_text("can't be handed in here")
    browser.forgive("409")
    page.get_by_role("button", name="Hand in").click()
    expect(failed).to_contain_text("A file was not uploaded")
    assert flaws(page) == []
    failed.get_by_role("button", name="Put away").click()
    page.get_by_role("button", name="Hand in").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("You have handed it in")
    version = Submission.objects.get().versions.get()
    expect(page.get_by_text(version.files.get().digest)).to_be_visible()
    assert flaws(page) == []

    other = make_user("zoe")
    enrol(other, course)
    hand_in(assignment, other, "More stars.", files=[upload("code.py", b"print(1)\n")])
    desk = browser.open(f"/assignments/{assignment.uuid}/submissions/", user=teacher)
    assert flaws(desk) == []
    desk.get_by_role("link", name="Grade", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Stella Tester")
    expect(desk.locator("pdf-viewer[data-state=open]")).to_be_attached()
    assert flaws(desk) == []
    press(desk, "g", "ArrowDown", "ArrowDown", "Tab", "Space", "ArrowDown")
    expect(desk.locator("output")).to_contain_text("60 / 80")
    desk.keyboard.press("Escape")
    desk.keyboard.press("c")
    desk.keyboard.type("Well seen.")
    desk.reload()  # nothing of it is lost
    expect(desk.get_by_label("Comment")).to_have_value("Well seen.")
    desk.get_by_label("Comment").focus()
    desk.keyboard.press("Control+Shift+Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Zoe Tester")
    assert Grade.objects.get().points == 60

    page.goto(assignment.get_absolute_url())
    expect(page.locator(".result")).to_contain_text("60 of 80 points")
    expect(page.locator(".result")).to_contain_text("Well seen.")
    assert flaws(page) == []


def test_a_text_from_two_windows_is_never_lost(browser, assignment, student):
    one = browser.open(assignment.get_absolute_url(), user=student)
    two = browser.open(assignment.get_absolute_url(), user=student)
    one.get_by_label("Your text").fill("From the first window.")
    expect(one.locator("#draft-state")).to_contain_text("Saved as a draft")
    two.get_by_label("Your text").fill("From the second window.")
    expect(two.get_by_role("alert")).to_contain_text("From the first window.")
    assert Submission.objects.get().draft_text == "From the first window."
    two.get_by_role("button", name="Swap the two").click()
    expect(two.get_by_label("Your text")).to_have_value("From the first window.")
    two.get_by_role("button", name="Swap the two").click()
    two.get_by_role("button", name="Go on with the text above").click()
    expect(two.locator("#draft-state")).to_contain_text("Saved as a draft")
    assert Submission.objects.get().draft_text == "From the second window."
    browser.forgive("409")


def test_a_text_written_without_a_connection_comes_back(browser, assignment, student):
    page = browser.open(assignment.get_absolute_url(), user=student)
    page.context.set_offline(True)
    page.get_by_label("Your text").fill("Written on the train.")
    expect(page.locator("#draft-state")).to_contain_text("No connection")
    page.context.set_offline(False)
    page.goto(assignment.get_absolute_url())
    expect(page.get_by_label("Your text")).to_have_value("Written on the train.")
    expect(page.locator("#draft-state")).to_contain_text("Saved as a draft")
    assert Submission.objects.get().draft_text == "Written on the train."
    browser.forgive("ERR_INTERNET_DISCONNECTED")


def test_a_page_drawn_before_a_text_was_saved_shows_that_text(
    browser, assignment, student
):
    page = browser.open(assignment.get_absolute_url(), user=student)
    drawn_before = page.request.get(assignment.get_absolute_url()).text()
    page.get_by_label("Your text").fill("Saved while the page was drawn.")
    expect(page.locator("#draft-state")).to_contain_text("Saved as a draft")
    page.route(
        f"**{assignment.get_absolute_url()}",
        lambda route: route.fulfill(body=drawn_before, content_type="text/html"),
    )
    page.goto(assignment.get_absolute_url())
    text = page.get_by_label("Your text")
    expect(text).to_have_value("Saved while the page was drawn.")
    expect(page.locator("#draft-state")).to_contain_text("Saved as a draft")
    text.fill("And written on.")
    expect(page.locator("#draft-state")).to_contain_text("Saved as a draft,")
    assert Submission.objects.get().draft_text == "And written on."
