"""Writing to a person, and what comes back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.exceptions import Refused
from crm import timeline
from crm.consents import address_for, refuse_to_write
from crm.letter_words import fill_for, refuse_left_over
from crm.models import (
    Inquiry,
    Medium,
    Message,
    MessageTemplate,
    Purpose,
    TimelineEntry,
)
from crm.segments import segments
from crm.services.base import lock, touch

State = Message.State
WRITTEN = frozenset({Medium.EMAIL, Medium.SMS, Medium.WHATSAPP})
LONGEST_SUBJECT = 150
LONGEST_TEXT = 5000
MOST_PARTS = 10


@transaction.atomic
def write(
    *,
    inquiry: Inquiry,
    medium: str,
    body: str,
    by: User,
    subject: str = "",
    template: MessageTemplate | None = None,
    request_key: UUID | None = None,
) -> Message:
    """Send an email or an SMS in the background, or prepare what `by` sends by WhatsApp.

    Words in braces are filled in first. The template says what the message is for: what is written
    freely is an answer. The same `request_key` twice gives the same message.
    """
    current = lock(inquiry, by=by)
    if earlier := _written_before(current, request_key):
        return earlier
    purpose = template.purpose if template else Purpose.ANSWER
    refuse_to_write(current, medium=medium, purpose=purpose)
    # A line break in a subject would begin a header of its own.
    subject = " ".join(fill_for(current, subject, by=by).split())
    body = fill_for(current, body, by=by).replace("\r\n", "\n").strip()
    _refuse_text(medium, subject, body)
    now = timezone.now()
    is_by_hand = medium == Medium.WHATSAPP
    message = Message.objects.create(
        inquiry=current,
        medium=medium,
        purpose=purpose,
        template=template,
        address=address_for(current, medium),
        subject=subject if medium == Medium.EMAIL else "",
        body=body,
        by=by,
        created_at=now,
        send_at=None if is_by_hand else now,
    )
    _record(message, request_key=request_key)
    touch(current, what="message", at=now)
    if not is_by_hand:
        _send_soon(message)
    return message


@transaction.atomic
def send_again(*, message: Message, by: User) -> Message:
    """Try once more what could not be sent."""
    current = lock(message.inquiry, by=by)
    refuse_to_write(current, medium=message.medium, purpose=message.purpose)
    is_by_hand = message.medium == Medium.WHATSAPP
    changed = Message.objects.filter(pk=message.pk, state=State.FAILED).update(
        state=State.QUEUED,
        error="",
        tries=0,
        send_at=None if is_by_hand else timezone.now(),
    )
    if not changed:
        raise Refused("not_failed", _("This message is on its way, or was sent."))
    if not is_by_hand:
        _send_soon(message)
    touch(current, what="message", is_activity=False)
    message.refresh_from_db()
    return message


@transaction.atomic
def say_sent(*, message: Message, is_sent: bool, by: User) -> Message:
    """Note what became of a message that `by` had to send themselves."""
    current = lock(message.inquiry, by=by)
    state = (
        {"state": State.SENT, "sent_at": timezone.now()}
        if is_sent
        else {"state": State.FAILED, "error": _("It was not sent in WhatsApp.")}
    )
    changed = Message.objects.filter(
        pk=message.pk, state=State.QUEUED, medium=Medium.WHATSAPP
    ).update(**state)
    if not changed:
        raise Refused("not_waiting", _("Nothing waits to be sent by you."))
    touch(current, what="message", is_activity=False)
    message.refresh_from_db()
    return message


@transaction.atomic
def receive(
    *,
    inquiry: Inquiry,
    medium: str,
    body: str,
    by: User | None,
    at: datetime | None = None,
    subject: str = "",
    request_key: UUID | None = None,
) -> Message:
    """Keep what the person wrote back, as a counselor typed it in."""
    current = lock(inquiry, by=by)
    if earlier := _written_before(current, request_key):
        return earlier
    now = timezone.now()
    at = at or now
    if medium not in WRITTEN:
        raise Refused("no_medium", _("Choose email, SMS or WhatsApp."))
    if not body.strip():
        raise Refused("empty", _("What did they write? The text is missing."))
    if at > now:
        raise Refused("in_the_future", _("They can't have written in the future."))
    message = Message.objects.create(
        inquiry=current,
        medium=medium,
        is_incoming=True,
        address=address_for(current, medium),
        subject=" ".join(subject.split())[:LONGEST_SUBJECT],
        body=body.strip()[:LONGEST_TEXT],
        state=State.RECEIVED,
        by=by,
        created_at=at,
    )
    _record(message, request_key=request_key)
    touch(current, what="message", at=max(at, current.last_activity_at))
    return message


def _written_before(inquiry: Inquiry, key: UUID | None) -> Message | None:
    if key is None:
        return None
    entries = TimelineEntry.objects.filter(inquiry=inquiry, request_key=key)
    entry = entries.select_related("crm_message").first()
    return entry.crm_message if entry else None


def _refuse_text(medium: str, subject: str, body: str) -> None:
    if not body:
        raise Refused("empty", _("There is nothing to send: the text is empty."))
    if medium == Medium.EMAIL and not subject:
        raise Refused("no_subject", _("A letter needs a subject."))
    if len(subject) > LONGEST_SUBJECT or len(body) > LONGEST_TEXT:
        raise Refused("too_long", _("This is too long to send."))
    if medium == Medium.SMS and segments(body).parts > MOST_PARTS:
        raise Refused(
            "too_long",
            _("This is too long for an SMS: it would take more than %(most)d.")
            % {"most": MOST_PARTS},
        )
    refuse_left_over(subject if medium == Medium.EMAIL else "")
    refuse_left_over(body)


def _record(message: Message, *, request_key: UUID | None) -> None:
    timeline.record(
        TimelineEntry.Kind.MESSAGE,
        inquiry=message.inquiry,
        by=message.by,
        at=message.created_at,
        request_key=request_key,
        crm_message=message,
        medium=message.medium,
        is_incoming=message.is_incoming,
        subject=message.subject,
    )


def _send_soon(message: Message) -> None:
    from crm.tasks import send_message

    # Robust: if no worker can be told, the clock finds it a minute later.
    transaction.on_commit(lambda: send_message.delay(message.pk), robust=True)
