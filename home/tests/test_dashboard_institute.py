"""What admins and counselors find after logging in (LRN-05)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Task, Workflow, WorkflowTask

from accounts.models import Block, StudentProfile, TeacherApplication
from home.tests.students import complete
from learning.models import EnrolmentRequest
from tests.factories import enrol, make_course, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(client):
    def look(user):
        client.force_login(user)
        return client.get(reverse("home:dashboard"))

    return look


def _chart(answer, key):
    return next(chart for chart in answer.context["charts"] if chart.key == key)


def test_people_are_counted_by_role(look, admin, student):
    chart = _chart(look(admin), "people")
    assert list(zip(chart.labels, chart.series[0].values, strict=True)) == [
        ("Admin", 1),
        ("Teacher", 1),
        ("Student", 1),
    ]
    assert chart.takeaway == "3 people, 1 of them students."


def test_courses_are_counted_by_state(look, admin, course, teacher):
    make_course(teacher, draft=True)
    chart = _chart(look(admin), "courses")
    assert list(chart.labels) == ["Published", "Draft"]
    assert chart.takeaway == "1 of 2 courses are published."


def test_enrolments_and_completions_are_counted_by_week(look, admin, student, course):
    enrol(
        make_user(),
        course,
        enrolled_at=timezone.now() - timedelta(weeks=5),
        completed_at=timezone.now(),
    )
    chart = _chart(look(admin), "enrolments")
    assert [sum(series.values) for series in chart.series] == [2, 1]
    assert chart.takeaway == (
        "1 enrolment in the last four weeks, as many as in the four weeks before; "
        "1 completed."
    )


def test_the_busiest_courses_come_first(look, admin, student, teacher, course, lessons):
    quiet = make_course(teacher, "Quiet")
    complete(student, *lessons[:2], course=course)
    complete(student, lessons[2], course=quiet)
    assert look(admin).context["busiest"] == [course, quiet]


def test_what_waits_for_an_admin_is_listed(look, admin, course):
    applicant = make_user("wilma", role="teacher", status="inactive")
    TeacherApplication.objects.get_or_create(
        user=applicant, defaults={"statement": "<i>Pottery</i>"}
    )
    Block.objects.create(user=make_user("bruno"), reason="Spam", blocked_by=admin)
    page = look(admin).content.decode()
    assert "Wilma Tester" in page
    assert "<i>Pottery" not in page
    assert "Bruno Tester" in page


def test_a_page_submitted_for_review_waits_with_its_link(look, admin, teacher, lessons):
    workflow = Workflow.objects.create(name="A review")
    task = Task.objects.filter(active=True).first() or Task.objects.create(name="Look")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    lessons[0].save_revision(user=teacher)
    workflow.start(lessons[0], teacher)
    page = look(admin).content.decode()
    assert "Pages to review" in page
    assert reverse("wagtailadmin_pages:edit", args=[lessons[0].pk]) in page


def test_the_newest_entries_of_the_audit_trail_are_shown(look, admin, course):
    course.title = "Astronomy for all"
    course.save_revision(user=admin, log_action=True, changed=True).publish(user=admin)
    newest = look(admin).context["audit"][0]
    assert (newest.about, newest.who) == ("Astronomy for all", "Amara Tester")


# --- Counselors -----------------------------------------------------------------------


def test_a_counselor_sees_the_students_they_counsel_with_progress(
    look, counselor, student, stranger, lessons
):
    StudentProfile.objects.filter(user=student).update(counselor=counselor)
    complete(student, lessons[0])
    (person,) = look(counselor).context["counselled"]
    assert person.student == student
    assert [line.percent for line in person.courses] == [33]


def test_a_counselor_without_students_is_told_how_that_changes(look, counselor):
    assert "No student is assigned to you yet" in look(counselor).content.decode()


def test_courses_with_free_places_are_offered_the_nearly_full_first(
    look, counselor, teacher, course, student
):
    make_course(teacher, "Full", capacity=1).enrolments.create(
        student=make_user(), enrolled_at=timezone.now()
    )
    make_course(teacher, "Nearly", capacity=2)
    make_course(teacher, "Staff", enrolment_policy="staff")
    make_course(teacher, "Draft", draft=True)
    assert [
        (free.title, free.free) for free in look(counselor).context["courses_with_room"]
    ] == [("Nearly", 2), ("Astronomy", None)]


def test_those_who_signed_up_lately_are_new_here(look, counselor, stranger):
    old = make_user("old", date_joined=timezone.now() - timedelta(days=90))
    newcomers = look(counselor).context["newcomers"]
    assert stranger in newcomers
    assert old not in newcomers


def test_the_figures_are_counted_every_few_minutes_and_say_when(look, admin, course):
    first = look(admin)
    enrol(make_user(), course)
    second = look(admin)

    counted = first.context["counted_at"]
    assert second.context["counted_at"] == counted
    assert second.context["tiles"] == first.context["tiles"]
    assert "counted anew every five minutes" in second.content.decode()
    cache.clear()
    assert look(admin).context["tiles"] != first.context["tiles"]


def test_what_waits_for_a_decision_is_counted_each_time(look, admin, course, stranger):
    assert not look(admin).context["requests"]
    EnrolmentRequest.objects.create(
        student=stranger, course=course, status="pending", created_at=timezone.now()
    )

    assert len(look(admin).context["requests"]) == 1
