"""What a student has for each item of a course, and what it comes to (ASM-06, ASM-07)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessment.gradebook.book import State
from assessment.gradebook.reading import gradebook_of
from assessment.models import (
    Accommodation,
    Attempt,
    Grade,
    GradeItem,
    GradingScheme,
    Submission,
    SubmissionVersion,
)
from assessment.services.grade_items import delete_item
from assessment.services.marks import Mark, MarksRefused, give_marks
from assessment.tests.factories import make_assignment, make_question, make_quiz
from assessment.tests.grades import give, make_category, make_item
from common.exceptions import Refused
from learning.models import Enrolment
from tests.factories import enrol, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def enrolment(student, course):
    enrolment = Enrolment.objects.select_related("student").get(student=student)
    enrolment.enrolled_at = timezone.now() - 30 * DAY
    enrolment.save()
    return enrolment


@pytest.fixture
def read(course, enrolment):
    def read(**how):
        book = gradebook_of(course, [enrolment], **how)
        return book, book.rows[0]

    return read


@pytest.fixture
def state_of(read):
    """Return the one cell of the course, and its state."""

    def state_of(**how):
        (cell,) = read(**how)[1].cells
        return cell.state

    return state_of


def attempt(quiz, student, *, submitted=True):
    now = timezone.now()
    return Attempt.objects.create(
        quiz=quiz,
        revision=quiz.live_revision,
        student=student,
        number=Attempt.objects.count() + 1,
        seed=1,
        started_at=now,
        submitted_at=now if submitted else None,
        max_points=2,
    )


def hand_in(assignment, student, at=None):
    submission = Submission.objects.create(assignment=assignment, student=student)
    return SubmissionVersion.objects.create(
        submission=submission,
        number=1,
        revision=assignment.live_revision,
        submitted_at=at or timezone.now(),
    )


def quiz_item(course, **fields):
    quiz = make_quiz(course, [make_question(course), make_question(course)], **fields)
    return quiz, GradeItem.objects.get(quiz=quiz)


# --- What stands in a cell ----------------------------------------------------------


def test_what_is_published_has_a_column_and_a_draft_has_none(course, read):
    make_quiz(course, [make_question(course)], title="Planets")
    make_assignment(course, title="Essay", max_points=20)
    make_quiz(course, title="Not yet", draft=True)
    columns = [(c.item.title, c.max_points) for c in read()[0].columns]
    assert columns == [("Planets", 1), ("Essay", 20)]


def test_what_is_unpublished_or_left_out_has_no_column(course, read):
    quiz, _item = quiz_item(course)
    quiz.unpublish()
    make_item(course, is_counted=False)
    assert read()[0].columns == []


def test_work_that_is_not_due_does_not_count(course, state_of):
    make_assignment(course, due_at=timezone.now() + DAY)
    assert state_of() == State.NOT_YET


def test_missing_work_counts_nothing_once_it_was_due(course, read):
    make_assignment(course, due_at=timezone.now() - DAY)
    _book, row = read()
    assert row.cells[0].state == State.MISSING
    assert (row.outcome.percent, row.outcome.letter) == (0, "F")


def test_a_date_of_ones_own_decides_whether_work_is_missing(course, student, state_of):
    quiz, _item = quiz_item(course, closes_at=timezone.now() - DAY)
    Accommodation.objects.create(
        quiz=quiz, student=student, closes_at=timezone.now() + DAY, reason="Ill"
    )
    assert state_of() == State.NOT_YET


def test_what_was_due_before_somebody_came_is_not_missing(course, enrolment, state_of):
    make_assignment(course, due_at=enrolment.enrolled_at - DAY)
    assert state_of() == State.BEFORE


def test_what_is_marked_outside_waits_for_the_teacher(course, state_of):
    make_item(course, due_at=timezone.now() - DAY)
    assert state_of() == State.WAITING


def test_a_submitted_quiz_waits_to_be_graded_and_an_open_attempt_does_not(
    course, student, state_of
):
    quiz, _item = quiz_item(course, closes_at=timezone.now() - DAY)
    open_one = attempt(quiz, student, submitted=False)
    assert state_of() == State.MISSING
    open_one.submitted_at = timezone.now()
    open_one.save()
    assert state_of() == State.WAITING


def test_work_that_was_handed_in_late_waits_and_is_late(course, student, read):
    due_at = timezone.now() - 2 * DAY
    hand_in(make_assignment(course, due_at=due_at), student, due_at + DAY)
    (cell,) = read()[1].cells
    assert (cell.state, cell.is_late, cell.share) == (State.WAITING, True, None)


def test_an_excused_item_does_not_count(course, student, read):
    give(make_item(course), student, 5)
    give(
        make_item(course, due_at=timezone.now() - DAY),
        student,
        None,
        is_excused=True,
        reason="excused",
    )
    _book, row = read()
    assert [cell.state for cell in row.cells] == [State.GRADED, State.EXCUSED]
    assert row.outcome.percent == 50


def test_the_newest_grade_counts_and_one_taken_back_leaves_none(
    course, student, read, state_of
):
    item = make_item(course)
    give(item, student, 3)
    give(item, student, 8)
    assert read()[1].outcome.percent == 80
    give(item, student, None, reason=Grade.Reason.WITHDRAWN)
    assert state_of() == State.NOT_YET


def test_a_grade_is_a_share_of_the_full_marks_that_it_was_given_for(
    course, student, read
):
    item = make_item(course)
    give(item, student, 8)
    item.max_points = Decimal(20)
    item.save()
    _book, row = read()
    assert row.cells[0].points == 16
    assert row.outcome.percent == 80


def test_a_score_that_the_quiz_keeps_is_held_from_the_student_alone(
    course, student, read, state_of
):
    quiz, item = quiz_item(course, show_score="closed", closes_at=timezone.now() + DAY)
    given = attempt(quiz, student)
    give(item, student, 1, reason=Grade.Reason.QUIZ, attempt=given)
    assert state_of() == State.GRADED
    assert state_of(for_student=True) == State.HELD
    assert read(for_student=True)[1].outcome.percent is None
    assert state_of(for_student=True, at=timezone.now() + 2 * DAY) == State.GRADED


def test_categories_and_the_scale_of_the_course_decide(course, student, read):
    GradingScheme.objects.create(course=course, scale=[["Pass", "50"], ["Fail", "0"]])
    exams = make_category(course, "Exams", weight=75)
    make_category(course, "Nothing in it", weight=500)
    homework = make_category(course, "Homework", weight=25, drop_lowest=1)
    give(make_item(course, category=exams), student, 4)
    for points in (10, 10, 0):
        give(make_item(course, category=homework), student, points)
    _book, row = read()
    assert (row.outcome.percent, row.outcome.letter) == (55, "Pass")
    assert row.outcome.of_category(homework.pk) == 100
    assert len(row.outcome.result.dropped) == 1


def test_marks_are_tried_out_without_a_trace(course, student, read):
    done, to_come = make_item(course), make_item(course)
    give(done, student, 5)
    book, row = read()
    assert book.if_only(row, {to_come.pk: Decimal(10)}).percent == 75
    assert book.if_only(row, {done.pk: Decimal(10)}).letter == "A"
    assert Grade.objects.count() == 1


@pytest.mark.parametrize("number", [1, 20])
def test_reading_costs_the_same_for_many_students_and_items(
    course, enrolment, number, student
):
    quiz, _item = quiz_item(course)
    for _serial in range(number):
        person = make_user()
        enrol(person, course)
        give(make_item(course), person, 5)
        attempt(quiz, person)
    enrolments = list(Enrolment.objects.select_related("student"))
    with CaptureQueriesContext(connection) as queries:
        gradebook_of(course, enrolments)
    assert len(queries) == 7


# --- Marks that a teacher enters ----------------------------------------------------


@pytest.fixture
def mark(teacher, student):
    """Enter marks for `student` as somebody does who has just looked."""

    def mark(item, points=None, **fields):
        newest = item.grades.filter(student=student).last()
        fields = {"seen": newest.pk if newest else None, **fields}
        points = None if points is None else Decimal(points)
        return give_marks(
            item=item, marks=[Mark(student, points, **fields)], by=teacher
        )

    return mark


def test_marks_are_added_with_author_and_reason_and_nothing_is_overwritten(
    course, student, teacher, mark
):
    item = make_item(course)
    mark(item, 7, comment="Clear.")
    mark(item, "8.5")
    rows = item.grades.values_list("points", "reason", "by", "comment")
    assert list(rows) == [
        (7, "manual", teacher.pk, "Clear."),
        (Decimal("8.5"), "manual", teacher.pk, ""),
    ]


def test_saving_what_stands_there_adds_nothing(course, student, mark):
    item = make_item(course)
    assert mark(item) == []
    mark(item, "6.67", comment="One\r\ntwo")
    assert mark(item, "6.67", comment="One\ntwo") == []
    assert item.grades.count() == 1


def test_a_mark_that_a_quiz_gave_with_many_places_is_not_touched(course, student, mark):
    _quiz, item = quiz_item(course)
    give(item, student, "1.3333", reason=Grade.Reason.QUIZ)
    assert mark(item, "1.33") == []


def test_an_override_is_marked_and_taking_it_back_returns_what_the_quiz_gave(
    course, student, mark, read
):
    quiz, item = quiz_item(course)
    given = attempt(quiz, student)
    give(
        item,
        student,
        1,
        reason=Grade.Reason.QUIZ,
        attempt=given,
        revision=given.revision,
    )
    mark(item, 2)
    assert read()[1].cells[0].is_override
    mark(item)
    newest = item.grades.last()
    assert (newest.points, newest.reason, newest.attempt) == (1, "quiz", given)
    assert not read()[1].cells[0].is_override
    assert item.grades.count() == 3


def test_an_excuse_that_is_taken_back_leaves_what_was_there(
    course, student, mark, state_of
):
    item = make_item(course)
    mark(item, is_excused=True)
    assert state_of() == State.EXCUSED
    mark(item)
    assert item.grades.last().reason == Grade.Reason.WITHDRAWN
    assert state_of() == State.NOT_YET


@pytest.mark.parametrize("points", ["-1", "10.01"])
def test_marks_beyond_the_full_ones_are_refused(course, mark, points):
    item = make_item(course)
    with pytest.raises(MarksRefused, match="from 0 to 10"):
        mark(item, points)
    assert not item.grades.exists()


def test_the_marks_of_the_work_itself_are_not_emptied(course, student, mark):
    _quiz, item = quiz_item(course)
    give(item, student, 1, reason=Grade.Reason.QUIZ)
    with pytest.raises(MarksRefused, match="excuse"):
        mark(item)


def test_a_comment_alone_is_not_lost_in_silence(course, mark):
    with pytest.raises(MarksRefused, match="comment"):
        mark(make_item(course), comment="Where were you?")


def test_what_somebody_else_graded_meanwhile_is_not_run_over(
    course, student, mark, other_teacher
):
    item = make_item(course)
    give(item, student, 4, by=other_teacher)
    with pytest.raises(MarksRefused, match="Otto Tester"):
        mark(item, 9, seen=None)
    assert [grade.points for grade in item.grades.all()] == [4]


def test_a_line_that_nobody_touched_is_left_alone_when_others_graded_it(
    course, student, mark, other_teacher
):
    item = make_item(course)
    old = give(item, student, 3)
    give(item, student, 4, by=other_teacher)
    assert mark(item, 3, seen=old.pk) == []
    assert item.grades.last().points == 4


def test_one_wrong_mark_keeps_all_out(course, student, teacher):
    item, other = make_item(course), make_user()
    marks = [Mark(student, Decimal(5)), Mark(other, Decimal(50))]
    with pytest.raises(MarksRefused) as refusal:
        give_marks(item=item, marks=marks, by=teacher)
    assert list(refusal.value.sentences) == [other.pk]
    assert not item.grades.exists()


def test_many_marks_cost_as_much_as_one(course, teacher):
    def queries(number):
        marks = [Mark(make_user(), Decimal(5)) for _serial in range(number)]
        with CaptureQueriesContext(connection) as queries:
            give_marks(item=make_item(course), marks=marks, by=teacher)
        return len(queries) - 1  # making the item

    assert queries(1) == queries(40)


# --- Items --------------------------------------------------------------------------


def test_an_item_without_grades_can_be_deleted(course):
    item = make_item(course)
    delete_item(item=item)
    assert not GradeItem.objects.exists()


def test_an_item_with_grades_or_work_behind_it_stays(course, student):
    item = make_item(course)
    give(item, student, 5)
    with pytest.raises(Refused, match="no grade is lost"):
        delete_item(item=item)
    with pytest.raises(Refused, match="belongs to"):
        delete_item(item=quiz_item(course)[1])
