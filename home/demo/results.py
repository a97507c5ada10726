"""Lets the students of the demonstration academy answer, hand in and be graded, from a fixed seed."""

from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from random import Random
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from assessment.asked import AskedQuestion, asked_question
from assessment.composing import compose
from assessment.keys import items_of, options_of
from assessment.models import (
    Answer,
    AnswerMark,
    Attempt,
    Grade,
    Grading,
    Quiz,
    Submission,
    SubmissionFile,
    SubmissionVersion,
)
from assessment.services.attempts import unanswered
from assessment.services.grades import grade_item_of, record_grade
from assessment.services.marking import marks_by_key, record_result
from home.demo.assessments import Assessments
from learning.models import LessonProgress

COMMENTS = {
    "good": "A clear question and an honest answer. I would put the unit beside the axis.",
    "fair": "The program works. Say more about what the chart leaves out.",
    "poor": "You are on the way. Start from the example of the lesson and change one thing at a time.",
}
ESSAYS = [
    "A copied line must be corrected in every place where it stands, and one is always forgotten. A function "
    "gives the idea a name and one place. When I counted words in three files, I changed the splitting once "
    "and all three results were right.",
    "Because it is shorter. And you can use it again in another program, like max or len, which somebody wrote "
    "so that nobody has to write it again.",
    "Functions are good because teachers like them.",
]
PROGRAM = """import csv

with open("rain.csv") as file:
    rows = list(csv.DictReader(file))

wettest = max(rows, key=lambda row: float(row["mm"]))
print(wettest["month"], wettest["mm"])
"""


def make_results(made: list[Assessments]) -> None:
    """Make attempts, submissions and grades of whoever came far enough in a course."""
    random = Random(2026)
    for assessments in made:
        reached = _reached(assessments)
        for index, (student, (done, last)) in enumerate(reached.items()):
            ability = random.betavariate(5, 2)
            if done >= 2:
                _take(random, assessments.quiz, student, ability, last)
            if done >= 3 and random.random() < 0.75:
                _hand_in(random, assessments, student, ability, index)
            if assessments.exam and done >= 6 and random.random() < 0.8:
                _take(random, assessments.exam, student, ability, last)
            if assessments.practical and done >= 4 and random.random() < 0.7:
                _show(random, assessments, student, ability)


def _reached(assessments: Assessments) -> dict[User, tuple[int, datetime]]:
    """Return how many lessons each student has done, and when the last one."""
    reached: dict[User, tuple[int, datetime]] = {}
    rows = LessonProgress.objects.filter(
        course=assessments.course, completed_at__isnull=False
    )
    for row in rows.select_related("student").order_by("completed_at"):
        if row.completed_at:
            done = reached[row.student][0] if row.student in reached else 0
            reached[row.student] = (done + 1, row.completed_at)
    return reached


def _take(
    random: Random, quiz: Quiz, student: User, ability: float, at: datetime
) -> None:
    """Take a quiz once, and again if it went badly and there is a try left."""
    tries = min(quiz.attempts_allowed or 2, 2)
    for number in range(1, tries + 1):
        at = min(
            at + timedelta(hours=random.uniform(1, 60)),
            timezone.now() - timedelta(minutes=90),
        )
        attempt = _attempt(random, quiz, student, ability, number, at)
        if attempt.points is not None:
            record_result(quiz=quiz, student=student, reason=Grade.Reason.QUIZ)
            if attempt.points >= attempt.max_points * Decimal("0.7"):
                return
        ability = min(1.0, ability + 0.2)


def _attempt(
    random: Random, quiz: Quiz, student: User, ability: float, number: int, at: datetime
) -> Attempt:
    seed = random.getrandbits(63)
    asked = compose(quiz, seed)
    took = timedelta(minutes=random.uniform(0.8, 2.2) * len(asked))
    limit = (
        timedelta(minutes=quiz.time_limit_minutes) if quiz.time_limit_minutes else None
    )
    attempt = Attempt.objects.create(
        quiz=quiz,
        revision_id=quiz.live_revision_id,
        student=student,
        number=number,
        seed=seed,
        started_at=at,
        ends_at=at + limit if limit else None,
        submitted_at=at + min(took, limit or took),
        submitted_by=Attempt.By.STUDENT,
        max_points=sum(each.points for each in asked),
    )
    answers = unanswered(attempt, asked)
    for answer in answers:
        question = asked_question(answer.revision_id)
        answer.response = _response(random, question, ability)
        answer.saved_at = at + took * answer.position / len(asked)
        answer.seconds_spent = round(
            took.total_seconds() / len(asked) * random.uniform(0.5, 1.6)
        )
    Answer.objects.bulk_create(answers)
    marks = marks_by_key(
        answers, {each.pk: asked_question(each.revision_id) for each in answers}
    )
    for mark in marks:
        mark.created_at = at + took
    by_key = {mark.answer_id for mark in marks}
    essays = [answer for answer in answers if answer.pk not in by_key]
    marks += filter(
        None, [_read(random, essay, ability, at + took) for essay in essays]
    )
    AnswerMark.objects.bulk_create(marks)
    if len(marks) == len(answers):
        attempt.points = sum((mark.points for mark in marks), Decimal(0))
        attempt.save(update_fields=["points"])
    return attempt


def _read(
    random: Random, answer: Answer, ability: float, at: datetime
) -> AnswerMark | None:
    """Mark an essay, most of the time: some wait for the teacher who looks at the demonstration."""
    if random.random() < 0.3:
        return None
    teacher = answer.question.course.owner
    return AnswerMark(
        answer=answer,
        points=Decimal(round(float(answer.max_points) * ability)),
        reason=AnswerMark.Reason.PERSON,
        revision_id=answer.revision_id,
        comment="Give an example of your own, and it convinces.",
        by=teacher,
        created_at=min(at + timedelta(days=1), timezone.now()),
    )


def _response(
    random: Random, asked: AskedQuestion, ability: float
) -> dict[str, Any] | None:
    """Return an answer that is right as often as `ability` says."""
    body, is_right = asked.body, random.random() < ability
    if random.random() < 0.03:
        return None
    match asked.kind:
        case "single_choice":
            among = [
                id
                for id, choice in items_of(body["choices"])
                if choice["is_right"] == is_right
            ]
            return {"choice": random.choice(among)}
        case "multiple_choice":
            right = [
                id for id, choice in items_of(body["choices"]) if choice["is_right"]
            ]
            return {
                "choices": right if is_right else right[: random.randint(1, len(right))]
            }
        case "true_false":
            return {"value": (body["right"] == "true") == is_right}
        case "short_answer":
            accepted = [each["text"] for _id, each in items_of(body["accepted"])]
            return {
                "text": accepted[0]
                if is_right
                else random.choice(["function", "if", "end"])
            }
        case "numeric":
            value = next(each["value"] for _id, each in items_of(body["accepted"]))
            units = [each["name"] for _id, each in items_of(body["units"])]
            return {
                "number": str(value if is_right else value * 2),
                "unit": units[0] if units else "",
            }
        case "matching":
            by_text = {text: id for id, text in options_of(body).items()}
            pairs = {id: by_text[pair["match"]] for id, pair in items_of(body["pairs"])}
            if not is_right:
                first, second, *_rest = pairs
                pairs[first], pairs[second] = pairs[second], pairs[first]
            return {"pairs": pairs}
        case "ordering":
            order = [id for id, _item in items_of(body["items"])]
            if not is_right:
                order[0], order[1] = order[1], order[0]
            return {"order": order}
    return {"text": ESSAYS[min(int((1 - ability) * 4), 2)]}


def _hand_in(
    random: Random, assessments: Assessments, student: User, ability: float, index: int
) -> None:
    assignment, course = assessments.assignment, assessments.course
    now = timezone.now()
    due: datetime = assignment.due_at or now
    at = min(due, now) - timedelta(hours=random.uniform(-40, 200))
    at = min(at, now - timedelta(hours=2))
    submission = Submission.objects.create(assignment=assignment, student=student)
    version = SubmissionVersion.objects.create(
        submission=submission,
        number=1,
        revision_id=assignment.live_revision_id,
        text="I asked which month was the wettest. It was October, with 112 mm. The chart says nothing "
        "about how often it rained."
        if course.code == "PY-120"
        else "Arcturus stood above the chimney at nine. Three evenings later it was over the tree: the "
        "sky turns a little further each day.",
        submitted_at=at,
    )
    if course.code == "PY-120":
        _attach(version, "wettest.py", PROGRAM.encode(), at)
    if index % 3 == 2:
        return  # the teacher still has something to do
    share = Decimal(round(ability * 20)) / 20
    word = (
        "good"
        if share >= Decimal("0.8")
        else "fair"
        if share >= Decimal("0.55")
        else "poor"
    )
    grading = Grading.objects.create(
        version=version,
        points=assignment.max_points * share,
        comment=COMMENTS[word],
        by=course.owner,
        created_at=min(at + timedelta(days=2), now),
    )
    if index % 3 == 1:
        record_grade(
            item=grade_item_of(assignment),
            student=student,
            points=grading.points,
            max_points=assignment.max_points,
            reason=Grade.Reason.GRADED,
            grading=grading,
            revision_id=version.revision_id,
            comment=grading.comment,
            by=course.owner,
            at=grading.created_at,
        )


def _attach(
    version: SubmissionVersion, name: str, content: bytes, at: datetime
) -> None:
    file = SubmissionFile(
        uuid=uuid4(),
        submission=version.submission,
        version=version,
        name=name,
        size=len(content),
        digest=sha256(content).hexdigest(),
        uploaded_at=at,
    )
    file.file.save(name, ContentFile(content))


def _show(
    random: Random, assessments: Assessments, student: User, ability: float
) -> None:
    item = assessments.practical
    assert item is not None
    record_grade(
        item=item,
        student=student,
        points=Decimal(
            round(
                float(item.max_points) * min(1.0, ability + random.uniform(-0.1, 0.15))
            )
        ),
        reason=Grade.Reason.MANUAL,
        by=assessments.course.owner,
        at=timezone.now() - timedelta(days=random.uniform(1, 6)),
    )
