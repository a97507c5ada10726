"""CRM-02, CRM-04: a person sees and changes how they may be contacted, without an account."""

from django.utils import timezone

from crm.consents import consent_token, consents_of
from crm.models import ContactConsent, TimelineEntry
from crm.services import note_consent
from crm.tests.factories import agree, make_inquiry

Asked = ContactConsent.Purpose


def address(inquiry):
    return f"/consent/{consent_token(inquiry)}/"


def test_whoever_asks_wants_an_answer_and_nothing_else(inquiry):
    assert consents_of(inquiry) == {"inquiry": True, "news": False, "messaging": False}


def test_the_page_shows_what_was_agreed_to_and_little_of_the_person(client, inquiry):
    agree(inquiry, Asked.NEWS)

    answer = client.get(address(inquiry))

    assert answer.text.count(" checked") == 2
    assert inquiry.email not in answer.text
    assert inquiry.name not in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_a_choice_is_kept_with_the_sentence_that_was_seen(client, inquiry):
    client.post(address(inquiry), {"agreed": ["inquiry", "news"]})

    consent = inquiry.consents.get()
    assert (consent.purpose, consent.is_given) == (Asked.NEWS, True)
    assert consent.wording == "You may send me news and offers by email."
    entry = inquiry.timeline.get(kind=TimelineEntry.Kind.CONSENT)
    assert (entry.by, entry.data) == (None, {"purpose": "news", "is_given": True})


def test_everything_can_be_taken_back_with_one_button(client, inquiry):
    agree(inquiry, Asked.NEWS)

    client.post(address(inquiry), {"agreed": ["inquiry", "news"], "nothing": "1"})

    assert not any(consents_of(inquiry).values())


def test_a_choice_counts_for_all_inquiries_of_the_address(client, inquiry):
    other = make_inquiry(email=inquiry.email)
    agree(other, Asked.NEWS)
    stranger = make_inquiry()
    agree(stranger, Asked.NEWS)

    client.post(address(inquiry), {"agreed": ["inquiry"]})

    assert (consents_of(other)["news"], consents_of(stranger)["news"]) == (False, True)


def test_looking_changes_nothing(client, inquiry):
    client.get(f"{address(inquiry)}?agreed=news")

    assert not inquiry.consents.exists()


def test_another_site_needs_the_address_to_change_anything(client, inquiry):
    forged = consent_token(inquiry).replace(str(inquiry.uuid), str(make_inquiry().uuid))

    assert client.post(f"/consent/{forged}/").status_code == 404


def test_the_page_of_what_was_merged_is_that_of_what_it_became(client, inquiry):
    merged = make_inquiry(merged_into=inquiry)

    client.post(address(merged), {"agreed": ["news"]})

    assert consents_of(inquiry)["news"]


def test_who_was_erased_has_no_page(client, db):
    inquiry = make_inquiry(erased_at=timezone.now())

    assert client.get(address(inquiry)).status_code == 404


def test_what_was_told_to_a_counselor_is_kept_with_the_name(counselor, inquiry):
    consent = note_consent(
        inquiry=inquiry, purpose=Asked.MESSAGING, is_given=True, by=counselor
    )

    assert (consent.by, consent.wording) == (counselor, f"Told {counselor}.")
    assert consents_of(inquiry)["messaging"]
