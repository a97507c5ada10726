"""What a student finds after logging in (LRN-05, LRN-04)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from home.tests.students import complete
from learning.models import (
    Certificate,
    Enrolment,
    EnrolmentRequest,
    LessonChange,
    LessonProgress,
)
from tests.factories import enrol, make_course, make_lesson, make_module, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(client, student):
    def look(user=student):
        client.force_login(user)
        return client.get(reverse("home:dashboard"))

    return look


def test_somebody_without_courses_is_led_to_the_catalogue(look, stranger):
    page = look(stranger).content.decode()
    assert "You are not studying anything yet" in page
    assert 'href="/courses/"' in page


def test_one_click_leads_to_where_the_student_was(look, student, lessons):
    Enrolment.objects.update(
        last_lesson_key=lessons[1].translation_key, last_studied_at=timezone.now()
    )
    answer = look()
    assert "Continue where you were" in answer.content.decode()
    assert answer.context["current"].progress.next_lesson.title == "Planets"
    assert f'href="{lessons[1].url}"' in answer.content.decode()


def test_the_course_studied_last_comes_first(look, student, teacher):
    other = make_course(teacher, "Botany")
    make_lesson(make_module(other))
    enrol(student, other, last_studied_at=timezone.now() + timedelta(minutes=1))
    assert [study.course.title for study in look().context["studying"]] == [
        "Botany",
        "Astronomy",
    ]


def test_progress_counts_the_lessons_that_are_live(look, student, lessons):
    complete(student, *lessons[:2])
    lessons[0].unpublish()
    (study,) = look().context["studying"]
    assert (study.progress.done, study.progress.total) == (1, 2)


def test_a_course_without_lessons_says_so(look, student, teacher):
    enrol(student, make_course(teacher, "Empty"))
    assert "This course has no lessons yet" in look().content.decode()


def test_what_becomes_of_a_course_is_seen_at_once(look, course, lessons):
    look()
    course.title = "Astronomy for all"
    course.save_revision().publish()
    lessons[0].unpublish()

    page = look().content.decode()
    assert ">Astronomy for all</a>" in page
    assert "0 of 2 lessons" in page
    assert lessons[0].url not in page


def test_a_course_that_is_not_published_is_read_each_time(look, course):
    course.unpublish()
    look()
    course.title = "Astronomy, to be written anew"
    course.save()

    assert "Astronomy, to be written anew" in look().content.decode()


def test_two_students_see_each_their_own_way(look, student, course, lessons):
    complete(student, *lessons[:2])
    other = make_user()
    enrol(other, course)

    assert "2 of 3 lessons" in look().content.decode()
    assert "0 of 3 lessons" in look(other).content.decode()
    assert "2 of 3 lessons" in look().content.decode()


def test_courses_that_were_left_are_not_shown(look, student):
    Enrolment.objects.update(status="dropped")
    assert "Astronomy" not in look().content.decode()


def test_a_paused_course_says_how_to_go_on(look):
    Enrolment.objects.update(status="paused")
    answer = look()
    assert "Ask your teacher when you want to go on" in answer.content.decode()
    assert answer.context["current"] is None


def test_a_completed_course_stays_completed_when_lessons_are_added(
    look, student, course, lessons
):
    complete(student, *lessons)
    enrolment = Enrolment.objects.get()
    enrolment.status, enrolment.completed_at = "completed", timezone.now()
    enrolment.save()
    Certificate.objects.create(
        enrolment=enrolment,
        number="JV-1",
        student_name="Stella",
        course_title="Astronomy",
        course_code="AST-1",
        issued_at=timezone.now(),
    )
    make_lesson(lessons[0].get_parent().specific, "Moons")
    page = look().content.decode()
    assert "one new lesson since then; your completion stands" in page
    assert reverse("learning:certificate_pdf", args=["JV-1"]) in page


def test_a_revoked_certificate_is_not_offered(look, student):
    enrolment = Enrolment.objects.get()
    enrolment.status, enrolment.completed_at = "completed", timezone.now()
    enrolment.save()
    Certificate.objects.create(
        enrolment=enrolment,
        number="JV-1",
        issued_at=timezone.now(),
        revoked_at=timezone.now(),
    )
    assert (
        reverse("learning:certificate_pdf", args=["JV-1"])
        not in look().content.decode()
    )


def test_corrected_lessons_ask_to_be_read_again_with_the_editors_word(
    look, student, lessons
):
    complete(student, lessons[0], status=LessonProgress.Status.NEEDS_REVIEW)
    LessonChange.objects.create(
        lesson_key=lessons[0].translation_key,
        revision=lessons[0].live_revision,
        significance="corrective",
        note="Pluto left the list.",
        changed_at=timezone.now(),
    )
    answer = look()
    assert "Pluto left the list." in answer.content.decode()
    assert answer.context["studying"][0].progress.percent == 33


def test_the_waiting_list_tells_the_place(look, student, teacher):
    full = make_course(teacher, "Optics", capacity=1)
    now = timezone.now()
    for days, who in [(3, make_user()), (2, make_user()), (1, student)]:
        EnrolmentRequest.objects.create(
            student=who,
            course=full,
            status="waiting",
            created_at=now - timedelta(days=days),
        )
    assert "Number 3 on the waiting list" in look().content.decode()


def test_a_declined_request_shows_the_reason_for_a_month(look, student, teacher):
    asked = EnrolmentRequest.objects.create(
        student=student,
        course=make_course(teacher, "Optics"),
        status="declined",
        reason="Take Astronomy first.",
        created_at=timezone.now(),
        decided_at=timezone.now(),
    )
    assert "Take Astronomy first." in look().content.decode()
    asked.decided_at -= timedelta(days=31)
    asked.save()
    assert "Take Astronomy first." not in look().content.decode()


def test_other_peoples_progress_is_not_counted(look, student, lessons):
    complete(make_user(), *lessons)
    assert look().context["studying"][0].progress.done == 0


def test_the_chart_says_in_words_what_it_shows(look, student, lessons):
    complete(student, *lessons[:2])
    chart = look().context["activity"]
    assert chart.series[0].values[-1] == 2
    assert "You completed 2 lessons in the last four weeks." in chart.takeaway
    assert "In all you have studied 20 minutes here." in chart.takeaway


def test_a_quiet_month_is_nobodys_fault(look):
    assert "A quiet month" in look().context["activity"].takeaway
