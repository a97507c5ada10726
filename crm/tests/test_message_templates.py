"""CRM-04: letters go out from templates with the person's words filled in."""

from datetime import UTC, datetime

import pytest

from crm import wording
from crm.letter_words import words_for
from crm.models import MessageTemplate
from crm.tests.factories import make_follow_up

ADD = "/admin/crm/message-templates/new/"


def fields(**changed):
    return {
        "name": "Welcome",
        "medium": "email",
        "purpose": "answer",
        "subject": "Hello {first_name}",
        "body": "About {course|our courses}",
        "is_active": "on",
        **changed,
    }


# --- The words, without a database --------------------------------------------------


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Dear {first_name},", "Dear Priya,"),
        ("About {course|our courses}.", "About our courses."),
        ("About {course|}.", "About ."),
        ("On {next_date}.", "On {next_date}."),
        ("{name.upper} {0} {first_name!r}", "{name.upper} {0} {first_name!r}"),
    ],
)
def test_words_are_filled_in_and_nothing_else_is_reached(text, filled):
    values = {"first_name": "Priya", "course": "", "name": "Priya Sharma"}

    assert wording.fill(text, values) == filled


def test_what_was_filled_in_is_not_read_again():
    assert wording.fill("{name}", {"name": "{secret}", "secret": "1"}) == "{secret}"


@pytest.mark.parametrize("text", ["{", "}", "{Name}", "{a|b|c}", "{name.x}"])
def test_a_brace_that_is_no_word_is_noticed(text):
    assert wording.has_stray_braces(text)


# --- The person's own ---------------------------------------------------------------


def test_the_words_are_the_persons_own(counselor, inquiry, course):
    inquiry.courses.set([course])
    make_follow_up(inquiry, due_at=datetime(2030, 3, 5, 10, 30, tzinfo=UTC))

    words = words_for(inquiry, by=counselor)

    assert (words["first_name"], words["course"], words["counselor"]) == (
        "Priya",
        "Astronomy",
        str(counselor),
    )
    assert words["next_date"] == "Tuesday 5 March, 10:30"


# --- The form of the admins ---------------------------------------------------------


def test_an_admin_writes_a_template(client, admin):
    client.force_login(admin)

    client.post(ADD, fields())

    assert MessageTemplate.objects.get().body == "About {course|our courses}"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"body": "Dear {nmae}"}, "“{nmae}” is not a word that can be filled in."),
        ({"body": "Dear {nmae}"}, "{first_name}"),
        ({"subject": "Hello {"}, "A brace stands alone."),
        ({"subject": ""}, "A letter needs a subject."),
        ({"medium": "sms", "purpose": "news"}, "by email only"),
    ],
)
def test_a_template_that_could_not_be_sent_is_refused(client, admin, changed, sentence):
    client.force_login(admin)

    answer = client.post(ADD, fields(**changed))

    assert sentence in answer.text
    assert not MessageTemplate.objects.exists()


def test_a_short_message_keeps_no_subject(client, admin):
    client.force_login(admin)

    client.post(ADD, fields(medium="sms"))

    assert MessageTemplate.objects.get().subject == ""


def test_the_preview_shows_an_example_person_and_what_an_sms_costs(client, admin):
    client.force_login(admin)

    answer = client.post(
        "/admin/crm/messages/preview/", {"medium": "sms", "body": "Hi {first_name} €"}
    )

    assert "Hi Priya €" in answer.text
    assert "GSM-7" in answer.text


def test_counselors_use_templates_and_do_not_write_them(client, counselor):
    client.force_login(counselor)

    client.post(ADD, fields())

    assert not MessageTemplate.objects.exists()
