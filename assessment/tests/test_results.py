"""ASM-08: a result shows as much as its author allows, tells what to read again, and teachers everything."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessment.keys import items_of
from assessment.models import AnswerMark, Grade
from assessment.overview import percent_of
from assessment.services.attempts import save_answer, start_attempt, submit_attempt
from assessment.services.marking import settle_attempt
from assessment.tests.factories import make_assignment, make_question, make_quiz
from assessment.tests.quiz_screens import (
    SECRET,
    asked_at,
    every_kind,
    position_of,
    right_fields,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pupil(client, student):
    client.force_login(student)
    return client


def take(student, quiz, *values):
    """Answer a quiz of statements with `values`, and submit it."""
    attempt = start_attempt(student=student, quiz=quiz)
    for position, value in enumerate(values, start=1):
        save_answer(attempt=attempt, position=position, response={"value": value})
    return submit_attempt(attempt=attempt)


def result_of(client, attempt):
    return client.get(f"/attempts/{attempt.uuid}/result/")


def test_the_score_says_points_percent_and_whether_it_is_a_pass(pupil, student, course):
    questions = [make_question(course, "true_false") for _ in range(3)]
    quiz = make_quiz(course, questions, pass_percent=60)
    page = result_of(pupil, take(student, quiz, True, True, False))
    assert page.context["result"].score.percent == Decimal("66.6")
    for words in ("2 of 3 points", "Passed", "The pass mark is 60 %."):
        assert words in page.content.decode()


def test_what_is_shown_as_a_pass_mark_reached_is_one():
    assert percent_of(Fraction(59999, 100000)) == Decimal("59.9")
    assert str(percent_of(Fraction(1))) == "100"


def test_each_kind_shows_the_own_answer_the_right_one_and_feedback(
    pupil, student, course
):
    quiz = every_kind(course, show_answers="submitted")
    attempt = start_attempt(student=student, quiz=quiz)
    ids = [id for id, _choice in items_of(asked_at(attempt, 1).body["choices"])]
    pairs = items_of(asked_at(attempt, position_of("matching")).body["pairs"])
    order = items_of(asked_at(attempt, position_of("ordering")).body["items"])
    for kind, response in (
        ("single_choice", {"choice": ids[1]}),
        ("true_false", {"value": True}),
        ("short_answer", {"text": "Jupiter"}),
        ("numeric", {"number": "3", "unit": "m"}),
        ("matching", {"pairs": {pairs[0][0]: pairs[0][0], pairs[1][0]: pairs[0][0]}}),
        ("ordering", {"order": [order[0][0], order[2][0], order[1][0]]}),
    ):
        save_answer(attempt=attempt, position=position_of(kind), response=response)
    submit_attempt(attempt=attempt)
    shown = {
        each.kind: each for each in result_of(pupil, attempt).context["result"].answers
    }

    by_text = {str(line.text): line for line in shown["single_choice"].lines}
    assert (by_text["Mars"].is_given, by_text["Mars"].is_right) == (True, False)
    assert (by_text["Saturn"].is_given, by_text["Saturn"].is_right) == (False, True)
    assert (by_text["Mars"].note, by_text["Saturn"].note) == (f"{SECRET} red", "")
    assert [line.is_right for line in shown["true_false"].lines] == [True, False]
    assert shown["true_false"].verdict == "right"
    assert (shown["short_answer"].lines[0].text, shown["short_answer"].right) == (
        "Jupiter",
        (SECRET,),
    )
    assert shown["numeric"].right == ("987654, give or take 3 m",)
    assert [line.is_right for line in shown["matching"].lines] == [True, False]
    assert [line.right for line in shown["matching"].lines] == ["2 moons", "146 moons"]
    assert [line.is_right for line in shown["ordering"].lines] == [True, False, False]
    assert shown["ordering"].right == ("Mercury", "Venus", "Earth")
    assert not shown["essay"].is_answered
    assert shown["multiple_choice"].verdict == "wrong"


def test_feedback_without_right_answers_marks_no_choice(pupil, student, course):
    quiz = every_kind(course, show_answers="never", layout="all")
    attempt = start_attempt(student=student, quiz=quiz)
    fields = {}
    for position in range(1, 9):
        fields |= right_fields(attempt, position)
    pupil.post(f"/attempts/{attempt.uuid}/", fields)
    submit_attempt(attempt=attempt)
    for answer in result_of(pupil, attempt).context["result"].answers:
        assert {line.is_right for line in answer.lines} == {None}
        assert answer.right == ()


def test_an_essay_waits_and_the_result_says_so(pupil, student, teacher, course):
    quiz = make_quiz(course, [make_question(course, "essay")])
    attempt = start_attempt(student=student, quiz=quiz)
    save_answer(attempt=attempt, position=1, response={"text": "It floats."})
    submit_attempt(attempt=attempt)
    page = result_of(pupil, attempt).content.decode()
    assert "One answer waits for your teacher" in page
    assert "It floats." in page
    answer = attempt.answers.get()
    AnswerMark.objects.create(
        answer=answer,
        points=Decimal("0.5"),
        reason=AnswerMark.Reason.PERSON,
        revision_id=answer.revision_id,
        comment="Say why.",
        by=teacher,
        created_at=timezone.now(),
    )
    settle_attempt(attempt=attempt, reason=Grade.Reason.GRADED)
    page = result_of(pupil, attempt).content.decode()
    assert "0.5 of 1 point" in page
    assert "Say why." in page
    assert str(teacher) in page


def test_the_levels_of_a_rubric_are_named(pupil, student, course):
    rubric = [
        {
            "title": "Reasons",
            "description": "",
            "levels": [
                {"title": "None", "points": 0, "description": ""},
                {"title": "Some", "points": 2, "description": "One or two."},
            ],
        }
    ]
    question = make_question(course, "essay", body={"rubric": rubric})
    attempt = take(student, make_quiz(course, [question]))
    answer = attempt.answers.get()
    ((id, criterion),) = items_of(asked_at(attempt, 1).body["rubric"])
    AnswerMark.objects.create(
        answer=answer,
        points=1,
        reason=AnswerMark.Reason.PERSON,
        revision_id=answer.revision_id,
        levels={id: items_of(criterion["levels"])[1][0]},
        created_at=timezone.now(),
    )
    (shown,) = result_of(pupil, attempt).context["result"].answers
    (line,) = shown.rubric
    assert (line.criterion, line.level) == ("Reasons", "Some")


def test_a_corrected_question_is_shown_as_it_was_asked_with_a_word(
    pupil, student, course
):
    question = make_question(course, "true_false", text="Saturn floats.")
    quiz = make_quiz(course, [question], show_answers="submitted")
    attempt = take(student, quiz, False)
    newest = question.get_latest_revision_as_object()
    newest.prompt = [("text", "<p>Saturn sinks.</p>")]
    newest.answer[0].value["right"] = "false"
    newest.save_revision().publish()
    question.refresh_from_db()
    AnswerMark.objects.create(
        answer=attempt.answers.get(),
        points=1,
        reason=AnswerMark.Reason.REGRADE,
        revision_id=question.live_revision_id,
        matched=["false"],
        created_at=timezone.now(),
    )
    settle_attempt(attempt=attempt, reason=Grade.Reason.REGRADE)
    page = result_of(pupil, attempt)
    said = page.content.decode()
    assert "Saturn floats." in said
    assert "Saturn sinks." not in said
    assert "It was corrected on" in said
    (shown,) = page.context["result"].answers
    assert [line.is_right for line in shown.lines] == [False, True]


def test_lessons_are_told_apart_and_the_weak_ones_are_worth_reading_again(
    pupil, student, course, lessons
):
    questions = []
    for lesson in lessons[:2]:
        for _ in range(2):
            question = make_question(course, "true_false")
            question.lessons = [lesson]
            question.save_revision().publish()
            questions.append(question)
    attempt = take(student, make_quiz(course, questions), True, True, True, False)
    shares = result_of(pupil, attempt).context["result"].lessons
    assert [(each.lesson.title, each.percent) for each in shares] == [
        ("Planets", 50),
        ("Stars", 100),
    ]
    shares = result_of(pupil, attempt).context["result"].lessons
    attempt = take(student, make_quiz(course, questions), True, True, False, False)
    page = result_of(pupil, attempt)
    assert [each.reads_again for each in page.context["result"].lessons] == [
        True,
        False,
    ]
    assert "Worth reading again" in page.content.decode()


def test_a_teacher_sees_all_parts_and_where_it_was_worked_on(
    client, teacher, student, course
):
    quiz = every_kind(
        course, show_score="never", show_feedback="never", show_answers="never"
    )
    attempt = start_attempt(
        student=student, quiz=quiz, address="192.0.2.1", browser="Lynx"
    )
    client.force_login(teacher)
    assert "still open" in result_of(client, attempt).content.decode()
    submit_attempt(attempt=attempt)
    said = result_of(client, attempt).content.decode()
    for words in (SECRET, "192.0.2.1", "Lynx", str(student), "0 of 1 point"):
        assert words in said


def test_a_student_sees_no_log_of_addresses(pupil, student, course):
    quiz = make_quiz(course, [make_question(course)])
    attempt = start_attempt(student=student, quiz=quiz, address="192.0.2.1")
    submit_attempt(attempt=attempt)
    assert "192.0.2.1" not in result_of(pupil, attempt).content.decode()


def test_others_find_no_result(
    client, stranger, other_teacher, counselor, student, course
):
    attempt = take(student, make_quiz(course, [make_question(course)]))
    for person in (stranger, other_teacher, counselor):
        client.force_login(person)
        assert result_of(client, attempt).status_code == 404


def test_a_result_costs_the_same_whatever_its_length(pupil, student, course, lessons):
    counts = []
    for count in (3, 30):
        questions = [make_question(course, "true_false") for _ in range(count)]
        attempt = take(student, make_quiz(course, questions), True)
        result_of(pupil, attempt)
        with CaptureQueriesContext(connection) as queries:
            result_of(pupil, attempt)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


# --- All of a course --------------------------------------------------------------------


def states(client, course):
    page = client.get(f"/learn/courses/{course.pk}/assessments/")
    return {
        entry.thing.title: (entry.state, entry.score.percent if entry.score else None)
        for entry in page.context["entries"]
    }


def test_the_list_says_where_a_student_stands(
    pupil, student, course, lessons, monkeypatch
):
    monkeypatch.setattr(
        "assessment.models.Assignment.get_absolute_url", lambda self: "/", raising=False
    )
    now = timezone.now()

    def quiz(title, **fields):
        return make_quiz(
            course, [make_question(course, "true_false")], title=title, **fields
        )

    take(student, quiz("passed"), True)
    take(student, quiz("failed"), False)
    take(student, quiz("hidden", show_score="never"), True)
    start_attempt(student=student, quiz=quiz("begun"))
    gone = quiz("gone")
    take(student, gone, True)
    gone.unpublish()
    quiz("open")
    quiz("later", opens_at=now + timedelta(days=1))
    quiz("over", closes_at=now - timedelta(days=1))
    quiz("draft", draft=True)
    exam = quiz("exam")
    exam.opens_after = [lessons[1]]
    exam.save_revision().publish()
    make_assignment(course, title="essay")
    assert states(pupil, course) == {
        "passed": ("Passed", 100),
        "failed": ("Not passed", 0),
        "hidden": ("Submitted", None),
        "begun": ("You have begun", None),
        "gone": ("Passed", 100),
        "open": ("Open", None),
        "later": ("Not open yet", None),
        "over": ("Closed", None),
        "exam": ("Not open yet", None),
        "essay": ("Open", None),
    }


def test_a_list_without_anything_says_so(pupil, course):
    page = pupil.get(f"/learn/courses/{course.pk}/assessments/")
    assert "Nothing to hand in yet" in page.content.decode()


def test_the_list_agrees_with_the_page_about_closed_lessons(
    pupil, student, course, lessons
):
    from assessment.models import Placement

    quiz = make_quiz(course, [make_question(course)], title="inside")
    lesson = lessons[1]
    lesson.opens_at = timezone.now() + timedelta(days=1)
    lesson.save_revision().publish()
    Placement.objects.create(lesson=lesson, quiz=quiz)
    assert states(pupil, course)["inside"][0] == "Not open yet"
    assert pupil.get(quiz.get_absolute_url()).status_code == 403
    Placement.objects.create(lesson=lessons[0], quiz=quiz)
    assert states(pupil, course)["inside"][0] == "Open"
    assert pupil.get(quiz.get_absolute_url()).status_code == 200


def test_the_list_costs_the_same_however_long_it_is(pupil, student, course):
    counts = []
    for count in (2, 10):
        for _ in range(count):
            take(
                student, make_quiz(course, [make_question(course, "true_false")]), True
            )
        pupil.get(f"/learn/courses/{course.pk}/assessments/")
        with CaptureQueriesContext(connection) as queries:
            pupil.get(f"/learn/courses/{course.pk}/assessments/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
