"""Inquiries and what belongs to them, put there as they are; `crm.services` holds the rules."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from crm import phones
from crm.models import (
    ContactConsent,
    FollowUp,
    Inquiry,
    Message,
    MessageTemplate,
    RewardPenalty,
    StatusChange,
)

_serial = count(1)


def make_inquiry(
    name: str = "", *, courses: list[Any] | None = None, **fields: Any
) -> Inquiry:
    """Return an inquiry of a person of its own; `created_at` and the rest may be said."""
    number = next(_serial)
    asked: datetime = fields.pop("created_at", None) or timezone.now()
    phone = fields.pop("phone", f"+91 98100 {number:05}")
    fields.setdefault("phone_number", phones.normalise(phone, "IN") if phone else "")
    inquiry = Inquiry.objects.create(
        name=name or f"Person {number}",
        phone=phone,
        email=fields.pop("email", f"person{number}@example.org"),
        channel=fields.pop("channel", Inquiry.Channel.FORM),
        created_at=asked,
        status_changed_at=fields.pop("status_changed_at", asked),
        last_activity_at=fields.pop("last_activity_at", asked),
        **fields,
    )
    inquiry.courses.set(courses or [])
    StatusChange.objects.create(inquiry=inquiry, after=inquiry.status, at=asked)
    return inquiry


def make_follow_up(inquiry: Inquiry, **fields: Any) -> FollowUp:
    """Return a follow-up that is pending and due tomorrow, unless said otherwise."""
    now = timezone.now()
    fields.setdefault("due_at", now + timedelta(days=1))
    fields.setdefault("counselor", inquiry.counselor)
    return FollowUp.objects.create(
        inquiry=inquiry, created_at=fields.pop("created_at", now), **fields
    )


def make_reward(student: Any, by: Any, points: int = 5, **fields: Any) -> RewardPenalty:
    """Return a reward, or with `kind="penalty"` a penalty."""
    return RewardPenalty.objects.create(
        student=student,
        issued_by=by,
        points=points,
        kind=fields.pop("kind", RewardPenalty.Kind.REWARD),
        category=fields.pop("category", RewardPenalty.Category.PERFORMANCE),
        reason=fields.pop("reason", "Helped others in the lab"),
        given_on=fields.pop("given_on", timezone.localdate()),
        **fields,
    )


def make_template(**fields: Any) -> MessageTemplate:
    """Return a template of a letter that greets by name, unless said otherwise."""
    given = {
        "name": f"Template {next(_serial)}",
        "subject": "Hello {first_name}",
        "body": "Dear {first_name}, about {course|our courses}.",
    }
    return MessageTemplate.objects.create(**{**given, **fields})


def agree(inquiry: Inquiry, purpose: str, is_given: bool = True) -> ContactConsent:
    """Let the person agree to being contacted for `purpose`, or take it back."""
    return ContactConsent.objects.create(
        inquiry=inquiry, purpose=purpose, is_given=is_given, at=timezone.now()
    )


def make_message(inquiry: Inquiry, **fields: Any) -> Message:
    """Return a letter that waits to be sent and that no worker knows of, unless said otherwise."""
    given = {
        "medium": "email",
        "address": inquiry.email,
        "subject": "Hello",
        "body": "We start in May.",
        "created_at": timezone.now(),
    }
    return Message.objects.create(inquiry=inquiry, **{**given, **fields})
