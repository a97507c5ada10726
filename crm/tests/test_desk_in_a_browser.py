"""CRM-04: a counselor works through the desk by keyboard, and it changes by itself."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from crm.models import FollowUp
from crm.tests.factories import make_follow_up, make_inquiry
from tests.browser import (
    DESKTOP,
    PHONE_DARK,
    accessibility_violations,
    press,
    scrolls_sideways,
)

pytestmark = pytest.mark.browser
DESK = "/admin/crm/desk/"


# Stands in for the socket, which the server of these tests does not speak.
SOCKET = """
window.WebSocket = class extends EventTarget {
  static OPEN = 1;
  readyState = 1;
  constructor() { super(); window.deskSocket = this; }
  close() {}
};
"""


def say(page, **frame):
    data = json.dumps({"type": "desk.changed", **frame})
    page.evaluate(
        "data => deskSocket.dispatchEvent(new MessageEvent('message', {data}))", data
    )


@pytest.fixture
def open_desk(browser):
    def open_it(user, path=DESK):
        page = browser.open("/health/", user=user)
        page.add_init_script(SOCKET)
        page.goto(path)
        return page

    return open_it


@pytest.fixture
def three(counselor, course):
    """Three people who are due today, in this order."""
    now = timezone.now()
    # Late in any case, and today in any case but the first minutes of a day.
    late = max(now.replace(hour=0, minute=0, second=0), now - timedelta(minutes=9))
    people = []
    for number, name in enumerate(("Priya Sharma", "Noor Ali", "Jan Novak")):
        inquiry = make_inquiry(name, counselor=counselor, courses=[course])
        make_follow_up(inquiry, due_at=late + timedelta(seconds=number))
        people.append(inquiry)
    return people


def here(page):
    return page.evaluate(
        "document.activeElement.closest('[data-row]')?.querySelector('[data-person]').textContent"
    )


def test_a_call_is_logged_by_keyboard_and_the_next_person_is_there(
    open_desk, counselor, three
):
    page = open_desk(counselor)

    press(page, "j", "j", "c")
    expect(page.locator("dialog[open] h2")).to_have_text("Noor Ali")
    expect(page.get_by_role("radio", name="Call", exact=True)).to_be_checked()
    press(page, "2", "Control+Enter")
    expect(page.locator("[data-row]")).to_have_count(2)

    expect(page.locator("dialog[open]")).to_have_count(0)
    assert here(page) == "Jan Novak"
    assert list(
        three[1].follow_ups.order_by("pk").values_list("outcome", "status")
    ) == [("interested", "completed"), ("", "pending")]


def test_a_closed_dialog_leads_back_to_the_row(open_desk, counselor, three):
    page = open_desk(counselor)

    press(page, "j", "ArrowDown", "k", "w")
    expect(page.get_by_role("radio", name="WhatsApp")).to_be_checked()
    press(page, "7")
    expect(page.get_by_label("Lost because")).to_have_value("not_interested")
    press(page, "Escape")

    expect(page.locator("dialog[open]")).to_have_count(0)
    assert here(page) == "Priya Sharma"
    assert not FollowUp.objects.filter(status="completed").exists()


def test_a_new_inquiry_appears_by_itself_and_is_said(open_desk, counselor, three):
    page = open_desk(counselor)
    press(page, "j", "j")

    new = make_inquiry("Anjali Desai", courses=list(three[0].courses.all()))
    say(page, what="captured", inquiry=str(new.uuid))

    expect(page.locator("desk-live [role=status]")).to_have_text(
        "New inquiry: Anjali Desai, Astronomy", timeout=2000
    )
    expect(page.get_by_role("button", name="Take it Anjali Desai")).to_be_visible()
    assert here(page) == "Noor Ali"


def test_an_admins_desk_and_the_form_can_be_used_by_all(
    open_desk, admin, counselor, three
):
    three[0].counselor = None
    three[0].save()
    make_follow_up(three[1], status="missed", closed_at=timezone.now())
    found = []

    for user, path in (
        (admin, DESK),
        (counselor, f"/admin/crm/inquiries/{three[1].uuid}/contact/"),
    ):
        page = open_desk(user, path)
        for screen in (DESKTOP, PHONE_DARK):
            page.set_viewport_size({"width": screen.width, "height": screen.height})
            page.emulate_media(color_scheme=screen.scheme)
            found += accessibility_violations(page)
            found += ["scrolls sideways"] * scrolls_sideways(page)

    assert found == []
