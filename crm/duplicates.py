"""Who of those that asked is the same person: the database finds the few, `crm.matching` decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm import phones
from crm.matching import (
    Match,
    Person,
    Reason,
    Verdict,
    best_matches,
    compare,
    keys_of,
)
from crm.models import CRMSettings, Inquiry, TimelineEntry
from crm.querysets import InquiryQuerySet

# Of one kind of trace no more than these are looked at: thousands share the first digits.
MOST_OF_A_KIND = 300
MOST_GROUPS = 500
MOST_SHOWN = 8
_SENTENCES = {
    "same_phone": gettext_lazy("same phone number"),
    "near_phone": gettext_lazy("phone number almost the same: %(one)s / %(other)s"),
    "same_email": gettext_lazy("same email address"),
    "near_email": gettext_lazy("email almost the same: %(one)s / %(other)s"),
    "same_name": gettext_lazy("same name"),
    "near_name": gettext_lazy("name almost the same: %(one)s / %(other)s"),
    "part_of_name": gettext_lazy("one name is part of the other: %(one)s / %(other)s"),
    "given_name": gettext_lazy("another family name: %(one)s / %(other)s"),
    "family_name": gettext_lazy("another first name, a relative? %(one)s / %(other)s"),
    "other_name": gettext_lazy("another name: %(one)s / %(other)s"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """An inquiry that may be of the same person."""

    inquiry: Inquiry
    match: Match

    @property
    def is_same(self) -> bool:
        return self.match.verdict is Verdict.SAME

    @property
    def reasons(self) -> list[str]:
        return [sentence_of(reason) for reason in self.match.reasons]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two inquiries that look like one person's; `first` is the older one."""

    first: Inquiry
    second: Inquiry
    match: Match

    @property
    def reasons(self) -> list[str]:
        return [sentence_of(reason) for reason in self.match.reasons]


def sentence_of(reason: Reason) -> str:
    sentence = str(_SENTENCES[reason.code])
    nothing = _("not given")
    return sentence % {"one": reason.one or nothing, "other": reason.other or nothing}


def person_from(*, name: str = "", phone: str = "", email: str = "") -> Person:
    """Return what somebody typed as `crm.matching` compares it."""
    number = phones.normalise(phone, CRMSettings.load().phone_region) if phone else ""
    return Person(" ".join(name.split()), phone.strip(), number, email.strip())


def find_duplicates(
    person: Person, *, exclude: Inquiry | None = None, most: int = MOST_SHOWN
) -> list[Found]:
    """Return the inquiries that may be of this person, the likeliest first, whoever has them.

    The same number of queries for any number of inquiries. Who may see which is asked by the caller.
    """
    matches = best_matches(person, _candidates(person))
    if exclude is not None:
        matches.pop(exclude.pk, None)
    likeliest = list(matches)[:most]
    inquiries = Inquiry.objects.known().select_related("counselor").in_bulk(likeliest)
    return [Found(inquiries[pk], matches[pk]) for pk in likeliest if pk in inquiries]


def _candidates(person: Person) -> Iterable[tuple[int, Person]]:
    """Yield who shares a trace with the person, in four queries at most."""
    keys = keys_of(person)
    contact = Q(pk__in=())
    if person.phone_number:
        contact |= Q(phone_number=person.phone_number)
    if keys.phone_tail:
        contact |= Q(phone_tail=keys.phone_tail)
    if keys.email_key:
        box = keys.email_key.rpartition("@")[0]
        contact |= Q(email_key__startswith=f"{box}@")
    traces = [contact]
    if keys.name_key:
        traces.append(Q(name_key=keys.name_key))
    if len(box := keys.email_key.rpartition("@")[0]) >= 6:
        # A slip in the rest of the mailbox leaves its beginning.
        traces.append(Q(email_key__startswith=box[: max(5, len(box) * 2 // 3)]))
    if keys.phone_head:
        traces.append(Q(phone_head=keys.phone_head))
    rows = Inquiry.objects.filter(erased_at=None).order_by("-pk")
    for trace in traces:
        yield from rows.filter(trace).people(most=MOST_OF_A_KIND)


def possible_pairs(inquiries: InquiryQuerySet) -> list[Pair]:
    """Return the pairs among `inquiries` that look like one person, the likeliest first.

    The database groups by what they share, so that nobody compares all with all; pairs that
    somebody has looked at and kept apart are left out.
    """
    members = _grouped(inquiries)
    apart = kept_apart(members)
    pairs: dict[tuple[int, int], Pair] = {}
    for group in _groups(members.values()):
        for one, other in combinations(sorted(group, key=lambda each: each.pk), 2):
            key = (one.pk, other.pk)
            if key in pairs or frozenset((one.uuid.hex, other.uuid.hex)) in apart:
                continue
            match = compare(one.as_person(), other.as_person())
            if match.verdict is Verdict.SAME:
                pairs[key] = Pair(one, other, match)
    return sorted(
        pairs.values(), key=lambda pair: (-pair.match.strength, -pair.second.pk)
    )


# What two entries of one person share, each kind by itself.
_SHARED = (
    ("phone_number",),
    ("email_key",),
    ("name_key", "phone_tail"),
    ("name_key", "phone_head"),
)
# A number that so many share is the number of an office.
_CROWD = 12


def _grouped(inquiries: InquiryQuerySet) -> dict[int, Inquiry]:
    shared = Q(pk__in=())
    for fields in _SHARED:
        filled = inquiries.order_by()
        for field in fields:
            filled = filled.exclude(**{field: ""})
        groups = (
            filled.values(*fields)
            .annotate(size=Count("pk"))
            .filter(size__gt=1, size__lte=_CROWD)
        )[:MOST_GROUPS]
        if len(fields) == 1:
            values = [group[fields[0]] for group in groups]
            if values:
                shared |= Q(**{f"{fields[0]}__in": values})
        else:
            for group in groups:
                shared |= Q(**{field: group[field] for field in fields})
    found = inquiries.filter(shared).select_related("counselor")
    return {inquiry.pk: inquiry for inquiry in found}


def _groups(inquiries: Iterable[Inquiry]) -> Iterable[list[Inquiry]]:
    groups: dict[tuple[object, ...], list[Inquiry]] = {}
    for inquiry in inquiries:
        for fields in _SHARED:
            values = tuple(getattr(inquiry, field) for field in fields)
            if all(values):
                groups.setdefault((fields, *values), []).append(inquiry)
    return [group for group in groups.values() if 1 < len(group) <= _CROWD]


def kept_apart(members: Iterable[int]) -> set[frozenset[str]]:
    """Return the pairs of which somebody said that they are two people."""
    entries = TimelineEntry.objects.filter(
        inquiry__in=[*members],
        kind=TimelineEntry.Kind.CHANGED,
        data__has_key="apart_from",
    ).values_list("inquiry__uuid", "data")
    return {frozenset((uuid.hex, data["apart_from"])) for uuid, data in entries}
