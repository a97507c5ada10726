"""CRM-03: admins weigh what counts, see what that changes, and give out inquiries by hand."""

import random
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import (
    CounselorSettings,
    Holiday,
    Inquiry,
    RescoreRun,
    ScoringModel,
    ScoringWeights,
)
from crm.scoring import DEFAULTS
from crm.services import refit, rescore, save_weights
from crm.tests.factories import make_follow_up, make_inquiry
from tests.browser import PHONE, flaws
from tests.many import count_queries

WEIGHTS = reverse("crm:weights")
SCORES = reverse("crm:scoring")
ASSIGN = reverse("crm:assign")


def numbers(**changed):
    return {**DEFAULTS, "based_on": 0, "note": "Spring", **changed}


@pytest.fixture
def as_admin(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def as_counselor(client, counselor):
    client.force_login(counselor)
    return client


def closed_history(count=240):
    """Closed inquiries in which who agreed to visit early enrolled, and few others."""
    chance, now = random.Random(3), timezone.now()
    for number in range(count):
        asked = now - timedelta(days=200) + timedelta(hours=12 * number)
        visits = chance.random() < 0.4
        enrolled = chance.random() < (0.9 if visits else 0.08)
        inquiry = make_inquiry(
            source=chance.choice(["website", "walk_in", "referral"]),
            created_at=asked,
            status="enrolled" if enrolled else "lost",
            lost_reason="" if enrolled else "price",
            status_changed_at=asked + timedelta(days=chance.randint(4, 20)),
        )
        make_follow_up(
            inquiry,
            status="completed",
            outcome="visit_agreed" if visits else "reached",
            closed_at=asked + timedelta(hours=20),
        )


# --- Weights ------------------------------------------------------------------------


def test_saving_makes_a_version_with_its_note_and_scores_anew(
    as_admin, inquiry, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        as_admin.post(WEIGHTS, numbers(phone=40))

    assert ScoringWeights.objects.get().note == "Spring"
    inquiry.refresh_from_db()
    assert inquiry.score_reasons[0] == {"code": "phone", "points": 40}


def test_what_would_change_is_shown_before_anything_is_saved(as_admin, inquiry):
    rescore(inquiry=inquiry)
    answer = as_admin.post(reverse("crm:weights_preview"), numbers(phone=40))

    assert "Priya Sharma" in answer.content.decode()
    assert "+30" in answer.content.decode()
    assert not ScoringWeights.objects.exists()


def test_it_is_shown_without_script_too(as_admin, inquiry):
    answer = as_admin.post(WEIGHTS, numbers(phone=40, preview="1"))

    assert "The hottest then" in answer.content.decode()
    assert not ScoringWeights.objects.exists()


def test_a_number_out_of_range_is_a_sentence(as_admin):
    answer = as_admin.post(WEIGHTS, numbers(phone=51))

    assert "less than or equal to 50" in answer.content.decode()


def test_who_saves_over_somebody_else_is_told(as_admin, admin):
    save_weights(weights={**DEFAULTS, "phone": 12}, based_on=0, by=admin)

    answer = as_admin.post(WEIGHTS, numbers(phone=40))

    assert "Somebody else has changed the weights since" in answer.content.decode()
    assert ScoringWeights.objects.count() == 1


def test_an_old_version_can_be_taken_up_again(as_admin, admin):
    save_weights(weights={**DEFAULTS, "phone": 33}, based_on=0, by=admin)
    save_weights(weights={**DEFAULTS, "phone": 44}, based_on=1, by=admin)

    page = as_admin.get(f"{WEIGHTS}?version=1").content.decode()

    assert re.search(r'name="phone" value="33"', page)
    assert re.search(r'name="based_on" value="2"', page)


@pytest.mark.parametrize("version", ["9", "x", "-1", "99999999999999999999"])
def test_a_version_that_never_was_is_not_found(as_admin, version):
    assert as_admin.get(WEIGHTS, {"version": version}).status_code == 404


def test_progress_asks_again_until_the_run_is_done(as_admin):
    run = RescoreRun.objects.create(total=9, done=4)
    during = as_admin.get(reverse("crm:rescoring")).content.decode()
    RescoreRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())
    after = as_admin.get(reverse("crm:rescoring")).content.decode()

    assert "4 of 9" in during
    assert ("hx-get" in during, "hx-get" in after) == (True, False)


# --- The model ----------------------------------------------------------------------


def test_a_model_that_is_better_is_used_and_says_so(
    as_admin, inquiry, django_capture_on_commit_callbacks
):
    closed_history()
    with django_capture_on_commit_callbacks(execute=True):
        as_admin.post(SCORES)

    assert ScoringModel.objects.get().is_used
    inquiry.refresh_from_db()
    assert inquiry.score == inquiry.model_score
    assert "by more than luck explains" in as_admin.get(SCORES).content.decode()


def test_a_young_institute_is_told_what_is_missing(as_admin, inquiry):
    page = as_admin.get(SCORES).content.decode()

    assert "There are 0: 0 enrolled, 0 lost." in page
    assert "Fit it now" not in page


def test_the_screens_cost_the_same_for_many_inquiries(as_admin):
    counts = []
    for _round in range(2):
        for _each in range(6):
            make_inquiry()
        counts.append(
            (count_queries(as_admin, SCORES), count_queries(as_admin, WEIGHTS))
        )

    assert counts[0] == counts[1]


# --- Giving out ---------------------------------------------------------------------


def test_a_list_sends_what_was_chosen_and_an_admin_says_to_whom(
    as_admin, counselor, unassigned, foreign
):
    chosen = {"inquiry": [unassigned.uuid, foreign.uuid], "next": "/admin/"}
    assert "2 inquiries" in as_admin.post(ASSIGN, chosen).content.decode()

    answer = as_admin.post(ASSIGN, {**chosen, "to": counselor.uuid})

    assert answer.headers["Location"] == "/admin/"
    assert Inquiry.objects.filter(counselor=counselor).count() == 2


def test_the_register_gives_out_what_was_chosen(as_admin, counselor, unassigned):
    page = as_admin.get("/admin/crm/list/").content.decode()
    assert f'action="{ASSIGN}"' in page
    assert f'name="inquiry" value="{unassigned.uuid}" form="assign"' in page
    assert 'name="to"><option value="rule">' in page
    assert f'<option value="{counselor.uuid}">' in page

    as_admin.post(ASSIGN, {"inquiry": unassigned.uuid, "to": counselor.uuid})

    unassigned.refresh_from_db()
    assert unassigned.counselor == counselor


def test_the_rule_gives_them_where_it_is_chosen(as_admin, counselor, unassigned):
    as_admin.post(ASSIGN, {"inquiry": unassigned.uuid, "to": "rule"})

    unassigned.refresh_from_db()
    assert unassigned.counselor == counselor


def test_what_an_absent_counselor_has_not_answered_is_offered(
    as_admin, counselor, inquiry, foreign
):
    make_inquiry("Tomas", counselor=counselor, status="contacted")

    page = as_admin.get(ASSIGN, {"from": counselor.pk}).content.decode()

    assert "Priya Sharma" in page
    assert "Tomas" not in page
    assert "Jan Novak" not in page


@pytest.mark.parametrize(
    "sent",
    [
        {"inquiry": "x"},
        {"from": "x"},
        {"from": "9" * 30},
        {"to": "7"},
        {"next": "//e.org"},
    ],
    ids=str,
)
def test_nonsense_gives_nothing_out(as_admin, inquiry, sent):
    answer = as_admin.post(ASSIGN, {"inquiry": inquiry.uuid, **sent})

    assert answer.status_code == 200
    assert "e.org" not in answer.content.decode().replace("example.org", "")


# --- Counselors and holidays --------------------------------------------------------


def test_counselors_are_listed_with_what_they_have_to_do(
    as_admin, counselor, inquiry, other_counselor
):
    today = timezone.localdate()
    Holiday.objects.create(counselor=counselor, first_day=today, last_day=today)
    CounselorSettings.objects.create(counselor=other_counselor, languages=["hi", "en"])

    page = as_admin.get(reverse("crm_counselors:index")).content.decode()

    assert "None: away until" in page
    assert "1: give to others" in page
    assert "Hindi, English" in page


def test_languages_are_ticked(as_admin, counselor):
    as_admin.post(
        reverse("crm_counselors:add"),
        {"counselor": counselor.pk, "languages": ["hi", "en"], "most_open": 40},
    )

    assert CounselorSettings.objects.get(counselor=counselor).languages == ["hi", "en"]


def test_a_counselor_enters_holidays_for_nobody_else(
    as_counselor, counselor, other_counselor
):
    as_counselor.post(
        reverse("crm_holidays:add"),
        {
            "counselor": other_counselor.pk,
            "first_day": "2026-05-01",
            "last_day": "2026-05-03",
        },
    )

    assert Holiday.objects.get().counselor == counselor


def test_a_holiday_that_ends_before_it_begins_is_a_sentence(as_admin):
    answer = as_admin.post(
        reverse("crm_holidays:add"),
        {"first_day": "2026-05-03", "last_day": "2026-05-01"},
    )

    assert "The last day is before the first." in answer.content.decode()


# --- In a browser -------------------------------------------------------------------


@pytest.mark.browser
def test_numbers_show_what_they_change_while_they_are_typed(browser, admin, inquiry):
    page = browser.open(WEIGHTS, user=admin)
    page.get_by_label("Left a phone number").fill("40")

    page.get_by_text("The hottest then").wait_for()
    assert flaws(page) == []


@pytest.mark.browser
def test_the_scores_and_the_giving_out_read_well_everywhere(
    browser, admin, counselor, inquiry
):
    closed_history()
    refit()
    page = browser.open(SCORES, user=admin)
    assert flaws(page) == []

    page.goto(f"{ASSIGN}?from={counselor.pk}")
    assert flaws(page, [PHONE]) == []
