"""Logging in, being locked out, being told why an account is closed (ACC-05, ACC-07)."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client
from wagtail.models import ModelLogEntry

from accounts import audit
from accounts.models import Status
from accounts.services import block, set_status
from accounts.tests.letters import newest_link
from tests.factories import PASSWORD, make_user


@pytest.fixture
def person(db):
    person = make_user("paula")
    person.mark_email_verified()
    return person


def log_in(client, name="paula", password=PASSWORD, **extra):
    return client.post(
        "/accounts/login/",
        {"login": name, "password": password},
        follow=True,
        **extra,
    )


def is_in(client):
    return "_auth_user_id" in client.session


def actions(person):
    return list(
        ModelLogEntry.objects.for_instance(person)
        .order_by("pk")
        .values_list("action", flat=True)
    )


# --- In -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["paula", "PAULA", "paula@example.org", "Paula@Example.ORG"]
)
def test_one_logs_in_by_name_or_address_whatever_the_case(name, client, person):
    log_in(client, name)

    assert is_in(client)


def test_logging_in_leads_to_the_dashboard(client, person):
    response = client.post("/accounts/login/", {"login": "paula", "password": PASSWORD})

    assert response.url == "/dashboard/"


def test_logging_in_leads_back_to_where_one_wanted_to_go(client, person):
    response = client.post(
        "/accounts/login/?next=/courses/", {"login": "paula", "password": PASSWORD}
    )

    assert response.url == "/courses/"


def test_logging_in_does_not_lead_to_another_site(client, person):
    response = client.post(
        "/accounts/login/?next=https://evil.example/",
        {"login": "paula", "password": PASSWORD},
    )

    assert response.url == "/dashboard/"


def test_the_admins_own_login_page_leads_to_the_one_door(client, person):
    response = client.post("/admin/login/", {"username": "paula", "password": PASSWORD})

    assert response.url == "/accounts/login/"
    assert not is_in(client)


# --- No word to strangers -----------------------------------------------------------


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(client, person):
    known = log_in(client, "paula", "wrong").content.decode()
    unknown = log_in(client, "nobody", "wrong").content.decode()

    assert "belong together" in known
    assert _said(known) == _said(unknown)


def test_a_closed_account_with_a_wrong_password_is_answered_like_any(client, person):
    set_status(user=person, status=Status.SUSPENDED)

    closed = log_in(client, "paula", "wrong").content.decode()

    assert _said(closed) == _said(log_in(client, "nobody", "wrong").content.decode())


def test_asking_for_a_password_tells_nobody_who_is_here(client, person):
    known = client.post("/accounts/password/reset/", {"email": person.email})
    unknown = client.post("/accounts/password/reset/", {"email": "no@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [letter.to for letter in mail.outbox] == [[person.email], ["no@example.org"]]


def _said(page):
    start = page.index('class="alert alert--critical"')
    return page[start : page.index("</form>", start)].replace("paula", "nobody")


# --- Locked out ---------------------------------------------------------------------


def test_five_wrong_passwords_lock_even_the_right_one_out(client, person):
    for _ in range(5):
        log_in(client, "paula", "wrong")

    response = log_in(client)

    assert not is_in(client)
    assert "closed for five minutes" in response.content.decode()


def test_cookies_that_somebody_makes_up_wash_no_lock_out_away(client, person):
    for _ in range(5):
        log_in(client, "paula", "wrong")
    for number in range(400):
        stranger = Client()
        stranger.cookies["sessionid"] = f"made-up-{number}"
        stranger.get("/admin/login/")
    noted = cache.get("config.session_seen.made-up-399")

    log_in(client)

    assert not is_in(client)
    assert noted is None


def test_a_full_cache_washes_no_lock_out_away(client, person):
    for _ in range(5):
        log_in(client, "paula", "wrong")
    for number in range(2000):
        cache.set(f"something-else-{number}", number)

    log_in(client)

    assert not is_in(client)


def test_another_address_does_not_help_while_locked_out(client, person):
    for _ in range(5):
        log_in(client, "paula", "wrong")

    other = Client(REMOTE_ADDR="198.51.100.9")
    log_in(other)

    assert not is_in(other)


def test_being_locked_out_is_written_down_once(client, person):
    for _ in range(8):
        log_in(client, "paula", "wrong")

    assert actions(person).count(audit.LOCKED_OUT) == 1
    assert actions(person).count(audit.LOGIN_FAILED) == 5


def test_locking_out_one_person_leaves_others_alone(client, person, stranger):
    stranger.mark_email_verified()
    for _ in range(5):
        log_in(client, "paula", "wrong")

    log_in(client, "stranger")

    assert is_in(client)


def test_a_new_password_by_mail_ends_the_lock_out(client, person):
    for _ in range(5):
        log_in(client, person.email, "wrong")
    client.post("/accounts/password/reset/", {"email": person.email})
    form = client.get(newest_link(), follow=True).redirect_chain[-1][0]
    new = "a quite different phrase"
    client.post(form, {"password1": new, "password2": new})

    log_in(client, person.email, new)

    assert is_in(client)


def test_too_many_tries_from_one_address_get_a_page_that_says_wait(client, db):
    for number in range(121):
        response = client.post("/accounts/login/", {"login": f"n{number}"})

    assert response.status_code == 429
    assert "A little slower, please" in response.content.decode()


def test_a_forged_address_does_not_escape_the_limit(client, db):
    for number in range(121):
        response = client.post(
            "/accounts/login/",
            {"login": f"n{number}"},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )

    assert response.status_code == 429


def test_behind_our_proxy_the_address_it_saw_counts(client, person, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    log_in(client, headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.5"})

    entry = ModelLogEntry.objects.for_instance(person).get(action=audit.LOGIN)
    assert entry.data["address"] == "203.0.113.5"


# --- Closed accounts ----------------------------------------------------------------


def test_a_suspended_person_with_the_right_password_reads_why(client, person):
    set_status(user=person, status=Status.SUSPENDED)

    response = log_in(client)

    assert "suspended your account" in response.content.decode()
    assert not is_in(client)


def test_a_blocked_person_reads_the_reason(client, person):
    block(user=person, reason="Sent <b>spam</b>.")

    page = log_in(client).content.decode()

    assert "Sent &lt;b&gt;spam&lt;/b&gt;." in page
    assert not is_in(client)


def test_the_page_about_closed_accounts_tells_strangers_nothing(client, person):
    block(user=person, reason="Sent spam.")

    page = client.get("/accounts/inactive/").content.decode()

    assert "Sent spam" not in page
    assert "ask the staff" in page


def test_once_the_account_is_open_again_the_page_says_so(client, person):
    set_status(user=person, status=Status.SUSPENDED)
    log_in(client)
    set_status(user=person, status=Status.ACTIVE)

    assert "You can log in now" in client.get("/accounts/inactive/").content.decode()


def test_the_reason_of_a_block_waits_for_the_second_factor(client, person):
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    block(user=person, reason="Sent spam.")

    assert "Sent spam" not in log_in(client).content.decode()


# --- Two-factor ---------------------------------------------------------------------


def test_with_two_factor_the_password_alone_is_not_enough(client, person):
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")

    response = log_in(client)

    assert response.redirect_chain[-1][0] == "/accounts/2fa/authenticate/"
    assert not is_in(client)


def test_a_code_of_the_app_opens_the_account(client, person):
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    log_in(client)
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", counter))

    client.post("/accounts/2fa/authenticate/", {"code": code})

    assert is_in(client)


def test_a_recovery_code_opens_the_account_once(client, person):
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    code = RecoveryCodes.activate(person).get_unused_codes()[0]

    for expected in (True, False):
        client = Client()
        log_in(client)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert is_in(client) is expected


def test_a_wrong_second_factor_is_written_down(client, person):
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    log_in(client)

    client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    assert audit.TWO_FACTOR_FAILED in actions(person)


# --- The trail ----------------------------------------------------------------------


def test_logging_in_and_out_is_written_down_with_the_address(client, person):
    log_in(client)
    client.post("/accounts/logout/")

    entries = ModelLogEntry.objects.for_instance(person).order_by("pk")
    assert [(e.action, e.data["address"]) for e in entries] == [
        (audit.LOGIN, "127.0.0.1"),
        (audit.LOGOUT, "127.0.0.1"),
    ]


def test_a_failed_login_never_keeps_what_was_typed(client, person):
    log_in(client, "paula", "my secret, mistyped")

    entry = ModelLogEntry.objects.for_instance(person).get(action=audit.LOGIN_FAILED)
    assert "secret" not in str(entry.data)


def test_wrong_passwords_count_together_whichever_browser_they_come_from(person):
    for _ in range(5):
        log_in(Client(), "paula", "wrong")

    assert "closed for five minutes" in log_in(Client()).content.decode()
