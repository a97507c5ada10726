"""Whether two entries are one person, and why one may think so. Knows no framework.

A number or an address that two have in common is what speaks most for it; but families share
them, so the names have the last word. Without either, the same name is no more than a hint.
"""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

import phonenumbers
from rapidfuzz.distance import OSA

from crm.names import NameLikeness, compare_names, is_one_slip_away, name_key

# Hosts at which dots in the name of a mailbox mean nothing.
DOTLESS = frozenset({"gmail.com", "googlemail.com"})
_SAME_HOST = {"googlemail.com": "gmail.com"}
# Hosts that many have a mailbox at, though some look like slips of others.
HOSTS = frozenset(
    [
        "gmail.com",
        "ymail.com",
        "yahoo.com",
        "yahoo.co.in",
        "yahoo.in",
        "yahoo.fr",
        "yahoo.de",
        "hotmail.com",
        "hotmail.fr",
        "hotmail.de",
        "outlook.com",
        "outlook.in",
        "outlook.de",
        "live.com",
        "live.in",
        "icloud.com",
        "me.com",
        "mac.com",
        "mail.com",
        "email.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "gmx.at",
        "web.de",
        "aol.com",
        "msn.com",
        "proton.me",
        "pm.me",
        "rediffmail.com",
        "mail.ru",
        "orange.fr",
        "free.fr",
        "wp.pl",
        "o2.pl",
    ]
)
# Fewer digits than these are an extension or a slip, and say nothing.
_FEWEST_DIGITS = 7
TAIL = 5
_SHORTEST_BOX = 6
Key = TypeVar("Key", bound=Hashable)


class Verdict(IntEnum):
    """Ordered: the larger, the surer."""

    DIFFERENT = 0
    # Worth a look: a relative with the same phone, a namesake.
    PERHAPS = 1
    SAME = 2


class Likeness(IntEnum):
    UNKNOWN = 0
    DIFFERENT = 1
    # A slip may have made one the other; namesakes may have both.
    NEAR = 2
    # A slip, very likely.
    CLOSE = 3
    SAME = 4


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of somebody. `phone_number` is E.164, or empty where nobody understands it."""

    name: str = ""
    phone: str = ""
    phone_number: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """`code` says why; the two values are what was compared, where they differ."""

    code: str
    one: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    # For the order in a list: 0 to 100.
    strength: int = 0

    @property
    def is_same_person(self) -> bool:
        """Whether one may go by it without asking anybody.

        A mailbox is one person's. A number is a household's: there the names decide.
        """
        has_one_mailbox = any(reason.code == "same_email" for reason in self.reasons)
        return self.verdict is Verdict.SAME or has_one_mailbox

    @property
    def rank(self) -> tuple[int, bool, int]:
        """The likelier, the larger."""
        return self.verdict, self.is_same_person, self.strength


@dataclass(frozen=True, slots=True)
class Keys:
    """What entries of one person very likely share, so that a database finds them."""

    email_key: str
    name_key: str
    phone_head: str
    phone_tail: str


def keys_of(person: Person) -> Keys:
    digits = national_digits(person.phone_number or person.phone)
    is_long = len(digits) >= _FEWEST_DIGITS
    head = digits[:-TAIL][:5]
    return Keys(
        email_key=canonical_email(person.email),
        name_key=name_key(person.name)[:20],
        # The two halves share no digit: one slip leaves one of them as it was.
        phone_head=head if is_long and len(head) >= 4 else "",
        phone_tail=digits[-TAIL:] if is_long else "",
    )


def compare(one: Person, other: Person) -> Match:
    """Return whether these are one person, with what speaks for it."""
    phone, email = compare_phones(one, other), compare_emails(one.email, other.email)
    name = compare_names(one.name, other.name)
    if phone is email is Likeness.SAME and is_one_slip_away(one.name, other.name):
        # Arun and Varun with one phone may be brothers; hardly with one mailbox too.
        name = max(name, NameLikeness.CLOSE)
    verdict = _verdict(phone, email, name)
    if verdict is Verdict.DIFFERENT:
        return Match(verdict)
    reasons = [
        *_phone_reason(phone, one, other),
        *_email_reason(email, one, other),
        *_name_reason(name, one, other),
    ]
    strength = (
        40 * (verdict is Verdict.SAME) + _POINTS[phone] + _POINTS[email] + 4 * int(name)
    )
    return Match(verdict, tuple(reasons), min(100, strength))


def best_matches(
    person: Person, others: Iterable[tuple[Key, Person]]
) -> dict[Key, Match]:
    """Return who may be this person, the likeliest first, of equals the first one given.

    Several may speak for one key: what was merged speaks for what it was merged into.
    """
    best: dict[Key, Match] = {}
    for key, other in dict.fromkeys(others):
        match = compare(person, other)
        if match.verdict is Verdict.DIFFERENT:
            continue
        if key not in best or match.rank > best[key].rank:
            best[key] = match
    ranked = sorted(best.items(), key=lambda item: item[1].rank, reverse=True)
    return dict(ranked)


_POINTS = {
    Likeness.UNKNOWN: 0,
    Likeness.DIFFERENT: 0,
    Likeness.NEAR: 8,
    Likeness.CLOSE: 14,
    Likeness.SAME: 20,
}


def _verdict(phone: Likeness, email: Likeness, name: NameLikeness) -> Verdict:
    contact = max(phone, email)
    if contact is Likeness.SAME:
        # One given name at one number is one person who married, rather than two.
        is_same = name >= NameLikeness.GIVEN
        return Verdict.SAME if is_same else Verdict.PERHAPS
    if contact >= Likeness.NEAR:
        # That two strangers with one given name differ by one digit is next to impossible;
        # that two namesakes have nearly the same address is not.
        is_close = contact is Likeness.CLOSE
        needed = NameLikeness.GIVEN if is_close else NameLikeness.PART
        return Verdict.SAME if name >= needed else Verdict.DIFFERENT
    # Namesakes: worth a word only where nothing says that they are two.
    speaks_against = Likeness.DIFFERENT in (phone, email)
    if name >= NameLikeness.CLOSE and not speaks_against:
        return Verdict.PERHAPS
    return Verdict.DIFFERENT


def compare_phones(one: Person, other: Person) -> Likeness:
    """Return how alike two numbers are: close are those that one slip of the hand makes."""
    if one.phone_number and one.phone_number == other.phone_number:
        return Likeness.SAME
    first = national_digits(one.phone_number or one.phone)
    second = national_digits(other.phone_number or other.phone)
    if min(len(first), len(second)) < _FEWEST_DIGITS:
        return Likeness.UNKNOWN
    if first == second:
        both = one.phone_number and other.phone_number
        return Likeness.CLOSE if both else Likeness.SAME
    short, long = sorted((first, second), key=len)
    if len(short) >= 9 and long.endswith(short) and len(long) - len(short) <= 3:
        return Likeness.CLOSE  # the code of a country or a trunk is written along
    if OSA.distance(first, second, score_cutoff=1) <= 1:
        return Likeness.CLOSE
    return Likeness.DIFFERENT


def national_digits(phone: str) -> str:
    """Return the digits of a number without the code of its country, as far as one can tell."""
    if phone.startswith("+"):
        try:
            parsed = phonenumbers.parse(phone)
        except phonenumbers.NumberParseException:
            pass
        else:
            return str(parsed.national_number)
    return re.sub(r"\D", "", phone).lstrip("0")


def canonical_email(email: str) -> str:
    """Return the address without what changes nothing about where a letter arrives."""
    box, at, host = email.strip().lower().rpartition("@")
    if not (box and at and host):
        return ""
    host = _SAME_HOST.get(host, host)
    box = box.partition("+")[0] or box
    if host in DOTLESS:
        box = box.replace(".", "") or box
    return f"{box}@{host}"


def compare_emails(one: str, other: str) -> Likeness:
    """Return how alike two addresses are: near is a slip in the box, close one in the host."""
    first, second = canonical_email(one), canonical_email(other)
    if not first or not second:
        return Likeness.UNKNOWN
    if first == second:
        return Likeness.SAME
    box, _at, host = first.rpartition("@")
    other_box, _at, other_host = second.rpartition("@")
    if host != other_host:
        return _slip_of_host(box, host, other_box, other_host)
    return Likeness.NEAR if _is_slip_of_box(box, other_box) else Likeness.DIFFERENT


def _slip_of_host(box: str, host: str, other_box: str, other_host: str) -> Likeness:
    """gmial.com is nobody's post office; gmail.com and ymail.com are two."""
    is_near = OSA.distance(host, other_host) <= 2
    # Dots are left out: nobody knows which host it was meant to be.
    is_same_box = box.replace(".", "") == other_box.replace(".", "")
    if is_same_box and is_near and not {host, other_host} <= HOSTS:
        return Likeness.CLOSE
    return Likeness.DIFFERENT


def _is_slip_of_box(box: str, other: str) -> bool:
    """Whether one slip of the hand makes one mailbox the other.

    r.sharma1 and r.sharma2 are two people, and so are k.agarwal and s.agarwal, or those who differ
    in a dot at a host that minds it: names and numbers make such boxes, not slips.
    """
    if min(len(box), len(other)) < _SHORTEST_BOX or box[0] != other[0]:
        return False
    if OSA.distance(box, other, score_cutoff=1) > 1:
        return False
    numbers = [re.sub(r"\D", "", each) for each in (box, other)]
    letters = [re.sub(r"[^a-z]", "", each) for each in (box, other)]
    return numbers[0] == numbers[1] and letters[0] != letters[1]


def _phone_reason(phone: Likeness, one: Person, other: Person) -> list[Reason]:
    if phone is Likeness.SAME:
        return [Reason("same_phone")]
    if phone is Likeness.CLOSE:
        return [Reason("near_phone", one.phone, other.phone)]
    return []


def _email_reason(email: Likeness, one: Person, other: Person) -> list[Reason]:
    if email is Likeness.SAME:
        return [Reason("same_email")]
    if email >= Likeness.NEAR:
        return [Reason("near_email", one.email, other.email)]
    return []


def _name_reason(name: NameLikeness, one: Person, other: Person) -> list[Reason]:
    if name is NameLikeness.SAME:
        return [Reason("same_name")]
    codes = {
        NameLikeness.CLOSE: "near_name",
        NameLikeness.PART: "part_of_name",
        NameLikeness.GIVEN: "given_name",
        NameLikeness.FAMILY: "family_name",
        NameLikeness.DIFFERENT: "other_name",
    }
    return [Reason(codes[name], one.name, other.name)]
