"""CRM-06, CRM-07: in a real browser, a penalty is appealed and decided by another; the screens stand on every screen."""

import pytest
from playwright.sync_api import expect

from crm.models import RewardPenalty
from crm.services import file_appeal
from crm.tests.factories import make_inquiry, make_reward
from tests.browser import flaws, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def click(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_a_penalty_is_appealed_and_decided_by_another(
    browser, student, teacher, counselor
):
    desk = browser.open("/admin/crm/rewards/give/", user=teacher)
    desk.get_by_label("Whom?").fill("stella")
    click(desk, "Find")
    desk.get_by_role("link", name="Stella Tester").click()
    desk.get_by_label("Penalty").check()
    desk.get_by_label("Points").fill("4")
    desk.get_by_label("Reason").fill("Came late to the observatory")
    click(desk, "Give")
    expect(desk.get_by_text("Stella Tester: −4 points")).to_be_visible()

    own = browser.open("/dashboard/rewards/", user=student)
    own.get_by_role("link", name="Appeal").click()
    own.get_by_label("Your statement").fill("The bus broke down.")
    click(own, "File the appeal")
    expect(
        own.get_by_text("The points don't count until it is decided")
    ).to_be_visible()

    desk.reload()
    desk.get_by_role("link", name="Appeal – Stella").click()
    expect(desk.get_by_text("You decided first, so somebody else")).to_be_visible()

    other = browser.open("/admin/crm/appeals/", user=counselor)
    other.get_by_role("link", name="Stella Tester").click()
    expect(other.get_by_text("The bus broke down.")).to_be_visible()
    other.get_by_label("The decision is taken back").check()
    other.get_by_label("Reason").fill("The bus company confirms it.")
    click(other, "Decide")
    expect(other.get_by_text("A letter tells the student why")).to_be_visible()

    own.reload()
    expect(own.get_by_text("The bus company confirms it.")).to_be_visible()
    assert RewardPenalty.objects.get().status == RewardPenalty.Status.REVOKED


@pytest.fixture
def appeal(student, teacher):
    make_reward(student, teacher, 8, reason="Helped three newcomers in the lab")
    penalty = make_reward(student, teacher, 3, kind="penalty", reason="Came late")
    return file_appeal(
        decision=penalty, student=student, statement="The bus broke down."
    )


def test_what_students_see_is_readable_and_reachable(browser, student, appeal):
    page = browser.open("/dashboard/rewards/", user=student)
    assert flaws(page) == []
    page.goto(f"/dashboard/rewards/{appeal.decision.uuid}/appeal/")
    assert flaws(page) == []


def test_the_screens_in_the_admin_are_readable_and_reachable(
    browser, course, student, counselor, appeal
):
    inquiry = make_inquiry("Priya Sharma", counselor=counselor, courses=[course])
    page = browser.open(f"/admin/crm/inquiries/{inquiry.uuid}/convert/", user=counselor)
    found = flaws(page)
    for path in (
        "rewards/",
        "rewards/give/",
        f"rewards/give/?student={student.uuid}",
        "appeals/",
        f"appeals/{appeal.uuid}/",
    ):
        page.goto(f"/admin/crm/{path}")
        found += flaws(page)
    assert found == []


def test_an_inquiry_becomes_a_student_by_keyboard(live_browser, course, counselor):
    inquiry = make_inquiry("Priya Sharma", counselor=counselor, courses=[course])
    page = live_browser.open(
        f"/admin/crm/inquiries/{inquiry.uuid}/convert/", user=counselor
    )

    page.get_by_label("Username").focus()
    press(page, "Enter")

    expect(page.get_by_text("Priya Sharma is a student now.")).to_be_visible()
