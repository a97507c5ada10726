"""CRM-01…05: whole journeys through several screens, with the sockets open, in a real browser."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from accounts.tests.letters import newest_link
from crm import spam, timeline
from crm.models import Inquiry
from crm.services import rescore
from crm.tests.factories import agree, make_follow_up, make_inquiry, make_message
from crm.tests.test_timeline_sentences import TOLD
from tests.browser import PHONE, flaws, press
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = "/admin/crm/desk/"


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    """The browser types faster than anybody; that this is noticed stands in test_spam."""
    monkeypatch.setattr(spam, "LEAST_SECONDS", 0)


def click(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).click()


def ask(page, course):
    page.goto(course.url)
    follow(page, "Ask about this course")
    page.get_by_label("Your name").fill("Priya Sharma")
    page.get_by_label("Email", exact=False).first.fill("priya@example.org")
    page.get_by_label("You may answer what I asked").check()
    click(page, "Send")
    page.wait_for_url("**/ask/thanks/")


def open_desk(browser, counselor, **how):
    page = browser.open("/health/", user=counselor, **how)
    with page.expect_websocket():
        page.goto(DESK)
    expect(page.get_by_text("The desk is clear.")).to_be_visible()
    return page


def log(page, outcome):
    """Choose an outcome by its number and save, with the next date that is suggested."""
    expect(page.locator("dialog[open]").get_by_label("When")).to_be_visible()
    press(page, outcome, "Control+Enter")
    expect(page.locator("dialog[open]")).to_have_count(0)


def choose_password(page):
    page.goto(newest_link())
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    click(page, "Save the password")


def log_in(page, name):
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/dashboard/")


def test_a_visitor_asks_and_becomes_a_student(live_browser, course, lessons, counselor):
    desk = open_desk(live_browser, counselor)
    visitor = live_browser.open("/")
    ask(visitor, course)
    expect(desk.get_by_role("link", name="Priya Sharma", exact=True)).to_be_visible(
        timeout=2000
    )
    expect(desk.locator("desk-live [role=status]")).to_have_text(
        "New inquiry: Priya Sharma, Astronomy"
    )

    press(desk, "c")
    log(desk, "2")
    inquiry = Inquiry.objects.get()
    desk.goto(f"/admin/crm/inquiries/{inquiry.uuid}/")
    follow(desk, "Log Visit")
    log(desk, "2")
    expect(desk.get_by_text("Visit: Interested")).to_be_visible()
    assert inquiry.follow_ups.pending().count() == 1

    follow(desk, "Convert to student")
    expect(desk.get_by_role("checkbox", name="Astronomy")).to_be_checked()
    click(desk, "Make a student")
    expect(desk.get_by_text("Priya Sharma is a student now.")).to_be_visible()

    assert mail.outbox[-1].to == ["priya@example.org"]
    choose_password(visitor)
    log_in(visitor, "priya@example.org")
    visitor.get_by_role("link", name="Astronomy").first.click()
    follow(visitor, "Start")
    expect(visitor.get_by_role("heading", level=1)).to_have_text(lessons[0].title)


def test_the_desk_is_worked_through_on_a_phone(live_browser, course, counselor):
    desk = open_desk(live_browser, counselor, screen=PHONE)
    ask(live_browser.open("/", screen=PHONE), course)
    row = desk.locator("[data-row]", has_text="Priya Sharma")
    expect(row).to_be_visible(timeout=2000)

    row.get_by_role("link", name="Log Call").click()
    form = desk.locator("dialog[open]")
    form.get_by_role("radio", name="Interested", exact=True).check()
    form.get_by_role("button", name="Save").click()

    expect(row).to_have_count(0)


def test_whom_the_counselor_types_in_is_known(live_browser, counselor):
    known = make_inquiry("Noor Ali", phone="098100 55555", counselor=counselor)
    page = live_browser.open("/admin/crm/new/", user=counselor, screen=PHONE)

    page.get_by_label("Name").fill("Noor")
    page.get_by_label("Phone", exact=True).first.press_sequentially("9810055555")
    found = page.get_by_role("region", name="Asked before")
    expect(found.get_by_text("same phone number")).to_be_visible()
    assert flaws(page, [PHONE]) == []

    found.get_by_role("link", name="Open").click()
    page.wait_for_url(f"**/inquiries/{known.uuid}/")


def test_the_board_and_a_persons_page_hear_of_it(live_browser, counselor, inquiry):
    board = live_browser.open("/health/", user=counselor)
    with board.expect_websocket():
        board.goto("/admin/crm/board/")

    person = f"/admin/crm/inquiries/{inquiry.uuid}/"
    left_open = live_browser.open("/health/", user=counselor)
    with left_open.expect_websocket():
        left_open.goto(person)

    click(live_browser.open(person, user=counselor), "Move to “Contacted”")

    column = board.locator("[data-column=contacted]")
    card = column.get_by_role("link", name="Priya Sharma", exact=True)
    expect(card).to_be_visible(timeout=2000)
    expect(left_open.get_by_text("Something has changed here.")).to_be_visible()


@pytest.fixture
def busy(counselor, course):
    """A desk with something in each section, and a person with a long story."""
    now = timezone.now()
    inquiry = make_inquiry("Priya Sharma", counselor=counselor, courses=[course])
    make_follow_up(inquiry, due_at=now - timedelta(seconds=9))
    late = make_inquiry("Noor Ali", counselor=counselor)
    make_follow_up(late, due_at=now - timedelta(days=2))
    make_inquiry("Jan Novak", counselor=counselor, score=90)
    make_inquiry("Priya Sharmaa", counselor=counselor, phone=inquiry.phone)
    make_inquiry("Anjali Desai", courses=[course])
    rescore(inquiry=inquiry)
    for kind, data, _sentence, _details in TOLD:
        timeline.record(kind, inquiry=inquiry, by=counselor, **data)
    letter = make_message(inquiry, state="sent")
    timeline.record("message", inquiry=inquiry, crm_message=letter, medium="email")
    agree(inquiry, "news")
    return inquiry


def test_the_desk_stands_on_every_screen(live_browser, counselor, busy):
    page = live_browser.open(DESK, user=counselor)

    assert flaws(page) == []


def test_a_persons_page_stands_on_every_screen(live_browser, counselor, busy):
    page = live_browser.open(f"/admin/crm/inquiries/{busy.uuid}/", user=counselor)
    expect(page.get_by_role("region", name="Asked before")).to_be_visible()

    assert flaws(page) == []
