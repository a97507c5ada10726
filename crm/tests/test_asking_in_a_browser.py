"""CRM-02: the form in a real browser: it is found, filled in and sent, on every screen."""

import pytest

from crm import spam
from crm.models import Inquiry
from home.models import HomePage
from tests.browser import DESKTOP, PHONE, PHONE_DARK, flaws

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = [DESKTOP, PHONE_DARK]


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    """The browser types faster than anybody; that this is noticed stands in test_spam."""
    monkeypatch.setattr(spam, "LEAST_SECONDS", 0)


def fill_in(page):
    page.get_by_label("Your name").fill("Priya Sharma")
    page.get_by_label("Phone", exact=False).first.fill("098123 45678")
    page.get_by_label("You may answer what I asked").check()


def test_a_visitor_asks_on_a_course_page(browser, course):
    page = browser.open("/courses/?utm_campaign=spring", screen=PHONE)
    page.goto(course.url)
    page.get_by_role("link", name="Ask about this course").click()
    assert page.get_by_label("Astronomy").is_checked()
    fill_in(page)
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/ask/thanks/")

    inquiry = Inquiry.objects.get()
    assert (inquiry.campaign, inquiry.channel) == ("spring", "course_page")
    assert flaws(page, BOTH) == []


def test_the_form_in_a_page_is_fetched_solved_and_sent(browser, db):
    home = HomePage.objects.get()
    home.body = [("inquiry", {"title": "Questions?", "text": ""})]
    home.save()
    page = browser.open("/")
    page.locator("inquiry-form").scroll_into_view_if_needed()
    fill_in(page)
    assert flaws(page, BOTH) == []
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/ask/thanks/")

    assert Inquiry.objects.get().page_id == home.pk


def test_a_counselor_types_somebody_in(browser, counselor, course):
    page = browser.open("/admin/crm/new/", user=counselor, screen=PHONE)
    assert flaws(page, BOTH) == []
    page.get_by_label("Name").fill("Noor Ali")
    page.get_by_label("Phone", exact=True).first.fill("098100 11111")
    page.get_by_role("button", name="Save and next").click()
    page.get_by_text("“Noor Ali” is saved.").wait_for()

    assert Inquiry.objects.get().counselor == counselor
