"""CRM-02: a counselor types in who stands at the desk."""

import uuid

import pytest

from crm.models import CRMSettings, Inquiry
from crm.tests.factories import make_inquiry

ADDRESS = "/admin/crm/new/"
PHONE = "+91 98123 45678"


@pytest.fixture
def desk(client, counselor):
    client.force_login(counselor)
    return client


def type_in(client, **fields):
    given = {"name": "Priya Sharma", "phone": PHONE, "source": "walk_in"}
    key = {"request_key": uuid.uuid4()}
    return client.post(ADDRESS, {**given, **key, **fields}, follow=True)


def test_three_words_are_enough(desk, counselor, course):
    answer = type_in(desk, course=course.pk)

    inquiry = Inquiry.objects.get()
    assert (inquiry.channel, inquiry.source) == ("desk", "walk_in")
    assert (inquiry.counselor, inquiry.created_by) == (counselor, counselor)
    assert list(inquiry.courses.all()) == [course]
    assert answer.redirect_chain[-1][0] == f"/admin/crm/inquiries/{inquiry.uuid}/"


def test_save_and_next_opens_an_empty_form(desk):
    answer = type_in(desk, next="1")

    assert answer.redirect_chain[-1][0] == ADDRESS
    assert "“Priya Sharma” is saved." in answer.content.decode()


def test_a_double_click_makes_one(desk):
    key = uuid.uuid4()
    type_in(desk, request_key=key)
    type_in(desk, request_key=key)

    assert Inquiry.objects.get().timeline.count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"phone": ""}, "A phone number or an email is needed."),
        ({"phone": "12"}, "We can’t read this number."),
        ({"source": "website"}, "Select a valid choice."),
    ],
)
def test_a_mistake_is_a_sentence(desk, change, sentence):
    answer = type_in(desk, **change)

    assert sentence in answer.content.decode()
    assert not Inquiry.objects.exists()


def test_an_admin_leaves_it_to_nobody_or_gives_it(client, admin, counselor):
    CRMSettings.objects.create(assigns_by_itself=False)
    client.force_login(admin)
    type_in(client)
    type_in(client, phone="+91 98100 00001", counselor=counselor.pk)

    whose = Inquiry.objects.order_by("pk").values_list("counselor", flat=True)
    assert list(whose) == [None, counselor.pk]


def test_who_is_known_is_noted_on_the_old_inquiry(desk, inquiry):
    answer = type_in(desk, phone=inquiry.phone)

    assert Inquiry.objects.get() == inquiry
    assert "“Priya Sharma” had asked before" in answer.content.decode()


def test_an_old_inquiry_that_nobody_has_goes_to_whoever_types_it_in(
    desk, counselor, unassigned
):
    type_in(desk, name=unassigned.name, phone=unassigned.phone)

    unassigned.refresh_from_db()
    assert unassigned.counselor == counselor


def test_another_counselors_inquiry_is_told_of_and_not_opened(desk, foreign):
    answer = type_in(desk, phone="", email=foreign.email)

    assert answer.redirect_chain[-1][0] == ADDRESS
    html = answer.content.decode()
    assert "belongs to Carl Tester" in html
    assert str(foreign.uuid) not in html
    assert foreign.name not in html
    foreign.refresh_from_db()
    assert foreign.counselor.username == "carl"


def test_somebody_else_with_the_same_number_is_kept_apart(desk):
    make_inquiry("Priya Sharma", phone=PHONE)

    type_in(desk, keep_apart="on")

    assert Inquiry.objects.count() == 2
