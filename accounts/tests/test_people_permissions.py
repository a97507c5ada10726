"""Who reads what about people in the admin, and who may not come near (ACC-06, ACC-09)."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from accounts import audit
from accounts.models import Role, User
from accounts.tests.people_screens import act, edit
from tests.factories import make_user

# --- The trail ----------------------------------------------------------------------


def test_a_persons_history_tells_what_was_done_and_from_where(desk, person):
    act(desk, "block", person, reason="Spam")

    page = desk.get(reverse("wagtailusers_users:history", args=[person.pk]))

    assert "Blocked the account (Spam; from 127.0.0.1)" in page.content.decode()


def test_the_site_history_tells_it_too(desk, person):
    act(desk, "block", person, reason="Spam")

    page = desk.get("/admin/reports/site-history/").content.decode()

    assert "Blocked the account" in page


def test_teachers_do_not_read_peoples_trails(client, teacher, person, desk):
    act(desk, "block", person, reason="Spam")
    client.force_login(teacher)

    page = client.get("/admin/reports/site-history/").content.decode()

    assert "Blocked the account" not in page


def test_a_role_change_is_written_with_before_and_after(desk, person):
    edit(desk, person, role="teacher")

    entry = ModelLogEntry.objects.for_instance(person).get(action=audit.ROLE)
    assert (entry.data["before"], entry.data["after"]) == ("student", "teacher")


# --- Who may not --------------------------------------------------------------------

ROUTES = [
    "edit",
    "history",
    "inspect",
    "suspend",
    "reactivate",
    "block",
    "unblock",
    "end-sessions",
    "reset-two-factor",
    "invite",
]


def is_turned_away(response):
    """Who is let in and does something is led back to the people as well, by a redirect."""
    led_on = response.headers.get("Location", "").startswith("/admin/users/")
    return response.status_code in (302, 403) and not led_on


def state(person):
    entries = ModelLogEntry.objects.for_instance(person)
    return User.objects.filter(pk=person.pk).values().get(), entries.count()


@pytest.mark.parametrize("route", [*ROUTES, "delete"])
def test_admins_reach_no_screen_about_a_super_admin(route, desk, super_admin):
    address = reverse(f"wagtailusers_users:{route}", args=[super_admin.pk])

    before = state(super_admin)

    assert is_turned_away(desk.get(address))
    assert is_turned_away(desk.post(address, {"reason": "A coup"}))
    assert state(super_admin) == before


@pytest.mark.parametrize("role", [Role.TEACHER, Role.COUNSELOR, Role.STUDENT])
@pytest.mark.parametrize("route", [*ROUTES, "delete"])
def test_others_reach_no_screen_about_anybody(role, route, client, person):
    client.force_login(make_user(role=role))
    address = reverse(f"wagtailusers_users:{route}", args=[person.pk])

    before = state(person)

    assert is_turned_away(client.get(address))
    assert is_turned_away(client.post(address, {"reason": "x"}))
    assert state(person) == before


@pytest.mark.parametrize("role", [Role.TEACHER, Role.COUNSELOR, Role.STUDENT])
@pytest.mark.parametrize(
    "path",
    ["users/", "users/new/", "applications/", "students/", "teachers/", "groups/"],
)
def test_others_reach_no_list_of_people(role, path, client, db):
    client.force_login(make_user(role=role))

    assert client.get(f"/admin/{path}").status_code in (302, 403)


def test_groups_are_for_super_admins_alone(desk, client, super_admin):
    assert desk.get("/admin/groups/").status_code in (302, 403)
    client.force_login(super_admin)
    assert client.get("/admin/groups/").status_code == 200


def test_the_editors_account_page_changes_no_name_password_or_address(client, teacher):
    client.force_login(teacher)
    client.post(
        "/admin/account/",
        {
            "name_email-first_name": "Hacked",
            "name_email-last_name": "Name",
            "name_email-email": "new@example.org",
            "password-old_password": "correct horse battery",
            "password-new_password1": "another phrase here",
            "password-new_password2": "another phrase here",
            "theme-theme": "dark",
            "theme-contrast": "system",
            "theme-density": "default",
        },
    )

    teacher.refresh_from_db()
    assert (teacher.first_name, teacher.email) == ("Tara", "tara@example.org")
    assert teacher.check_password("correct horse battery")


def test_wagtails_own_password_reset_is_closed(client, db):
    assert client.get("/admin/password_reset/").status_code == 404
