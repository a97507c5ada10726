"""What people do with their own account (ACC-01, ACC-05)."""

import zoneinfo

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.tests.letters import newest_code
from tests.factories import PASSWORD, make_user


@pytest.fixture
def person(client, db):
    person = make_user("paula")
    person.mark_email_verified()
    client.post("/accounts/login/", {"login": "paula", "password": PASSWORD})
    return person


# --- Times --------------------------------------------------------------------------


def test_times_are_shown_in_the_persons_own_zone(client, person):
    User.objects.filter(pk=person.pk).update(timezone="Pacific/Auckland")
    started = person.usersession_set.get().created_at

    page = client.get("/accounts/sessions/").content.decode()

    local = started.astimezone(zoneinfo.ZoneInfo("Pacific/Auckland"))
    assert f"{local:%H:%M}" in page
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_zone_that_no_longer_exists_breaks_nothing(client, person):
    User.objects.filter(pk=person.pk).update(timezone="Gone/Away")

    assert client.get("/accounts/sessions/").status_code == 200


def test_the_editor_shows_the_same_zone(teacher):
    teacher.timezone = "Asia/Kolkata"
    teacher.save(update_fields=["timezone"])

    profile = User.objects.get(pk=teacher.pk).wagtail_userprofile
    assert profile.current_time_zone == "Asia/Kolkata"


# --- Sessions -----------------------------------------------------------------------


@pytest.fixture
def phone(person):
    phone = Client(headers={"User-Agent": "Mozilla/5.0 (Android) Firefox/130.0"})
    phone.post("/accounts/login/", {"login": "paula", "password": PASSWORD})
    return phone


def is_in(client):
    return client.get("/accounts/sessions/").status_code == 200


def test_one_sees_where_one_is_logged_in(client, phone):
    assert "Firefox on Android" in client.get("/accounts/sessions/").content.decode()


def test_one_session_can_be_ended(client, person, phone):
    session = person.usersession_set.get(session_key=phone.session.session_key)

    client.post(f"/accounts/sessions/{session.pk}/end/")

    assert is_in(client)
    assert not is_in(phone)


def test_all_others_can_be_ended(client, phone):
    client.post("/accounts/sessions/")

    assert is_in(client)
    assert not is_in(phone)


def test_somebody_elses_session_cannot_be_ended(client, person, phone, stranger):
    session = person.usersession_set.get(session_key=phone.session.session_key)
    client.force_login(stranger)

    assert client.post(f"/accounts/sessions/{session.pk}/end/").status_code == 404
    assert is_in(phone)


def test_ending_a_session_by_a_link_is_not_possible(client, person):
    session = person.usersession_set.get()

    assert client.get(f"/accounts/sessions/{session.pk}/end/").status_code == 405


def test_sessions_are_noted_now_and_then_not_at_every_click(
    client, person, django_assert_max_num_queries
):
    client.get("/accounts/email/")

    with django_assert_max_num_queries(4):
        client.get("/accounts/password/change/")


# --- Address, password, second factor -----------------------------------------------


def test_a_new_address_holds_only_when_its_code_is_typed(client, person):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"email": "new@example.org", "action_add": "1"})
    before = User.objects.get(pk=person.pk).email
    client.post("/accounts/confirm-email/", {"code": newest_code()})

    after = User.objects.get(pk=person.pk)
    assert (before, after.email) == ("paula@example.org", "new@example.org")
    assert list(EmailAddress.objects.values_list("email", "verified")) == [
        ("new@example.org", True)
    ]


def test_the_old_address_is_told_of_the_change(client, person):
    test_a_new_address_holds_only_when_its_code_is_typed(client, person)

    assert mail.outbox[-1].to == ["paula@example.org"]


def test_somebody_elses_address_cannot_be_taken(client, person, stranger):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post(
        "/accounts/email/", {"email": "stranger@example.org", "action_add": "1"}
    )

    assert User.objects.get(pk=person.pk).email == "paula@example.org"


def test_a_new_password_ends_the_other_sessions(client, person, phone):
    new = "a quite different phrase"
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert is_in(client)
    assert not is_in(phone)


def test_two_factor_asks_for_the_password_again_before_it_is_turned_on(client, person):
    session = client.session
    session["account_authentication_methods"] = []
    session.save()

    response = client.get("/accounts/2fa/totp/activate/")

    assert response.url.startswith("/accounts/reauthenticate/")


def test_two_factor_is_turned_on_with_a_code_of_the_app(client, person):
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    counter = next(iter(yield_hotp_counters_from_time()))
    client.post(
        "/accounts/2fa/totp/activate/",
        {"code": format_hotp_value(hotp_value(secret, counter))},
    )

    assert set(Authenticator.objects.values_list("type", flat=True)) == {
        "totp",
        "recovery_codes",
    }


# --- No page is missed --------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "profile/",
        "email/",
        "password/change/",
        "2fa/",
        "2fa/totp/activate/",
        "sessions/",
        "logout/",
        "reauthenticate/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/done/",
        "password/reset/key/1-bad/",
        "inactive/",
    ],
)
def test_every_account_page_wears_the_sites_look(path, client, person):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    page = client.get(f"/accounts/{path}", follow=True).content.decode()

    assert 'class="site-header"' in page
    assert page.count("<h1") == 1
    assert "style=" not in page.split("</header>", 1)[1]
