"""Students sign themselves up, teachers apply and wait (ACC-04)."""

from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import IntegrityError

from accounts.models import AccountSettings, Role, Status, TeacherApplication, User
from accounts.services import approve_teacher, decline_teacher
from accounts.tests.letters import newest_code
from tests.factories import make_user

PERSON = {
    "first_name": "Grace",
    "last_name": "Hopper",
    "email": "Grace@Example.org",
    "username": "grace",
    "password1": "nanoseconds on a wire",
    "password2": "nanoseconds on a wire",
}
TEACHER = {**PERSON, "statement": "Compilers, and why they matter."}


def sign_up(client, **changes):
    return client.post("/accounts/signup/", {**PERSON, **changes})


def apply(client, **changes):
    return client.post("/accounts/signup/teacher/", {**TEACHER, **changes})


def confirm(client, follow=False):
    return client.post(
        "/accounts/confirm-email/", {"code": newest_code()}, follow=follow
    )


def log_in(client, name="grace", password=PERSON["password1"]):
    return client.post(
        "/accounts/login/", {"login": name, "password": password}, follow=True
    )


# --- Students -----------------------------------------------------------------------


def test_a_student_signs_up_confirms_the_address_and_is_in(client, db):
    sign_up(client)
    response = confirm(client)

    grace = User.objects.get(username="grace")
    assert response.url == "/dashboard/"
    assert client.session["_auth_user_id"] == str(grace.pk)
    assert (grace.role, grace.first_name, grace.email) == (
        Role.STUDENT,
        "Grace",
        "grace@example.org",
    )
    assert grace.email_verified_at is not None
    assert grace.studentprofile.enrolment_number


def test_nobody_is_in_before_the_address_is_confirmed(client, db):
    sign_up(client)

    assert "_auth_user_id" not in client.session
    assert client.get("/accounts/profile/").status_code == 302


def test_a_wrong_code_is_refused_with_a_clear_word(client, db):
    sign_up(client)

    response = client.post("/accounts/confirm-email/", {"code": "AAA-BBB"})

    assert "This is not the code" in response.content.decode()


def test_who_closed_the_page_gets_a_new_code_by_logging_in(client, db):
    from django.core.cache import cache
    from django.test import Client

    sign_up(client)
    cache.clear()  # some seconds later
    later = Client()
    log_in(later)
    confirm(later)

    assert "_auth_user_id" in later.session


def test_a_taken_address_is_answered_like_a_free_one(client, stranger):
    taken = sign_up(client, email="stranger@example.org")
    client.cookies.clear()
    free = sign_up(client)

    assert (taken.status_code, taken.url) == (free.status_code, free.url)
    assert not User.objects.filter(
        username="grace", email="stranger@example.org"
    ).exists()


def test_the_owner_of_a_taken_address_is_told_by_mail(client, stranger):
    sign_up(client, email="stranger@example.org")

    assert mail.outbox[0].to == ["stranger@example.org"]
    assert "already" in mail.outbox[0].subject


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"username": "Stranger"}, "Somebody uses this username already"),
        ({"username": "some@body.org"}, "without the sign"),
        ({"password1": "12345678", "password2": "12345678"}, "entirely numeric"),
        ({"password2": "another one here"}, "same password"),
        ({"first_name": ""}, "required"),
        ({"email": "no address"}, "valid email"),
    ],
    ids=lambda value: "",
)
def test_what_is_not_right_is_said_at_its_field(changes, word, client, stranger):
    response = sign_up(client, **changes)

    assert word in response.content.decode()
    assert not User.objects.filter(first_name="Grace").exists()


def test_two_people_choose_the_same_name_at_the_same_moment(client, db, monkeypatch):
    def too_late(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(User, "save", too_late)

    response = sign_up(client)

    assert "Somebody has just taken it" in response.content.decode()


def test_html_in_a_name_stays_text(client, db):
    sign_up(client, first_name="<script>alert(1)</script>")
    confirm(client)

    page = client.get("/accounts/profile/").content.decode()
    assert "<script>alert(1)" not in page


def test_signing_up_can_be_closed(client, db):
    AccountSettings.objects.update_or_create(
        pk=1, defaults={"students_may_sign_up": False}
    )

    assert "Signing up is closed" in client.get("/accounts/signup/").content.decode()
    sign_up(client)
    assert not User.objects.filter(username="grace").exists()


def test_a_mail_server_that_is_away_gives_a_word_and_no_error(client, db, monkeypatch):
    def away(*args, **kwargs):
        raise SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMessage.send", away)

    response = client.post("/accounts/signup/", PERSON, follow=True)

    assert response.status_code == 200
    assert "could not send the email" in response.content.decode()


# --- Teachers -----------------------------------------------------------------------


@pytest.fixture
def applicant(client, db):
    apply(client)
    confirm(client)
    return User.objects.get(username="grace")


def test_a_teacher_who_applied_is_told_to_wait(client, db):
    apply(client)
    response = confirm(client, follow=True)

    grace = User.objects.get(username="grace")
    assert "We are reading your application" in response.content.decode()
    assert (grace.role, grace.status) == (Role.TEACHER, Status.INACTIVE)
    assert grace.email_verified_at is not None
    assert grace.teacher_application.statement == TEACHER["statement"]
    assert not hasattr(grace, "studentprofile")
    assert "_auth_user_id" not in client.session


def test_an_applicant_who_logs_in_reads_that_the_decision_is_open(client, applicant):
    assert "We are reading your application" in log_in(client).content.decode()


def test_an_approved_teacher_can_log_in(client, applicant, admin):
    approve_teacher(application=applicant.teacher_application, by=admin)
    log_in(client)

    assert client.session["_auth_user_id"] == str(applicant.pk)


def test_a_declined_teacher_reads_why(client, applicant, admin):
    decline_teacher(
        application=applicant.teacher_application, by=admin, reason="No vacancy"
    )

    assert "No vacancy" in log_in(client).content.decode()


def test_teachers_signing_up_can_be_closed_alone(client, db):
    AccountSettings.objects.update_or_create(
        pk=1, defaults={"teachers_may_sign_up": False}
    )
    apply(client)

    assert not TeacherApplication.objects.exists()
    assert "Apply as a teacher" not in client.get("/accounts/signup/").content.decode()
    assert "Sign up to learn" in client.get("/accounts/signup/").content.decode()


def test_nobody_gives_themselves_a_role(client, db):
    sign_up(client, role="super_admin", status="active", is_superuser="1")

    assert User.objects.get(username="grace").role == Role.STUDENT


def test_somebody_logged_in_is_led_to_the_dashboard(client, db):
    client.force_login(make_user())

    assert client.get("/accounts/signup/").url == "/dashboard/"
    assert client.get("/accounts/signup/teacher/").url == "/dashboard/"
