"""What a first load weighs, compressed: pages, styles, scripts and fonts (LRN-03, OPS-05).

Bytes are counted, not seconds. What draws a chart, a formula or a PDF comes when one is in view
and counts for itself; pictures and films weigh what their authors chose.
"""

import gzip

import pytest
from django.urls import reverse

from assessment.models import Kind, Quiz
from assessment.tests.attempts import make_students, take
from assessment.tests.factories import make_assignment, make_question, make_quiz
from assessment.tests.grades import add_grades, add_items
from common.blocks import LessonStreamBlock
from tests.factories import enrol, make_course, make_lesson, make_module

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BUDGET = 180_000
ON_DEMAND = ("/vendor/echarts/", "/vendor/katex/", "/vendor/pdfjs/", "/vendor/hls/")
NOT_COUNTED = ("image", "media")


def weight(browser, path, user=None):
    page = browser.open("about:blank", user=user)
    arrived = []
    page.on("response", lambda response: arrived.append(response))
    page.goto(path, wait_until="networkidle")
    return sum(
        bytes_of(response)
        for response in arrived
        if response.request.resource_type not in NOT_COUNTED
        and not any(part in response.url for part in ON_DEMAND)
    )


def bytes_of(response):
    body = response.body()
    return len(body if body.startswith(b"wOF2") else gzip.compress(body, 6))


def all_are_light(browser, places):
    weights = {(path, str(user)): weight(browser, path, user) for path, user in places}
    assert {place: size for place, size in weights.items() if size > BUDGET} == {}
    assert min(weights.values()) > 50_000  # it was counted at all


@pytest.fixture
def long_lesson(course):
    """As long as those of the sample course, with code and italics."""
    kinds = LessonStreamBlock().child_blocks
    names = ["code", "callout", "exercise", "table", "maths"]
    prose = "<p>" + "Some <i>words</i> and <b>more</b> of them. " * 40 + "</p>"
    return make_lesson(
        make_module(course, "Long"),
        "Long",
        body=[
            piece
            for number in range(12)
            for piece in [
                ("text", f"<h2>Part {number}</h2>{prose}"),
                *((name, kinds[name].get_preview_value()) for name in names),
            ]
        ],
    )


def test_a_first_load_is_light(browser, teacher, student, course, long_lesson):
    for number in range(8):
        other = make_course(teacher, f"Course {number}", summary="About it. " * 8)
        make_lesson(make_module(other))
        enrol(student, other)
    all_are_light(
        browser,
        [
            ("/", None),
            ("/courses/", None),
            (course.url, None),
            (course.url, student),
            (long_lesson.url, student),
            ("/dashboard/", student),
            ("/dashboard/", teacher),
        ],
    )


def test_so_are_quizzes_assignments_and_the_gradebook(
    browser, teacher, student, course
):
    questions = [make_question(course, kind) for kind in 3 * Kind.values]
    quiz = make_quiz(course, questions, layout=Quiz.Layout.ALL, attempts_allowed=2)
    assignment = make_assignment(course)
    add_grades(add_items(course, 30), make_students(course, 30))
    taken, attempt = take(quiz, student), take(quiz, student, submit=False)
    all_are_light(
        browser,
        [
            (quiz.get_absolute_url(), student),
            (reverse("assessment:attempt", args=[attempt.uuid]), student),
            (reverse("assessment:result", args=[taken.uuid]), student),
            (assignment.get_absolute_url(), student),
            (reverse("assessment:submissions", args=[assignment.uuid]), teacher),
            (reverse("assessment:analysis", args=[quiz.uuid]), teacher),
            (reverse("assessment:gradebook", args=[course.pk]), teacher),
        ],
    )
