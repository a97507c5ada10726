"""Keeps machines out of the inquiry form, without a third party and without losing a person.

A form is drawn with a *ticket*: when it was drawn, a key that is its own, and how hard the proof of
work is, all signed. While the person types, the browser looks for a number that, behind the ticket,
gives a hash with enough zeros. Whoever has no script confirms on a second page instead. The key goes
with the inquiry (`request_key`), so that one ticket never makes two.

Every refusal is a sentence that says what to do; what was typed stays in the form.
"""

import hashlib
import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from common.exceptions import Refused

DAY = 24 * 60 * 60
# People need longer to read a form, let alone to write in it.
LEAST_SECONDS = 3
LEAST_SECONDS_AGAIN = 1
LEAST_SECONDS_TO_CONFIRM = 5
# 4,096 hashes on average: a fraction of a second on a desk, about a second on a slow phone.
BITS = 12
# From one address in ten minutes: a classroom behind one router has room. Without the proof of
# work less is needed, and a machine that reads pages gets no further than this.
WINDOW = 600
MOST_PROVED, MOST_CONFIRMED = 60, 15

# A field that people don't see. Programs fill in what they find.
TRAP = "website"
_TICKET, _CONFIRMATION = "crm.inquiry.ticket", "crm.inquiry.confirmation"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the site gave away with a form."""

    text: str
    key: uuid.UUID
    bits: int


def issue_ticket(*, is_again: bool = False) -> str:
    """Return a new ticket. With `is_again` the person has read the form before."""
    return signing.dumps(
        {
            "key": uuid.uuid4().hex,
            "at": time.time(),
            "least": LEAST_SECONDS_AGAIN if is_again else LEAST_SECONDS,
            "bits": BITS,
        },
        salt=_TICKET,
    )


def refuse_machines(post: Mapping[str, Any]) -> None:
    if str(post.get(TRAP, "")).strip():
        raise Refused(
            "trap",
            _(
                "A field that nobody sees was filled in, perhaps by your browser."
                " We emptied it. Please send the form again."
            ),
        )


def read_ticket(text: str) -> Ticket:
    """Return the ticket that came back with a form, or refuse: unknown, too old, too fast."""
    held = _read(text, _TICKET)
    age = time.time() - held["at"] if held else DAY
    if held is None or age >= DAY:
        raise Refused(
            "stale",
            _("This form stood open for very long. Please send it once more."),
        )
    if age < held["least"]:
        raise Refused(
            "too_fast", _("That was faster than we expected. Please send it once more.")
        )
    return Ticket(text, uuid.UUID(held["key"]), held["bits"])


def is_solved(ticket: Ticket, solution: str) -> bool:
    """Whether the browser found a number that gives the hash its zeros."""
    if not solution.isascii() or not solution.isdigit() or len(solution) > 12:
        return False
    digest = hashlib.sha256(f"{ticket.text}:{solution}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - ticket.bits) == 0


def confirmation_for(ticket: Ticket, content: Mapping[str, Any]) -> str:
    """Return what the page “please confirm” sends back: good for these words alone."""
    return signing.dumps(
        {
            "key": ticket.key.hex,
            "content": fingerprint(content),
            "at": time.time(),
        },
        salt=_CONFIRMATION,
    )


def is_confirmed(text: str, ticket: Ticket, content: Mapping[str, Any]) -> bool:
    """Whether these words were shown for long enough to be read, and then sent again."""
    held = _read(text, _CONFIRMATION)
    if (
        held is None
        or held["key"] != ticket.key.hex
        or held["content"] != fingerprint(content)
    ):
        return False
    if time.time() - held["at"] < LEAST_SECONDS_TO_CONFIRM:
        raise Refused(
            "too_fast",
            _("Please take a moment to read it, then press the button once more."),
        )
    return True


def refuse_other_words(ticket: Ticket, content: Mapping[str, Any]) -> None:
    """A ticket is good for one inquiry. The same words again are a double click, and welcome."""
    name, mark = f"crm.inquiry.sent.{ticket.key.hex}", fingerprint(content)
    if not cache.add(name, mark, DAY) and cache.get(name) != mark:
        raise Refused(
            "sent_before",
            _(
                "What you sent before has arrived. To send this as well,"
                " press the button once more."
            ),
        )


def refuse_floods(request: HttpRequest, *, is_proved: bool) -> None:
    """Count what arrives from one address."""
    kind, most = ("proved", MOST_PROVED) if is_proved else ("confirmed", MOST_CONFIRMED)
    # Begins anew with each window, by its name: nothing has to be taken back.
    window = int(time.time() // WINDOW)
    name = f"crm.inquiry.{kind}.{get_client_ip(request)}.{window}"
    cache.add(name, 0, WINDOW)
    if cache.incr(name) > most:
        raise Refused(
            "too_many",
            _(
                "Very many inquiries came from your network just now."
                " Please wait ten minutes, then send the form again: your words stay here."
            ),
        )


def fingerprint(content: Mapping[str, Any]) -> str:
    """Return a short sign of what was typed; the same words give the same sign."""
    words = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def _read(text: str, salt: str) -> dict[str, Any] | None:
    try:
        held: dict[str, Any] = signing.loads(text, salt=salt)
    except signing.BadSignature:
        return None
    return held
