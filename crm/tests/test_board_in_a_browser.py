"""CRM-05: cards are dragged, carried by keyboard and moved on a phone."""

import pytest
from playwright.sync_api import expect

from crm.models import Inquiry
from crm.tests.factories import make_follow_up, make_inquiry
from tests.browser import (
    COLOUR_RULES,
    PHONE,
    accessibility_violations,
    flaws,
    press,
)

pytestmark = pytest.mark.browser
BOARD = "/admin/crm/board/"


@pytest.fixture
def cards(counselor, course):
    """Priya is new; Arjun is contacted, and something is planned with him."""
    priya = make_inquiry(
        "Priya Sharma", counselor=counselor, courses=[course], score=80
    )
    arjun = make_inquiry("Arjun Mehta", counselor=counselor, status="contacted")
    make_follow_up(arjun)
    return priya, arjun


def column(page, status):
    return page.locator(f"#column-{status}")


def drag(page, name, status):
    card = page.locator(".board-card", has_text=name)
    card.drag_to(column(page, status).locator(".board__title"))


def test_a_card_is_dragged_and_the_rules_hold(live_browser, counselor, cards):
    priya, _arjun = cards
    page = live_browser.open(BOARD, user=counselor)

    drag(page, "Priya", "contacted")
    expect(page.get_by_role("status")).to_contain_text(
        ["Priya Sharma is in “Contacted” now."]
    )

    drag(page, "Priya", "lost")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Why lost?")
    dialog.get_by_text("Cancel").click()
    expect(column(page, "contacted")).to_contain_text("Priya")

    drag(page, "Priya", "lost")
    dialog.get_by_label("Why lost?").select_option("price")
    dialog.get_by_role("button", name="Move to “Lost”").click()
    expect(column(page, "lost")).to_contain_text("Too expensive")
    priya.refresh_from_db()
    assert priya.status == Inquiry.Status.LOST


def test_a_card_is_carried_by_keyboard(live_browser, counselor, cards):
    _priya, arjun = cards
    page = live_browser.open(BOARD, user=counselor)
    said = page.locator("[data-said]")
    page.get_by_role("link", name="Priya Sharma", exact=True).focus()

    press(page, "ArrowRight", "m")
    expect(said).to_contain_text("Arjun Mehta is picked up")
    press(page, "ArrowRight", "ArrowRight")
    expect(said).to_have_text("Arjun Mehta: over “Enrolled”.")
    press(page, "Escape")
    expect(said).to_have_text("Arjun Mehta stays in “Contacted”.")

    press(page, "m", "ArrowRight", "Enter")
    expect(said).to_have_text("Arjun Mehta is in “Follow-up scheduled” now.")
    expect(page.get_by_role("link", name="Arjun Mehta", exact=True)).to_be_focused()
    arjun.refresh_from_db()
    assert arjun.status == Inquiry.Status.FOLLOW_UP_SCHEDULED


def test_who_drops_second_sees_what_the_first_did(live_browser, counselor, cards):
    priya, _arjun = cards
    page = live_browser.open(BOARD, user=counselor)
    Inquiry.objects.filter(pk=priya.pk).update(status="follow_up_scheduled")

    drag(page, "Priya", "contacted")

    expect(page.locator("[data-said]")).to_contain_text("Somebody else has moved Priya")
    expect(column(page, "follow_up_scheduled")).to_contain_text("Priya")


def test_on_a_phone_a_card_is_moved_by_its_button(live_browser, counselor, cards):
    page = live_browser.open(BOARD, user=counselor, screen=PHONE)

    page.get_by_role("link", name="Move… Priya Sharma").click()
    page.get_by_role("button", name="Contacted").click()

    expect(column(page, "contacted")).to_contain_text("Priya")


def test_everybody_can_work_with_the_board(live_browser, counselor, cards):
    page = live_browser.open(f"{BOARD}?score_from=1&q=a", user=counselor)

    assert flaws(page) == []

    page.get_by_role("link", name="Move… Priya Sharma").click()
    page.get_by_role("button", name="Follow-up scheduled").click()
    expect(page.get_by_label("When?")).to_be_visible()
    assert accessibility_violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert accessibility_violations(page, rules=COLOUR_RULES) == []
