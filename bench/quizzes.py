"""The quizzes that the bench takes, and what of them stands in the database afterwards."""

import time
from statistics import median
from typing import Any

from django.db import connection, transaction
from django.db.models import Count

from accounts.models import User
from assessment.keys import items_of
from assessment.models import Answer, AnswerMark, Attempt, Question, Quiz
from assessment.services.attempts import save_answer, start_attempt, submit_attempt
from bench.cookies import cookie_of
from catalog.models import CourseIndexPage, CoursePage
from catalog.services import create_course
from learning.models import Enrolment

CODE = "B-QUIZ"
STUDENTS = 200


def prepare() -> dict[str, Any]:
    """Make a course with two quizzes if there is none; leave no attempt open. Return what clients need."""
    course = CoursePage.objects.filter(code=CODE).first() or _course()
    for attempt in Attempt.objects.open():
        submit_attempt(attempt=attempt, by=Attempt.By.STAFF)
    students = User.objects.filter(enrolments__course=course).order_by("pk")
    return {
        "long": _plan_of(Quiz.objects.get(course=course, title="Long")),
        "short": _plan_of(Quiz.objects.get(course=course, title="Short")),
        "students": [cookie_of(student) for student in students],
    }


def _course() -> CoursePage:
    teacher = User.objects.get(username="bench-teacher-0")
    course = create_course(
        owner=teacher, title="Quizzes", code=CODE, index=CourseIndexPage.objects.get()
    )
    course.save_revision().publish()
    students = User.objects.filter(username__startswith="bench-student-").order_by(
        "pk"
    )[:STUDENTS]
    Enrolment.objects.bulk_create(
        Enrolment(
            student=student,
            course=course,
            enrolled_at=course.first_published_at or student.date_joined,
        )
        for student in students
    )
    bank = [_question(course, number) for number in range(30)]
    _quiz(course, "Long", bank)
    _quiz(course, "Short", bank[:5])
    return course


def _quiz(course: CoursePage, title: str, questions: list[Question]) -> Quiz:
    quiz = Quiz(
        course=course,
        title=title,
        items=[("question", {"question": each, "points": None}) for each in questions],
        attempts_allowed=None,
    )
    _publish(quiz)
    return quiz


def _question(course: CoursePage, number: int) -> Question:
    choices = [
        {
            "text": f"<p>Choice {letter}</p>",
            "is_right": letter == "b",
            "credit": None,
            "feedback": "",
        }
        for letter in "abcd"
    ]
    bodies: list[tuple[str, dict[str, Any]]] = [
        ("single_choice", {"choices": choices}),
        ("multiple_choice", {"choices": choices, "grading": "partial"}),
        (
            "short_answer",
            {
                "accepted": [
                    {"text": "word 3", "match": "exact", "credit": 100, "feedback": ""}
                ],
                "case_sensitive": False,
            },
        ),
    ]
    question = Question(
        course=course,
        title=f"Question {number}",
        prompt=[("text", f"<p>What is the answer to question {number}?</p>")],
        answer=[bodies[number % 3]],
    )
    _publish(question)
    return question


def _publish(thing: Any) -> None:
    thing.live = False
    thing.save()
    thing.save_revision(clean=False).publish()
    thing.refresh_from_db()


def _plan_of(quiz: Quiz) -> dict[str, Any]:
    keys = [item["value"]["question"] for item in quiz.items.raw_data]
    bank = Question.objects.in_bulk(keys)
    return {
        "uuid": str(quiz.uuid),
        "questions": [_values_of(bank[key]) for key in keys],
    }


def _values_of(question: Question) -> dict[str, Any]:
    if question.kind == "short_answer":
        return {"field": "text", "values": [f"word {number}" for number in range(100)]}
    return {
        "field": "choice",
        "values": [id for id, _choice in items_of(question.body["choices"])],
    }


@transaction.atomic
def submitting(questions: int = 50, times: int = 9) -> dict[str, float]:
    """Return what handing in a whole attempt costs: its queries, and its milliseconds at the median.

    `own_ms` is what is left of them without the database. All that this makes is taken back.
    """
    course = CoursePage.objects.get(code=CODE)
    bank = [_question(course, number) for number in range(questions)]
    quiz = _quiz(course, "Submitting", bank)
    values = [_values_of(question) for question in bank]
    students = User.objects.filter(enrolments__course=course).order_by("pk")[:times]
    costs = []
    for student in students:
        attempt = start_attempt(student=student, quiz=quiz)
        for position, given in enumerate(values, start=1):
            response = {given["field"]: given["values"][1]}
            if bank[position - 1].kind == "multiple_choice":
                response = {"choices": given["values"][1:2]}
            save_answer(attempt=attempt, position=position, response=response)
        with connection.execute_wrapper(database := _Database()):
            began = time.perf_counter()
            submit_attempt(attempt=attempt)
            whole = time.perf_counter() - began
        costs.append((database.queries, whole, whole - database.seconds))
    transaction.set_rollback(True)
    queries, whole_seconds, own_seconds = zip(*costs, strict=True)
    return {
        "questions": questions,
        "queries": max(queries),
        "ms": 1000 * median(whole_seconds),
        "own_ms": 1000 * median(own_seconds),
    }


class _Database:
    """Counts queries, and the seconds that they take."""

    def __init__(self) -> None:
        self.queries = 0
        self.seconds = 0.0

    def __call__(self, execute: Any, *call: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*call)
        finally:
            self.queries += 1
            self.seconds += time.perf_counter() - began


def count(kept: dict[str, dict[str, str]]) -> dict[str, int]:
    """Compare what was acknowledged, by attempt and position, with what the database holds."""
    rows = Answer.objects.filter(attempt__uuid__in=kept).select_related("attempt")
    found = {(str(row.attempt.uuid), str(row.position)): row for row in rows}
    acknowledged = [
        (attempt, position, value)
        for attempt, values in kept.items()
        for position, value in values.items()
    ]
    lost = [
        place
        for *place, value in acknowledged
        if value not in _values_in(found.get((place[0], place[1])))
    ]
    marks = (
        AnswerMark.objects.filter(answer__in=rows)
        .values("answer")
        .annotate(times=Count("pk"))
    )
    times = [row["times"] for row in marks]
    return {
        "kept": len(acknowledged),
        "lost": len(lost),
        "doubled": len(rows) - len(found) + sum(each > 1 for each in times),
        "unmarked": len(rows) - len(times),
    }


def _values_in(answer: Answer | None) -> list[str]:
    response = (answer and answer.response) or {}
    values: list[str] = []
    for value in response.values():
        values += value if isinstance(value, list) else [value]
    return values
