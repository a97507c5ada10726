"""CRM-07: a student objects to a decision; somebody else decides, in time, and every step is kept."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from common.exceptions import Refused
from crm.appeals import Appealable, register
from crm.models import Appeal, CRMSettings, RewardPenalty, TimelineEntry
from crm.services import decide_appeal, file_appeal, withdraw_appeal
from crm.tasks import escalate_overdue_appeals
from crm.tests.factories import make_inquiry, make_reward
from tests.factories import make_user
from tests.races import at_once, needs_row_locks


def file(penalty, student, statement="The bus was late."):
    return file_appeal(decision=penalty, student=student, statement=statement)


def decide(appeal, by, status="overturned", reason="The bus company says so too."):
    return decide_appeal(appeal=appeal, by=by, status=status, reason=reason)


@pytest.fixture
def penalty(student, counselor):
    """Given to `student` by `counselor`."""
    return make_reward(student, counselor, 4, kind="penalty", reason="Came late")


@pytest.fixture
def appeal(penalty, student):
    return file(penalty, student)


def test_while_an_appeal_is_open_the_points_do_not_count(student, penalty):
    assert student.rewards.balance() == -4

    file(penalty, student)

    assert (penalty.status, student.rewards.balance()) == ("appealed", 0)


@pytest.mark.parametrize(
    ("decision", "status", "balance"),
    [("upheld", "resolved", -4), ("overturned", "revoked", 0)],
)
def test_the_decision_says_whether_they_count(
    student, penalty, appeal, other_counselor, decision, status, balance
):
    decide(appeal, other_counselor, decision)

    penalty.refresh_from_db()
    assert (penalty.status, student.rewards.balance()) == (status, balance)


def test_a_withdrawn_appeal_leaves_the_penalty_as_it_was(student, penalty, appeal):
    withdraw_appeal(appeal=appeal, student=student)

    penalty.refresh_from_db()
    assert (penalty.status, appeal.status) == ("active", "withdrawn")


def test_it_is_to_be_decided_in_the_days_that_the_admins_set(student, penalty):
    CRMSettings.objects.create(days_to_decide_appeals=3)

    appeal = file(penalty, student)

    assert appeal.due_at - appeal.filed_at == timedelta(days=3)


def test_a_student_objects_once(student, penalty, appeal, other_counselor):
    decide(appeal, other_counselor, "upheld")

    with pytest.raises(Refused) as refusal:
        file(penalty, student)

    assert refusal.value.code == "appealed"


def test_only_the_own_penalty_is_appealed(penalty, stranger):
    with pytest.raises(Refused) as refusal:
        file(penalty, stranger)

    assert refusal.value.code == "not_yours"


def test_after_thirty_days_it_is_too_late(student, penalty):
    RewardPenalty.objects.update(created_at=timezone.now() - timedelta(days=31))

    with pytest.raises(Refused) as refusal:
        file(penalty, student)

    assert refusal.value.code == "too_late"


@pytest.mark.parametrize("fields", [{"kind": "reward"}, {"status": "revoked"}])
def test_there_is_nothing_to_appeal_against(student, counselor, fields):
    given = make_reward(student, counselor, **{"kind": "penalty", **fields})

    with pytest.raises(Refused):
        file(given, student)

    assert not Appeal.objects.exists()


def test_an_appeal_says_why(student, penalty):
    with pytest.raises(Refused) as refusal:
        file(penalty, student, statement=" ")

    assert refusal.value.code == "no_reason"


@pytest.mark.parametrize("who", ["counselor", "student", "teacher", "suspended"])
def test_who_decided_first_and_who_has_no_part_does_not_decide(request, who, appeal):
    with pytest.raises(Refused) as refusal:
        decide(appeal, request.getfixturevalue(who))

    assert refusal.value.code == "not_you"


@pytest.mark.parametrize("who", ["admin", "other_counselor"])
def test_an_admin_or_another_counselor_decides(request, who, appeal):
    decide(appeal, request.getfixturevalue(who))

    assert appeal.status == Appeal.Status.OVERTURNED


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"reason": ""}, "no_reason"), ({"status": "withdrawn"}, "no_decision")],
)
def test_a_decision_is_one_and_has_a_reason(appeal, admin, fields, code):
    with pytest.raises(Refused) as refusal:
        decide(appeal, admin, **fields)

    assert refusal.value.code == code


def test_what_is_decided_stays(student, appeal, admin):
    decide(appeal, admin)

    for again in (
        lambda: decide(appeal, admin, "upheld"),
        lambda: withdraw_appeal(appeal=appeal, student=student),
    ):
        with pytest.raises(Refused) as refusal:
            again()
        assert refusal.value.code == "decided"


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_wins(appeal, penalty, admin, other_counselor):
    answers = at_once(
        lambda: decide(appeal, admin, "upheld"),
        lambda: decide(appeal, other_counselor, "overturned"),
    )

    assert [getattr(answer, "code", None) for answer in answers].count("decided") == 1
    appeal.refresh_from_db()
    penalty.refresh_from_db()
    stands = {"upheld": "resolved", "overturned": "revoked"}
    assert penalty.status == stands[appeal.status]


def test_every_step_is_on_record_and_on_the_timeline(student, admin, appeal):
    decide(appeal, admin, "upheld")

    steps = [(step.kind, step.by) for step in appeal.steps.all()]
    assert steps == [("filed", student), ("upheld", admin)]
    entries = TimelineEntry.objects.filter(student=student, kind="appeal")
    assert [entry.data["what"] for entry in entries] == ["upheld", "filed"]


def test_the_student_and_the_issuer_are_told_the_outcome(
    student, counselor, appeal, admin, django_capture_on_commit_callbacks
):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        decide(appeal, admin)

    assert {letter.to[0] for letter in mail.outbox} == {student.email, counselor.email}
    assert all("The bus company says so too." in letter.body for letter in mail.outbox)


def test_those_who_may_decide_are_told_and_the_issuer_is_not(
    student, penalty, admin, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        file(penalty, student)

    (letter,) = mail.outbox
    assert letter.to == [admin.email]
    assert "The bus was late." in letter.body


# --- In time ------------------------------------------------------------------------


def test_an_overdue_appeal_is_told_to_the_admins_once(
    admin, appeal, django_capture_on_commit_callbacks
):
    Appeal.objects.update(due_at=timezone.now() - timedelta(hours=1))
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        told = [escalate_overdue_appeals() for _time in range(2)]

    assert told == [1, 0]
    assert [letter.to for letter in mail.outbox] == [[admin.email]]
    assert appeal.steps.filter(kind="escalated").count() == 1


def test_what_is_in_time_is_not_escalated(appeal, admin):
    assert escalate_overdue_appeals() == 0


def test_where_nobody_else_may_decide_the_super_admins_hear_of_it_at_once(
    client, student, super_admin, django_capture_on_commit_callbacks
):
    User.objects.exclude(pk__in=[student.pk, super_admin.pk]).update(is_active=False)
    penalty = make_reward(student, super_admin, kind="penalty")

    with django_capture_on_commit_callbacks(execute=True):
        appeal = file(penalty, student)

    assert [letter.to for letter in mail.outbox] == [[super_admin.email]]
    client.force_login(super_admin)
    page = client.get(reverse("crm:appeal", args=[appeal.uuid])).content.decode()
    assert "there is no other admin or counselor" in page


# --- Other kinds --------------------------------------------------------------------


def test_other_kinds_of_decisions_are_appealed_the_same_way(
    monkeypatch, student, counselor, admin
):
    monkeypatch.setattr("crm.appeals._kinds", {})
    inquiry = make_inquiry("Turned away", student=student, counselor=counselor)
    heard = []
    register(
        Appealable(
            model=type(inquiry),
            student_of=lambda made: made.student,
            issuer_of=lambda made: made.counselor,
            made_at=lambda made: made.created_at,
            describe=str,
            on_upheld=lambda made: heard.append("upheld"),
            on_overturned=lambda made: heard.append("overturned"),
        )
    )

    decide(file(inquiry, student), admin, "overturned")

    assert heard == ["overturned"]


def test_what_is_not_registered_is_not_appealed(student, course):
    with pytest.raises(Refused) as refusal:
        file(course, student)

    assert refusal.value.code == "no_appeal"


# --- Screens ------------------------------------------------------------------------


def test_a_student_files_on_the_site_and_reads_what_became_of_it(
    client, student, penalty, admin
):
    client.force_login(student)
    address = reverse("rewards:appeal", args=[penalty.uuid])

    client.post(address, {"statement": "The bus was late."})
    assert "decides by" in client.get(address).content.decode()
    decide(Appeal.objects.get(), admin)

    assert "The bus company says so too." in client.get(address).content.decode()


def test_a_student_withdraws_on_the_site(client, student, penalty, appeal):
    client.force_login(student)

    client.post(reverse("rewards:withdraw", args=[penalty.uuid]))

    appeal.refresh_from_db()
    assert appeal.status == Appeal.Status.WITHDRAWN


def test_the_list_begins_with_what_is_due_first_and_marks_what_is_overdue(
    client, admin, appeal, stranger, teacher
):
    late = file(make_reward(stranger, teacher, kind="penalty"), stranger)
    Appeal.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(days=1))
    client.force_login(admin)

    answer = client.get(reverse("crm:appeals"))

    assert list(answer.context["appeals"]) == [late, appeal]
    assert answer.content.decode().count("Overdue") == 1


def test_the_list_costs_the_same_for_one_and_for_ten(
    client, admin, appeal, teacher, django_assert_num_queries
):
    client.force_login(admin)
    client.get(reverse("crm:appeals"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("crm:appeals"))
    for _number in range(9):
        student = make_user()
        file(make_reward(student, teacher, kind="penalty"), student)

    with django_assert_num_queries(len(one)):
        client.get(reverse("crm:appeals"))


def test_who_decided_first_reads_that_somebody_else_decides(
    client, counselor, other_counselor, appeal
):
    client.force_login(counselor)

    page = client.get(reverse("crm:appeal", args=[appeal.uuid])).content.decode()

    assert "You decided first, so somebody else decides now" in page
    assert 'name="reason"' not in page


def test_a_teacher_reads_only_appeals_against_the_own_decisions(
    client, student, teacher, appeal
):
    mine = file(make_reward(student, teacher, kind="penalty"), student)
    client.force_login(teacher)

    pages = [
        client.get(reverse("crm:appeal", args=[each.uuid])) for each in (mine, appeal)
    ]

    assert [page.status_code for page in pages] == [200, 302]


def test_a_counselor_decides_on_the_page(client, other_counselor, appeal):
    client.force_login(other_counselor)

    client.post(
        reverse("crm:appeal", args=[appeal.uuid]),
        {"status": "upheld", "reason": "Everybody else was in time."},
    )

    appeal.refresh_from_db()
    assert (appeal.status, appeal.decided_by) == ("upheld", other_counselor)


def test_the_roles_that_decide_are_admins_and_counselors(appeal, counselor):
    from crm.appeals import deciders

    for role in Role:
        make_user(f"one-{role}", role)

    roles = {person.role for person in deciders(appeal)}
    assert roles == {Role.SUPER_ADMIN, Role.ADMIN, Role.COUNSELOR}
