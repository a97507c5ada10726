"""CRM-02: machines don't get through the form, and people always do."""

import pytest

from crm import spam
from crm.models import Inquiry
from crm.tests.asking import PERSON, Visitor, hidden, ticket_of

CONFIRM = "Is this right?"


@pytest.fixture
def visitor(db, monkeypatch):
    visitor = Visitor(monkeypatch)
    visitor.open()
    return visitor


def keeps_the_words(answer):
    return PERSON["message"] in answer.content.decode()


# --- Machines -----------------------------------------------------------------------


def test_what_is_sent_without_the_form_is_not_kept(visitor):
    for ticket in ("", "made up", visitor.ticket[:-1]):
        visitor.client.post("/ask/", {**PERSON, "ticket": ticket, "solution": "1"})

    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("solution", ["", "1", "-1", "x", "١", "9" * 5000])
def test_what_is_sent_without_the_proof_of_work_is_not_kept(visitor, solution):
    answer = visitor.send(solution=solution)

    assert CONFIRM in answer.content.decode()
    assert not Inquiry.objects.exists()


def test_a_machine_that_fills_in_everything_is_not_kept(visitor):
    answer = visitor.send(website="https://spam.example")
    visitor.send_again(answer, website="https://spam.example")

    assert not Inquiry.objects.exists()


def test_a_machine_that_is_faster_than_reading_is_not_kept(visitor):
    visitor.send(after=2)

    assert not Inquiry.objects.exists()


def test_a_solution_is_good_for_one_inquiry(visitor):
    visitor.send()

    visitor.send(name="Another", phone="+91 98100 00001")

    assert Inquiry.objects.count() == 1


def test_neither_are_two_made_where_the_cache_has_forgotten(visitor):
    from django.core.cache import cache

    visitor.send()
    cache.clear()

    visitor.send(name="Another", phone="+91 98100 00001")

    assert Inquiry.objects.count() == 1


def test_a_confirmation_is_good_for_its_words_alone(visitor):
    page = visitor.send(solved=False)
    confirmation = hidden(page.content.decode(), "confirmation")

    answer = visitor.send(
        solved=False, confirmation=confirmation, message="Buy my pills"
    )

    assert CONFIRM in answer.content.decode()
    assert not Inquiry.objects.exists()


def test_a_flood_from_one_address_ends(visitor, monkeypatch):
    monkeypatch.setattr(spam, "MOST_PROVED", 2)
    for number in range(3):
        visitor.open()
        answer = visitor.send(phone=f"+91 98100 0000{number}")

    assert Inquiry.objects.count() == 2
    assert answer.status_code == 429
    assert keeps_the_words(answer)


# --- People -------------------------------------------------------------------------


def test_a_slow_person_without_a_script_gets_through(visitor):
    page = visitor.send(after=600, solved=False)
    confirmation = hidden(page.content.decode(), "confirmation")

    answer = visitor.send(after=30, solved=False, confirmation=confirmation)

    assert answer.url == "/ask/thanks/"
    assert Inquiry.objects.get().message == PERSON["message"]


def test_the_page_to_confirm_brings_all_that_was_typed(visitor):
    html = visitor.send(solved=False).content.decode()

    assert {name: hidden(html, name) for name in ("name", "phone", "language")} == {
        "name": "Priya Sharma",
        "phone": "098123 45678",
        "language": "hi",
    }


def test_who_confirms_at_once_presses_once_more(visitor):
    page = visitor.send(solved=False)
    confirmation = hidden(page.content.decode(), "confirmation")

    quick = visitor.send(after=1, solved=False, confirmation=confirmation)
    visitor.send(after=5, solved=False, confirmation=confirmation)

    assert "take a moment" in quick.content.decode()
    assert hidden(quick.content.decode(), "confirmation") == confirmation
    assert Inquiry.objects.exists()


def test_whoever_wants_to_change_something_finds_the_form_filled_in(visitor):
    visitor.send(solved=False)

    answer = visitor.send(solved=False, change="1")

    assert CONFIRM not in answer.content.decode()
    assert keeps_the_words(answer)


@pytest.mark.parametrize(
    ("first", "sentence"),
    [
        ({"after": 1}, "faster than we expected"),
        ({"after": spam.DAY}, "stood open for very long"),
        ({"website": "https://me.example"}, "A field that nobody sees"),
        ({"ticket": "made up"}, "stood open for very long"),
    ],
    ids=["fast", "yesterday", "filled in by a browser", "damaged"],
)
def test_whoever_is_refused_sends_the_same_once_more(visitor, first, sentence):
    refused = visitor.send(**first)
    assert sentence in refused.content.decode()
    assert keeps_the_words(refused)

    answer = visitor.send_again(refused, after=3)

    assert answer.url == "/ask/thanks/"
    assert Inquiry.objects.count() == 1


def test_other_words_after_going_back_are_sent_once_more(visitor):
    visitor.send()

    refused = visitor.send(message="And what does it cost?")
    visitor.send_again(refused, message="And what does it cost?")

    assert "What you sent before has arrived" in refused.content.decode()
    assert ticket_of(refused) != visitor.ticket
    texts = Inquiry.objects.get().timeline.values_list("text", flat=True)
    assert {*texts} == {PERSON["message"], "And what does it cost?"}


def test_a_classroom_behind_one_router_asks_at_once(visitor):
    for number in range(40):
        visitor.open()
        visitor.send(phone=f"+91 98100 000{number:02}")

    assert Inquiry.objects.count() == 40
