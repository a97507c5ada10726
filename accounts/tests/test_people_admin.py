"""Admins look after people in Wagtail's admin (ACC-06, ACC-07, ACC-09, ACC-10)."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import Role, Status, TeacherApplication, User
from accounts.services import block, set_role, set_status
from accounts.tests.letters import newest_link
from accounts.tests.people_screens import act, edit, opened, save
from common.exceptions import Refused
from tests.factories import make_user

# --- The list -----------------------------------------------------------------------


def names(page):
    return {user.username for user in page.context["page_obj"]}


def test_the_list_is_filtered_by_role_and_state(desk, person, teacher):
    block(user=person, reason="Why")

    assert names(desk.get("/admin/users/?role=teacher")) == {"tara"}
    assert names(desk.get("/admin/users/?status=blocked")) == {"paula"}
    assert "paula" not in names(desk.get("/admin/users/?status=active"))


def test_people_are_found_by_name_and_address(desk, person, teacher):
    assert names(desk.get("/admin/users/?q=paula@example")) == {"paula"}


@pytest.mark.parametrize("number", [3, 30])
def test_the_list_takes_as_many_queries_for_many_as_for_few(
    number, desk, django_assert_max_num_queries
):
    for _ in range(number):
        make_user()
    desk.get("/admin/users/")

    with django_assert_max_num_queries(26):
        desk.get("/admin/users/")


# --- Making and changing ------------------------------------------------------------


NEW = {
    "first_name": "Nora",
    "last_name": "New",
    "email": "nora@example.org",
    "username": "nora",
    "role": "teacher",
    "phone": "",
}


def test_a_new_person_gets_a_letter_and_comes_in_with_it(desk, client, commit):
    with commit():
        desk.post("/admin/users/new/", NEW)
    client.logout()
    form = client.get(newest_link(), follow=True).redirect_chain[-1][0]
    password = "a phrase of her own"
    client.post(form, {"password1": password, "password2": password})
    client.post("/accounts/login/", {"login": "nora", "password": password})

    nora = User.objects.get(username="nora")
    assert client.session["_auth_user_id"] == str(nora.pk)
    assert nora.role == Role.TEACHER
    assert nora.email_verified_at is not None


def test_a_taken_name_is_told_at_its_field(desk, person):
    page = desk.post("/admin/users/new/", {**NEW, "username": "Paula"})

    assert "uses this username already" in page.content.decode()


def test_an_admin_is_not_offered_to_make_super_admins(desk):
    page = desk.post("/admin/users/new/", {**NEW, "role": "super_admin"})

    assert "super_admin is not one of the available choices" in page.content.decode()
    assert not User.objects.filter(username="nora").exists()


def test_account_and_record_are_changed_on_one_page(desk, person):
    edit(desk, person, first_name="Paulina", **{"record-roll_number": "R-7"})

    person.refresh_from_db()
    assert person.first_name == "Paulina"
    assert person.studentprofile.roll_number == "R-7"


def test_changing_the_role_there_ends_sessions_and_moves_groups(desk, client, teacher):
    edit(desk, teacher, role="student")

    teacher.refresh_from_db()
    assert teacher.sessions_ended == 1
    assert [group.name for group in teacher.groups.all()] == ["Students"]


def test_a_new_address_has_to_be_confirmed_again(desk, person):
    person.mark_email_verified()

    edit(desk, person, email="new@example.org")

    person.refresh_from_db()
    assert (person.email, person.email_verified_at) == ("new@example.org", None)
    assert not person.emailaddress_set.get().verified


def test_a_page_opened_before_undoes_no_suspension_or_demotion(desk, teacher):
    data = opened(desk, teacher)
    set_status(user=teacher, status=Status.SUSPENDED)
    set_role(user=teacher, role=Role.STUDENT)

    save(desk, teacher, {**data, "first_name": "Tamara"})

    teacher.refresh_from_db()
    assert teacher.first_name == "Tamara"
    assert (teacher.status, teacher.role) == (Status.SUSPENDED, Role.STUDENT)


def test_what_was_typed_is_still_a_change_after_a_mistake_elsewhere(desk, person):
    data = {**opened(desk, person), "status": "inactive"}
    page = save(desk, person, {**data, "first_name": ""})

    assert 'name="initial-status" value="active"' in page.content.decode()
    assert User.objects.get(pk=person.pk).status == Status.ACTIVE


def test_no_address_becomes_a_username(desk, person):
    new = desk.post("/admin/users/new/", {**NEW, "username": "nora@example.org"})
    old = edit(desk, person, username="paula@example.org")

    for page in (new, old):
        assert page.context["form"].errors["username"] == [
            "Choose a username without the sign “@”."
        ]
    person.refresh_from_db()
    assert person.username == "paula"
    assert not User.objects.filter(email="nora@example.org").exists()


def test_who_has_an_address_as_username_from_elsewhere_can_be_changed(desk):
    person = make_user("old@example.org", email="old@example.org")

    edit(desk, person, first_name="Olga")

    person.refresh_from_db()
    assert (person.first_name, person.username) == ("Olga", "old@example.org")


def test_what_is_refused_is_told_and_undoes_the_rest(desk, person, monkeypatch):
    def refuse(**kwargs):
        raise Refused("taken", "Somebody was faster.")

    monkeypatch.setattr("accounts.services.set_role", refuse)

    page = edit(desk, person, first_name="Changed", role="teacher")

    person.refresh_from_db()
    assert "Somebody was faster." in page.content.decode()
    assert person.first_name == "Paula"


def test_nobody_changes_the_own_role_or_state_there(desk, admin):
    page = desk.get(reverse("wagtailusers_users:edit", args=[admin.pk]))

    assert not {"role", "status", "email"} & {*page.context["form"].fields}


# --- Suspend, block and the like ----------------------------------------------------


def test_suspending_and_reactivating(desk, person):
    act(desk, "suspend", person, reason="Unpaid")
    suspended = User.objects.get(pk=person.pk).status
    act(desk, "reactivate", person)

    assert suspended == Status.SUSPENDED
    assert User.objects.get(pk=person.pk).status == Status.ACTIVE


def test_blocking_needs_a_reason(desk, person):
    page = act(desk, "block", person, reason="")

    assert "required" in page.content.decode()
    assert not User.objects.get(pk=person.pk).is_blocked


def test_blocking_and_lifting_the_block(desk, person):
    act(desk, "block", person, reason="Spam")
    blocked = User.objects.get(pk=person.pk).is_blocked
    act(desk, "unblock", person)

    assert blocked
    assert User.objects.get(pk=person.pk).is_active


def test_a_lost_phone_is_helped(desk, person):
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(person, "JBSWY3DPEHPK3PXP")

    act(desk, "reset-two-factor", person)

    assert not person.authenticator_set.exists()


@pytest.mark.parametrize(
    "name", ["suspend", "block", "end-sessions", "reset-two-factor", "invite"]
)
def test_a_link_alone_does_nothing(name, desk, person):
    address = reverse(f"wagtailusers_users:{name}", args=[person.pk])
    assert desk.get(address).status_code == 200

    person.refresh_from_db()
    assert (person.status, person.is_blocked, person.sessions_ended) == (
        Status.ACTIVE,
        False,
        0,
    )


# --- Deleting -----------------------------------------------------------------------


def test_deleting_somebody_with_content_offers_to_suspend(
    client, super_admin, teacher, course
):
    client.force_login(super_admin)
    address = reverse("wagtailusers_users:delete", args=[teacher.pk])

    page = client.get(address).content.decode()
    client.post(address)

    assert "Suspend instead" in page
    assert User.objects.filter(pk=teacher.pk).exists()


def test_deleting_somebody_who_left_nothing(client, super_admin, person):
    client.force_login(super_admin)

    client.post(reverse("wagtailusers_users:delete", args=[person.pk]))

    assert not User.objects.filter(pk=person.pk).exists()


# --- Many at once -------------------------------------------------------------------


def in_bulk(client, action, people, query="", **data):
    ids = "&".join(f"id={person.pk}" for person in people)
    address = f"/admin/bulk/accounts/user/{action}/?{ids}{query}&next=/admin/users/"
    return client.post(address, data, follow=True)


def test_many_are_suspended_at_once_through_the_services(desk, person, stranger):
    in_bulk(desk, "set_active_state", [person, stranger], status="suspended")

    assert User.objects.filter(status=Status.SUSPENDED).count() == 2
    assert User.objects.get(pk=person.pk).sessions_ended == 1


def test_all_in_the_list_means_those_whom_the_filter_shows(desk, person, teacher):
    desk.post(
        "/admin/bulk/accounts/user/set_active_state/?id=all&role=student&next=/admin/users/",
        {"status": "suspended"},
    )

    assert set(
        User.objects.filter(status=Status.SUSPENDED).values_list("username", flat=True)
    ) == {"paula"}


def test_nobody_is_put_into_a_group_of_choice(desk, person, course):
    from django.contrib.auth.models import Group

    group = Group.objects.get(name__startswith="Course")
    in_bulk(desk, "assign_role", [person], role=group.pk)

    assert not person.groups.filter(pk=group.pk).exists()


def test_many_are_given_a_role(desk, person):
    in_bulk(desk, "assign_role", [person], role="counselor")

    assert User.objects.get(pk=person.pk).role == Role.COUNSELOR


def test_super_admins_are_spared_by_what_admins_do_to_many(desk, super_admin, person):
    in_bulk(desk, "set_active_state", [super_admin, person], status="suspended")

    assert User.objects.get(pk=super_admin.pk).is_active


def test_admins_delete_nobody_in_bulk(desk, person):
    in_bulk(desk, "delete", [person])

    assert User.objects.filter(pk=person.pk).exists()


# --- Applications -------------------------------------------------------------------


@pytest.fixture
def application(db):
    ada = make_user("ada", Role.TEACHER, status=Status.INACTIVE)
    return TeacherApplication.objects.create(user=ada, statement="<b>Engines</b>")


def test_the_menu_says_how_many_wait(desk, application):
    assert "Applications (1)" in desk.get("/admin/").content.decode()


def test_an_application_is_read_and_approved(desk, application, commit):
    address = f"/admin/applications/{application.pk}/"
    page = desk.get(address).content.decode()
    with commit():
        desk.post(address, {"decision": "approve"})

    assert "&lt;b&gt;Engines" in page
    assert User.objects.get(username="ada").is_active
    assert "approved" in mail.outbox[0].body


def test_an_application_is_declined_with_a_reason(desk, application, commit):
    with commit():
        desk.post(
            f"/admin/applications/{application.pk}/",
            {"decision": "decline", "reason": "No vacancy"},
        )

    assert "No vacancy" in mail.outbox[0].body


def test_a_decision_made_already_is_told(desk, application):
    address = f"/admin/applications/{application.pk}/"
    desk.post(address, {"decision": "decline"})

    page = desk.post(address, {"decision": "approve"}).content.decode()

    assert "decided about this application already" in page
    assert not User.objects.get(username="ada").is_active


def test_an_applicant_is_not_offered_to_be_reactivated(desk, application):
    address = reverse("wagtailusers_users:edit", args=[application.user.pk])

    assert "Reactivate" not in desk.get(address).content.decode()
    page = act(desk, "reactivate", application.user).content.decode()
    assert "decide about the application" in page


def listed(desk, path):
    page = desk.get(f"/admin/{path}/")
    return {profile.user.username for profile in page.context["page_obj"]}


def test_applicants_are_no_teachers_before_somebody_lets_them_in(
    desk, teacher, application
):
    waiting = listed(desk, "teachers")
    desk.post(f"/admin/applications/{application.pk}/", {"decision": "decline"})
    declined = listed(desk, "teachers")
    act(desk, "reactivate", application.user)

    assert waiting == declined == {"tara"}
    assert listed(desk, "teachers") == {"tara", "ada"}


def test_who_has_another_role_now_leaves_the_list_of_the_old_one(desk, teacher, person):
    set_role(user=teacher, role=Role.STUDENT)
    set_role(user=person, role=Role.TEACHER)

    assert listed(desk, "teachers") == {"paula"}
    assert listed(desk, "students") == {"tara"}


def test_students_and_teachers_have_their_lists(desk, person, teacher):
    students = desk.get("/admin/students/").content.decode()
    teachers = desk.get("/admin/teachers/").content.decode()

    assert person.studentprofile.enrolment_number in students
    assert "Tara" in teachers
    assert "Tara" not in students
