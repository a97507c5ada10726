"""CRM-04: email and SMS go out, are on the timeline with their state, and replies too."""

import uuid
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.test import Client
from django.utils import timezone

from common.exceptions import Refused
from crm import sms, tasks
from crm.models import ContactConsent, Inquiry, Message, TimelineEntry
from crm.services import receive, say_sent, send_again, sending, write
from crm.tests.factories import agree, make_inquiry, make_message, make_template
from tests.races import needs_row_locks, times_at_once

State = Message.State
Asked = ContactConsent.Purpose


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """Writes, and lets the worker do its part at once."""

    def act(inquiry, by, **fields):
        given = {"medium": "email", "subject": "Hello", "body": "We start in May."}
        with django_capture_on_commit_callbacks(execute=True):
            message = write(inquiry=inquiry, by=by, **{**given, **fields})
        message.refresh_from_db()
        return message

    return act


@pytest.fixture
def outbox(monkeypatch):
    monkeypatch.setattr(sms.MemoryBackend, "outbox", [])
    return sms.MemoryBackend.outbox


def broken_by(monkeypatch, error):
    def hand_over(message):
        raise error

    monkeypatch.setattr(sending, "hand_over", hand_over)


# --- A letter -----------------------------------------------------------------------


def test_a_letter_reaches_the_person_and_its_answer_the_counselor(
    sent, counselor, inquiry, mailoutbox
):
    message = sent(inquiry, counselor, body="Dear {first_name}, we start in May.")

    (letter,) = mailoutbox
    assert (letter.to, letter.reply_to) == ([inquiry.email], [counselor.email])
    assert letter.body.startswith("Dear Priya, we start in May.")
    assert str(message.uuid) in letter.extra_headers["Message-ID"]
    assert message.state == State.SENT


def test_every_letter_says_how_to_choose_what_comes(
    sent, counselor, inquiry, mailoutbox, client
):
    sent(inquiry, counselor)

    address = mailoutbox[0].body.split()[-1]
    assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert "List-Unsubscribe" not in mailoutbox[0].extra_headers


def test_a_subject_cannot_begin_a_header(sent, counselor, inquiry, mailoutbox):
    sent(inquiry, counselor, subject="Hello\r\nBcc: all@example.org")

    assert mailoutbox[0].subject == "Hello Bcc: all@example.org"


def test_a_message_is_on_the_timeline_with_its_state(sent, counselor, inquiry):
    message = sent(inquiry, counselor)

    entry = inquiry.timeline.get(kind=TimelineEntry.Kind.MESSAGE)
    assert (entry.by, entry.crm_message.state) == (counselor, State.SENT)
    assert entry.data == {"medium": "email", "is_incoming": False, "subject": "Hello"}
    assert message.inquiry.last_activity_at == entry.at


def test_the_same_form_twice_sends_one_letter(sent, counselor, inquiry, mailoutbox):
    key = uuid.uuid4()

    first = sent(inquiry, counselor, request_key=key)
    second = sent(inquiry, counselor, request_key=key)

    assert (first, len(mailoutbox)) == (second, 1)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"subject": " "}, "no_subject"),
        ({"body": " "}, "empty"),
        ({"body": "Until {next_date}!"}, "left_over"),
        ({"subject": "{course}"}, "left_over"),
        ({"subject": "x" * 151}, "too_long"),
        ({"medium": "visit"}, "no_medium"),
    ],
)
def test_what_cannot_be_sent_is_refused(counselor, inquiry, fields, code):
    given = {"medium": "email", "subject": "Hello", "body": "We start."}
    with pytest.raises(Refused) as refusal:
        write(inquiry=inquiry, by=counselor, **{**given, **fields})

    assert refusal.value.code == code
    assert not Message.objects.exists()


def test_another_counselors_inquiry_is_not_written_to(counselor, foreign):
    with pytest.raises(Refused) as refusal:
        write(inquiry=foreign, medium="email", subject="Hi", body="Hi", by=counselor)

    assert refusal.value.code == "not_yours"


# --- Leave to write -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "said", "fields", "code"),
    [
        ({"email": ""}, {}, {}, "no_address"),
        (
            {"phone": "call me"},
            {Asked.MESSAGING: True},
            {"medium": "sms"},
            "no_address",
        ),
        ({}, {Asked.INQUIRY: False}, {}, "withdrawn"),
        ({}, {}, {"medium": "sms"}, "no_messaging"),
        ({}, {}, {"medium": "whatsapp"}, "no_messaging"),
        ({"erased_at": timezone.now()}, {}, {}, "erased"),
    ],
)
def test_nobody_is_written_to_without_a_way_and_a_yes(
    counselor, person, said, fields, code
):
    inquiry = make_inquiry(counselor=counselor, **person)
    for purpose, is_given in said.items():
        agree(inquiry, purpose, is_given)
    given = {"medium": "email", "subject": "Hello", "body": "We start."}

    with pytest.raises(Refused) as refusal:
        write(inquiry=inquiry, by=counselor, **{**given, **fields})

    assert refusal.value.code == code


def test_the_newest_word_counts_also_if_it_was_said_before_a_merger(counselor, inquiry):
    merged = make_inquiry(merged_into=inquiry)
    agree(inquiry, Asked.MESSAGING)
    agree(merged, Asked.MESSAGING, is_given=False)

    with pytest.raises(Refused) as refusal:
        write(inquiry=inquiry, medium="sms", body="Hello", by=counselor)

    assert refusal.value.code == "no_messaging"


def test_news_need_a_yes_of_their_own(counselor, inquiry):
    with pytest.raises(Refused) as refusal:
        write(
            inquiry=inquiry,
            medium="email",
            subject="Offer",
            body="Less",
            template=make_template(purpose="news"),
            by=counselor,
        )

    assert refusal.value.code == "no_news"


def test_news_can_be_ended_from_the_mail_program(sent, counselor, inquiry, mailoutbox):
    agree(inquiry, Asked.NEWS)
    sent(inquiry, counselor, template=make_template(purpose="news"))
    headers = mailoutbox[0].extra_headers
    address = headers["List-Unsubscribe"].strip("<>")

    Client(enforce_csrf_checks=True).post(
        address.removeprefix("http://127.0.0.1:8000"),
        dict([headers["List-Unsubscribe-Post"].split("=")]),
    )

    assert not inquiry.consents.filter(purpose=Asked.NEWS).first().is_given


def test_a_yes_that_is_taken_back_while_a_letter_waits_counts(counselor, inquiry):
    message = write(
        inquiry=inquiry, medium="email", subject="Hi", body="Hi", by=counselor
    )
    agree(inquiry, Asked.INQUIRY, is_given=False)

    tasks.send_message(message.pk)

    message.refresh_from_db()
    assert message.state == State.FAILED
    assert "not to contact them" in message.error


# --- Trouble ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (SMTPServerDisconnected("gone"), State.QUEUED),
        (ConnectionRefusedError(), State.QUEUED),
        (SMTPRecipientsRefused({"a@example.org": (450, b"later")}), State.QUEUED),
        (SMTPRecipientsRefused({"a@example.org": (550, b"no")}), State.FAILED),
        (sms.SMSRefused("Unknown number."), State.FAILED),
        (ZeroDivisionError(), State.FAILED),
    ],
)
def test_trouble_that_passes_is_waited_out(
    sent, counselor, inquiry, monkeypatch, error, state
):
    broken_by(monkeypatch, error)

    message = sent(inquiry, counselor)

    assert message.state == state
    assert message.error


def test_the_clock_tries_again_until_it_has_failed_for_good(
    sent, counselor, inquiry, monkeypatch
):
    broken_by(monkeypatch, OSError())
    message = sent(inquiry, counselor)

    for _wait in sending.WAITS:
        assert not sending.waiting()
        Message.objects.update(send_at=timezone.now())
        tasks.send_what_waits()

    message.refresh_from_db()
    assert (message.state, message.tries) == (State.FAILED, len(sending.WAITS) + 1)


def test_what_failed_is_tried_again_by_hand(
    sent,
    counselor,
    inquiry,
    monkeypatch,
    mailoutbox,
    django_capture_on_commit_callbacks,
):
    with monkeypatch.context() as patch:
        broken_by(patch, ZeroDivisionError())
        message = sent(inquiry, counselor)

    with django_capture_on_commit_callbacks(execute=True):
        send_again(message=message, by=counselor)

    assert len(mailoutbox) == 1


def test_what_was_sent_is_not_sent_again(sent, counselor, inquiry, mailoutbox):
    message = sent(inquiry, counselor)

    with pytest.raises(Refused) as refusal:
        send_again(message=message, by=counselor)

    assert (refusal.value.code, len(mailoutbox)) == ("not_failed", 1)


def test_what_a_worker_died_with_is_left_to_a_person(counselor, inquiry, mailoutbox):
    message = write(
        inquiry=inquiry, medium="email", subject="Hi", body="Hi", by=counselor
    )
    long_ago = timezone.now() - timedelta(hours=1)
    Message.objects.update(state=State.SENDING, claimed_at=long_ago)

    tasks.send_what_waits()

    message.refresh_from_db()
    assert (message.state, len(mailoutbox)) == (State.FAILED, 0)
    assert "not known whether" in message.error


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_letter(counselor, inquiry, mailoutbox):
    pk = make_message(inquiry, send_at=timezone.now()).pk

    times_at_once(4, lambda _number: tasks.send_message(pk))

    assert len(mailoutbox) == 1


# --- SMS, WhatsApp, replies ---------------------------------------------------------


def test_an_sms_goes_to_the_number_as_the_world_dials_it(
    sent, counselor, inquiry, outbox
):
    agree(inquiry, Asked.MESSAGING)

    sent(inquiry, counselor, medium="sms", body="Hello {first_name}")

    assert [(each.number, each.text) for each in outbox] == [
        (inquiry.phone_number, "Hello Priya")
    ]


def test_an_sms_of_many_parts_is_refused(counselor, inquiry):
    agree(inquiry, Asked.MESSAGING)

    with pytest.raises(Refused) as refusal:
        write(inquiry=inquiry, medium="sms", body="न" * 700, by=counselor)

    assert refusal.value.code == "too_long"


@pytest.mark.parametrize(
    ("is_sent", "state"), [(True, State.SENT), (False, State.FAILED)]
)
def test_whatsapp_waits_for_the_counselors_word(
    sent, counselor, inquiry, is_sent, state
):
    agree(inquiry, Asked.MESSAGING)
    message = sent(inquiry, counselor, medium="whatsapp", body="Hello")
    assert (message.state, sending.waiting()) == (State.QUEUED, [])

    say_sent(message=message, is_sent=is_sent, by=counselor)

    assert message.state == state


def test_what_they_wrote_back_is_on_the_timeline(counselor, inquiry):
    an_hour_ago = timezone.now() - timedelta(hours=1)

    message = receive(
        inquiry=inquiry, medium="email", body="Yes!", at=an_hour_ago, by=counselor
    )

    entry = inquiry.timeline.get(kind=TimelineEntry.Kind.MESSAGE)
    assert (entry.at, entry.crm_message) == (an_hour_ago, message)
    assert (message.is_incoming, message.state) == (True, State.RECEIVED)
    # The person asked after that: an earlier letter is no newer sign of life.
    assert Inquiry.objects.get().last_activity_at == inquiry.last_activity_at


def test_nothing_is_received_from_the_future(counselor, inquiry):
    with pytest.raises(Refused) as refusal:
        receive(
            inquiry=inquiry,
            medium="sms",
            body="Yes!",
            at=timezone.now() + timedelta(hours=1),
            by=counselor,
        )

    assert refusal.value.code == "in_the_future"
