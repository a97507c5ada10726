"""Whoever writes on a phone, loses the connection or is logged out loses nothing (CAT-01)."""

from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse

from common.unsaved_text import FIELD, SESSION_KEY
from learning.models import LessonPage
from learning.tests.test_lesson_form import fields
from tests.browser import DESKTOP, PHONE, accessibility_violations, scrolls_sideways
from tests.factories import PASSWORD

WRITTEN = "What I wrote on the train."


def address_of(lesson):
    return reverse("wagtailadmin_pages:edit", args=[lesson.pk])


def draft_of(lesson):
    return LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()


def end_all_sessions():
    """Through the engine: with Redis, the row in the database is only one of two places."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in Session.objects.values_list("session_key", flat=True):
        store(key).delete()


class Desk:
    """An editor's page, and what happens around it."""

    def __init__(self, browser, path, user, screen=DESKTOP):
        self.browser = browser
        self.path = path
        self.page = browser.open(path, user=user, screen=screen)
        self.settle()

    def settle(self):
        self.page.locator(".Draftail-Editor").first.wait_for()

    def write(self, text=WRITTEN):
        body = self.page.locator("[data-contentpath=body] [contenteditable=true]").first
        body.click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(" " + text)
        self.page.wait_for_function(
            "text => Object.values(localStorage).some(kept => kept.includes(text))",
            arg=text,
        )

    def save(self):
        self.page.get_by_role("button", name="Save draft").click()

    def go_offline(self):
        self.page.context.set_offline(True)

    def go_online(self):
        self.page.context.set_offline(False)

    def come_back(self):
        """Throw away what the page holds, and open it again."""
        self.page.evaluate(
            "addEventListener('w-unsaved:confirm', event => event.preventDefault())"
        )
        self.page.goto("about:blank")
        self.go_online()
        self.page.goto(self.path)
        self.settle()

    def let_nothing_save_itself(self):
        self.page.locator("#page-edit-form").evaluate(
            "form => form.dataset.wAutosaveActiveValue = 'false'"
        )

    def log_in(self, user):
        self.page.get_by_label("Username or email").fill(user.username)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Log in").click()
        self.settle()

    def restore(self):
        self.page.get_by_role("button", name="Restore it").click()
        self.page.get_by_text("has been updated").first.wait_for()
        self.settle()
        self.page.locator("[data-contentpath=body]").get_by_text(
            WRITTEN
        ).first.wait_for()

    @property
    def offer(self):
        return self.page.get_by_role("button", name="Restore it")

    def kept(self):
        return self.page.evaluate(
            "Object.keys(localStorage).filter(key => key.startsWith('jeevi.unsaved')).length"
        )

    def forgive_the_network(self):
        for text in ("ERR_INTERNET_DISCONNECTED", "status of 403"):
            self.browser.forgive(text)


@pytest.mark.browser
@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=str)
def test_what_was_written_without_a_connection_is_given_back(
    browser, teacher, lessons, screen
):
    desk = Desk(browser, address_of(lessons[1]), teacher, screen)
    desk.go_offline()
    desk.write()
    desk.save()
    said = desk.page.get_by_text("There is no connection.")
    said.wait_for()
    assert WRITTEN in desk.page.locator("[data-contentpath=body]").inner_text()
    assert not scrolls_sideways(desk.page)

    desk.come_back()
    assert WRITTEN not in desk.page.locator("[data-contentpath=body]").inner_text()
    desk.restore()
    assert WRITTEN in str(draft_of(lessons[1]).body)
    assert not desk.offer.is_visible()
    assert desk.kept() == 0
    desk.forgive_the_network()


@pytest.mark.browser
def test_what_was_written_is_saved_when_the_connection_is_back(
    browser, teacher, lessons
):
    desk = Desk(browser, address_of(lessons[1]), teacher)
    desk.go_offline()
    desk.write()
    said = desk.page.get_by_text("There is no connection.")
    said.wait_for()
    desk.go_online()
    said.wait_for(state="hidden")
    assert WRITTEN in str(draft_of(lessons[1]).body)
    assert desk.kept() == 0
    desk.forgive_the_network()


@pytest.mark.browser
def test_whoever_was_logged_out_logs_in_and_goes_on(browser, teacher, lessons):
    teacher.mark_email_verified()
    desk = Desk(browser, address_of(lessons[1]), teacher, PHONE)
    end_all_sessions()
    desk.write()
    again = desk.page.get_by_role("link", name="Log in again")
    again.wait_for()
    assert not [
        line for line in accessibility_violations(desk.page) if "unsaved-text" in line
    ]
    again.click()
    desk.log_in(teacher)
    desk.restore()
    assert WRITTEN in str(draft_of(lessons[1]).body)
    desk.forgive_the_network()


@pytest.mark.browser
def test_a_session_that_ends_while_saving_takes_nothing_along(
    browser, teacher, lessons
):
    teacher.mark_email_verified()
    desk = Desk(browser, address_of(lessons[1]), teacher)
    desk.let_nothing_save_itself()
    desk.write()
    end_all_sessions()
    desk.save()
    desk.log_in(teacher)
    desk.restore()
    assert WRITTEN in str(draft_of(lessons[1]).body)


@pytest.mark.browser
def test_a_new_lesson_is_given_back_too(browser, teacher, lessons):
    module = lessons[0].get_parent()
    path = reverse("wagtailadmin_pages:add", args=["learning", "lessonpage", module.pk])
    page = browser.open(path, user=teacher)
    page.context.set_offline(True)
    page.get_by_role("textbox", name="Title").press_sequentially("Moons")
    page.get_by_text("There is no connection.").wait_for()
    page.evaluate(
        "addEventListener('w-unsaved:confirm', event => event.preventDefault())"
    )
    page.goto("about:blank")
    page.context.set_offline(False)

    page.goto("/admin/")
    page.get_by_role("link", name="Moons").click()
    page.get_by_role("button", name="Restore it").click()
    page.wait_for_url("**/edit/")
    assert draft_of(LessonPage.objects.get(draft_title="Moons")).title == "Moons"
    browser.forgive("ERR_INTERNET_DISCONNECTED")


@pytest.mark.browser
def test_what_the_server_refuses_stays_on_the_screen(browser, teacher, lessons):
    page = browser.open(address_of(lessons[1]), user=teacher)
    page.context.set_offline(True)
    page.get_by_role("textbox", name="Title").fill("")
    page.get_by_text("There is no connection.").wait_for()
    page.evaluate(
        "addEventListener('w-unsaved:confirm', event => event.preventDefault())"
    )
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(address_of(lessons[1]))
    page.get_by_role("button", name="Restore it").click()
    page.get_by_text("could not be saved due to validation errors").wait_for()
    page.get_by_role("textbox", name="Title").press_sequentially("Wanderers")
    assert not page.get_by_role("button", name="Restore it").is_visible()
    page.get_by_role("button", name="Save draft").click()
    page.get_by_text("has been updated").first.wait_for()
    assert draft_of(lessons[1]).title == "Wanderers"
    assert not page.get_by_role("button", name="Restore it").is_visible()
    browser.forgive("ERR_INTERNET_DISCONNECTED")
    browser.forgive("400")  # Wagtail saves by itself what it refused


@pytest.mark.browser
def test_nobody_is_offered_the_text_of_somebody_else(
    browser, client, admin, teacher, lessons
):
    desk = Desk(browser, address_of(lessons[1]), teacher)
    desk.go_offline()
    desk.write()
    client.force_login(admin)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    desk.page.context.add_cookies([{**cookie, "url": browser.address}])
    desk.come_back()
    assert desk.kept() == 1
    assert not desk.offer.is_visible()
    desk.page.goto("/admin/")
    assert not desk.page.get_by_text("Not saved yet").is_visible()
    desk.forgive_the_network()


@pytest.mark.browser
def test_what_was_saved_or_thrown_away_is_not_offered(browser, teacher, lessons):
    desk = Desk(browser, address_of(lessons[1]), teacher)
    desk.let_nothing_save_itself()
    desk.write()
    desk.save()
    desk.page.get_by_text("has been updated").first.wait_for()
    desk.settle()
    assert desk.kept() == 0

    desk.go_offline()
    desk.write("A second thought.")
    desk.come_back()
    desk.page.get_by_role("button", name="Throw it away").click()
    assert desk.kept() == 0
    desk.forgive_the_network()


@pytest.mark.django_db
def test_the_session_remembers_what_was_saved_by_hand(client, teacher, lessons):
    client.force_login(teacher)
    form = {**fields(lessons[0], change_significance="cosmetic"), FIELD: "one"}
    client.post(address_of(lessons[0]), form, headers={"Accept": "application/json"})
    assert SESSION_KEY not in client.session
    client.post(address_of(lessons[0]), form)
    assert client.session[SESSION_KEY] == ["one"]
    for number in range(30):
        client.post(address_of(lessons[0]), {**form, FIELD: f"n{number}"})
    assert len(client.session[SESSION_KEY]) == 20


@pytest.mark.django_db
def test_what_was_refused_is_not_remembered_as_saved(client, teacher, lessons):
    client.force_login(teacher)
    form = {**fields(lessons[0], title=""), FIELD: "one"}
    client.post(address_of(lessons[0]), form)
    assert SESSION_KEY not in client.session
