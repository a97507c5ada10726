"""What a student reads of their own grades, and what they try out (ASM-06)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment.models import Accommodation, Grade, GradeItem
from assessment.tests.factories import make_assignment, make_question, make_quiz
from assessment.tests.grades import give, make_category, make_item
from learning.models import Enrolment
from tests.factories import enrol, make_course, make_user
from tests.many import count_queries

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def look(client, student, course):
    def look(user=student, of=course, **query):
        client.force_login(user)
        return client.get(reverse("assessment:my_grades", args=[of.pk]), query)

    return look


@pytest.fixture
def results(look):
    """Return the results on the page as text: so far, and with the marks tried out."""

    def results(**query):
        context = look(**query).context
        found = [context["row"].outcome, context["if_only"]]
        return [(str(each.percent), each.letter) for each in found if each]

    return results


def test_a_student_reads_marks_comments_states_and_results(look, course, student):
    Enrolment.objects.update(enrolled_at=timezone.now() - 9 * DAY)
    exams = make_category(course, "Exams", weight=50)
    give(make_item(course, "Oral", category=exams), student, "8.5", comment="Calm.")
    make_assignment(course, title="Essay", due_at=timezone.now() - DAY)
    html = look().content.decode()
    for words in ("8.5", "Calm.", "missing", "42.5&nbsp;%", "Without a category"):
        assert words in html


def test_nobody_reads_the_grades_of_others(look, course, student, teacher, stranger):
    classmate = make_user("mia")
    enrol(classmate, course)
    give(make_item(course), classmate, 7, comment="Only for Mia.")
    assert "Only for Mia." not in look().content.decode()
    assert "Only for Mia." in look(user=classmate).content.decode()
    assert look(user=stranger).status_code == 404
    assert look(user=teacher).status_code == 404


def test_who_left_still_reads_what_they_got(look, course, student):
    give(make_item(course), student, 7)
    Enrolment.objects.update(status="dropped")
    assert "70.0&nbsp;%" in look().content.decode()


def test_a_course_without_grades_says_so(look):
    assert "Nothing is graded in this course yet" in look().content.decode()


def test_a_score_that_is_shown_later_is_nowhere_on_the_page(look, course, student):
    quiz = make_quiz(course, [make_question(course)], show_score="never")
    item = GradeItem.objects.get(quiz=quiz)
    give(item, student, "0.77", reason=Grade.Reason.QUIZ, comment="Secret.")
    html = look().content.decode()
    assert "shown later" in html
    assert "0.77" not in html
    assert "77.0" not in html
    assert "Secret." not in html


def test_marks_are_tried_out_and_nothing_is_kept(results, course, student):
    give(make_item(course), student, 5)
    project = make_item(course)
    assert results() == [("50.0", "F")]
    asked = {f"if-{project.uuid}": "10"}
    assert results(**asked) == [("50.0", "F"), ("75.0", "C")]
    assert results() == [("50.0", "F")]
    assert Grade.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "percent"), [("7,5", "75.0"), ("99", "100.0"), ("-3", "0.0")]
)
def test_marks_that_are_tried_out_stay_within_the_full_ones(
    results, course, text, percent
):
    item = make_item(course)
    assert results(**{f"if-{item.uuid}": text})[-1][0] == percent


@pytest.mark.parametrize("text", ["", "much", "excused", "1e999", "9" * 999])
def test_what_is_no_mark_is_passed_over(look, course, text):
    item = make_item(course)
    assert look(**{f"if-{item.uuid}": text}).status_code == 200


def test_what_was_tried_out_stands_in_its_field(look, course):
    item = make_item(course)
    html = look(**{f"if-{item.uuid}": "7,50"}).content.decode()
    assert 'value="7.5"' in html


def test_the_page_costs_the_same_for_many_items(look, client, course, student):
    give(make_item(course), student, 5)
    client.force_login(student)
    address = reverse("assessment:my_grades", args=[course.pk])
    few = count_queries(client, address)
    for _serial in range(20):
        give(make_item(course, category=make_category(course)), student, 5)
    assert count_queries(client, address) == few
    assert few <= 20


# --- On the dashboard ---------------------------------------------------------------


@pytest.fixture
def dashboard(client, student):
    def dashboard():
        client.force_login(student)
        return client.get(reverse("home:dashboard"))

    return dashboard


def due(answer):
    return [each["title"] for each in answer.context["due_next"]]


def test_the_dashboard_says_what_is_due_next_the_nearest_first(
    dashboard, course, student, other_teacher
):
    now = timezone.now()
    make_assignment(course, title="Essay", due_at=now + 3 * DAY)
    quiz = make_quiz(course, title="Quiz", closes_at=now + 5 * DAY)
    make_item(course, "Oral", due_at=now + 2 * DAY)
    make_assignment(course, title="Over", due_at=now - DAY)
    make_assignment(course, title="Draft", due_at=now + DAY, draft=True)
    make_assignment(make_course(other_teacher), title="Elsewhere", due_at=now + DAY)
    graded = make_item(course, "Done", due_at=now + DAY)
    give(graded, student, 5)
    assert due(dashboard()) == ["Oral", "Essay", "Quiz"]
    Accommodation.objects.create(
        quiz=quiz, student=student, closes_at=now + DAY, reason="Away"
    )
    assert due(dashboard()) == ["Quiz", "Oral", "Essay"]


def test_the_dashboard_shows_the_newest_grades_that_may_be_shown(
    dashboard, course, student
):
    for show_score in ("never", "closed", "submitted"):
        quiz = make_quiz(course, title=f"Shown {show_score}", show_score=show_score)
        give(GradeItem.objects.get(quiz=quiz), student, 1, reason="quiz", max_points=2)
    oral = make_item(course, "Oral")
    give(oral, student, 3)
    give(oral, student, Decimal("4.5"))
    answer = dashboard()
    shown = [(g.item.title, g.points) for g in answer.context["newest_grades"]]
    assert shown == [("Oral", Decimal("4.5")), ("Shown submitted", 1)]
    assert "4.5 of 10" in answer.content.decode()


def test_a_score_is_shown_on_the_dashboard_once_the_quiz_has_closed_for_the_student(
    dashboard, course, student
):
    quiz = make_quiz(course, show_score="closed", closes_at=timezone.now() - DAY)
    give(GradeItem.objects.get(quiz=quiz), student, 1, reason="quiz", max_points=2)
    assert len(dashboard().context["newest_grades"]) == 1
    Accommodation.objects.create(
        quiz=quiz, student=student, closes_at=timezone.now() + DAY, reason="Ill"
    )
    assert dashboard().context["newest_grades"] == []
