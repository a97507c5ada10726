"""CRM-02: who asked before is found while somebody types, and among all that is open."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.duplicates import measure
from crm.duplicates import find_duplicates, person_from, possible_pairs
from crm.models import Inquiry
from crm.services import keep_apart
from crm.tests.factories import make_inquiry

NUMBER = "+919812345678"


def found(**typed):
    return [each.inquiry for each in find_duplicates(person_from(**typed))]


def ask(client, user, **typed):
    client.force_login(user)
    return client.get(reverse("crm:duplicates"), typed).content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"phone": "098123 45678"},
        {"phone": "98123 45687"},
        {"phone": "98123 4567"},
        {"phone": "+44 9812345678"},
        {"phone": "", "email": "PriyaSharma+x@gmail.com"},
        {"phone": "", "email": "priya.sharma@gmal.com"},
    ],
)
def test_a_person_is_found_by_what_is_nearly_right(db, typed):
    inquiry = make_inquiry("Priya Sharma", phone=NUMBER, email="priya.sharma@gmail.com")

    assert found(name="Pria Sharma", **typed) == [inquiry]


def test_the_likeliest_comes_first(db):
    sister = make_inquiry("Ritu Sharma", phone=NUMBER)
    same = make_inquiry("Priya Sharma", phone=NUMBER)

    assert found(name="Priya Sharma", phone=NUMBER) == [same, sister]


def test_the_number_of_what_was_merged_leads_on(db, inquiry):
    make_inquiry("Priya Sharma", phone=NUMBER, merged_into=inquiry)

    assert found(name="Priya Sharma", phone=NUMBER) == [inquiry]


def test_a_changed_number_is_found_and_the_old_one_is_not(db, inquiry):
    inquiry.phone = inquiry.phone_number = NUMBER
    inquiry.save(update_fields=["phone", "phone_number"])

    assert found(name="Priya Sharma", phone=NUMBER) == [inquiry]
    assert Inquiry.objects.get(pk=inquiry.pk).phone_tail == "45678"


def test_the_fragment_opens_the_old_one(client, counselor, inquiry):
    html = ask(client, counselor, name="Priya Sharma", phone=inquiry.phone)

    assert "Is it one of these?" in html
    assert reverse("crm:person", args=[inquiry.uuid]) in html
    assert "same phone number · same name" in html


def test_of_another_counselors_person_only_the_counselor_is_named(
    client, counselor, foreign
):
    html = ask(client, counselor, name="Jan Novak", phone=foreign.phone)

    assert str(foreign.counselor) in html
    assert str(foreign.uuid) not in html
    assert foreign.email not in html


def test_of_another_counselors_namesake_nothing_is_said(client, counselor, foreign):
    assert not ask(client, counselor, name="Jan Novak").strip()


@pytest.mark.parametrize(
    "typed", [{}, {"name": "P", "phone": "98"}, {"name": "\0", "exclude": "x"}]
)
def test_nothing_is_said_about_nothing(client, counselor, inquiry, typed):
    assert not ask(client, counselor, **typed).strip()


def test_the_inquiry_in_hand_is_not_its_own_duplicate(client, counselor, inquiry):
    html = ask(
        client, counselor, name=inquiry.name, phone=inquiry.phone, exclude=inquiry.uuid
    )

    assert not html.strip()


def test_pairs_of_one_person_are_listed_and_families_are_not(db):
    pair = {
        make_inquiry("Priya Sharma", phone=NUMBER),
        make_inquiry("Pria Sharma", phone="+919812345687", email="p@example.org"),
    }
    make_inquiry("Rahul Sharma", phone=NUMBER)

    pairs = possible_pairs(Inquiry.objects.open())

    assert [{each.first, each.second} for each in pairs] == [pair]


def test_who_was_kept_apart_is_not_asked_about_again(counselor):
    one, other = (
        make_inquiry("Priya Sharma", phone=NUMBER, counselor=counselor) for _ in "12"
    )

    keep_apart(one=other, other=one, by=counselor)

    assert possible_pairs(Inquiry.objects.open()) == []


def test_the_page_of_pairs_says_who_was_kept_apart(client, counselor):
    one, other = (
        make_inquiry("Priya Sharma", phone=NUMBER, counselor=counselor) for _ in "12"
    )
    client.force_login(counselor)
    address = reverse("crm:possible_duplicates")
    assert "Compare and merge" in client.get(address).content.decode()

    answer = client.post(address, {"one": one.uuid, "other": other.uuid}, follow=True)

    assert "Nobody is here twice." in answer.content.decode()


def test_another_counselors_pair_is_not_listed(client, counselor, foreign):
    make_inquiry("Jan Novak", phone=foreign.phone, counselor=counselor)
    client.force_login(counselor)

    page = client.get(reverse("crm:possible_duplicates"))

    assert page.context["pairs"].paginator.count == 0


def test_queries_do_not_grow_with_the_inquiries(client, counselor):
    def queries():
        counts = []
        for act in (
            lambda: find_duplicates(person_from(name="Priya Sharma", phone=NUMBER)),
            lambda: possible_pairs(Inquiry.objects.open()),
        ):
            with CaptureQueriesContext(connection) as asked:
                act()
            counts.append(len(asked))
        return counts

    def add():
        for end in range(3):
            make_inquiry("Priya Sharma", phone=f"+9198123456{70 + end}")
            make_inquiry("Priya Sharma", phone=NUMBER)

    add()
    queries()  # makes the row of the settings
    few = queries()
    add()

    assert queries() == few


def test_most_of_those_typed_in_again_are_noticed_and_few_others(db):
    """A small form of `python -m bench.duplicates`."""
    found = measure(people=150, crowd=0, seed=7)

    assert found.recall >= 0.95
    assert found.precision >= 0.95
