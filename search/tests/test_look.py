"""SRC-01 in a real browser: results, nothing found, and suggestions by keyboard, on every screen."""

import pytest

from tests.browser import (
    DESKTOP,
    PHONE,
    SCREENS,
    accessibility_violations,
    flaws,
    scrolls_sideways,
)
from tests.factories import make_course, make_lesson, make_module

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def courses(teacher):
    for level in ("beginner", "advanced"):
        course = make_course(
            teacher, f"Stars for {level}s", level=level, summary="About stars."
        )
        module = make_module(course, "Of many stars with a rather long name")
        for number in range(7):
            make_lesson(module, f"Stars {number}", free_preview=True)


def test_the_page_is_accessible_and_fits(browser, courses):
    page = browser.open("/search/")
    found = flaws(page)
    for query in ("q=stars", "q=stars&kind=lessons&level=advanced", "q=starss+qqq"):
        page.goto(f"/search/?{query}")
        found += flaws(page)
    assert found == []


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_suggestions_are_led_through_by_keyboard(browser, courses, screen):
    page = browser.open("/search/", screen=screen)
    field = page.get_by_role("combobox")
    field.press_sequentially("begin")
    option = page.get_by_role("option", name="Stars for beginners")
    option.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    assert accessibility_violations(page) == []
    assert not scrolls_sideways(page)
    field.press("ArrowDown")
    assert option.get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert accessibility_violations(page) == []
    field.press("Enter")
    page.wait_for_url("**/courses/stars-for-beginners/")


def test_escape_closes_the_suggestions_and_keeps_the_words(browser, courses):
    page = browser.open("/search/", screen=DESKTOP)
    field = page.get_by_role("combobox")
    field.press_sequentially("stars")
    page.get_by_role("option").first.wait_for()
    field.press("ArrowDown")
    field.press("Escape")
    assert page.get_by_role("option").count() == 0
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "stars"
    field.press("Enter")
    page.wait_for_url("**/search/?q=stars")


def test_the_header_suggests_too_also_on_a_phone(browser, courses):
    page = browser.open("/courses/", screen=PHONE)
    page.get_by_role("button", name="Menu").click()
    page.locator("#site-search").press_sequentially("advanc")
    page.get_by_role("option", name="Stars for advanceds").click()
    page.wait_for_url("**/courses/stars-for-advanceds/")


def test_a_facet_narrows_the_results_down_in_place(browser, courses):
    page = browser.open("/search/?q=stars", screen=DESKTOP)
    page.get_by_label("Advanced (8)").check()
    page.wait_for_url("**level=advanced*")
    page.get_by_role("status").get_by_text("8 results").wait_for(state="attached")
    page.get_by_role("link", name="Lessons 7").click()
    page.get_by_role("link", name="Stars 6").wait_for()
    assert "level=advanced" in page.url
