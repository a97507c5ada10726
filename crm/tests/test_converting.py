"""CRM-06: an inquiry becomes a student in one step, wholly or not at all, and once."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import create_user
from accounts.tests.letters import newest_link
from common.exceptions import Refused
from crm.models import Conversion, ConvertedCourse, FollowUp, Inquiry, TimelineEntry
from crm.services import NewStudent, convert, log_contact
from crm.signals import converted
from crm.tests.factories import make_inquiry
from learning.models import Enrolment, EnrolmentRequest
from learning.services import drop
from tests.factories import PASSWORD, enrol, make_course, make_user
from tests.races import needs_row_locks, times_at_once


@pytest.fixture
def asked(counselor, course):
    """Asked about `course`; belongs to `counselor`."""
    return make_inquiry(
        "Priya Sharma",
        counselor=counselor,
        email="priya@example.org",
        courses=[course],
    )


def test_the_account_is_made_of_the_inquiry(asked, counselor, course):
    student = convert(inquiry=asked, courses=[course], by=counselor).student

    assert (student.get_full_name(), student.username, student.phone) == (
        "Priya Sharma",
        "priya",
        asked.phone,
    )
    assert student.is_student
    assert not student.has_usable_password()


def test_the_profile_has_the_counselor_and_the_day_of_admission(
    asked, counselor, course
):
    student = NewStudent(admission_date=date(2026, 1, 5), guardian_name="Ravi Sharma")

    made = convert(inquiry=asked, courses=[course], by=counselor, student=student)

    profile = made.student.studentprofile
    assert (profile.counselor, profile.admission_date, profile.guardian_name) == (
        counselor,
        date(2026, 1, 5),
        "Ravi Sharma",
    )


def test_a_name_that_is_taken_gets_a_number(asked, counselor, course):
    make_user("priya", email="other@example.org")

    assert convert(inquiry=asked, courses=[course], by=counselor).student.username == (
        "priya2"
    )


def test_the_student_studies_with_the_teacher_of_the_course(
    asked, counselor, course, teacher
):
    student = convert(inquiry=asked, courses=[course], by=counselor).student

    enrolment = Enrolment.objects.get(student=student)
    assert (enrolment.course, enrolment.teacher) == (course, teacher)


def test_nobody_teaches_where_the_counselor_says_so(asked, counselor, course):
    convert(inquiry=asked, courses=[course], by=counselor, teachers={course.pk: None})

    assert Enrolment.objects.get().teacher is None


def test_a_first_call_is_planned_after_a_week_and_can_be_logged(
    asked, counselor, course
):
    convert(inquiry=asked, courses=[course], by=counselor)

    planned = FollowUp.objects.pending().get()
    assert planned.due_at > timezone.now() + timedelta(days=6)
    log_contact(inquiry=asked, medium="call", outcome="reached", by=counselor)
    assert not FollowUp.objects.pending().exists()


def test_the_inquiry_is_enrolled_and_the_price_of_the_day_kept(counselor, teacher):
    course = make_course(teacher, price=1200)
    inquiry = make_inquiry(counselor=counselor, courses=[course])

    made = convert(inquiry=inquiry, courses=[course], by=counselor)

    assert (inquiry.status, inquiry.student) == (Inquiry.Status.ENROLLED, made.student)
    assert [(row.price, row.is_waiting) for row in made.courses.all()] == [
        (1200, False)
    ]


def test_it_is_one_entry_of_the_timeline(asked, counselor, course):
    convert(inquiry=asked, courses=[course], by=counselor)

    entry = TimelineEntry.objects.get(kind=TimelineEntry.Kind.CONVERTED)
    assert (entry.inquiry, entry.data["courses"]) == (asked, ["Astronomy"])


def test_it_is_announced_once_it_holds(
    asked, counselor, course, django_capture_on_commit_callbacks
):
    heard = []

    def listen(conversion, **_rest):
        heard.append(conversion)

    converted.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        made = convert(inquiry=asked, courses=[course], by=counselor)

    converted.disconnect(listen)
    assert heard == [made]


def test_the_student_gets_one_letter_chooses_a_password_and_finds_the_course(
    asked, counselor, course, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        convert(inquiry=asked, courses=[course], by=counselor)

    (letter,) = mail.outbox
    assert letter.to == ["priya@example.org"]
    assert "Astronomy" in letter.body
    page = client.get(newest_link(), follow=True)
    chosen = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(page.redirect_chain[-1][0], chosen, follow=True)
    student = User.objects.get(email="priya@example.org")
    assert student.check_password(PASSWORD)
    client.force_login(student)
    assert "Astronomy" in client.get("/dashboard/").content.decode()


def test_if_the_last_step_fails_nothing_is_left_and_nobody_is_written_to(
    asked, counselor, course, monkeypatch, django_capture_on_commit_callbacks
):
    def fail(*args, **kwargs):
        raise RuntimeError

    people = User.objects.count()
    monkeypatch.setattr("crm.services.converting.touch", fail)

    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(RuntimeError),
    ):
        convert(inquiry=asked, courses=[course], by=counselor)

    asked.refresh_from_db()
    assert (asked.status, asked.student) == (Inquiry.Status.NEW, None)
    assert User.objects.count() == people
    left = (Conversion, ConvertedCourse, Enrolment, FollowUp, TimelineEntry)
    assert not any(model.objects.exists() for model in left)
    assert mail.outbox == []


def test_twice_gives_the_same_student_and_one_letter(
    asked, counselor, course, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        first = convert(inquiry=asked, courses=[course], by=counselor)
        second = convert(inquiry=asked, courses=[course], by=counselor)

    assert second == first
    assert len(mail.outbox) == 1


@needs_row_locks
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("inquiries", [1, 2], ids=["one inquiry", "two of one person"])
def test_twice_at_once_gives_the_same_student_and_one_letter(
    counselor, course, inquiries
):
    asked = [
        make_inquiry(counselor=counselor, email="priya@example.org")
        for _number in range(inquiries)
    ]

    answers = times_at_once(
        2,
        lambda number: convert(
            inquiry=asked[number % inquiries], courses=[course], by=counselor
        ),
    )

    assert len({answer.student for answer in answers}) == 1
    assert Enrolment.objects.count() == 1
    assert len(mail.outbox) == 1


def test_an_account_with_the_address_is_linked_and_keeps_what_it_says(
    asked, counselor, other_counselor, course
):
    there = make_user("ps", email="Priya@Example.org", phone="1", first_name="P.")
    there.studentprofile.counselor = other_counselor
    there.studentprofile.save()

    made = convert(inquiry=asked, courses=[course], by=counselor)

    there.refresh_from_db()
    assert (made.student, made.made_account) == (there, False)
    assert (there.first_name, there.phone) == ("P.", "1")
    assert there.studentprofile.counselor == other_counselor


def test_a_linked_student_gets_no_invitation(
    asked, counselor, course, django_capture_on_commit_callbacks
):
    make_user("ps", email="priya@example.org")

    with django_capture_on_commit_callbacks(execute=True):
        convert(inquiry=asked, courses=[course], by=counselor)

    assert [letter.subject for letter in mail.outbox] == [
        "You are enrolled in Astronomy"
    ]


def test_whoever_signed_up_is_linked_whatever_the_address_says(
    counselor, course, stranger
):
    inquiry = make_inquiry(counselor=counselor, student=stranger, email="x@example.org")

    assert convert(inquiry=inquiry, courses=[course], by=counselor).student == stranger


def test_a_course_that_is_studied_already_is_not_begun_again(
    asked, counselor, course, stranger
):
    before = timezone.now() - timedelta(days=90)
    Inquiry.objects.update(student=stranger)
    enrol(stranger, course, enrolled_at=before)

    made = convert(inquiry=asked, courses=[course], by=counselor)

    assert Enrolment.objects.get().enrolled_at == before
    assert not made.courses.exists()


def test_who_enrolled_alone_after_asking_counts_as_won(
    asked, counselor, course, stranger
):
    Inquiry.objects.update(student=stranger)
    enrol(stranger, course)

    made = convert(inquiry=asked, courses=[course], by=counselor)

    assert made.courses.get().course == course


@pytest.mark.parametrize(
    ("account", "code"),
    [
        ({"role": Role.TEACHER}, "not_a_student"),
        ({"status": "suspended"}, "account_closed"),
    ],
    ids=["a teacher's", "closed"],
)
def test_an_account_that_is_no_good_is_refused(asked, counselor, course, account, code):
    make_user("ps", email="priya@example.org", **account)

    with pytest.raises(Refused) as refusal:
        convert(inquiry=asked, courses=[course], by=counselor)

    assert refusal.value.code == code
    assert "Ps Tester" in str(refusal.value)
    assert not Conversion.objects.exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"email": ""}, "no_email"),
        ({"status": "lost", "lost_reason": "price"}, "closed"),
    ],
)
def test_what_is_missing_is_said(counselor, course, fields, code):
    inquiry = make_inquiry(counselor=counselor, **fields)

    with pytest.raises(Refused) as refusal:
        convert(inquiry=inquiry, courses=[course], by=counselor)

    assert refusal.value.code == code


def test_a_student_studies_something(asked, counselor):
    with pytest.raises(Refused) as refusal:
        convert(inquiry=asked, courses=[], by=counselor)

    assert refusal.value.code == "no_course"


def test_a_full_course_means_the_waiting_list(asked, counselor, course, student):
    course.capacity = 1
    course.save()

    made = convert(inquiry=asked, courses=[course], by=counselor)

    assert made.courses.get().is_waiting
    assert EnrolmentRequest.objects.get().status == "waiting"


def test_who_comes_to_a_place_later_counts_from_then_on(
    asked, counselor, course, student, django_capture_on_commit_callbacks
):
    course.capacity = 1
    course.save()
    made = convert(inquiry=asked, courses=[course], by=counselor)

    with django_capture_on_commit_callbacks(execute=True):
        drop(enrolment=student.enrolments.get())

    assert not made.courses.get().is_waiting


def test_approval_is_still_asked_for_by_a_counselor_but_not_by_an_admin(
    counselor, admin, course
):
    course.enrolment_policy = "approval"
    course.save()

    for by in (counselor, admin):
        convert(inquiry=make_inquiry(counselor=counselor), courses=[course], by=by)

    waits = ConvertedCourse.objects.order_by("pk").values_list("is_waiting", flat=True)
    assert list(waits) == [True, False]


def test_a_missing_prerequisite_stops_all_of_it(asked, counselor, course, teacher):
    course.prerequisites.add(make_course(teacher, "Optics"))
    course.save()
    other = make_course(teacher)

    with pytest.raises(Refused) as refusal:
        convert(inquiry=asked, courses=[other, course], by=counselor)

    assert refusal.value.code == "prerequisite"
    assert not User.objects.filter(email="priya@example.org").exists()


def test_an_inquiry_of_nobody_becomes_the_counselors(counselor, course, unassigned):
    made = convert(inquiry=unassigned, courses=[course], by=counselor)

    assert made.counselor == counselor


def test_another_counselors_inquiry_is_not_converted(counselor, course, foreign):
    with pytest.raises(Refused) as refusal:
        convert(inquiry=foreign, courses=[course], by=counselor)

    assert refusal.value.code == "not_yours"


@pytest.mark.parametrize("role", [Role.TEACHER, Role.COUNSELOR])
def test_a_counselor_makes_accounts_for_students_alone(counselor, role):
    with pytest.raises(Refused):
        create_user(username="x", email="x@example.org", role=role, by=counselor)


# --- The screen ---------------------------------------------------------------------


@pytest.fixture
def desk(client, counselor):
    client.force_login(counselor)
    return client


def address(inquiry):
    return reverse("crm:convert", args=[inquiry.uuid])


def filled(course, **fields):
    return {
        "account": "",
        "first_name": "Priya",
        "last_name": "Sharma",
        "email": "priya@example.org",
        "admission_date": "2026-11-23",
        "shown": [course.pk],
        f"course_{course.pk}": "on",
        f"teacher_{course.pk}": "",
        **fields,
    }


def test_the_page_shows_what_would_happen(desk, asked, course):
    page = desk.get(address(asked)).content.decode()

    assert "A new account is made." in page
    assert "Starts at once." in page


def test_confirming_leads_to_the_person_with_what_was_done(desk, asked, course):
    answer = desk.post(address(asked), filled(course), follow=True)

    assert answer.redirect_chain[0][0] == reverse("crm:person", args=[asked.uuid])
    assert [str(message) for message in answer.context["messages"]] == [
        "Priya Sharma is a student now. An invitation went to priya@example.org."
        " Enrolled in “Astronomy”."
    ]


def test_an_account_that_turns_up_is_shown_before_it_is_linked(desk, asked, course):
    there = make_user("ps", email="priya2@example.org")
    typed = filled(course, email="priya2@example.org")

    page = desk.post(address(asked), typed).content.decode()

    assert "Ps Tester (ps) has an account already." in page
    assert not Conversion.objects.exists()
    desk.post(address(asked), {**typed, "account": there.pk})
    assert Conversion.objects.get().student == there


def test_a_refusal_is_a_sentence_on_the_page(desk, asked, course):
    typed = filled(course)
    del typed[f"course_{course.pk}"]

    page = desk.post(address(asked), typed)

    assert "Choose at least one course." in page.content.decode()


def test_a_course_is_added_without_losing_what_was_typed(desk, asked, course, teacher):
    other = make_course(teacher, "Optics")

    answer = desk.post(
        address(asked), filled(course, first_name="Pia", add="1", more=other.pk)
    )

    form = answer.context["form"]
    assert [each.course.title for each in form.choices] == ["Astronomy", "Optics"]
    assert form["first_name"].value() == "Pia"
    assert not Conversion.objects.exists()


def test_the_page_costs_the_same_for_one_course_and_for_seven(
    desk, asked, course, teacher, django_assert_num_queries
):
    desk.get(address(asked))
    with CaptureQueriesContext(connection) as one:
        desk.get(address(asked))
    for _number in range(6):
        asked.courses.add(make_course(teacher))

    with django_assert_num_queries(len(one)):
        desk.get(address(asked))
