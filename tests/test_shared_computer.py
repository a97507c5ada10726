"""Somebody else sits down at the computer: nothing personal is left in it (ACC-05)."""

import pytest

PERSONAL = ["/accounts/profile/", "/dashboard/", "/courses/"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PERSONAL)
def test_no_cache_keeps_what_was_shown_to_somebody(client, student, address):
    client.force_login(student)
    assert "no-store" in client.get(address).headers["Cache-Control"]


@pytest.mark.django_db
def test_what_visitors_see_may_be_kept(client, course):
    assert "no-store" not in client.get(course.url).headers.get("Cache-Control", "")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_form_that_was_left_open_says_what_to_do(browser, student, lessons):
    page = browser.open(lessons[1].url, user=student)
    page.context.clear_cookies()
    page.get_by_role("button", name="Mark as done").click()
    page.get_by_role("heading", name="This form has expired").wait_for()
    page.get_by_text("Go back, load the page anew and send it once more.").wait_for()
    browser.forgive("status of 403")
