"""An inquiry arrives, by whichever door."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.models import CoursePage
from common.exceptions import Refused
from crm import phones, timeline
from crm.duplicates import MOST_OF_A_KIND
from crm.facts import things_given
from crm.live import tell_desks
from crm.matching import Person, best_matches
from crm.models import (
    ContactConsent,
    ContactTime,
    CRMSettings,
    Inquiry,
    StatusChange,
    TimelineEntry,
)
from crm.services.assigning import assign, give_by_rule
from crm.services.base import touch
from crm.services.status import reopen

Kind = TimelineEntry.Kind
# What a person who asks again may tell that was not known yet.
LEARNABLE = ("phone", "phone_number", "email", "language", "student")


@dataclass(frozen=True, slots=True)
class Interest:
    """What came with an inquiry besides the person: where it began and what it is about."""

    courses: list[CoursePage] = field(default_factory=list)
    message: str = ""
    campaign: str = ""
    utm: Mapping[str, str] = field(default_factory=dict)
    page: Any = None
    referrer: str = ""


@dataclass(frozen=True, slots=True)
class Captured:
    """`is_new` is false where the person had asked before and the old inquiry was taken up."""

    inquiry: Inquiry
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Asking:
    """One time that somebody asked: the fields of an inquiry, and how it came in."""

    person: Mapping[str, Any]
    interest: Interest
    consents: Mapping[str, str]
    channel: str
    key: uuid.UUID | None
    by: User | None

    @property
    def gave(self) -> list[str]:
        given = {name: self.person[name] for name in ("phone_number", "email")}
        return sorted(
            things_given(
                **given,
                message=self.interest.message,
                contact_time=self.person["contact_time"],
            )
        )


def capture(
    *,
    name: str,
    channel: str,
    phone: str = "",
    email: str = "",
    source: str = Inquiry.Source.WEBSITE,
    language: str = "",
    contact_time: str = ContactTime.ANY,
    interest: Interest | None = None,
    consents: Mapping[str, str] | None = None,
    request_key: uuid.UUID | None = None,
    counselor: User | None = None,
    student: User | None = None,
    by: User | None = None,
    joins_earlier: bool = True,
    is_one_of_many: bool = False,
) -> Captured:
    """Keep an inquiry, or note on the open or lost one of the same person that they asked again.

    The same person is who is the same `student`, has the same address, or the same normalised
    number and a name that fits; a sister at her brother's number gets an inquiry of her own, and an
    inquiry of another student is left alone. What the old inquiry lacks is filled in. With
    `joins_earlier=False` a new inquiry is made all the same: somebody looked and decided so.
    `consents` maps each purpose that was agreed to onto the sentence that the person saw.
    The same `request_key` twice, even at once, gives the same inquiry.

    With `is_one_of_many` a new inquiry is neither given to anybody nor scored: who brings a file of
    thousands has that done for all together (`start_rescoring`, `assign_waiting`).
    """
    name, email, phone = " ".join(name.split()), email.strip().lower(), phone.strip()
    settings = CRMSettings.load()
    if not name:
        raise Refused("no_name", _("Who is it? The name is missing."))
    if not (email or phone):
        raise Refused(
            "no_contact",
            _("Give a phone number or an email address, so that we can answer."),
        )
    asking = _Asking(
        person={
            "name": name[:150],
            "phone": phone[:32],
            "phone_number": phones.normalise(phone, settings.phone_region),
            "email": email,
            "language": language,
            "contact_time": contact_time,
            "source": source,
            "student": student,
        },
        interest=interest or Interest(),
        consents=consents or {},
        channel=channel,
        key=request_key,
        by=by,
    )
    try:
        with transaction.atomic():
            known = _earlier_of(asking) if joins_earlier else None
            # Asked while the row is held: the same form may have been sent twice at once.
            if sent := _sent_before(request_key):
                return Captured(sent, is_new=False)
            if known is not None:
                _ask_again(known, asking, counselor)
                return Captured(known, is_new=False)
            inquiry = _begin(asking, counselor)
            if is_one_of_many:
                tell_desks(inquiry, what="captured")
            else:
                if counselor is None and settings.assigns_by_itself:
                    give_by_rule(inquiry)
                touch(inquiry, what="captured", at=inquiry.created_at)
    except IntegrityError:
        # The same form, sent twice at once by somebody new: the other one has won.
        if sent := _sent_before(request_key):
            return Captured(sent, is_new=False)
        raise
    return Captured(inquiry, is_new=True)


def _earlier_of(asking: _Asking) -> Inquiry | None:
    """Return the inquiry that this person has already, and hold its row."""
    person, student = asking.person, asking.person["student"]
    number, email = person["phone_number"], person["email"]
    rows = Inquiry.objects.unfinished().order_by("-created_at")
    reached = rows.reached_by(phone_number=number, email=email)
    if student is not None:
        reached = reached.not_of_others(student)
    who = Person(person["name"], person["phone"], number, email)
    matches = best_matches(who, reached.people(most=MOST_OF_A_KIND))
    likely = [pk for pk, match in matches.items() if match.is_same_person]
    is_it = Q(pk__in=likely[:1])
    if student is not None:
        is_it |= Q(student=student)
    elif not likely:
        return None
    # Asked anew with the row in hand: it may have been merged or converted a moment ago.
    found: Inquiry | None = (
        rows.known()
        .filter(is_it)
        .select_for_update(of=("self",))
        .order_by(F("student").asc(nulls_last=True), "-created_at")
        .first()
    )
    return found


def _sent_before(key: uuid.UUID | None) -> Inquiry | None:
    if key is None:
        return None
    entries = TimelineEntry.objects.filter(request_key=key).select_related("inquiry")
    entry = entries.first()
    return entry.inquiry if entry else None


def _begin(asking: _Asking, counselor: User | None) -> Inquiry:
    now, interest = timezone.now(), asking.interest
    inquiry = Inquiry.objects.create(
        **asking.person,
        message=interest.message.strip()[:2000],
        channel=asking.channel,
        campaign=interest.campaign[:120],
        utm=dict(interest.utm),
        page=interest.page,
        page_revision=interest.page.live_revision if interest.page else None,
        referrer=interest.referrer[:500],
        counselor=counselor,
        assigned_at=now if counselor else None,
        created_by=asking.by,
        created_at=now,
        last_activity_at=now,
        status_changed_at=now,
    )
    inquiry.courses.set(interest.courses)
    StatusChange.objects.create(
        inquiry=inquiry, after=inquiry.status, at=now, by=asking.by
    )
    note_consents(inquiry, asking.consents, by=asking.by)
    _note(Kind.CAPTURED, inquiry, asking)
    return inquiry


def _ask_again(known: Inquiry, asking: _Asking, counselor: User | None) -> None:
    """Note it on the inquiry there is, with what that lacked, and bring it back if it was lost."""
    known.courses.add(*asking.interest.courses)
    learnt = _fill_in(known, asking.person)
    note_consents(known, asking.consents, by=asking.by)
    _note(Kind.ASKED_AGAIN, known, asking, learnt=learnt)
    if counselor is not None and known.counselor_id is None:
        assign(inquiry=known, counselor=counselor, by=asking.by)
        known.refresh_from_db()
    if known.status == Inquiry.Status.LOST:
        reopen(inquiry=known)
        known.refresh_from_db()
    touch(known, what="asked_again")


def _note(kind: str, inquiry: Inquiry, asking: _Asking, **more: Any) -> None:
    if asking.channel == Inquiry.Channel.SIGN_UP:
        kind = Kind.SIGN_UP
    timeline.record(
        kind,
        inquiry=inquiry,
        student=inquiry.student,
        by=asking.by,
        text=asking.interest.message.strip()[:2000],
        request_key=asking.key,
        channel=asking.channel,
        courses=[course.title for course in asking.interest.courses],
        campaign=asking.interest.campaign,
        gave=asking.gave,
        **more,
    )


def _fill_in(known: Inquiry, person: Mapping[str, Any]) -> list[str]:
    """Write down what was not known yet; return the names of these fields.

    An account is linked only where no other address is known: anybody may claim a number.
    """
    kept = {"phone_number"} if known.phone else set()
    student = person["student"]
    if student is not None and known.email not in ("", student.email.lower()):
        kept.add("student")
    learnt = [
        name
        for name in LEARNABLE
        if person[name] and name not in kept and not getattr(known, name)
    ]
    for name in learnt:
        setattr(known, name, person[name])
    known.save(update_fields=[*learnt, "updated_at"])
    return learnt


def note_consents(
    inquiry: Inquiry, consents: Mapping[str, str], *, by: User | None = None
) -> None:
    """Add a line for each purpose that the person agreed to, with the sentence they saw."""
    now = timezone.now()
    ContactConsent.objects.bulk_create(
        ContactConsent(
            inquiry=inquiry,
            purpose=purpose,
            is_given=True,
            wording=wording[:300],
            at=now,
            by=by,
        )
        for purpose, wording in consents.items()
    )
