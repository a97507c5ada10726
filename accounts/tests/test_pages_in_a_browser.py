"""The pages of accounts, read and used by everybody: wide and narrow, light and dark (ACC-01, ACC-04, ACC-05)."""

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from accounts.tests.letters import newest_code, newest_link
from tests.browser import flaws
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser


def send(page, **fields):
    """Fill in the form of the page and send it."""
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)
    with page.expect_navigation():
        page.locator("main form.form button[type=submit]").first.click()


def log_in(browser, person):
    page = browser.open("/accounts/login/")
    send(page, login=person.username, password=PASSWORD)
    return page


def test_the_way_in(browser, db):
    page = browser.open("/accounts/login/")
    assert flaws(page) == []
    send(page, login="nobody", password="not the password")
    page.get_by_text("belong together").wait_for()
    assert flaws(page) == []
    page.goto("/accounts/signup/teacher/")
    assert flaws(page) == []
    page.goto("/accounts/signup/")
    assert flaws(page) == []
    send(
        page,
        first_name="Nia",
        last_name="New",
        email="nia@example.org",
        username="nia",
        password1=PASSWORD,
        password2="something else",
    )
    assert flaws(page) == []
    send(page, password1=PASSWORD, password2=PASSWORD)
    page.get_by_role("heading", name="Look into your mail").wait_for()
    assert flaws(page) == []
    send(page, code=newest_code())
    page.wait_for_url("**/dashboard/")


def test_the_way_back_in_for_who_forgot_the_password(browser, student):
    student.mark_email_verified()
    page = browser.open("/accounts/password/reset/")
    assert flaws(page) == []
    send(page, email=student.email)
    assert flaws(page) == []
    page.goto(newest_link())
    assert flaws(page) == []
    send(page, password1="a whole new phrase", password2="a whole new phrase")
    assert flaws(page) == []
    page.goto("/accounts/password/reset/key/1-old/")
    page.get_by_role("heading", name="This link no longer works").wait_for()
    assert flaws(page) == []


@pytest.mark.parametrize("who", ["student", "teacher"])
def test_ones_own_account(browser, request, who):
    person = request.getfixturevalue(who)
    person.mark_email_verified()
    page = log_in(browser, person)
    addresses = ["profile/"]
    if who == "student":
        addresses += ["email/", "password/change/", "sessions/", "2fa/", "logout/"]
    for address in addresses:
        page.goto(f"/accounts/{address}")
        assert flaws(page) == []


def test_two_factor_is_turned_on_used_and_turned_off(browser, student):
    student.mark_email_verified()
    page = log_in(browser, student)
    page.goto("/accounts/2fa/totp/activate/")
    assert flaws(page) == []
    send(page, password=PASSWORD)
    assert flaws(page) == []
    secret = page.locator(".account-secret").inner_text()
    code = hotp_value(secret, next(yield_hotp_counters_from_time()))
    send(page, code=format_hotp_value(code))
    page.get_by_role("heading", name="Recovery codes").wait_for()
    spare = page.locator(".account-codes code").first.inner_text()
    assert flaws(page) == []
    for address in ("2fa/", "2fa/recovery-codes/generate/", "2fa/totp/deactivate/"):
        page.goto(f"/accounts/{address}")
        assert flaws(page) == []

    other = log_in(browser, student)
    other.get_by_role("heading", name="And the code").wait_for()
    assert flaws(other) == []
    send(other, code=spare)
    other.wait_for_url("**/dashboard/")

    send(page)
    page.get_by_text("Any app that makes such codes will do").wait_for()
