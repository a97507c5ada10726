"""Attempts for tests, made as students make them."""

from typing import Any

from assessment.asked import asked_question
from assessment.keys import items_of
from assessment.models import Answer, AnswerMark, Attempt, Question, Quiz
from assessment.services.attempts import save_answer, start_attempt, submit_attempt
from catalog.models import CoursePage
from tests.factories import enrol, make_user


def take(quiz: Quiz, student: Any, *responses: Any, submit: bool = True) -> Attempt:
    """Answer the first questions of a quiz with `responses`, in their order, and hand it in."""
    attempt = start_attempt(student=student, quiz=quiz)
    for position, response in enumerate(responses, start=1):
        if response is not None:
            save_answer(attempt=attempt, position=position, response=response)
    return submit_attempt(attempt=attempt) if submit else attempt


def make_students(course: CoursePage, count: int, name: str = "pupil") -> list[Any]:
    students = [make_user(f"{name}{number:03d}") for number in range(count)]
    for student in students:
        enrol(student, course)
    return students


def choice(question: Question, number: int) -> dict[str, str]:
    """Return the answer that chooses the choice of this number, counted from 0."""
    asked = asked_question(question.live_revision_id)
    return {"choice": list(items_of(asked.body["choices"]))[number][0]}


def corrected(question: Question, change: Any) -> Question:
    """Publish a revision of `question`, of which `change` has changed the answer block's value."""
    newest = question.get_latest_revision_as_object()
    change(newest.answer[0].value)
    newest.save_revision().publish()
    question.refresh_from_db()
    return question


def makes_right(number: int) -> Any:
    """Return a correction after which the choice of this number is right, and no other."""

    def change(body: Any) -> None:
        for place, each in enumerate(body["choices"]):
            each["is_right"] = place == number

    return change


def newest_mark(attempt: Attempt, position: int = 1) -> AnswerMark | None:
    answer = Answer.objects.get(attempt=attempt, position=position)
    return answer.marks.last()
