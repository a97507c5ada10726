"""Who may enrol, how, and what happens when a course is full (LRN-01)."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Role
from accounts.models import Status as AccountStatus
from accounts.services import set_status
from learning.exceptions import Refused
from learning.models import Enrolment, EnrolmentRequest
from learning.services import (
    bulk_enrol,
    complete_lesson,
    decide_request,
    drop,
    enrol,
    enrolment_offer,
    leave,
    pause,
    resume,
    withdraw_request,
)
from learning.services.enrolment import lock_course
from learning.services.study import open_lesson
from tests.factories import make_course, make_lesson, make_module, make_user
from tests.races import at_once, needs_row_locks

pytestmark = pytest.mark.django_db


def publish(course, **fields):
    for name, value in fields.items():
        setattr(course, name, value)
    course.save_revision().publish()
    course.refresh_from_db()


def refusal(**arguments):
    with pytest.raises(Refused) as caught:
        enrol(**arguments)
    return caught.value.code


def test_an_open_course_is_entered_with_one_click_and_a_second_changes_nothing(
    course, stranger
):
    first = enrol(student=stranger, course=course)
    assert enrol(student=stranger, course=course) == first
    assert first.status == "active"


def test_the_key_opens_a_course_that_needs_one(course, stranger):
    publish(course, enrolment_policy="key", enrolment_key="Ursa Minor")
    assert refusal(student=stranger, course=course, key="ursa") == "wrong_key"
    assert refusal(student=stranger, course=course) == "wrong_key"
    assert enrol(student=stranger, course=course, key=" Ursa Minor ").source == "key"


def test_only_the_academy_enrols_where_the_policy_says_so(course, stranger, teacher):
    publish(course, enrolment_policy="staff")
    assert refusal(student=stranger, course=course) == "staff_only"
    assert enrol(student=stranger, course=course, by=teacher).source == "staff"


def test_a_request_waits_for_a_decision_and_tells_the_student(
    course, stranger, teacher, mailoutbox, django_capture_on_commit_callbacks
):
    publish(course, enrolment_policy="approval")
    request = enrol(student=stranger, course=course, message="Please")
    assert request.status == "pending"
    assert enrol(student=stranger, course=course) == request
    with django_capture_on_commit_callbacks(execute=True):
        decide_request(request=request, accept=True, by=teacher, reason="Welcome!")
    assert Enrolment.objects.get(student=stranger).source == "approval"
    assert course.title in mailoutbox[-1].subject
    assert "Welcome!" in mailoutbox[-1].body


def test_a_decision_is_made_once(course, stranger, teacher):
    publish(course, enrolment_policy="approval")
    request = enrol(student=stranger, course=course)
    decide_request(request=request, accept=False, by=teacher)
    with pytest.raises(Refused, match="already"):
        decide_request(request=request, accept=True, by=teacher)
    assert not Enrolment.objects.filter(student=stranger).exists()


def test_after_a_refusal_one_may_ask_again(course, stranger, teacher):
    publish(course, enrolment_policy="approval")
    decide_request(
        request=enrol(student=stranger, course=course), accept=False, by=teacher
    )
    assert enrol(student=stranger, course=course).status == "pending"


def test_a_full_course_has_a_line_in_which_the_first_moves_up(
    course, student, mailoutbox, django_capture_on_commit_callbacks
):
    publish(course, capacity=1)
    first, second = make_user("first"), make_user("second")
    assert enrol(student=first, course=course).status == "waiting"
    assert enrol(student=second, course=course).status == "waiting"
    assert enrolment_offer(second, course).place == 2
    with django_capture_on_commit_callbacks(execute=True):
        leave(student=student, course=course)
    assert Enrolment.objects.get(student=first).source == "waiting_list"
    assert enrolment_offer(second, course).place == 1
    assert [mail.to for mail in mailoutbox] == [[first.email]]
    assert mailoutbox[0].subject == "A place in Astronomy is yours"


def test_more_places_let_those_in_who_wait(course, student, stranger):
    publish(course, capacity=1)
    enrol(student=stranger, course=course)
    publish(course, capacity=2)
    assert Enrolment.objects.filter(student=stranger).exists()


def test_whoever_completed_the_course_leaves_the_place_to_others(
    course, student, stranger
):
    publish(course, capacity=1)
    Enrolment.objects.filter(student=student).update(status="completed")
    assert enrol(student=stranger, course=course).status == "active"


def test_who_left_comes_back_to_the_same_row(course, student):
    before = Enrolment.objects.get(student=student)
    leave(student=student, course=course)
    assert leave(student=student, course=course).status == "dropped"
    after = enrol(student=student, course=course)
    assert (after.pk, after.status) == (before.pk, "active")


def test_a_pause_keeps_the_place_and_is_ended_by_a_teacher(course, student, stranger):
    publish(course, capacity=1)
    enrolment = pause(enrolment=Enrolment.objects.get(student=student))
    assert enrol(student=stranger, course=course).status == "waiting"
    assert refusal(student=student, course=course) == "paused"
    assert resume(enrolment=enrolment).status == "active"


def test_coming_back_into_a_full_course_needs_a_place(course, student, stranger):
    publish(course, capacity=1)
    enrolment = drop(enrolment=Enrolment.objects.get(student=student))
    enrol(student=stranger, course=course)
    with pytest.raises(Refused, match="full"):
        resume(enrolment=enrolment)


def test_who_is_taken_back_has_no_request_left_to_decide(course, student, stranger):
    publish(course, enrolment_policy="approval")
    enrolment = drop(enrolment=Enrolment.objects.get(student=student))
    enrol(student=student, course=course)

    assert resume(enrolment=enrolment).status == "active"

    assert EnrolmentRequest.objects.get(student=student).status == "accepted"


def test_nobody_takes_a_place_back_with_a_closed_account(course, student):
    enrolment = drop(enrolment=Enrolment.objects.get(student=student))
    set_status(user=student, status=AccountStatus.SUSPENDED)
    with pytest.raises(Refused, match="closed"):
        resume(enrolment=Enrolment.objects.get(pk=enrolment.pk))


def test_who_left_a_moment_ago_is_not_paused(course, student):
    on_the_teachers_screen = Enrolment.objects.get(student=student)
    leave(student=student, course=course)
    with pytest.raises(Refused, match="left"):
        pause(enrolment=on_the_teachers_screen)


def test_whoever_staff_let_into_a_full_course_stands_in_line(
    course, teacher, student, stranger
):
    publish(course, capacity=1, enrolment_policy="approval")
    assert enrol(student=stranger, course=course).status == "pending"

    assert enrol(student=stranger, course=course, by=teacher).status == "waiting"

    leave(student=student, course=course)
    assert Enrolment.objects.get(student=stranger).status == "active"


def test_whoever_moves_up_while_being_enrolled_is_enrolled_once(
    course, teacher, student, stranger, mailoutbox, django_capture_on_commit_callbacks
):
    publish(course, capacity=1)
    enrol(student=stranger, course=course)
    set_status(user=stranger, status=AccountStatus.SUSPENDED)
    leave(student=student, course=course)  # nobody is there to move up
    set_status(user=stranger, status=AccountStatus.ACTIVE)
    mailoutbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        result = enrol(student=stranger, course=course, by=teacher)

    assert (type(result), result.status) == (Enrolment, "active")
    assert [mail.subject for mail in mailoutbox] == ["A place in Astronomy is yours"]


def test_prerequisite_courses_come_first_unless_staff_decide(course, teacher, stranger):
    advanced = make_course(teacher, "Cosmology")
    publish(advanced, prerequisites=[course])
    assert refusal(student=stranger, course=advanced) == "prerequisite"
    assert "Astronomy" in enrolment_offer(stranger, advanced).sentence
    assert enrol(student=stranger, course=advanced, by=teacher).status == "active"


def test_teachers_and_staff_do_not_enrol_themselves(
    course, teacher, other_teacher, admin
):
    assert refusal(student=teacher, course=course) == "own_course"
    assert refusal(student=other_teacher, course=course) == "not_a_student"
    assert enrolment_offer(admin, course).code == "none"


def test_a_draft_course_can_not_be_entered(teacher, stranger):
    course = make_course(teacher, draft=True)
    assert refusal(student=stranger, course=course) == "not_published"


def test_a_wish_can_be_taken_back(course, stranger):
    publish(course, enrolment_policy="approval")
    request = withdraw_request(request=enrol(student=stranger, course=course))
    assert request.status == "withdrawn"
    assert enrolment_offer(stranger, course).code == "ask"


def test_many_are_enrolled_at_once_with_a_word_about_each(course, student, teacher):
    new, staff = make_user("newcomer"), make_user("somestaff", Role.COUNSELOR)
    emails = [
        new.email.upper(),
        student.email,
        staff.email,
        "nobody@example.org",
        "",
        new.email,
    ]
    report = bulk_enrol(course=course, emails=emails, by=teacher)
    assert [(line.email, line.code) for line in report] == [
        ("newcomer@example.org", "enrolled"),
        ("stella@example.org", "known"),
        ("somestaff@example.org", "not_a_student"),
        ("nobody@example.org", "unknown"),
    ]


@pytest.mark.django_db(transaction=True)
@needs_row_locks
def test_two_who_take_the_last_place_at_once_get_one_place_and_one_wait():
    teacher = make_user("racer", Role.TEACHER)
    course = make_course(teacher, capacity=1)
    make_lesson(make_module(course))
    people = [make_user("fast"), make_user("faster")]
    results = at_once(
        *[
            lambda person=person: enrol(student=person, course=course)
            for person in people
        ]
    )
    assert [each for each in results if isinstance(each, Exception)] == []
    assert Enrolment.objects.filter(course=course, status="active").count() == 1
    assert EnrolmentRequest.objects.filter(course=course, status="waiting").count() == 1


@pytest.mark.django_db(transaction=True)
@needs_row_locks
def test_a_first_visit_does_not_wait_for_whoever_gives_out_places():
    """The row of progress points to the course, and once fell into a deadlock over it."""
    course = make_course(make_user("racer", Role.TEACHER))
    lesson = make_lesson(make_module(course))
    student = make_user("fast")
    enrol(student=student, course=course)
    opened = []

    def visit():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        opened.append(open_lesson(student=student, lesson=lesson, course=course))
        connection.close()

    thread = threading.Thread(target=visit)
    with transaction.atomic():
        lock_course(course)
        thread.start()
        thread.join()

    assert [progress.status for progress in opened] == ["in_progress"]


def test_a_suspended_person_in_line_is_passed_over(course, student):
    publish(course, capacity=1)
    away, here = make_user("away"), make_user("here")
    enrol(student=away, course=course)
    enrol(student=here, course=course)
    away.status = "suspended"
    away.save()
    leave(student=student, course=course)
    assert Enrolment.objects.filter(student=here, status="active").exists()


def test_without_a_key_nobody_knows_the_key(course, stranger):
    publish(course, enrolment_policy="key", enrolment_key="x")
    type(course).objects.update(enrolment_key="  ")
    assert refusal(student=stranger, course=course) == "wrong_key"
    assert refusal(student=stranger, course=course, key=" ") == "wrong_key"


def test_completing_the_course_gives_the_place_to_whoever_waits(
    course, student, lessons, stranger, django_capture_on_commit_callbacks
):
    publish(course, capacity=1)
    enrol(student=stranger, course=course)
    with django_capture_on_commit_callbacks(execute=True):
        for lesson in lessons:
            complete_lesson(student=student, lesson=lesson)
    assert Enrolment.objects.get(student=student).status == "completed"
    assert Enrolment.objects.get(student=stranger).source == "waiting_list"


def test_whoever_waited_through_a_suspension_comes_before_a_newcomer(
    course, student, stranger
):
    publish(course, capacity=1)
    patient = make_user("patient", status="suspended")
    EnrolmentRequest.objects.create(
        student=patient, course=course, status="waiting", created_at=timezone.now()
    )
    leave(student=student, course=course)
    patient.status = "active"
    patient.save()
    assert enrol(student=stranger, course=course).status == "waiting"
    assert Enrolment.objects.get(student=patient).status == "active"


def test_the_line_stands_still_while_the_course_is_unpublished(
    course, student, stranger
):
    publish(course, capacity=1)
    enrol(student=stranger, course=course)
    course.unpublish()
    leave(student=student, course=course)
    assert not Enrolment.objects.filter(student=stranger).exists()
    publish(type(course).objects.get())
    assert Enrolment.objects.filter(student=stranger).exists()


def test_only_those_who_look_after_a_course_enrol_and_decide(
    course, stranger, other_teacher, counselor, admin
):
    for outsider in (other_teacher, counselor, stranger):
        assert (
            refusal(student=stranger, course=course, by=outsider) == "not_your_course"
        )
    publish(course, enrolment_policy="approval")
    request = enrol(student=stranger, course=course)
    with pytest.raises(Refused, match="look after"):
        decide_request(request=request, accept=True, by=other_teacher)
    assert decide_request(request=request, accept=True, by=admin).status == "accepted"


def test_a_student_whom_the_teacher_enrols_is_told(
    course, stranger, teacher, mailoutbox, django_capture_on_commit_callbacks
):
    publish(course, title="Sky & <Earth>")
    with django_capture_on_commit_callbacks(execute=True):
        enrol(student=stranger, course=course, by=teacher)
    assert mailoutbox[0].subject == "You are enrolled in Sky & <Earth>"
    assert "Tara Tester has enrolled you" in mailoutbox[0].body


def test_a_request_that_was_withdrawn_can_not_be_accepted(course, stranger, teacher):
    publish(course, enrolment_policy="approval")
    request = enrol(student=stranger, course=course)
    withdraw_request(request=EnrolmentRequest.objects.get(pk=request.pk))
    with pytest.raises(Refused):
        decide_request(request=request, accept=True, by=teacher)
    request.refresh_from_db()
    assert request.status == "withdrawn"
