"""CRM-02: a student's own sign-up becomes an inquiry, once the address is confirmed."""

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed

from accounts.models import Role
from accounts.tests.test_sign_up import PERSON, confirm, sign_up
from crm.models import CRMSettings, Inquiry, TimelineEntry
from crm.tests.factories import make_inquiry
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def join(client, django_capture_on_commit_callbacks):
    """Sign up and confirm the address."""

    def act():
        sign_up(client)
        with django_capture_on_commit_callbacks(execute=True):
            confirm(client)

    return act


def test_a_sign_up_becomes_an_inquiry_of_the_student(join):
    join()

    inquiry = Inquiry.objects.get()
    assert (inquiry.name, inquiry.email) == ("Grace Hopper", "grace@example.org")
    assert (inquiry.channel, inquiry.student.username) == ("sign_up", "grace")
    entry = inquiry.timeline.get()
    assert (entry.kind, entry.student) == (TimelineEntry.Kind.SIGN_UP, inquiry.student)


def test_before_the_address_is_confirmed_it_is_nobody(
    client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        sign_up(client)

    assert not Inquiry.objects.exists()


def test_it_joins_what_the_person_had_asked_before(join):
    earlier = make_inquiry(email=PERSON["email"].lower())

    join()

    earlier.refresh_from_db()
    assert Inquiry.objects.get() == earlier
    assert earlier.student.username == "grace"
    assert earlier.timeline.get().kind == TimelineEntry.Kind.SIGN_UP


def test_an_admin_can_switch_it_off(join):
    CRMSettings.objects.create(sign_ups_are_inquiries=False)

    join()

    assert not Inquiry.objects.exists()


def test_a_new_address_of_somebody_who_signed_up_is_no_second_inquiry(
    join, django_capture_on_commit_callbacks
):
    join()
    inquiry = Inquiry.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        confirm_address_of(inquiry.student)

    assert inquiry.timeline.count() == 1


@pytest.mark.parametrize("role", [Role.STUDENT, Role.TEACHER])
def test_an_account_that_somebody_else_made_is_no_sign_up(
    role, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        confirm_address_of(make_user(role=role))

    assert not Inquiry.objects.exists()


def confirm_address_of(user):
    address = EmailAddress(user=user, email=user.email, verified=True)
    email_confirmed.send(EmailAddress, request=None, email_address=address)
