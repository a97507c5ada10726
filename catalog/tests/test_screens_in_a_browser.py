"""Our own screens of the admin, read by everybody on every width (CAT-07, ACC-10)."""

import pytest
from django.urls import reverse

from tests.browser import (
    DESKTOP,
    PHONE,
    accessibility_violations,
    scrolls_sideways,
)

pytestmark = pytest.mark.browser

PEOPLE = (
    b"email,first_name,last_name,role\nnia@example.org,Nia,New,student\nbad,,,wizard\n"
)
# Of Wagtail's own markup: its listings have two search landmarks of one name.
WAGTAILS = "landmark-unique"


def assert_reads_well(page):
    for screen in (DESKTOP, PHONE):
        page.set_viewport_size({"width": screen.width, "height": screen.height})
        flaws = [
            flaw
            for flaw in accessibility_violations(page)
            if not flaw.startswith(WAGTAILS)
        ]
        assert flaws == [], (page.url, screen.name)
        assert not scrolls_sideways(page), (page.url, screen.name)


def test_the_screens_of_admins(browser, admin, teacher, course, lessons, student):
    lessons[0].title = "Stars and suns"
    lessons[0].save_revision(user=teacher)
    lessons[0].get_workflow().start(lessons[0], teacher)
    page = browser.open("/admin/", user=admin)
    page.get_by_role("link", name="See what changed").wait_for()
    assert_reads_well(page)
    for address in (
        reverse("courses_admin:new"),
        reverse("courses_admin:copy", args=[course.pk]),
        reverse("courses_admin:teachers", args=[course.pk]),
        reverse("catalogue_courses:index"),
        reverse("wagtailusers_users:suspend", args=[student.pk]),
        reverse("wagtailusers_users:edit", args=[teacher.pk]),
        reverse("people_import"),
    ):
        page.goto(address)
        assert_reads_well(page)
    page.locator("input[type=file]").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": PEOPLE}
    )
    page.get_by_role("button", name="Check the file").click()
    page.get_by_text("Nothing has been changed yet.").wait_for()
    assert_reads_well(page)


def test_the_first_page_of_a_teacher(browser, teacher, course, student):
    page = browser.open("/admin/", user=teacher)
    page.get_by_role("link", name="Astronomy").wait_for()
    assert_reads_well(page)
