"""The message templates of the demonstration, and what was written with them and came back."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from crm.letter_words import fill_for
from crm.models import FollowUp, Medium, Message, MessageTemplate, Purpose
from home.demo.inquiries import Told

WRITTEN = {Medium.EMAIL, Medium.SMS, Medium.WHATSAPP}
WELCOME, MISSED_CALL = "Welcome", "Missed call"
# Name, type, what for, subject, text.
TEMPLATES = [
    (
        WELCOME,
        Medium.EMAIL,
        Purpose.ANSWER,
        "Your question about {course|our courses}",
        "Hello {first_name},\n\nthank you for asking about {course|our courses}. The first lesson "
        "of each course is free to read: {website}/courses/\n\nWhen may I call you? Ten minutes "
        "are enough to find out whether it suits you.\n\nKind regards\n{counselor}\n{academy}",
    ),
    (
        MISSED_CALL,
        Medium.SMS,
        Purpose.ANSWER,
        "",
        "Hello {first_name}, {counselor} of {academy} here. I tried to call you. When is a good "
        "time? Just answer this message.",
    ),
    (
        "Hello by WhatsApp",
        Medium.WHATSAPP,
        Purpose.ANSWER,
        "",
        "Hello {first_name}, this is {counselor} of {academy}. You asked about {course|our "
        "courses}: what would you like to know?",
    ),
    (
        "Invitation to the open day",
        Medium.EMAIL,
        Purpose.NEWS,
        "Come and see us on Saturday",
        "Hello {first_name},\n\non Saturday our doors are open from ten to four. Meet the teachers "
        "of {course|our courses}, try a lesson, and have a piece of bread from our own oven.\n\n"
        "Until then\n{counselor}\n{academy}",
    ),
    (
        "Offer: two courses together",
        Medium.EMAIL,
        Purpose.NEWS,
        "Two courses, a fifth less",
        "Hello {first_name},\n\nwhoever begins {course|a course} this month gets a second one for "
        "four fifths of its price. Shall I keep a place for you?\n\n{counselor}\n{academy}",
    ),
    (
        "Reminder of a visit",
        Medium.SMS,
        Purpose.ANSWER,
        "",
        "Hello {first_name}, see you {next_date|soon} at {academy}. If you can't come, just "
        "answer. {counselor}",
    ),
]
BY_HAND = {
    Medium.EMAIL: WELCOME,
    Medium.SMS: MISSED_CALL,
    Medium.WHATSAPP: "Hello by WhatsApp",
}
REPLIES = [
    "Thank you, that helps. I'll talk it over at home and write again.",
    "Sounds good! Which day does the next group begin?",
    "Thanks for the quick answer. May I still visit first?",
    "I have read it all. I think I want to do this.",
]


def make_templates() -> dict[str, MessageTemplate]:
    return {
        name: MessageTemplate.objects.create(
            name=name, medium=medium, purpose=purpose, subject=subject, body=body
        )
        for name, medium, purpose, subject, body in TEMPLATES
    }


def messages_of(
    random: Random, told: Told, templates: dict[str, MessageTemplate]
) -> Iterator[Message]:
    """Yield what was sent where a contact was written, and the answer where somebody answered."""
    for follow_up in told.follow_ups:
        if follow_up.medium in WRITTEN and follow_up.outcome:
            yield _sent(told, follow_up, templates[BY_HAND[Medium(follow_up.medium)]])
            if follow_up.outcome in FollowUp.SPOKE:
                yield _received(told, follow_up, random.choice(REPLIES))


def _address(follow_up: FollowUp) -> str:
    inquiry = follow_up.inquiry
    return inquiry.email if follow_up.medium == Medium.EMAIL else inquiry.phone_number


def _sent(told: Told, follow_up: FollowUp, template: MessageTemplate) -> Message:
    """Where an answer came, the letter went out before what was noted of it."""
    assert follow_up.closed_at is not None
    is_answered = follow_up.outcome in FollowUp.SPOKE
    at = follow_up.closed_at - timedelta(hours=3 if is_answered else 0)
    at = max(at, told.story.asked_at + timedelta(minutes=1))
    inquiry, by = told.inquiry, told.inquiry.counselor
    return Message(
        inquiry=inquiry,
        medium=follow_up.medium,
        purpose=template.purpose,
        template=template,
        address=_address(follow_up),
        subject=fill_for(inquiry, template.subject, by=by),
        body=fill_for(inquiry, template.body, by=by),
        state=Message.State.SENT,
        tries=1,
        by=by,
        created_at=at,
        sent_at=at + timedelta(seconds=4),
    )


def _received(told: Told, follow_up: FollowUp, text: str) -> Message:
    assert follow_up.closed_at is not None
    return Message(
        inquiry=told.inquiry,
        medium=follow_up.medium,
        is_incoming=True,
        address=_address(follow_up),
        body=text,
        state=Message.State.RECEIVED,
        by=told.inquiry.counselor,
        created_at=follow_up.closed_at - timedelta(minutes=2),
    )
