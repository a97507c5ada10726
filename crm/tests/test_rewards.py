"""CRM-07: points for and against students, given with a reason and taken back on record."""

import re
import uuid

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.exceptions import Refused
from crm.models import CRMSettings, RewardPenalty, TimelineEntry
from crm.services import file_appeal, give_reward, revoke_reward
from crm.tests.factories import make_reward
from crm.views.rewards import REGISTER
from tests.factories import enrol, make_user

GIVEN = {
    "kind": "reward",
    "category": "performance",
    "points": 5,
    "reason": "Explained tides to the others",
}


def give(student, by, **fields):
    return give_reward(student=student, by=by, **{**GIVEN, **fields})


@pytest.fixture
def counselled(student, counselor):
    """The student, whom `counselor` counsels."""
    student.studentprofile.counselor = counselor
    student.studentprofile.save()
    return student


def test_rewards_and_penalties_make_the_balance(student, teacher):
    give(student, teacher, points=8)
    give(student, teacher, kind="penalty", points=3)

    assert student.rewards.balance() == 5


@pytest.mark.parametrize("who", ["admin", "counselor", "teacher"])
def test_who_works_with_the_student_gives(request, who, counselled):
    assert give(counselled, request.getfixturevalue(who)).student == counselled


@pytest.mark.parametrize("who", ["other_counselor", "other_teacher", "stranger"])
def test_nobody_else_gives(request, who, counselled):
    with pytest.raises(Refused) as refusal:
        give(counselled, request.getfixturevalue(who))

    assert refusal.value.code == "not_your_student"
    assert not RewardPenalty.objects.exists()


def test_where_the_team_sees_all_counselors_give_to_all(counselled, other_counselor):
    CRMSettings.objects.create(counselors_see_all=True)

    assert give(counselled, other_counselor)


def test_nobody_gives_to_themselves(student):
    with pytest.raises(Refused) as refusal:
        give(student, student)

    assert refusal.value.code == "yourself"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"reason": "  "}, "no_reason"),
        ({"reason": "x" * 501}, "long_reason"),
        ({"points": 0}, "points"),
        ({"points": 1001}, "points"),
        ({"kind": "bribe"}, "no_kind"),
        ({"category": "looks"}, "no_category"),
    ],
)
def test_what_makes_no_sense_is_refused(student, teacher, fields, code):
    with pytest.raises(Refused) as refusal:
        give(student, teacher, **fields)

    assert refusal.value.code == code


def test_the_student_is_told_the_reason(
    student, teacher, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        give(student, teacher)

    (letter,) = mail.outbox
    assert letter.to == [student.email]
    assert "Explained tides" in letter.body
    assert "/dashboard/rewards/" in letter.body


def test_the_same_form_twice_gives_once(student, teacher):
    key = uuid.uuid4()

    first, second = (give(student, teacher, request_key=key) for _time in range(2))

    assert first == second
    assert RewardPenalty.objects.count() == 1


def test_it_is_on_the_students_timeline(student, teacher):
    give(student, teacher, kind="penalty")

    entry = TimelineEntry.objects.get(student=student)
    assert (entry.kind, entry.by, entry.data["points"]) == ("reward", teacher, -5)


def test_a_mistake_is_taken_back_on_record_and_the_student_told(
    student, teacher, django_capture_on_commit_callbacks
):
    reward = give(student, teacher)

    with django_capture_on_commit_callbacks(execute=True):
        revoke_reward(reward=reward, by=teacher, reason="Wrong student")

    assert (reward.status, student.rewards.balance()) == ("revoked", 0)
    assert TimelineEntry.objects.filter(text="Wrong student").exists()
    assert "Wrong student" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("status", "code"),
    [("revoked", "revoked"), ("appealed", "appealed"), ("resolved", "decided")],
)
def test_what_is_out_of_ones_hands_is_not_taken_back(student, teacher, status, code):
    reward = make_reward(student, teacher, status=status)

    with pytest.raises(Refused) as refusal:
        revoke_reward(reward=reward, by=teacher, reason="No")

    assert refusal.value.code == code


def test_nobody_takes_back_what_somebody_else_gave(student, teacher, counselor):
    with pytest.raises(Refused) as refusal:
        revoke_reward(reward=make_reward(student, teacher), by=counselor, reason="No")

    assert refusal.value.code == "not_yours"


# --- In the admin -------------------------------------------------------------------


def listed(client, user):
    client.force_login(user)
    return {*client.get(reverse(REGISTER)).context["object_list"]}


def test_teachers_see_what_they_gave_and_nothing_else(
    client, student, teacher, other_teacher
):
    mine = make_reward(student, teacher)
    make_reward(student, other_teacher)

    assert listed(client, teacher) == {mine}


def test_counselors_see_their_own_and_those_of_their_students(
    client, counselled, stranger, counselor, teacher
):
    theirs, own = make_reward(counselled, teacher), make_reward(stranger, counselor)
    make_reward(stranger, teacher)

    assert listed(client, counselor) == {theirs, own}


def actions(client, user):
    client.force_login(user)
    page = client.get(reverse(REGISTER)).content.decode()
    return [*re.findall(r"/crm/(rewards|appeals)/([0-9a-f-]{36})/", page)]


def test_what_counts_is_taken_back_from_the_list(client, student, teacher):
    reward = give(student, teacher)
    make_reward(student, teacher, status="revoked")

    assert actions(client, teacher) == [("rewards", str(reward.uuid))]


def test_a_counselor_is_offered_no_mistakes_of_others(client, counselled, counselor):
    make_reward(counselled, make_user(role="teacher"))

    assert actions(client, counselor) == []


def test_the_list_leads_to_the_appeal(client, student, teacher):
    appeal = file_appeal(
        decision=give(student, teacher, kind="penalty"),
        student=student,
        statement="Ill",
    )

    assert actions(client, teacher) == [("appeals", str(appeal.uuid))]


def test_a_teacher_finds_a_student_by_name_and_gives(client, student, teacher):
    client.force_login(teacher)
    address = reverse("crm:give_reward")

    found = client.get(address, {"q": "stella"}).context["students"]
    page = client.get(address, {"student": found[0].uuid})
    key = page.context["form"]["request_key"].value()
    client.post(f"{address}?student={student.uuid}", {**GIVEN, "request_key": key})

    assert RewardPenalty.objects.get().student == student


def test_a_teacher_finds_no_students_of_others(client, course, stranger, teacher):
    client.force_login(teacher)

    answer = client.get(reverse("crm:give_reward"), {"q": "stranger"})

    assert answer.context["students"] == []


def test_the_menu_leads_teachers_to_rewards_and_to_nothing_else_of_the_crm(
    client, teacher
):
    client.force_login(teacher)

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert reverse(REGISTER) in page
    assert reverse("crm:appeals") not in page


# --- What the student sees ----------------------------------------------------------


def own_page(client, student):
    client.force_login(student)
    return client.get(reverse("rewards:own"))


def test_a_student_reads_what_was_given_by_whom_and_the_sums(client, student, teacher):
    make_reward(student, teacher, 8, reason="Kind to newcomers")
    make_reward(student, teacher, 3, kind="penalty", status="appealed")

    answer = own_page(client, student)

    assert "Kind to newcomers" in answer.content.decode()
    sums = ("balance", "gained", "lost", "waiting")
    assert [answer.context[name] for name in sums] == [8, 8, 0, 3]


def test_a_student_reads_why_something_was_taken_back(client, student, teacher):
    reward = give(student, teacher)
    revoke_reward(reward=reward, by=teacher, reason="Meant for another")

    assert "Taken back: Meant for another" in own_page(client, student).content.decode()


def test_nobody_reads_the_points_of_others(client, student, teacher, stranger):
    make_reward(student, teacher, reason="Kind to newcomers")

    assert "Kind to newcomers" not in own_page(client, stranger).content.decode()


def test_many_points_cost_no_more_than_one(
    client, student, teacher, django_assert_num_queries
):
    make_reward(student, teacher, kind="penalty")
    own_page(client, student)
    with CaptureQueriesContext(connection) as one:
        own_page(client, student)
    for _number in range(12):
        make_reward(student, teacher, kind="penalty")

    with django_assert_num_queries(len(one)):
        own_page(client, student)


def test_a_student_of_a_course_is_offered_in_the_list_of_its_teacher(
    client, course, teacher
):
    newcomer = make_user("nina")
    enrol(newcomer, course)
    client.force_login(teacher)

    answer = client.get(reverse("crm:give_reward"))

    assert newcomer in answer.context["students"]
