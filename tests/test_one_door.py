"""There is one way in, with two-factor and rate limits; Wagtail's own ways lead to it (ACC-05)."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/admin/login/", "/_util/login/"])
def test_wagtail_s_own_log_in_pages_lead_to_ours(client, address):
    response = client.get(address, {"next": "/admin/pages/"})
    assert response.url == "/accounts/login/?next=%2Fadmin%2Fpages%2F"


@pytest.mark.parametrize("address", ["/admin/login/", "/_util/login/"])
def test_a_password_posted_there_opens_nothing(client, teacher, address):
    client.post(
        address, {"username": teacher.username, "password": "correct horse battery"}
    )
    assert "_auth_user_id" not in client.session


def test_wagtail_s_password_reset_is_closed(client):
    assert client.get("/admin/password_reset/").status_code == 404


def test_wagtail_s_account_page_changes_no_password(client, teacher):
    client.force_login(teacher)
    page = client.get("/admin/account/").content.decode()
    assert 'type="password"' not in page


def test_a_student_at_the_admin_s_door_is_led_to_the_dashboard(client, stranger):
    """Not round in circles between two doors."""
    client.force_login(stranger)

    response = client.get("/admin/", follow=True)

    assert [there for there, _ in response.redirect_chain][-1] == "/dashboard/"
    assert response.status_code == 200
