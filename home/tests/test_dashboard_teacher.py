"""What a teacher finds after logging in: own courses only (LRN-05)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from home.dashboards.teaching import step_of
from home.tests.students import add_students, complete
from learning.admin_panels import MyCoursesPanel
from learning.models import Enrolment, EnrolmentRequest
from tests.factories import enrol, make_course, make_lesson, make_module, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(client, teacher):
    def look(address="", user=teacher):
        client.force_login(user)
        return client.get(address or reverse("home:dashboard"))

    return look


def _ask(course, **fields):
    return EnrolmentRequest.objects.create(
        course=course,
        **{"student": make_user(), "status": "pending", "created_at": timezone.now()}
        | fields,
    )


def test_only_own_courses_are_listed(look, student, other_teacher):
    make_course(other_teacher, "Geology")
    titles = [taught.course.title for taught in look().context["taught"]]
    assert titles == ["Astronomy"]


def test_a_teacher_without_courses_is_helped_to_begin(look, other_teacher):
    page = look(user=other_teacher).content.decode()
    assert "You don't teach a course yet" in page
    assert page.count("To the editor") == 1


def test_the_numbers_count_each_person_once(look, teacher, student, course):
    other = make_course(teacher, "Botany")
    enrol(student, other, last_studied_at=timezone.now())
    enrol(make_user(), course, status="completed", completed_at=timezone.now())
    enrol(make_user(), course, status="dropped", last_studied_at=timezone.now())
    _ask(course)
    assert look().context["tiles"] == {
        "students": 2,
        "active_lately": 1,
        "completions": 1,
        "requests": 1,
    }


def test_who_left_is_not_active_in_the_course(look, student, course):
    Enrolment.objects.update(last_studied_at=timezone.now())
    enrol(make_user(), course, status="dropped", last_studied_at=timezone.now())
    (taught,) = look().context["taught"]
    assert taught.numbers.active_lately == taught.numbers.students == 1


def test_the_editor_tells_as_many_students_as_the_dashboard(
    look, teacher, student, course
):
    for status in ("paused", "completed", "dropped"):
        enrol(make_user(), course, status=status)
    (taught,) = look().context["taught"]
    (row,) = MyCoursesPanel(teacher).get_context_data({})["rows"]
    assert row["students"] == taught.numbers.students == 3


@pytest.mark.parametrize(
    ("status", "done", "step"),
    [
        ("active", 0, 0),
        ("active", 1, 1),
        ("active", 3, 1),
        ("active", 4, 2),
        ("active", 7, 3),
        ("active", 11, 4),
        ("active", 12, 5),
        ("completed", 6, 5),
    ],
)
def test_how_far_somebody_is_of_twelve_lessons(status, done, step):
    assert step_of(status, done, 12) == step


def test_the_distribution_counts_every_student_of_the_course(
    look, student, course, lessons
):
    complete(student, *lessons[:2])
    add_students(3, course)
    (taught,) = look().context["taught"]
    assert [share.students for share in taught.distribution] == [0, 0, 3, 1, 0, 0]
    assert sum(share.width for share in taught.distribution) == pytest.approx(100)


def test_lessons_of_another_course_do_not_count(look, teacher, student, course):
    other = make_course(teacher, "Botany")
    complete(student, make_lesson(make_module(other)))
    distribution = look().context["taught"][0].distribution
    assert distribution[0].students == 1


def test_who_was_not_seen_for_two_weeks_is_named_as_a_fact(look, student, course):
    Enrolment.objects.update(last_studied_at=timezone.now() - timedelta(days=15))
    seen = enrol(make_user("sam"), course, last_studied_at=timezone.now())
    assert [line.student for line in look().context["unseen"]] == [student]
    assert seen.student not in look().context["unseen"]


def test_whoever_enrolled_yesterday_is_not_missed_yet(look, student):
    assert look().context["unseen"] == []


def test_requests_of_other_teachers_are_not_shown(look, course, other_teacher):
    _ask(make_course(other_teacher))
    mine = _ask(course)
    assert look().context["requests"] == [mine]


def test_drafts_wait_with_a_link_to_the_editor(look, course, lessons):
    lessons[1].title = "Planets and dwarfs"
    lessons[1].save_revision()
    page = look().content.decode()
    assert "Planets and dwarfs" in page
    assert reverse("wagtailadmin_pages:edit", args=[lessons[1].pk]) in page


def test_a_course_says_where_students_stop(look, course, lessons):
    add_students(4, course)
    for enrolment in Enrolment.objects.all()[:3]:
        complete(enrolment.student, lessons[1])
    charts = {
        chart.key: chart
        for chart in look(reverse("home:course", args=[course.slug])).context["charts"]
    }
    stopping = charts["stopping"]
    assert list(stopping.labels) == ["Stars", "Planets", "Comets"]
    assert list(stopping.series[0].values) == [4, 3, 0]
    assert stopping.takeaway == (
        "Most stop after “Planets”: 3 of the 3 students who completed it "
        "have not completed “Comets”."
    )


def test_one_of_several_who_stops_is_told_in_good_english(look, course, lessons):
    add_students(4, course)
    for enrolment in Enrolment.objects.all()[:3]:
        complete(enrolment.student, *lessons[1:])
    charts = look(reverse("home:course", args=[course.slug])).context["charts"]
    assert charts[-1].takeaway == (
        "Most stop after “Stars”: 1 of the 4 who completed it "
        "has not completed “Planets”."
    )


def test_average_progress_grows_with_the_weeks_and_never_passes_100(
    look, student, course, lessons
):
    Enrolment.objects.update(enrolled_at=timezone.now() - timedelta(weeks=8))
    complete(
        student, lessons[0], completed_at=timezone.now() - timedelta(weeks=5, days=1)
    )
    complete(student, *lessons[1:])
    growth = next(
        chart
        for chart in look(reverse("home:course", args=[course.slug])).context["charts"]
        if chart.key == "growth"
    )
    assert growth.series[0].values[-1] == 100
    assert growth.series[0].values[-4] == 33
    assert "67 points further" in growth.takeaway


def test_a_course_nobody_studies_helps_instead_of_drawing(look, course):
    page = look(reverse("home:course", args=[course.slug])).content.decode()
    assert "Nobody studies this course yet" in page
    assert "jeevi-chart" not in page


def test_every_chart_has_its_numbers_as_a_table(look, student, course, lessons):
    complete(student, lessons[0])
    page = look(reverse("home:course", args=[course.slug])).content.decode()
    assert page.count("<jeevi-chart") == page.count("Show the numbers") == 3


def test_admins_see_the_screens_of_every_course(look, admin, course):
    assert look(reverse("home:course", args=[course.slug]), admin).status_code == 200
