"""CRM-05: Charts are drawn in the admin, in both themes, and a number leads to its people."""

import pytest
from playwright.sync_api import expect

from crm.tests.factories import make_inquiry
from tests.browser import flaws, scroll_through

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_reports_are_drawn_and_lead_to_people(browser, admin):
    make_inquiry("Priya Sharma")
    page = browser.open("/admin/crm/reports/", user=admin)

    scroll_through(page)

    expect(page.locator('jeevi-chart[data-state="drawn"]')).to_have_count(2)
    assert flaws(page) == []
    page.get_by_role("link", name="1 Asked").click()
    expect(page.get_by_role("link", name="Priya Sharma")).to_be_visible()
    assert flaws(page) == []
