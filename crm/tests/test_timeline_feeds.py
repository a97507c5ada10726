"""CRM-04: what a student does arrives on the timeline by signals, if a counselor looks after them."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import StudentProfile
from assessment.models import Grade
from assessment.services.grades import record_grades
from assessment.tests.attempts import choice, make_students, take
from assessment.tests.factories import make_assignment, make_question, make_quiz
from assessment.tests.grades import give, make_item
from assessment.tests.submitted import hand_in
from crm import feeds
from crm.models import TimelineEntry
from crm.tests.factories import make_inquiry
from learning.services import complete_lesson, enrol, leave

Kind = TimelineEntry.Kind


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def counselled(student, counselor):
    """The enrolled student, whom `counselor` looks after."""
    StudentProfile.objects.update_or_create(
        user=student,
        defaults={"counselor": counselor, "enrolment_number": "2026-90001"},
    )
    return student


def entries(student, kind):
    return [entry.data for entry in student.crm_timeline.filter(kind=kind)]


@pytest.mark.parametrize("how", ["counselor", "inquiry"])
def test_who_is_looked_after_is_followed(
    how, request, student, lessons, committed, counselor
):
    if how == "inquiry":
        make_inquiry(student=student, status="enrolled")
    else:
        request.getfixturevalue("counselled")

    with committed():
        complete_lesson(student=student, lesson=lessons[0])

    assert entries(student, Kind.LESSON) == [{"lesson": "Stars", "course": "Astronomy"}]


def test_nobody_elses_lessons_fill_the_table(student, lessons, committed):
    with committed():
        complete_lesson(student=student, lesson=lessons[0])

    assert not TimelineEntry.objects.exists()


def test_enrolling_leaving_and_completing_are_followed(
    counselled, course, lessons, committed
):
    with committed():
        leave(student=counselled, course=course)
    with committed():
        enrol(student=counselled, course=course)
    with committed():
        for lesson in lessons:
            complete_lesson(student=counselled, lesson=lesson)

    for kind in (Kind.LEFT, Kind.ENROLLED, Kind.COURSE):
        assert entries(counselled, kind) == [{"course": "Astronomy"}]


def test_a_quiz_says_that_it_was_taken_and_its_result_and_no_answer(
    counselled, course, committed
):
    question = make_question(course)
    quiz = make_quiz(course, [question], title="Check")

    with committed():
        take(quiz, counselled, choice(question, 0))

    handed_in, result = entries(counselled, Kind.ASSESSED)[::-1]
    assert handed_in == {
        "what": "handed_in",
        "title": "Check",
        "course": "Astronomy",
        "number": 1,
    }
    assert (result["what"], result["title"], result["reason"]) == (
        "result",
        "Check",
        "quiz",
    )
    assert set(result) == {
        "what",
        "title",
        "course",
        "points",
        "max_points",
        "reason",
    }


def test_work_that_was_handed_in_is_followed(counselled, course, committed):
    assignment = make_assignment(course, title="Essay", accepts="text")

    with committed():
        hand_in(assignment, counselled)

    assert [each["title"] for each in entries(counselled, Kind.ASSESSED)] == ["Essay"]


def test_a_grade_that_was_rolled_back_was_never_given(counselled, course, committed):
    item = make_item(course, title="Oral")

    with committed():
        with transaction.atomic():
            give(item, counselled, 9)
            transaction.set_rollback(True)
        give(item, counselled, 7)

    assert [each["points"] for each in entries(counselled, Kind.ASSESSED)] == ["7.0000"]


def test_a_timeline_that_cannot_be_written_fails_nobodys_lesson(
    counselled, lessons, committed, monkeypatch
):
    def refuse(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(feeds, "_add", refuse)

    with committed():
        progress = complete_lesson(student=counselled, lesson=lessons[0])

    assert progress.is_done


def queries_of(act, committed):
    with CaptureQueriesContext(connection) as captured, committed():
        act()
    return len(captured)


def test_a_lesson_costs_at_most_two_queries_more(
    counselled, lessons, committed, monkeypatch
):
    def done(number):
        return queries_of(
            lambda: complete_lesson(student=counselled, lesson=lessons[number]),
            committed,
        )

    done(0)
    with_timeline = done(1)
    complete_again(counselled, lessons[1])
    monkeypatch.setattr(feeds, "lesson_done", lambda *args: None)

    assert with_timeline - done(1) <= 2


def complete_again(student, lesson):
    """Take everything back that completing a lesson wrote, so that it can be done the same way."""
    student.lesson_progress.filter(lesson_key=lesson.translation_key).delete()


def test_hundreds_of_grades_cost_as_much_as_two(course, counselor, committed):
    students = make_students(course, 12)
    for student in students:
        make_inquiry(student=student)
    item = make_item(course)

    def graded(some):
        rows = [
            Grade(
                item=item,
                student=student,
                points=Decimal(8),
                max_points=Decimal(10),
                reason="regrade",
            )
            for student in some
        ]
        return queries_of(lambda: record_grades(rows), committed)

    graded(students[:1])
    assert graded(students[:2]) == graded(students[2:])
    assert TimelineEntry.objects.filter(kind=Kind.ASSESSED).count() == 13
