"""Gives two courses of the demonstration academy their questions, quizzes, an exam and an assignment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from assessment.models import (
    Assignment,
    GradeCategory,
    GradeItem,
    GradingScheme,
    Question,
    Quiz,
    Sort,
)
from assessment.services.grades import grade_item_of
from catalog.models import CoursePage
from home.demo.questions import NIGHT_SKY, PYTHON, Plan, criterion
from learning.models import LessonPage

CHART_TASK = (
    "<p>Find a file with at least thirty rows: weather, prices, your steps. Read it with Python, ask it "
    "one question, and answer with a chart.</p><p>Hand in your program and the picture, and a few lines "
    "about what the chart shows <b>and what it hides</b>.</p>"
)
SKETCH_TASK = (
    "<p>Watch the sky for ten minutes on three evenings at the same hour. Sketch where a bright star "
    "stands above a landmark, with date and time.</p><p>Hand in a photograph of your sketches, and say in "
    "a few sentences what has moved.</p>"
)


@dataclass(frozen=True)
class Assessments:
    """What a course has, for those who make its history."""

    course: CoursePage
    quiz: Quiz
    assignment: Assignment
    exam: Quiz | None = None
    practical: GradeItem | None = None


def make_assessments(courses: list[CoursePage]) -> list[Assessments]:
    by_code = {course.code: course for course in courses}
    return [_python(by_code["PY-120"]), _night_sky(by_code["AST-101"])]


def _python(course: CoursePage) -> Assessments:
    bank = _bank(course, PYTHON)
    quiz = _publish(
        Quiz(
            course=course,
            title="First questions: check yourself",
            description="<p>Six questions on numbers, lists and conditions. Three tries; the best one counts.</p>",
            items=[
                *_ask(
                    bank,
                    "Dividing without a rest",
                    "What is true of lists",
                    "What comes out",
                ),
                (
                    "pool",
                    {"count": 2, "points": None, "questions": [], "tag": "conditions"},
                ),
                *_ask(bank, "Adding up, line by line"),
            ],
            attempts_allowed=3,
            pass_percent=Decimal(60),
        )
    )
    exam = _publish(
        Quiz(
            course=course,
            title="Final exam",
            sort=Sort.EXAM,
            description="<p>Half an hour, once all lessons are done. The essay is read by a person.</p>",
            items=_ask(
                bank,
                "A power and a half",
                "The word for a function",
                "The last item",
                "How often it counts",
                "Adding up, line by line",
                "Why functions",
            ),
            time_limit_minutes=30,
            shuffle_questions=True,
            opens_after=list(LessonPage.objects.descendant_of(course).live()),
        )
    )
    assignment = _publish(
        Assignment(
            course=course,
            title="A question and its chart",
            description=[("text", CHART_TASK)],
            rubric=[
                (
                    "criterion",
                    criterion(
                        "The program",
                        ("Doesn't run", 0),
                        ("Runs", 25),
                        ("Runs and reads well", 40),
                    ),
                ),
                (
                    "criterion",
                    criterion(
                        "The chart",
                        ("Missing", 0),
                        ("Drawn", 20),
                        ("Labelled and honest", 35),
                    ),
                ),
                (
                    "criterion",
                    criterion(
                        "What it says",
                        ("Nothing", 0),
                        ("Described", 15),
                        ("Questioned", 25),
                    ),
                ),
            ],
            due_at=_in_days(6),
            late_until=_in_days(20),
            late_policy=Assignment.LatePolicy.PERCENT,
        )
    )
    _categories(
        course,
        {
            "Quizzes": (30, [quiz]),
            "Homework": (40, [assignment]),
            "Exams": (30, [exam]),
        },
    )
    practical = GradeItem.objects.create(
        course=course,
        title="Showing your chart",
        sort=Sort.PRACTICAL,
        category=GradeCategory.objects.get(course=course, name="Homework"),
        max_points=Decimal(20),
        due_at=_in_days(-7),
        position=10,
    )
    _place(course, "Asking if", "quiz", quiz, is_required=True)
    _place(course, "Drawing a chart", "assignment", assignment)
    return Assessments(course, quiz, assignment, exam, practical)


def _night_sky(course: CoursePage) -> Assessments:
    bank = _bank(course, NIGHT_SKY)
    quiz = _publish(
        Quiz(
            course=course,
            title="Under the dome: check yourself",
            description="<p>Before you go outside.</p>",
            items=_ask(bank, *(plan.title for plan in NIGHT_SKY)),
            attempts_allowed=None,
            layout=Quiz.Layout.ALL,
        )
    )
    assignment = _publish(
        Assignment(
            course=course,
            title="Three evenings",
            description=[("text", SKETCH_TASK)],
            max_points=Decimal(20),
            due_at=_in_days(-3),
            late_policy=Assignment.LatePolicy.FLAG,
        )
    )
    _categories(course, {"Quizzes": (40, [quiz]), "Observations": (60, [assignment])})
    _place(course, "Wandering stars", "quiz", quiz)
    _place(course, "Measuring with a triangle", "assignment", assignment)
    return Assessments(course, quiz, assignment)


def _bank(course: CoursePage, plans: list[Plan]) -> dict[str, Question]:
    lessons = {
        lesson.title: lesson for lesson in LessonPage.objects.descendant_of(course)
    }
    return {plan.title: _question(course, plan, lessons) for plan in plans}


def _question(
    course: CoursePage, plan: Plan, lessons: dict[str, LessonPage]
) -> Question:
    prompt: list[tuple[str, Any]] = [("text", f"<p>{plan.prompt}</p>")]
    if plan.code:
        prompt.append(
            (
                "code",
                {
                    "code": plan.code,
                    "language": "python",
                    "kind": "source",
                    "caption": "",
                },
            )
        )
    question: Question = _publish(
        Question(
            course=course,
            title=plan.title,
            prompt=prompt,
            answer=[(plan.kind, plan.body)],
            points=Decimal(plan.points),
            feedback=plan.feedback,
            difficulty=plan.difficulty,
            lessons=[lessons[plan.lesson]],
        ),
        tags=plan.tags,
    )
    return question


def _publish(thing: Any, tags: tuple[str, ...] = ()) -> Any:
    thing.live = False
    thing.save()
    if tags:
        thing.tags.add(*tags)
        thing.save()
    thing.save_revision(user=thing.course.owner).publish()
    thing.refresh_from_db()
    return thing


def _ask(bank: dict[str, Question], *titles: str) -> list[tuple[str, Any]]:
    return [("question", {"question": bank[title], "points": None}) for title in titles]


def _categories(
    course: CoursePage, plan: dict[str, tuple[int, list[Quiz | Assignment]]]
) -> None:
    GradingScheme.objects.create(course=course)
    for position, (name, (weight, things)) in enumerate(plan.items()):
        category = GradeCategory.objects.create(
            course=course, name=name, weight=Decimal(weight), position=position
        )
        for thing in things:
            item = grade_item_of(thing)
            item.category = category
            item.save(update_fields=["category"])


def _place(
    course: CoursePage, title: str, kind: str, thing: Any, *, is_required: bool = False
) -> None:
    lesson = LessonPage.objects.descendant_of(course).get(title=title)
    lesson.body.append((kind, {kind: thing, "is_required": is_required}))
    lesson.save_revision(user=course.owner).publish()


def _in_days(days: int) -> datetime:
    """Return that day's last minute, as deadlines usually are."""
    day = timezone.now() + timedelta(days=days)
    return day.replace(hour=22, minute=59, second=0, microsecond=0)
