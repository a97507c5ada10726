"""Two people do the same at the same moment, each with a connection of their own (ACC-03, ACC-04, ACC-10)."""

import pytest
from django.test import Client

from accounts.models import Role, Status, StudentProfile, TeacherApplication, User
from accounts.services import approve_teacher, decline_teacher, set_role, set_status
from common.exceptions import Refused
from tests.factories import make_user
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_students_who_sign_up_together_get_different_numbers():
    results = at_once(*[lambda n=n: make_user(f"s{n}") for n in range(6)])

    assert [r for r in results if isinstance(r, Exception)] == []
    assert StudentProfile.objects.values("enrolment_number").distinct().count() == 6


def test_two_super_admins_who_demote_each_other_leave_one():
    one, two = (make_user(name, Role.SUPER_ADMIN) for name in ("one", "two"))

    results = at_once(
        lambda: set_role(user=one, role=Role.ADMIN, by=two),
        lambda: set_role(user=two, role=Role.ADMIN, by=one),
    )

    assert User.objects.filter(role=Role.SUPER_ADMIN, is_active=True).count() == 1
    assert sum(isinstance(result, Refused) for result in results) == 1


def test_two_super_admins_who_suspend_each_other_leave_one():
    one, two = (make_user(name, Role.SUPER_ADMIN) for name in ("one", "two"))

    at_once(
        lambda: set_status(user=one, status=Status.SUSPENDED, by=two),
        lambda: set_status(user=two, status=Status.SUSPENDED, by=one),
    )

    assert User.objects.filter(role=Role.SUPER_ADMIN, is_active=True).count() == 1


def test_an_application_that_two_admins_decide_about_is_decided_once():
    ada = make_user("ada", Role.TEACHER, status=Status.INACTIVE)
    application = TeacherApplication.objects.create(user=ada, statement="Engines")
    admins = [make_user(name, Role.ADMIN) for name in ("one", "two")]

    results = at_once(
        lambda: approve_teacher(application=application, by=admins[0]),
        lambda: decline_teacher(application=application, by=admins[1]),
    )

    assert sum(isinstance(result, Refused) for result in results) == 1


def test_two_people_who_choose_one_name_together_get_a_word_each():
    def sign_up(number):
        password = "nanoseconds on a wire"
        return Client(raise_request_exception=False).post(
            "/accounts/signup/",
            {
                "first_name": "G",
                "last_name": "H",
                "email": f"g{number}@example.org",
                "username": "grace",
                "password1": password,
                "password2": password,
            },
        )

    answers = at_once(lambda: sign_up(1), lambda: sign_up(2))

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert User.objects.filter(username="grace").count() == 1
