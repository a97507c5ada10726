"""ASM-03, ASM-09: marking essays without a mouse, regrading, and every page of it on every screen."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from assessment.models import Answer, AnswerMark, Attempt
from assessment.services.hand_marking import mark_answer
from assessment.tests.attempts import (
    choice,
    corrected,
    make_students,
    makes_right,
    newest_mark,
    take,
)
from assessment.tests.factories import make_question, make_quiz
from assessment.tests.test_marking_pages import RUBRIC
from tests.browser import DESKTOP, PHONE_DARK, flaws, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmütze" * 3


@pytest.fixture
def questions(course):
    return [
        make_question(
            course,
            "essay",
            title="Rings",
            points=4,
            body={"rubric": RUBRIC, "for_graders": "<p>Ice.</p>", "min_words": 2},
        ),
        make_question(course, title="Which planet"),
        make_question(course, "matching", title="Moons"),
        make_question(course, "short_answer", title="Largest"),
    ]


@pytest.fixture
def quiz(course, questions):
    return make_quiz(course, questions, title="Outer planets")


@pytest.fixture
def attempts(course, quiz, questions):
    attempts = []
    for number, pupil in enumerate(make_students(course, 12)):
        words = [{"text": f"Ice. {LONG}"} if number < 2 else None]
        picked = choice(questions[1], number % 2)
        attempts.append(take(quiz, pupil, *words, picked, None, {"text": LONG}))
    return attempts


def test_two_essays_are_marked_without_a_mouse(browser, teacher, quiz, attempts):
    page = browser.open(f"/quizzes/{quiz.uuid}/marking/", user=teacher)
    page.get_by_role("link", name="Rings").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(str(attempts[0].student))
    press(page, "j")
    expect(page.get_by_role("heading", level=1)).to_have_text(str(attempts[1].student))
    press(page, "k")
    expect(page.get_by_role("heading", level=1)).to_have_text(str(attempts[0].student))

    press(page, "g", "Space", "Tab", "Space")
    expect(page.locator("[data-part=sum]")).to_have_text("4")
    press(page, "c")
    page.keyboard.type("Well told, j and k.")
    press(page, "Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(str(attempts[1].student))

    page.wait_for_load_state("load")
    page.locator("#points").focus()
    page.keyboard.type("1,5")
    press(page, "Control+Enter")
    expect(
        page.get_by_text("Every answer to this question has a mark.")
    ).to_be_visible()
    first, second = newest_mark(attempts[0]), newest_mark(attempts[1])
    assert (first.points, first.comment) == (4, "Well told, j and k.")
    assert second.points == Decimal("1.5")


def test_from_a_wrong_key_to_the_report_of_its_regrade(
    browser, teacher, quiz, questions, attempts
):
    page = browser.open(f"/quizzes/{quiz.uuid}/analysis/", user=teacher)
    corrected(questions[1], makes_right(1))
    page.get_by_role("link", name="Regrade", exact=True).click()
    page.get_by_text("What changed").click()
    expect(page.locator("ins").first).to_be_visible()
    page.get_by_role("button", name="Show who gains and who loses").click()
    expect(page.get_by_role("heading", name="5 students gain")).to_be_visible()
    page.get_by_label("Reason").fill("The key was wrong.")
    page.get_by_role("button", name="Regrade: 10 grades change").click()
    expect(page.get_by_text("10 grades have changed")).to_be_visible()
    assert AnswerMark.objects.filter(reason="regrade").count() == 12


def test_every_page_is_readable_and_reachable_on_every_screen(
    browser, teacher, student, quiz, questions, attempts
):
    take(quiz, student, submit=False)
    mark = newest_mark(attempts[3], 2)
    mark_answer(
        answer=mark.answer, points=Decimal(0), by=teacher, comment=LONG, seen=mark.pk
    )
    essay = Answer.objects.get(attempt=attempts[0], position=1)
    mark_answer(answer=essay, points=Decimal(2), by=teacher, seen=None, comment=LONG)
    corrected(questions[1], makes_right(1))
    home, open_one = f"/quizzes/{quiz.uuid}", Attempt.objects.open().get()
    paths = [
        f"{home}/attempts/",
        f"{home}/marking/",
        f"/attempts/{attempts[1].uuid}/marks/1/",
        f"/attempts/{attempts[3].uuid}/marks/",
        f"/attempts/{open_one.uuid}/marks/",
        f"{home}/regrade/",
        f"{home}/regrade/dry-run/?use-{questions[1].pk}=full&hand-{questions[1].pk}=1",
        f"{home}/analysis/",
    ]
    page = browser.open(paths[0], user=teacher)
    found = []
    for path in paths:
        page.goto(path)
        found += flaws(page, screens=[DESKTOP, PHONE_DARK])
    assert found == []
