"""What staff can do to accounts, and what nobody can (ACC-06, ACC-07, ACC-09, ACC-10)."""

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import ModelLogEntry

from accounts import audit
from accounts.models import Block, Role, Status, TeacherApplication, User
from accounts.services import (
    approve_teacher,
    block,
    create_user,
    decline_teacher,
    delete_user,
    end_sessions,
    invite,
    set_role,
    set_status,
    unblock,
)
from accounts.signals import access_ended
from accounts.tasks import send_letter
from common.exceptions import Refused
from tests.factories import make_user


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.get("/accounts/sessions/")
    return client


def is_signed_in(client):
    return "_auth_user_id" in client.session and get_user(client).is_authenticated


def trail(user):
    return [
        entry.action
        for entry in ModelLogEntry.objects.for_instance(user).order_by("pk")
    ]


@pytest.fixture
def ended(django_capture_on_commit_callbacks):
    """Who was sent out, and why: filled when the block below `commit` ends."""
    seen = []

    def note(sender, user, reason, **kwargs):
        seen.append((user.username, reason))

    access_ended.connect(note)
    yield seen
    access_ended.disconnect(note)


# --- Losing access ends what is open ------------------------------------------------


def test_suspending_somebody_ends_every_session_they_have_open(admin, student):
    phone, laptop = signed_in(student), signed_in(student)

    set_status(user=student, status=Status.SUSPENDED, by=admin)
    set_status(user=student, status=Status.ACTIVE, by=admin)  # else it alone keeps out

    assert not is_signed_in(phone)
    assert not is_signed_in(laptop)


def test_blocking_ends_every_session_and_keeps_the_reason(admin, student):
    client = signed_in(student)

    block(user=student, reason="Sent spam to the class.", by=admin)

    assert Block.objects.get(user=student).reason == "Sent spam to the class."
    assert not User.objects.get(pk=student.pk).is_active
    unblock(user=student, by=admin)  # else it alone keeps out
    assert not is_signed_in(client)


def test_demoting_a_teacher_ends_their_sessions(admin, teacher):
    client = signed_in(teacher)

    set_role(user=teacher, role=Role.STUDENT, by=admin)

    assert not is_signed_in(client)


def test_promoting_a_student_leaves_them_logged_in(admin, student):
    client = signed_in(student)

    set_role(user=student, role=Role.TEACHER, by=admin)

    assert is_signed_in(client)


def test_a_session_that_nobody_kept_a_list_of_ends_too(admin, student):
    client = Client()
    client.force_login(student)  # no request yet, so it stands in no list

    end_sessions(user=student, by=admin)

    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda u, by: set_status(user=u, status="suspended", by=by), audit.SUSPEND),
        (lambda u, by: block(user=u, reason="Why", by=by), audit.BLOCK),
        (lambda u, by: set_role(user=u, role=Role.STUDENT, by=by), audit.ROLE),
        (lambda u, by: end_sessions(user=u, by=by), audit.END_SESSIONS),
    ],
    ids=["suspended", "blocked", "demoted", "sent out"],
)
def test_sockets_hear_that_access_ended(change, reason, admin, teacher, ended, commit):
    with commit():
        change(teacher, admin)

    assert ended == [("tara", reason)]


def test_nothing_is_announced_while_the_change_may_still_be_undone(
    admin, teacher, ended
):
    set_status(user=teacher, status=Status.SUSPENDED, by=admin)

    assert ended == []


# --- Blocks -------------------------------------------------------------------------


def test_blocking_twice_keeps_one_block(admin, student):
    assert block(user=student, reason="First", by=admin) == block(
        user=student, reason="Second", by=admin
    )


def test_lifting_a_block_lets_the_person_in_again_and_keeps_the_history(admin, student):
    block(user=student, reason="A mistake", by=admin)

    unblock(user=student, by=admin)

    assert User.objects.get(pk=student.pk).is_active
    assert Block.objects.get(user=student).lifted_by == admin


def test_lifting_a_block_does_not_lift_a_suspension(admin, student):
    set_status(user=student, status=Status.SUSPENDED, by=admin)
    block(user=student, reason="And this too", by=admin)

    unblock(user=student, by=admin)

    assert not User.objects.get(pk=student.pk).is_active


def test_a_block_needs_a_reason(admin, student):
    with pytest.raises(Refused, match="Say why"):
        block(user=student, reason="  ", by=admin)


# --- Who may do what ----------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.TEACHER, Role.COUNSELOR, Role.STUDENT])
def test_only_admins_change_accounts(role, db):
    nobody, person = make_user(role=role), make_user()

    with pytest.raises(Refused, match="may not change"):
        set_status(user=person, status=Status.SUSPENDED, by=nobody)


def test_an_admin_cannot_touch_a_super_admin(admin, super_admin):
    with pytest.raises(Refused, match="may not change"):
        block(user=super_admin, reason="A coup", by=admin)


def test_an_admin_cannot_make_a_super_admin(admin, student):
    with pytest.raises(Refused, match="above your own"):
        set_role(user=student, role=Role.SUPER_ADMIN, by=admin)
    with pytest.raises(Refused, match="above your own"):
        create_user(
            username="new", email="new@example.org", role=Role.SUPER_ADMIN, by=admin
        )


def test_nobody_changes_the_own_role(super_admin):
    make_user("second", Role.SUPER_ADMIN)

    with pytest.raises(Refused, match="Somebody else"):
        set_role(user=super_admin, role=Role.STUDENT, by=super_admin)


def test_an_admin_who_was_demoted_a_moment_ago_changes_nobody(
    admin, super_admin, student
):
    User.objects.filter(pk=admin.pk).update(role=Role.STUDENT)

    with pytest.raises(Refused, match="may not change"):
        set_status(user=student, status=Status.SUSPENDED, by=admin)


@pytest.mark.parametrize(
    "change",
    [
        lambda user: set_role(user=user, role=Role.ADMIN),
        lambda user: set_status(user=user, status=Status.SUSPENDED),
        lambda user: block(user=user, reason="Why not"),
        lambda user: delete_user(user=user),
    ],
    ids=["demoted", "suspended", "blocked", "deleted"],
)
def test_the_last_super_admin_stays(change, super_admin):
    make_user("closed", Role.SUPER_ADMIN, status=Status.SUSPENDED)

    with pytest.raises(Refused, match="last super admin"):
        change(super_admin)


def test_a_super_admin_can_go_when_another_is_there(super_admin):
    other = make_user("second", Role.SUPER_ADMIN)

    set_role(user=other, role=Role.ADMIN, by=super_admin)

    assert User.objects.get(pk=other.pk).role == Role.ADMIN


# --- Deleting -----------------------------------------------------------------------


def test_who_left_nothing_behind_can_be_deleted(super_admin, db):
    person = make_user("fresh")

    delete_user(user=person, by=super_admin)

    assert not User.objects.filter(username="fresh").exists()


def test_a_portrait_goes_with_its_person(super_admin, commit):
    person = make_user("fresh")
    person.avatar.save("fresh.webp", ContentFile(b"A picture"))
    storage, name = person.avatar.storage, person.avatar.name

    with commit():
        delete_user(user=person, by=super_admin)
        is_there_meanwhile = storage.exists(name)

    assert is_there_meanwhile
    assert not storage.exists(name)


def test_who_owns_content_is_not_deleted_but_can_be_suspended(
    super_admin, teacher, course
):
    with pytest.raises(Refused, match="suspend it instead"):
        delete_user(user=teacher, by=super_admin)


def test_who_has_studied_is_not_deleted(super_admin, student):
    with pytest.raises(Refused, match="1 enrolment"):
        delete_user(user=student, by=super_admin)


# --- Teachers' applications ---------------------------------------------------------


@pytest.fixture
def application(db):
    person = make_user("ada", Role.TEACHER, status=Status.INACTIVE)
    return TeacherApplication.objects.create(user=person, statement="Engines")


def test_approval_opens_the_account_and_sends_a_letter(admin, application, commit):
    with commit():
        approve_teacher(application=application, by=admin)

    assert User.objects.get(username="ada").is_active
    assert mail.outbox[0].to == ["ada@example.org"]
    assert "approved" in mail.outbox[0].body


def test_declining_leaves_the_account_closed_and_tells_the_reason(
    admin, application, commit
):
    with commit():
        decline_teacher(application=application, by=admin, reason="No vacancy")

    assert not User.objects.get(username="ada").is_active
    assert "No vacancy" in mail.outbox[0].body


def test_an_application_is_decided_once(admin, application):
    decline_teacher(application=application, by=admin)

    with pytest.raises(Refused, match="decided about this application already"):
        approve_teacher(application=application, by=admin)


def test_who_waits_is_let_in_by_a_decision_alone(admin, application):
    with pytest.raises(Refused, match="decide about the application"):
        set_status(user=application.user, status=Status.ACTIVE, by=admin)

    assert not User.objects.get(username="ada").is_active


def test_who_was_declined_can_be_let_in_after_all(admin, application):
    decline_teacher(application=application, by=admin)

    set_status(user=application.user, status=Status.ACTIVE, by=admin)

    assert User.objects.get(username="ada").is_active


def test_approval_does_not_open_an_account_that_was_suspended_meanwhile(
    admin, application
):
    set_status(user=application.user, status=Status.SUSPENDED, by=admin)

    approve_teacher(application=application, by=admin)

    assert not User.objects.get(username="ada").is_active


# --- Making accounts ----------------------------------------------------------------


def test_a_new_account_cannot_be_entered_before_a_password_is_chosen(admin):
    person = create_user(username="new", email="New@Example.org", by=admin)

    assert not person.has_usable_password()
    assert person.email == "new@example.org"


@pytest.mark.parametrize(
    ("field", "value"), [("username", "STRANGER"), ("email", "Stranger@Example.ORG")]
)
def test_names_and_addresses_are_taken_whatever_their_case(field, value, stranger):
    fields = {"username": "new", "email": "new@example.org", field: value}

    with pytest.raises(ValidationError, match="uses this"):
        create_user(**fields)


# --- The audit trail ----------------------------------------------------------------


def test_every_change_is_written_down_with_who_and_from_where(admin, student, rf):
    request = rf.post("/", REMOTE_ADDR="192.0.2.7")

    set_status(
        user=student,
        status=Status.SUSPENDED,
        by=admin,
        reason="Unpaid",
        request=request,
    )

    entry = ModelLogEntry.objects.for_instance(student).get(action=audit.SUSPEND)
    assert entry.user == admin
    assert entry.data == {
        "before": "active",
        "reason": "Unpaid",
        "address": "192.0.2.7",
    }


def test_the_history_of_a_person_can_be_read_back(admin, student):
    set_role(user=student, role=Role.TEACHER, by=admin)
    block(user=student, reason="Why", by=admin)
    unblock(user=student, by=admin)
    end_sessions(user=student, by=admin)

    assert trail(student) == [
        audit.ROLE,
        audit.BLOCK,
        audit.UNBLOCK,
        audit.END_SESSIONS,
    ]


def test_a_change_that_changes_nothing_leaves_no_trace(admin, student):
    set_role(user=student, role=Role.STUDENT, by=admin)
    set_status(user=student, status=Status.ACTIVE, by=admin)
    unblock(user=student, by=admin)

    assert trail(student) == []


def test_whoever_is_invited_stays_invited_while_no_letter_can_be_handed_over(
    student, commit, monkeypatch
):
    def away(*args):
        raise OSError("the broker is away")

    monkeypatch.setattr(send_letter, "delay", away)

    with commit():
        invite(user=student)

    assert mail.outbox == []
