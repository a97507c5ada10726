"""Staff see why a person can, or can't, see a lesson (CAT-12, LRN-02)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import StudentProfile
from learning.access import decide
from learning.models import Enrolment, EnrolmentRequest
from tests.factories import make_course, make_lesson, make_module

pytestmark = pytest.mark.django_db

ACCESS = reverse("home:access")


@pytest.fixture
def ask(client):
    def ask(viewer, person=None, page=None, **query):
        client.force_login(viewer)
        if person:
            query["user"] = str(person.uuid)
        if page:
            query["page"] = page.pk
        return client.get(ACCESS, query)

    return ask


def _facts(answer):
    return {
        fact.name: (fact.value, fact.speaks)
        for fact in answer.context["explanation"].facts
    }


def test_the_answer_is_what_the_site_itself_decides(ask, admin, student, lessons):
    answer = ask(admin, student, lessons[1])
    assert answer.context["explanation"].decision == decide(student, lessons[1])
    assert "Stella Tester can read “Planets”" in answer.content.decode()


def test_no_enrolment_speaks_against_it(ask, admin, stranger, lessons):
    answer = ask(admin, stranger, lessons[1])
    assert answer.context["explanation"].decision.code == "enrol"
    assert _facts(answer)["Enrolment"] == ("None", "against")


def test_a_request_that_waits_is_among_the_facts(ask, admin, stranger, course, lessons):
    EnrolmentRequest.objects.create(
        student=stranger, course=course, status="pending", created_at=timezone.now()
    )
    value, speaks = _facts(ask(admin, stranger, lessons[1]))["Enrolment"]
    assert "Waiting for approval" in value
    assert speaks == "against"


def test_a_closed_account_speaks_against_it(ask, admin, suspended, lessons):
    assert _facts(ask(admin, suspended, lessons[1]))["Account"] == (
        "Student, closed (suspended)",
        "against",
    )


def test_a_date_and_a_prerequisite_are_named(ask, admin, student, course, lessons):
    course.lessons_in_order = True
    course.save()
    lesson = lessons[2]
    lesson.prerequisites = [lessons[1]]
    lesson.opens_at = timezone.now() + timedelta(days=1)
    lesson.save()
    facts = _facts(ask(admin, student, lesson))
    assert facts["Opens"][1] == "against"
    assert facts["Needs “Planets”"] == ("Not completed yet", "against")


def test_a_draft_says_that_it_is_not_published(ask, teacher, student, lessons):
    lessons[1].unpublish()
    assert _facts(ask(teacher, student, lessons[1]))["The page"] == (
        "Not published",
        "against",
    )


@pytest.mark.parametrize("who", ["student", "stranger"])
def test_students_do_not_ask(ask, request, who):
    assert ask(request.getfixturevalue(who)).status_code == 404


def test_a_teacher_asks_about_own_lessons_and_own_students_only(
    ask, teacher, other_teacher, student, stranger, lessons
):
    elsewhere = make_lesson(make_module(make_course(other_teacher)), "Granite")
    assert ask(teacher, student, lessons[0]).context["explanation"]
    assert ask(teacher, stranger, lessons[0]).context["explanation"] is None
    assert ask(teacher, student, elsewhere).context["explanation"] is None
    assert ask(other_teacher, student, lessons[0]).context["explanation"] is None


def test_the_search_finds_only_whom_the_viewer_may_know(
    ask, teacher, admin, student, stranger
):
    assert ask(teacher, who="tester").context["people"] == [student]
    assert stranger in ask(admin, who="tester").context["people"]


def test_the_search_for_lessons_stays_in_own_courses(ask, teacher, other_teacher):
    make_lesson(make_module(make_course(other_teacher)), "Planets of stone")
    make_lesson(make_module(make_course(teacher)), "Planets of gas")
    found = ask(teacher, what="planets").context["lessons"]
    assert [lesson.title for lesson in found] == ["Planets of gas"]


def test_a_counselor_asks_about_the_students_they_counsel(
    ask, counselor, student, stranger, lessons
):
    StudentProfile.objects.filter(user=student).update(counselor=counselor)
    assert ask(counselor, student, lessons[1]).context["explanation"]
    assert ask(counselor, stranger, lessons[1]).context["explanation"] is None
    lessons[1].unpublish()
    assert ask(counselor, student, lessons[1]).context["explanation"] is None


@pytest.mark.parametrize(
    "query",
    [{"user": "x"}, {"page": "x"}, {"page": "9" * 30}, {"page": "²"}, {"user": "\0"}],
)
def test_nonsense_in_the_address_is_a_word_and_no_error(client, admin, query):
    client.force_login(admin)
    page = client.get(ACCESS, query).content.decode()
    assert "This person is not known" in page or "This lesson does not exist" in page


def test_a_character_that_no_database_takes_finds_nobody(ask, admin):
    assert ask(admin, who="\0zzz", what="\0zzz").context["people"] == []


def test_html_in_the_search_stays_text(ask, admin):
    page = ask(admin, who="<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("who", "shown"), [("teacher", True), ("admin", True), ("counselor", False)]
)
def test_the_editor_of_a_lesson_leads_here_for_those_who_may_ask(
    client, request, who, shown, lessons
):
    client.force_login(request.getfixturevalue(who))
    editor = client.get(
        reverse("wagtailadmin_pages:edit", args=[lessons[1].pk]), follow=True
    )
    assert (f"{ACCESS}?page={lessons[1].pk}" in editor.content.decode()) is shown


def test_a_paused_student_is_told_to_ask_the_teacher(ask, admin, student, lessons):
    Enrolment.objects.update(status="paused")
    answer = ask(admin, student, lessons[1])
    assert answer.context["explanation"].decision.code == "paused"
    assert _facts(answer)["Enrolment"][1] == "against"
