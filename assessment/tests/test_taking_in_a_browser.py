"""ASM-02 in a real browser: by keyboard, through a killed tab, without a connection, until the clock ends it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessment.models import Attempt, Kind
from assessment.services.attempts import start_attempt
from assessment.tests.factories import make_question, make_quiz
from assessment.tests.quiz_screens import every_kind
from tests.browser import flaws

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def saved(page):
    expect(page.locator("[data-part=saved]")).to_be_visible()


def on_question(page, number):
    expect(
        page.get_by_role("heading", name=f"Question {number}", exact=False).first
    ).to_be_visible()
    page.locator("answer-keeper:defined").first.wait_for(state="attached")


def answer_by_keyboard(page, kind):
    """Answer the question on the page without touching a mouse."""
    keys = page.keyboard
    if kind in ("single_choice", "multiple_choice", "true_false"):
        page.locator("fieldset input").first.focus()
        keys.press("Space")
    elif kind == "short_answer":
        page.get_by_label("Your answer").focus()
        keys.type("sesame")
    elif kind == "numeric":
        page.get_by_label("Your answer").focus()
        keys.type("987654")
        keys.press("Tab")
        keys.press("ArrowDown")
    elif kind == "matching":
        page.locator("fieldset select").first.focus()
        keys.press("ArrowDown")
        keys.press("Tab")
        keys.press("ArrowDown")
    elif kind == "ordering":
        page.get_by_role("button", name="Move down").first.focus()
        keys.press("Enter")
        # The focus moves with the item.
        expect(page.locator("li:nth-child(2) [data-move='1']")).to_be_focused()
    else:
        page.get_by_label("Your answer").focus()
        keys.type("Saturn floats on water.")
        expect(page.get_by_text("4 words", exact=True)).to_be_visible()


def test_every_kind_is_answered_by_keyboard_and_survives_a_killed_tab(
    browser, student, course
):
    quiz = every_kind(course, time_limit_minutes=30)
    page = browser.open(quiz.get_absolute_url(), user=student)
    assert flaws(page) == []
    page.get_by_role("button", name="Start", exact=True).press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Start now").press("Enter")
    for number, kind in enumerate(Kind.values, start=1):
        on_question(page, number)
        if kind == Kind.ESSAY:
            page.wait_for_timeout(1500)  # which takes somebody a moment
        answer_by_keyboard(page, kind)
        saved(page)
        if number < len(Kind.values):
            page.get_by_role("button", name="Next question").press("Enter")
            page.wait_for_url(f"**?q={number + 1}")
    attempt = Attempt.objects.get()
    kept = {each.position: each.response for each in attempt.answers.all()}
    assert None not in kept.values()
    page.context.close()  # the tab is gone, and nobody pressed a button

    other = browser.open(f"/attempts/{attempt.uuid}/?q=8", user=student)
    expect(other.get_by_label("Your answer")).to_have_value("Saturn floats on water.")
    expect(other.get_by_text("8 of 8 answered")).to_be_visible()
    assert flaws(other) == []
    other.get_by_role("button", name="Review and submit").first.click()
    expect(other.get_by_text("Every question is answered.")).to_be_visible()
    assert flaws(other) == []
    other.get_by_role("button", name="Submit", exact=True).click()
    other.get_by_role("button", name="Submit now").click()
    other.wait_for_url("**/result/")
    assert flaws(other) == []
    other.get_by_role("link", name="Quizzes and assignments").click()
    expect(other.get_by_text("Waits for your teacher")).to_be_visible()
    assert flaws(other) == []
    after = {each.position: each.response for each in attempt.answers.all()}
    assert after == kept
    spent = [each.seconds_spent for each in attempt.answers.all()]
    assert any(spent)


def test_without_a_connection_answers_wait_and_are_sent_when_it_is_back(
    browser, student, course
):
    questions = [make_question(course, "true_false") for _ in range(2)]
    attempt = start_attempt(
        student=student, quiz=make_quiz(course, questions, layout="all")
    )
    page = browser.open(f"/attempts/{attempt.uuid}/", user=student)
    first, second = (page.locator(f"#question-{number}") for number in (1, 2))
    page.context.set_offline(True)
    first.get_by_label("True").check()
    expect(page.get_by_text("Not saved yet, trying again")).to_be_visible()
    second.get_by_label("True").check()
    second.get_by_label("False").check()
    assert page.evaluate("Object.keys(localStorage).length") == 1

    # The tab is closed and opened again: what waited stands there, and is sent.
    page.context.set_offline(False)
    page.goto("about:blank")
    page.goto(f"/attempts/{attempt.uuid}/")
    expect(second.get_by_label("False")).to_be_checked()
    saved(page)
    assert [each.response for each in attempt.answers.all()] == [
        {"value": True},
        {"value": False},
    ]
    assert page.evaluate("Object.keys(localStorage).length") == 0

    # Logged out meanwhile: the answer waits for its student.
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    first.get_by_label("False").check()
    expect(page.get_by_text("your answers are kept here")).to_be_visible()
    page.context.add_cookies(cookies)
    saved(page)
    assert attempt.answers.get(position=1).response == {"value": False}
    browser.forgive("ERR_INTERNET_DISCONNECTED")
    browser.forgive("401")


def test_the_clock_submits_what_is_there_and_warns_nobody_in_vain(
    browser, student, course
):
    quiz = make_quiz(course, [make_question(course, "short_answer")])
    attempt = start_attempt(student=student, quiz=quiz)
    Attempt.objects.update(ends_at=timezone.now() + timedelta(seconds=6))
    page = browser.open(f"/attempts/{attempt.uuid}/", user=student)
    page.get_by_label("Your answer").fill("Saturn")
    page.wait_for_url("**/result/")
    attempt.refresh_from_db()
    assert attempt.submitted_at <= attempt.ends_at
    assert attempt.points == 1
