"""Whole journeys in a real browser, on a desk and on a phone (ACC-04, CAT-01, CAT-06, CAT-12, LRN-01, LRN-03, LRN-06)."""

import pytest
from playwright.sync_api import expect

from accounts.tests.letters import newest_code
from catalog.models import CoursePage
from learning.models import Certificate
from tests.browser import DESKTOP, PHONE
from tests.factories import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=str),
]


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).click()


# --- From the front door to a certificate -------------------------------------------


def sign_up(page):
    for label, words in (
        ("First name", "Nora"),
        ("Last name", "Lind"),
        ("Email", "nora@example.org"),
        ("Username", "nora"),
        ("Password", PASSWORD),
        ("The same password again", PASSWORD),
    ):
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_role("main").get_by_role("button", name="Sign up").click()
    page.get_by_role("heading", name="Look into your mail").wait_for()
    page.get_by_label("Code").fill(newest_code())
    press(page, "Confirm")


def test_a_visitor_becomes_a_student_and_earns_a_certificate(
    browser, course, lessons, screen
):
    page = browser.open("/", screen=screen)
    follow(page, "Browse the courses")
    follow(page, "Astronomy")
    follow(page, "Make an account")
    sign_up(page)

    page.wait_for_url(f"**{course.url}")
    press(page, "Enrol")
    expect(page.get_by_text("You are enrolled.")).to_be_visible()
    follow(page, "Start")
    for lesson in lessons:
        expect(page.get_by_role("heading", level=1)).to_have_text(lesson.title)
        expect(page.get_by_text(f"About {lesson.title}")).to_be_visible()
        press(page, "Mark as done" if lesson == lessons[-1] else "Done, and on")

    page.wait_for_url(f"**{course.url}")
    expect(page.get_by_text("3 of 3 lessons")).to_be_visible()
    follow(page, "Your certificate")
    expect(page.get_by_role("definition").get_by_text("Nora Lind")).to_be_visible()
    paper = page.get_by_role("link", name="Open the PDF").get_attribute("href")
    assert page.request.get(paper).body().startswith(b"%PDF-")

    number = Certificate.objects.get(student_name="Nora Lind").number
    check = browser.open("/certificates/", screen=screen)
    check.get_by_label("Certificate number").fill(number.lower())
    press(check, "Check")
    expect(
        check.get_by_role("heading", name="This certificate is genuine")
    ).to_be_visible()
    expect(check.get_by_role("definition").get_by_text("Nora Lind")).to_be_visible()


# --- From an idea to a lesson that somebody reads -----------------------------------


def decide(page, action):
    """Choose one of the actions at the foot of Wagtail's editor."""
    foot = page.get_by_role("navigation", name="Actions (footer)")
    foot.get_by_role("button", name="More actions").click()
    foot.get_by_role("button", name=action, exact=True).click()


def name_page(page, title):
    field = page.get_by_role("textbox", name="Title")
    field.press_sequentially(title)
    field.press("Tab")
    expect(page.locator("#id_slug")).not_to_have_value("")  # follows the title


def submit(page):
    decide(page, "Submit to Course review")
    expect(page.get_by_text("submitted for moderation")).to_be_visible()


def write_course(page):
    page.get_by_role("main").get_by_role("link", name="New course").click()
    page.get_by_label("Title").fill("Tides")
    page.get_by_label("Code").fill("TID-1")
    press(page, "Create the course")
    page.get_by_role("textbox", name="Summary").fill("How the sea rises and falls.")
    submit(page)


def write_module(page):
    page.goto("/admin/")
    page.get_by_role("row", name="Tides").get_by_role("link", name="Modules").click()
    page.get_by_role("link", name="Add child page", exact=True).click()
    name_page(page, "The shore")
    submit(page)


def write_lesson(page):
    follow(page, "Add a child page to 'The shore'")
    name_page(page, "High water")
    body = page.get_by_role("region", name="Body")
    body.get_by_role("button", name="Insert a block").click()
    body.get_by_role("option", name="Text", exact=True).click()
    body.get_by_role("textbox").last.click()
    page.keyboard.type("The Moon pulls at the sea.")
    page.get_by_role("button", name="Toggle preview").click()
    page.get_by_label("Preview mode").select_option("As an enrolled student")
    preview = page.locator("iframe[title=Preview]").last.content_frame
    expect(preview.get_by_text("The Moon pulls at the sea.")).to_be_visible()
    page.get_by_role("button", name="Toggle preview").click()
    submit(page)


def approve_everything(page):
    for title in ("Tides", "The shore", "High water"):
        page.goto("/admin/")
        queue = page.get_by_role("region", name="Waiting for your review")
        row = queue.get_by_role("row").filter(
            has=page.get_by_role("link", name=title, exact=True)
        )
        row.get_by_role("link", name="Decide").click()
        page.wait_for_url("**/edit/")  # until it is there whole, "Approve" only saves
        decide(page, "Approve")
        expect(page.get_by_text(f"'{title}' has been updated")).to_be_visible()
    page.goto("/admin/")
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()


def test_a_teacher_writes_an_admin_approves_and_a_student_reads(
    browser, teacher, admin, stranger, screen
):
    desk = browser.open("/dashboard/", user=teacher, screen=screen)
    desk.get_by_role("link", name="To the editor").first.click()
    write_course(desk)
    write_module(desk)
    write_lesson(desk)
    assert not CoursePage.objects.live().exists()

    approve_everything(browser.open("/admin/", user=admin, screen=screen))

    page = browser.open("/courses/", user=stranger, screen=screen)
    follow(page, "Tides")
    expect(page.get_by_text("How the sea rises and falls.")).to_be_visible()
    press(page, "Enrol")
    follow(page, "Start")
    expect(page.get_by_role("heading", level=1)).to_have_text("High water")
    expect(page.get_by_text("The Moon pulls at the sea.")).to_be_visible()
