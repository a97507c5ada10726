"""CRM-04: contact is logged in a form that suggests the next step and loses nothing that was typed."""

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from crm.models import FollowUp, Holiday, Inquiry
from crm.services import log_contact, plan_follow_up
from crm.services.follow_ups import Next
from crm.services.suggestions import suggestions_for, title_of
from crm.tests.factories import make_follow_up, make_inquiry
from tests.races import needs_row_locks, times_at_once


def address(inquiry, form="contact"):
    return f"/admin/crm/inquiries/{inquiry.uuid}/{form}/"


def typed(moment):
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def filled(**fields):
    return {
        "medium": "call",
        "outcome": "interested",
        "notes": "Wants evenings",
        "then": "next",
        "next_at": typed(timezone.now() + timedelta(days=1)),
        "next_medium": "visit",
        "request_key": uuid.uuid4(),
        **fields,
    }


@pytest.fixture
def page(client, counselor):
    client.force_login(counselor)
    return client


def test_what_was_said_and_what_follows_are_kept(page, inquiry):
    answer = page.post(address(inquiry), filled(back="/admin/crm/desk/"))

    assert answer.headers["Location"] == "/admin/crm/desk/"
    logged, planned = inquiry.follow_ups.order_by("pk")
    assert (logged.status, logged.notes) == ("completed", "Wants evenings")
    assert (planned.status, planned.medium) == ("pending", "visit")


def test_nobody_is_led_off_the_site(page, inquiry):
    answer = page.post(address(inquiry), filled(back="https://example.org/"))

    assert answer.headers["Location"] == f"/admin/crm/inquiries/{inquiry.uuid}/"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"outcome": ""}, "Say what came of it."),
        ({"next_at": ""}, "Say when to contact the person next."),
        ({"next_at": "2020-01-01T10:00"}, "The next contact has to be in the future."),
        ({"then": "lost"}, "Say why the inquiry is lost."),
    ],
    ids=["no outcome", "no date", "past", "no reason"],
)
def test_a_mistake_is_one_sentence_and_keeps_what_was_typed(
    page, inquiry, wrong, sentence
):
    text = page.post(address(inquiry), filled(**wrong)).content.decode()

    assert sentence in text
    assert "Wants evenings" in text
    assert not FollowUp.objects.exists()


def test_a_contact_can_be_the_end(page, inquiry):
    page.post(address(inquiry), filled(then="lost", lost_reason="price", next_at=""))

    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.lost_reason) == ("lost", "price")


def test_the_form_comes_with_the_medium_chosen_and_a_date(page, inquiry):
    answer = page.get(address(inquiry) + "?medium=email")

    assert answer.context["form"]["medium"].value() == "email"
    suggested = typed(suggestions_for(inquiry, medium="email")[""].at)
    assert f'value="{suggested}"' in answer.content.decode()


def test_a_double_click_logs_once(page, inquiry):
    form = filled()
    for _number in range(2):
        page.post(address(inquiry), form)

    assert inquiry.follow_ups.count() == 2


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_the_same_form_twice_at_once_logs_once(counselor, inquiry):
    key, moment = uuid.uuid4(), timezone.now() + timedelta(days=1)

    times_at_once(
        2,
        lambda number: log_contact(
            inquiry=inquiry,
            medium="call",
            outcome="interested",
            by=counselor,
            next_=Next(moment),
            request_key=key,
        ),
    )

    assert sorted(inquiry.follow_ups.values_list("status", flat=True)) == [
        "completed",
        "pending",
    ]


def test_in_the_dialog_the_page_is_told_what_was_saved(page, inquiry):
    answer = page.post(address(inquiry), filled(), headers={"HX-Request": "true"})

    assert answer.status_code == 204
    told = json.loads(answer.headers["HX-Trigger"])["step-saved"]
    assert told["inquiry"] == str(inquiry.uuid)


def test_a_plan_is_made_and_taken_back(page, inquiry):
    page.post(address(inquiry, "plan"), filled())
    planned = inquiry.follow_ups.pending().count()

    page.post(address(inquiry, "plan"), {"cancel": "1"})

    assert (planned, inquiry.follow_ups.pending().count()) == (1, 0)


def test_what_is_planned_is_what_one_replans(page, counselor, inquiry):
    moment = timezone.now() + timedelta(days=40)
    plan_follow_up(
        inquiry=inquiry, next_=Next(moment, "visit", "Bring papers"), by=counselor
    )

    text = page.get(address(inquiry, "plan")).content.decode()

    assert typed(moment) in text
    assert "Bring papers" in text


def test_the_counselors_holiday_and_the_offices_are_kept(counselor, inquiry):
    today = timezone.localdate()
    for whose, first, last in ((counselor, 0, 9), (None, 10, 12)):
        Holiday.objects.create(
            counselor=whose,
            first_day=today + timedelta(days=first),
            last_day=today + timedelta(days=last),
        )

    suggestion = suggestions_for(inquiry, medium="call")["interested"]

    assert timezone.localtime(suggestion.at).date() > today + timedelta(days=12)


def test_the_reason_is_said_in_words(db):
    inquiry = make_inquiry(contact_time="evening", phone="")

    said = title_of(suggestions_for(inquiry, medium="email")["interested"])

    assert "17:00: prefers evenings" in said


def test_the_facts_cost_the_same_for_a_long_history(
    django_assert_max_num_queries, inquiry
):
    for _number in range(60):
        make_follow_up(
            inquiry, status="completed", outcome="reached", closed_at=timezone.now()
        )

    with django_assert_max_num_queries(5):
        suggestions_for(inquiry, medium="call")


def test_a_students_contact_needs_no_next_step(page, inquiry):
    Inquiry.objects.update(status="enrolled")

    page.post(address(inquiry), filled(next_at=""))

    assert inquiry.follow_ups.get().status == "completed"
