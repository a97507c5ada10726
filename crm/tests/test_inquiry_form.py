"""CRM-02: a visitor asks by the form, from any page, and what led them there is kept."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from crm.models import Inquiry, InquiryPage
from crm.tests.asking import PERSON, Visitor, hidden
from crm.tests.factories import make_inquiry
from home.models import HomePage
from tests.factories import make_course, make_lesson, make_module
from tests.races import needs_row_locks, times_at_once

ASK = "Ask about this course"


@pytest.fixture
def visitor(db, monkeypatch):
    return Visitor(monkeypatch)


def test_what_was_asked_arrives_and_the_address_says_nothing_of_it(visitor, course):
    visitor.open()

    answer = visitor.send(courses=[course.pk])

    assert answer.url == "/ask/thanks/"
    inquiry = Inquiry.objects.get()
    assert (inquiry.name, inquiry.phone_number, inquiry.language) == (
        "Priya Sharma",
        "+919812345678",
        "hi",
    )
    assert (inquiry.contact_time, inquiry.channel, inquiry.source) == (
        "evening",
        "form",
        "website",
    )
    assert list(inquiry.courses.all()) == [course]


def test_the_sentences_that_were_agreed_to_are_kept(visitor):
    visitor.open()

    visitor.send(consent_messaging="on")

    assert {
        (each.purpose, each.wording) for each in Inquiry.objects.get().consents.all()
    } == {
        ("inquiry", "You may answer what I asked, by phone and email."),
        ("messaging", "You may write to me by SMS and WhatsApp."),
    }


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "Please tell us your name."),
        ({"phone": ""}, "Give a phone number or an email address"),
        ({"phone": "12"}, "We can’t read this number."),
        ({"email": "priya"}, "Enter a valid email address."),
        ({"message": "x" * 2001}, "at most 2000 characters"),
        ({"consent_inquiry": ""}, "Without this we may not answer."),
    ],
)
def test_a_mistake_is_a_sentence_and_the_words_stay(visitor, change, sentence):
    visitor.open()
    given = {**PERSON, **change, "ticket": visitor.ticket}

    html = visitor.client.post("/ask/", given).content.decode()

    assert sentence in html
    assert given["message"] in html
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("field", ["page", "courses", "language", "referrer"])
def test_a_field_that_somebody_made_up_breaks_nothing(visitor, field):
    visitor.open()

    answer = visitor.send(**{field: "9" * 30})

    assert answer.status_code in (200, 302)


# --- Where it began -----------------------------------------------------------------


def test_the_button_on_a_course_page_brings_the_course_along(visitor, course):
    page = visitor.client.get(course.url).content.decode()
    assert ASK in page
    assert f"/ask/?page={course.pk}" in page

    html = visitor.open(f"/ask/?page={course.pk}").content.decode()
    visitor.send(page=hidden(html, "page"), courses=[course.pk])

    assert f'value="{course.pk}" id="ask-courses_0" checked' in html
    inquiry = Inquiry.objects.get()
    assert inquiry.channel == Inquiry.Channel.COURSE_PAGE
    assert inquiry.page_id == course.pk
    assert inquiry.page_revision == course.live_revision


def test_so_does_the_link_on_a_free_preview(visitor, course, lessons):
    preview = lessons[0]
    assert ASK in visitor.client.get(preview.url).content.decode()

    html = visitor.open(f"/ask/?page={preview.pk}").content.decode()
    visitor.send(page=hidden(html, "page"))

    assert f'value="{course.pk}" id="ask-courses_0" checked' in html
    assert Inquiry.objects.get().channel == Inquiry.Channel.PREVIEW


def test_who_studies_the_course_is_not_asked_to_ask(client, course, student, lessons):
    client.force_login(student)

    for page in (course, *lessons[:2]):
        assert ASK not in client.get(page.url).content.decode()


def test_a_link_in_a_letter_names_the_course_by_its_code(visitor, course):
    html = visitor.open("/ask/?course=ast-1").content.decode()

    assert f'value="{course.pk}" id="ask-courses_0" checked' in html


def test_a_course_that_is_not_offered_is_not_named(visitor, teacher):
    draft = make_course(teacher, "Geology", draft=True)

    assert "Geology" not in visitor.open(f"/ask/?page={draft.pk}").content.decode()


def test_without_its_number_the_page_is_the_one_that_led_here(visitor, course):
    html = visitor.open("/ask/form/", referer=f"http://testserver{course.url}")

    assert hidden(html.content.decode(), "page") == str(course.pk)


def test_the_campaign_and_the_other_site_are_kept(visitor):
    visitor.open()

    visitor.send(
        utm_source="instagram",
        utm_medium="social",
        utm_campaign="spring",
        referrer="https://fair.example/stands#12",
    )

    inquiry = Inquiry.objects.get()
    assert inquiry.utm == {
        "source": "instagram",
        "medium": "social",
        "campaign": "spring",
    }
    assert (inquiry.campaign, inquiry.source) == ("spring", "social_media")
    assert inquiry.referrer == "https://fair.example/stands"


def test_without_a_script_the_address_itself_says_the_campaign(visitor):
    address = "/ask/?utm_source=fair&utm_campaign=spring"

    html = visitor.open(address, referer="https://fair.example/").content.decode()

    assert hidden(html, "utm_campaign") == "spring"
    assert hidden(html, "referrer") == "https://fair.example/"


def test_a_student_finds_the_form_filled_in_and_is_linked(monkeypatch, stranger):
    visitor = Visitor(monkeypatch, stranger)
    html = visitor.open().content.decode()
    assert 'value="stranger@example.org"' in html

    visitor.send(email="stranger@example.org")

    assert Inquiry.objects.get().student == stranger


# --- Who asked before ---------------------------------------------------------------


def test_asking_again_adds_what_was_not_known(visitor):
    old = make_inquiry("Priya", phone="+919812345678", email="", language="")
    visitor.open()

    visitor.send(email="priya@example.org", consent_news="on")

    old.refresh_from_db()
    assert (old.email, old.language) == ("priya@example.org", "hi")
    assert old.consents.filter(purpose="news").exists()
    assert old.timeline.get().data["learnt"] == ["email", "language"]


def test_asking_again_overwrites_nothing(visitor):
    old = make_inquiry("Priya", phone="+919812345678", email="old@example.org")
    visitor.open()

    visitor.send(email="new@example.org")

    old.refresh_from_db()
    assert old.email == "old@example.org"


def test_a_number_alone_links_no_account_to_another_address(monkeypatch, stranger):
    old = make_inquiry("Priya", phone="+919812345678", email="old@example.org")
    visitor = Visitor(monkeypatch, stranger)
    visitor.open()

    visitor.send()

    old.refresh_from_db()
    assert old.student is None


# --- Twice --------------------------------------------------------------------------


def test_a_double_click_makes_one_inquiry(visitor):
    visitor.open()
    visitor.send()

    again = visitor.send(after=0)

    assert again.url == "/ask/thanks/"
    assert Inquiry.objects.get().timeline.count() == 1


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_a_double_click_at_once_makes_one_inquiry(monkeypatch):
    visitor = Visitor(monkeypatch)
    visitor.open()
    visitor.now += 20

    answers = times_at_once(2, lambda _number: visitor.send(after=0))

    assert [answer.url for answer in answers] == 2 * ["/ask/thanks/"]
    assert Inquiry.objects.get().timeline.count() == 1


# --- Where the form stands ----------------------------------------------------------


@pytest.fixture
def inquiry_page(db):
    page = InquiryPage(title="Talk to us", thanks="<p>We call <b>today</b>.</p>")
    HomePage.objects.get().add_child(instance=page)
    return page


def test_a_page_of_its_own_has_the_form_and_its_own_thanks(visitor, inquiry_page):
    answer = visitor.open(inquiry_page.url)

    sent = visitor.send(page=inquiry_page.pk)

    assert "no-store" in answer["Cache-Control"]
    assert "We call <b>today</b>." in visitor.client.get(sent.url).content.decode()
    assert Inquiry.objects.get().page_id == inquiry_page.pk


def test_no_cache_keeps_the_page_with_the_form(settings, visitor, inquiry_page):
    settings.PAGE_CACHE_SECONDS = 300
    visitor.open(inquiry_page.url)
    first = visitor.ticket

    visitor.client = Client()
    visitor.open(inquiry_page.url)

    assert visitor.ticket != first


@pytest.mark.parametrize("place", ["home", "course", "lesson"])
def test_the_block_leads_to_the_form_from_any_page(client, course, place):
    body = [("inquiry", {"title": "Questions?", "text": "We answer."})]
    if place == "home":
        page = HomePage.objects.get()
        page.body = body
        page.save()
    elif place == "course":
        course.description = body
        course.save()
        page = course
    else:
        module = make_module(course)
        page = make_lesson(module, body=body, free_preview=True)

    html = client.get(Page.objects.get(pk=page.pk).url).content.decode()

    assert "Questions?" in html
    assert '<inquiry-form src="/ask/form/' in html
    assert 'class="button button--primary" href="/ask/' in html


def test_the_form_costs_as_much_with_one_course_as_with_many(client, teacher, course):
    def queries():
        client.get("/ask/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/ask/")
        return len(asked)

    few = queries()
    for _number in range(4):
        make_course(teacher)

    assert queries() == few


def test_the_price_is_named_where_there_is_one(client, course):
    assert "Price" not in client.get(course.url).content.decode()
    course.price = 12500
    course.save()

    page = client.get(course.url).content.decode()

    assert "₹12,500" in page
    assert '"priceCurrency": "INR"' in page
    assert "₹12,500" in client.get("/courses/").content.decode()


def test_nothing_to_pay_is_said_as_free(client, course):
    course.price = 0
    course.save()

    page = client.get(course.url).content.decode()

    assert "<dd>Free</dd>" in page
    assert '"category": "Free"' in page
