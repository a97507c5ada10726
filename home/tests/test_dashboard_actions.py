"""What teachers do about students: enrol, pause, assess, decide (LRN-01, LRN-04)."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.services import add_teacher
from home.tests.students import complete
from learning.certificates import issue_certificate
from learning.models import Enrolment, EnrolmentRequest, LessonProgress
from tests.factories import enrol, make_course, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(student):
    return Enrolment.objects.get(student=student)


@pytest.fixture
def send(client, teacher, course):
    """Send a form as `teacher`; return what the person is told."""

    def send(screen, *args, user=teacher, **data):
        client.force_login(user)
        answer = client.post(
            reverse(f"home:{screen}", args=[course.slug, *args]), data, follow=True
        )
        if answer.status_code != 200:
            return answer.status_code
        return " ".join(str(message) for message in answer.context["messages"])

    return send


@pytest.fixture
def request_of(course):
    def request_of(student, status="pending"):
        return EnrolmentRequest.objects.create(
            student=student, course=course, status=status, created_at=timezone.now()
        )

    return request_of


# --- Status ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        ("active", "pause", "paused"),
        ("paused", "resume", "active"),
        ("active", "drop", "dropped"),
        ("dropped", "restore", "active"),
    ],
)
def test_a_teacher_changes_the_status(send, enrolment, before, change, after):
    Enrolment.objects.update(status=before)
    send("change_status", enrolment.uuid, change=change)
    enrolment.refresh_from_db()
    assert enrolment.status == after


def test_a_button_pressed_twice_does_no_harm(send, enrolment):
    send("change_status", enrolment.uuid, change="pause")
    send("change_status", enrolment.uuid, change="pause")
    enrolment.refresh_from_db()
    assert enrolment.status == "paused"


def test_taking_somebody_back_into_a_full_course_says_that_it_is_full(
    send, enrolment, course
):
    course.capacity = 1
    course.save()
    Enrolment.objects.update(status="dropped")
    enrol(make_user(), course)
    assert "The course is full" in send(
        "change_status", enrolment.uuid, change="restore"
    )


def test_an_unknown_change_is_a_word_and_no_error(send, enrolment):
    assert send("change_status", enrolment.uuid, change="explode") == (
        "Choose what to change."
    )


@pytest.mark.parametrize("screen", ["change_status", "assess_lesson"])
def test_changes_need_a_post(client, teacher, enrolment, course, screen):
    client.force_login(teacher)
    address = reverse(f"home:{screen}", args=[course.slug, enrolment.uuid])
    assert client.get(address).status_code == 405


@pytest.mark.parametrize("who", ["student", "stranger", "other_teacher", "counselor"])
@pytest.mark.parametrize(
    ("screen", "data"),
    [
        ("change_status", {"change": "drop"}),
        ("assess_lesson", {"competency": "5"}),
        ("student", {"notes": "mine"}),
    ],
)
def test_nobody_else_changes_anything(send, request, enrolment, who, screen, data):
    user = request.getfixturevalue(who)
    assert send(screen, enrolment.uuid, user=user, **data) == 404
    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.notes) == ("active", "")


def test_a_student_of_another_course_is_not_found_in_this_one(
    client, teacher, other_teacher, course
):
    elsewhere = enrol(make_user(), make_course(other_teacher))
    client.force_login(teacher)
    address = reverse("home:student", args=[course.slug, elsewhere.uuid])
    assert client.get(address).status_code == 404


# --- Plan, notes, competency ----------------------------------------------------------


def test_a_teacher_is_assigned_with_a_date_and_notes(send, enrolment, teacher):
    send(
        "student",
        enrolment.uuid,
        teacher=teacher.pk,
        expected_completion_on="2026-12-24",
        notes="<b>Likes</b> pictures",
    )
    enrolment.refresh_from_db()
    assert enrolment.teacher == teacher
    assert enrolment.expected_completion_on.isoformat() == "2026-12-24"
    assert enrolment.notes == "<b>Likes</b> pictures"


def test_a_co_teacher_may_be_assigned_and_a_stranger_may_not(
    send, client, enrolment, course, other_teacher
):
    send("student", enrolment.uuid, teacher=other_teacher.pk)
    enrolment.refresh_from_db()
    assert enrolment.teacher is None
    add_teacher(course=course, user=other_teacher)
    send("student", enrolment.uuid, teacher=other_teacher.pk)
    enrolment.refresh_from_db()
    assert enrolment.teacher == other_teacher


def test_notes_are_never_shown_to_the_student(client, student, enrolment, course):
    Enrolment.objects.update(notes="Needs patience")
    client.force_login(student)
    assert (
        "Needs patience" not in client.get(reverse("home:dashboard")).content.decode()
    )


def test_html_in_notes_stays_text(client, teacher, enrolment, course):
    Enrolment.objects.update(notes="</textarea><script>alert(1)</script>")
    client.force_login(teacher)
    page = client.get(reverse("home:student", args=[course.slug, enrolment.uuid]))
    assert "<script>alert" not in page.content.decode()


def test_a_lesson_is_assessed_and_it_is_kept_by_whom(
    send, student, enrolment, teacher, lessons
):
    complete(student, lessons[0])
    send(
        "assess_lesson",
        enrolment.uuid,
        lesson=lessons[0].translation_key,
        competency="4",
        status="mastered",
    )
    row = LessonProgress.objects.get(student=student)
    assert (row.competency, row.status, row.changed_by) == (4, "mastered", teacher)


def test_a_lesson_not_begun_can_be_assessed_and_stays_not_begun(
    send, student, enrolment, lessons
):
    send(
        "assess_lesson",
        enrolment.uuid,
        lesson=lessons[1].translation_key,
        competency="2",
    )
    row = LessonProgress.objects.get(student=student)
    assert (row.competency, row.status) == (2, "not_started")


@pytest.mark.parametrize("competency", ["6", "-1", "many", ""])
def test_competency_goes_from_0_to_5(send, enrolment, lessons, competency):
    said = send(
        "assess_lesson",
        enrolment.uuid,
        lesson=lessons[0].translation_key,
        competency=competency,
    )
    assert "from 0 to 5" in said
    assert not LessonProgress.objects.exists()


def test_a_lesson_that_is_gone_can_not_be_assessed(send, enrolment):
    said = send("assess_lesson", enrolment.uuid, lesson=uuid4(), competency="3")
    assert said == "This lesson is no longer part of the course."


# --- Enrolling many -------------------------------------------------------------------


# --- Certificates -------------------------------------------------------------------


@pytest.fixture
def certificate(enrolment):
    enrolment.completed_at = timezone.now()
    enrolment.save()
    return issue_certificate(enrolment=enrolment)


def test_an_admin_revokes_a_certificate_and_says_why(
    client, send, enrolment, admin, course, certificate
):
    screen = reverse("home:student", args=[course.slug, enrolment.uuid])
    client.force_login(admin)
    assert b"Revoke the certificate" in client.get(screen).content

    send("revoke_certificate", enrolment.uuid, user=admin, reason="Somebody else's")

    certificate.refresh_from_db()
    assert (certificate.revoked_by, certificate.revoked_reason) == (
        admin,
        "Somebody else's",
    )
    assert "Somebody else&#x27;s" in client.get(screen).content.decode()


@pytest.mark.parametrize(("who", "reason"), [("teacher", "Dislike"), ("admin", " ")])
def test_a_certificate_is_revoked_by_the_academy_and_for_a_reason(
    send, request, enrolment, certificate, who, reason
):
    user = request.getfixturevalue(who)
    send("revoke_certificate", enrolment.uuid, user=user, reason=reason)

    certificate.refresh_from_db()
    assert certificate.revoked_at is None


def test_many_are_enrolled_with_a_word_about_each(client, teacher, course, student):
    new = make_user("nora")
    client.force_login(teacher)
    answer = client.post(
        reverse("home:enrol_students", args=[course.slug]),
        {"emails": f"Nora@example.org, {student.email}\nghost@example.org"},
    )
    assert [line.code for line in answer.context["report"]] == [
        "enrolled",
        "known",
        "unknown",
    ]
    assert Enrolment.objects.filter(student=new, course=course).exists()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "This field is required"),
        (" , ; ", "Write at least one email address"),
        ("nora at home", "These are no email addresses"),
        ("<script>alert(1)</script>", "These are no email addresses"),
        (
            "\n".join(f"a{n}@example.org" for n in range(501)),
            "At most 500 addresses at a time",
        ),
    ],
)
def test_addresses_that_are_none_get_a_clear_word(
    client, teacher, course, written, said
):
    client.force_login(teacher)
    page = client.post(
        reverse("home:enrol_students", args=[course.slug]), {"emails": written}
    ).content.decode()
    assert said in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("who", ["student", "other_teacher", "counselor"])
def test_nobody_else_enrols_into_the_course(client, request, course, who):
    client.force_login(request.getfixturevalue(who))
    make_user("nora")
    answer = client.post(
        reverse("home:enrol_students", args=[course.slug]),
        {"emails": "nora@example.org"},
    )
    assert answer.status_code == 404
    assert not Enrolment.objects.filter(student__username="nora").exists()


# --- Requests -------------------------------------------------------------------------


def test_an_accepted_request_becomes_an_enrolment(send, stranger, course, request_of):
    said = send("decide_request", request_of(stranger).uuid, accept="yes")
    assert "may now study" in said
    assert Enrolment.objects.filter(student=stranger, course=course).exists()


def test_a_declined_request_keeps_the_reason(send, stranger, request_of):
    asked = request_of(stranger)
    send("decide_request", asked.uuid, accept="no", reason="Too early.")
    asked.refresh_from_db()
    assert (asked.status, asked.reason) == ("declined", "Too early.")


def test_a_request_decided_twice_says_so(send, stranger, request_of):
    asked = request_of(stranger)
    send("decide_request", asked.uuid, accept="yes")
    assert "decided" in send("decide_request", asked.uuid, accept="no")


def test_accepting_in_a_full_course_says_that_the_student_waits(
    send, stranger, student, course, request_of
):
    course.capacity = 1
    course.save()
    said = send("decide_request", request_of(stranger).uuid, accept="yes")
    assert "waiting list" in said


def test_the_waiting_list_stands_in_its_order(client, teacher, course, request_of):
    waiting = [request_of(make_user(), "waiting") for _number in range(3)]
    client.force_login(teacher)
    answer = client.get(reverse("home:requests", args=[course.slug]))
    assert list(answer.context["waiting"]) == waiting


@pytest.mark.parametrize("who", ["student", "stranger", "other_teacher", "counselor"])
def test_nobody_else_decides(send, request, stranger, request_of, who):
    asked = request_of(stranger)
    user = request.getfixturevalue(who)
    assert send("decide_request", asked.uuid, user=user, accept="yes") == 404
    asked.refresh_from_db()
    assert asked.status == "pending"


def test_the_way_back_never_leads_to_another_site(
    client, teacher, course, stranger, request_of
):
    client.force_login(teacher)
    answer = client.post(
        reverse("home:decide_request", args=[course.slug, request_of(stranger).uuid]),
        {"accept": "yes", "next": "https://evil.example/"},
    )
    assert answer.url == reverse("home:requests", args=[course.slug])
