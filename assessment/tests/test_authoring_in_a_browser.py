"""ASM-01, CAT-05: a teacher writes a question, asks it in a quiz, places that in a lesson, and publishes."""

import pytest
from playwright.sync_api import expect

from assessment.models import Placement, Question, Quiz
from assessment.tests.admin import address
from assessment.tests.factories import make_assignment, make_question, make_quiz
from assessment.tests.lessons import place
from catalog.services import set_trusted
from tests.browser import DESKTOP, PHONE, flaws

pytestmark = pytest.mark.browser


def publish(page):
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messages .success")).to_contain_text("published")


def write(field, text):
    field.locator(".public-DraftEditor-content").first.click()
    field.page.keyboard.type(text)
    # The editor writes it into the form a moment later.
    field.page.wait_for_function(
        "text => [...document.querySelectorAll('input[type=hidden]')]"
        ".some(input => input.value.includes(text))",
        arg=text,
    )


def choose(page, what):
    page.get_by_role("dialog").get_by_role("link", name=what, exact=True).click()
    page.get_by_role("dialog").wait_for(state="hidden")


def test_from_a_question_to_a_lesson_that_asks_it(
    browser, teacher, admin, course, lessons
):
    set_trusted(course=course, trusted=True, by=admin)
    page = browser.open(address(Question, "list"), user=teacher)
    page.get_by_role("link", name="Add question").click()
    page.get_by_role("link", name="Single choice").click()
    page.locator("#id_title").fill("Rings")
    write(page.locator("[data-contentpath=prompt]"), "Which planet has rings?")
    for row, planet in enumerate(("Saturn", "Mars", "Venus")):
        rows = page.locator("[data-contentpath=choices] [data-contentpath=text]")
        write(rows.nth(row), planet)
    page.locator("[data-contentpath=is_right] input").first.check()
    publish(page)  # the fourth row stays empty

    page.goto(f"{address(Quiz, 'add')}?course={course.pk}")
    page.locator("#id_title").fill("Moons")
    insert = page.locator("[data-contentpath=items] button[title='Insert a block']")
    insert.first.click()
    page.get_by_role("option", name="Question", exact=True).click()
    page.get_by_role("button", name="Choose question").click()
    choose(page, "Rings")
    publish(page)

    page.goto(f"/admin/pages/{lessons[1].pk}/edit/")
    insert = page.locator("[data-contentpath=body] button[title='Insert a block']")
    insert.last.click()
    page.get_by_role("option", name="Quiz", exact=True).click()
    page.get_by_role("button", name="Choose quiz").click()
    choose(page, "Moons")
    page.locator("[data-contentpath=is_required] input").check()
    publish(page)

    question = Question.objects.get()
    assert (question.live, len(question.body["choices"])) == (True, 3)
    placement = Placement.objects.get()
    assert (placement.quiz, placement.is_required) == (Quiz.objects.get(), True)


def test_the_card_in_a_lesson_tells_its_reader_where_they_are(
    browser, student, course, lessons
):
    quiz = make_quiz(course, [make_question(course)], title="Moons")
    lesson = place(lessons[1], quiz, make_assignment(course, title="Draw the sky"))
    page = browser.open(lesson.url, user=student, screen=PHONE)
    page.get_by_text("Not started").first.wait_for()
    assert flaws(page) == []


def test_previews_are_fit_to_read(browser, teacher, course):
    questions = [
        make_question(course, kind) for kind in ("matching", "essay", "numeric")
    ]
    quiz = make_quiz(course, questions)
    there = address(quiz, "revisions_view", quiz.live_revision_id)
    page = browser.open(f"{there}?mode=answers", user=teacher, screen=DESKTOP)
    assert flaws(page) == []
