"""The look in a real browser: both themes, both widths, by keyboard, under the content policy (LRN-03, LRN-05)."""

import pytest

from tests.browser import (
    DESKTOP,
    PHONE,
    accessibility_violations,
    flaws,
    scroll_through,
)

pytestmark = [pytest.mark.browser, pytest.mark.urls("common.tests.styleguide_urls")]

PAGES = ["/styleguide/", "/styleguide/lesson/"]


@pytest.mark.parametrize("path", PAGES)
def test_the_styleguide_is_readable_and_reachable_on_every_screen(browser, path):
    assert flaws(browser.open(path)) == []


def test_the_menu_opens_on_a_phone_and_escape_closes_it(browser):
    page = browser.open("/styleguide/", screen=PHONE)
    search = page.get_by_label("Search courses and lessons")
    assert not search.is_visible()
    page.get_by_role("button", name="Menu").click()
    assert search.is_visible()
    assert accessibility_violations(page) == []
    page.keyboard.press("Escape")
    assert not search.is_visible()


def test_the_theme_is_remembered(browser):
    page = browser.open("/styleguide/", screen=DESKTOP)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    switch = page.locator("theme-switch button")
    switch.click()
    switch.click()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_charts_are_drawn_and_their_numbers_stand_below(browser):
    page = browser.open("/styleguide/", screen=DESKTOP)
    scroll_through(page)
    chart = page.locator("jeevi-chart[data-state=drawn]").first
    chart.wait_for()
    chart.get_by_text("Show the numbers").click()
    assert chart.get_by_role("row").count() == 9


def test_charts_have_their_colours_where_motion_is_reduced(browser):
    page = browser.open("/styleguide/", screen=DESKTOP)
    scroll_through(page)
    page.locator("jeevi-chart[data-state=drawn] canvas").first.wait_for()
    colours = page.evaluate(
        "document.querySelector('jeevi-chart[data-state=drawn]').chart.getOption().color"
    )
    assert len(set(colours)) == 6


def test_a_dialog_opens_and_is_put_away(browser):
    page = browser.open("/styleguide/", screen=DESKTOP)
    page.get_by_role("button", name="Open the dialog").click()
    dialog = page.get_by_role("dialog", name="Leave this course?")
    assert dialog.is_visible()
    dialog.get_by_role("button", name="Cancel").click()
    assert not dialog.is_visible()


def test_code_is_coloured_and_formulas_are_set(browser):
    page = browser.open("/styleguide/lesson/", screen=DESKTOP)
    scroll_through(page)
    page.locator("code-block .token.keyword").first.wait_for()
    page.locator("math-formula .katex").first.wait_for()


def test_the_outline_opens_over_the_lesson_on_a_phone(browser):
    page = browser.open("/styleguide/lesson/", screen=PHONE)
    outline = page.get_by_role("navigation", name="Course outline")
    assert not outline.is_visible()
    page.get_by_role("button", name="Lesson 3 of 12").click()
    assert outline.is_visible()


def test_a_pdf_is_read_page_by_page(browser):
    page = browser.open("/styleguide/lesson/", screen=DESKTOP)
    viewer = page.locator("pdf-viewer")
    viewer.scroll_into_view_if_needed()
    viewer.get_by_text("Page 1 of 2").wait_for()
    viewer.get_by_role("button", name="Next page").click()
    viewer.get_by_text("Page 2 of 2").wait_for()
    assert viewer.get_by_role("button", name="Next page").is_disabled()


def test_a_film_goes_on_where_it_was_left_and_says_how_far_it_came(browser):
    page = browser.open("/styleguide/lesson/", screen=DESKTOP)
    told = page.evaluate(
        """async () => {
            const sound = await (await fetch("/styleguide/silence.wav")).blob();
            const player = document.querySelector("video-player").cloneNode(true);
            player.setAttribute("position", "3");
            player.querySelector("video").src = URL.createObjectURL(sound);
            const told = new Promise((resolve, reject) => {
                document.addEventListener("video:position", (event) => resolve(event.detail.seconds));
                setTimeout(() => reject("silence"), 20000);
            });
            player.querySelector("video").addEventListener("seeked", (event) => {
                event.target.dispatchEvent(new Event("pause"));
            });
            document.querySelector("video-player").replaceWith(player);
            return await told;
        }"""
    )
    assert told == 3
