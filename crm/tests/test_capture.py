"""CRM-01, CRM-02: an inquiry arrives once, and finds the person who asked before."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.exceptions import Refused
from crm.models import Inquiry, TimelineEntry
from crm.services import Interest, capture, change_status
from crm.tests.factories import make_inquiry
from tests.races import needs_row_locks, times_at_once

Kind = TimelineEntry.Kind


def ask(**fields):
    given = {"name": "Priya Sharma", "phone": "098123 45678", "channel": "form"}
    return capture(**{**given, **fields})


def test_the_number_is_kept_as_it_was_written_and_as_the_world_dials_it(db):
    inquiry = ask().inquiry

    assert (inquiry.phone, inquiry.phone_number) == ("098123 45678", "+919812345678")


def test_what_came_along_is_kept(course):
    interest = Interest(
        courses=[course], message="When does it start?", campaign="spring", page=course
    )

    inquiry = ask(interest=interest).inquiry

    assert list(inquiry.courses.all()) == [course]
    assert (inquiry.message, inquiry.campaign) == ("When does it start?", "spring")
    assert inquiry.page_revision == course.live_revision


def test_the_sentence_that_was_agreed_to_is_kept_for_each_purpose(db):
    inquiry = ask(consents={"inquiry": "You may answer me."}).inquiry

    assert [(each.purpose, each.wording) for each in inquiry.consents.all()] == [
        ("inquiry", "You may answer me.")
    ]


@pytest.mark.parametrize(
    "missing", [{"name": "  "}, {"phone": "", "email": ""}], ids=["name", "contact"]
)
def test_nobody_can_be_answered_without_a_name_and_a_way(db, missing):
    with pytest.raises(Refused):
        ask(**missing)

    assert not Inquiry.objects.exists()


@pytest.mark.parametrize(
    "again",
    [{"phone": "+91 98123 45678"}, {"phone": "", "email": "PRIYA@example.org"}],
    ids=["number", "address"],
)
def test_who_asked_before_is_noticed(db, again):
    first = ask(email="priya@example.org").inquiry

    second = ask(**again)

    assert (second.inquiry, second.is_new) == (first, False)
    assert first.timeline.filter(kind=Kind.ASKED_AGAIN).count() == 1


@pytest.mark.parametrize("name", ["Priya", "Pria Sharma", "Sharma, Priya"])
def test_a_name_that_fits_is_the_same_person_at_a_number(db, name):
    first = ask().inquiry

    assert ask(name=name).inquiry == first


def test_a_sister_at_the_same_number_has_an_inquiry_of_her_own(db):
    ask(name="Rahul Sharma")

    assert ask().inquiry.name == "Priya Sharma"


def test_an_address_is_one_persons_whatever_the_name(db):
    first = ask(name="The Sharmas", phone="", email="sharma@example.org").inquiry

    assert ask(phone="", email="sharma@example.org").inquiry == first


def test_of_several_at_a_number_the_likeliest_is_taken(db):
    priya = ask().inquiry
    ask(name="Rahul Sharma", email="rahul@example.org")

    assert ask(name="Pria Sharma").inquiry == priya


def test_a_large_household_costs_no_more_queries(db):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            ask(request_key=uuid.uuid4())
        return len(asked)

    ask()
    alone = queries()
    for name in ("Rahul Sharma", "Asha Rao", "Jan Novak"):
        ask(name=name)

    assert queries() == alone


def test_a_lost_inquiry_comes_back_when_the_person_asks_again(db):
    first = ask().inquiry
    change_status(inquiry=first, status="lost", lost_reason="time")

    ask()

    first.refresh_from_db()
    assert first.status == Inquiry.Status.NEW
    changes = first.status_changes.values_list("before", "after")
    assert list(changes) == [("", "new"), ("new", "lost"), ("lost", "new")]


def test_a_student_who_asks_again_gets_an_inquiry_of_its_own(db):
    old = make_inquiry("Priya Sharma", phone="+919812345678", status="enrolled")

    assert ask().inquiry != old


def test_somebody_who_looked_may_keep_two_apart(db):
    first = ask().inquiry

    assert ask(joins_earlier=False).inquiry != first


def test_the_same_form_twice_makes_one_inquiry(db):
    key = uuid.uuid4()
    first = ask(request_key=key)

    second = ask(request_key=key)

    assert second.inquiry == first.inquiry
    assert [entry.kind for entry in first.inquiry.timeline.all()] == [Kind.CAPTURED]


@needs_row_locks
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [False, True], ids=["new", "known"])
def test_the_same_form_twice_at_once_makes_one_inquiry(known):
    if known:
        ask()
    before = TimelineEntry.objects.count()
    key = uuid.uuid4()

    answers = times_at_once(2, lambda _number: ask(request_key=key).inquiry.pk)

    assert len({*answers}) == 1
    assert Inquiry.objects.count() == 1
    assert TimelineEntry.objects.count() == before + 1
