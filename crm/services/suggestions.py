"""Gathers what `crm.suggesting` has to know, and says its reasons in words."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import Count, Q
from django.db.models.functions import ExtractHour
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm import phones
from crm.models import CRMSettings, FollowUp, Holiday, Inquiry, Medium
from crm.office import Office
from crm.suggesting import Facts, Suggestion, suggest

Outcome = FollowUp.Outcome

USUAL_HOURS = "crm-usual-hours"
REMEMBERED_FOR = 60 * 60
LOOKS_BACK = timedelta(days=120)
LAST_CONTACTS = 50

REASONS = {
    "reached": gettext_lazy("two working days after you spoke"),
    "interested": gettext_lazy("interested people are asked again the next day"),
    "visit_agreed": gettext_lazy("a visit was agreed: set the day you agreed on"),
    "call_later": gettext_lazy("the person asked to be called later"),
    "sent": gettext_lazy("two days to read what was sent"),
    "again": gettext_lazy("a first try is soon repeated"),
    "spaced": gettext_lazy("each try without an answer waits longer"),
    "other_way": gettext_lazy("another way than before"),
    "prefers_morning": gettext_lazy("prefers mornings"),
    "prefers_afternoon": gettext_lazy("prefers afternoons"),
    "prefers_evening": gettext_lazy("prefers evenings"),
    "was_reached_then": gettext_lazy("was reached at this hour before"),
    "other_time": gettext_lazy("another time of day than before"),
    "others_are_reached_then": gettext_lazy("most people are reached at this hour"),
    "no_hours": gettext_lazy("nobody works on any day: see the settings of the CRM"),
}


def words_for(suggestion: Suggestion) -> str:
    """Return the reasons as a person reads them, the most personal one first."""
    said = [
        str(REASONS[code]) for code in reversed(suggestion.reasons) if code in REASONS
    ]
    return "; ".join(said)


def suggestions_for(inquiry: Inquiry, *, medium: str) -> dict[str, Suggestion]:
    """Return what to do next by outcome; the empty outcome is a plan without a contact before.

    A handful of queries, however long the history is.
    """
    office = office_of(inquiry.counselor_id)
    facts = _Gathered(inquiry, office)
    return {
        outcome: suggest(facts.for_outcome(outcome, medium), office)
        for outcome in ("", *Outcome.values)
    }


def office_of(counselor: int | None) -> Office:
    """Return the hours of the office less the days on which it, or the counselor, is away."""
    away = Holiday.objects.filter(
        Q(counselor=None) | Q(counselor=counselor), last_day__gte=_lately()
    )
    return _office(away.values_list("first_day", "last_day"))


def offices() -> dict[int | None, Office]:
    """Return everybody's hours by counselor; under None those of the office itself."""
    spans: dict[int | None, list[tuple[date, date]]] = {None: []}
    rows = Holiday.objects.filter(last_day__gte=_lately())
    for counselor, first, last in rows.values_list(
        "counselor", "first_day", "last_day"
    ):
        spans.setdefault(counselor, []).append((first, last))
    return {
        counselor: _office([*own, *(spans[None] if counselor else [])])
        for counselor, own in spans.items()
    }


def _lately() -> date:
    return timezone.localdate() - timedelta(days=60)


def _office(away: Iterable[tuple[date, date]]) -> Office:
    crm = CRMSettings.load()
    return Office(
        opens=crm.opens_at,
        closes=crm.closes_at,
        days=frozenset(crm.working_days),
        zone=timezone.get_default_timezone(),
        away=tuple(away),
    )


class _Gathered:
    """The facts about one person, asked for once and used for each outcome."""

    def __init__(self, inquiry: Inquiry, office: Office) -> None:
        self.inquiry = inquiry
        self.now = timezone.now()
        self.contacts = list(
            inquiry.follow_ups.filter(status=FollowUp.Status.COMPLETED)
            .order_by("-closed_at", "-pk")
            .values_list("outcome", "closed_at")[:LAST_CONTACTS]
        )
        self.reached_at = Counter(
            at.astimezone(office.zone).hour
            for outcome, at in self.contacts
            if at and outcome in FollowUp.SPOKE
        )
        self.usual = usual_hours(office.zone)
        self.zone = _zone_of(inquiry)

    def for_outcome(self, outcome: str, medium: str) -> Facts:
        return Facts(
            now=self.now,
            outcome=outcome,
            medium=medium if medium in Medium.values else Medium.CALL,
            tries=self._tries() + 1 if outcome == Outcome.NO_ANSWER else 0,
            contact_time=self.inquiry.contact_time,
            zone=self.zone,
            reached_at=self.reached_at,
            usual=self.usual,
            has_phone=bool(self.inquiry.phone),
            has_email=bool(self.inquiry.email),
        )

    def _tries(self) -> int:
        tries = 0
        for outcome, _at in self.contacts:
            if outcome != Outcome.NO_ANSWER:
                break
            tries += 1
        return tries


def _zone_of(inquiry: Inquiry) -> tzinfo | None:
    """Return where the person's day is: as a student says, else as the phone number does."""
    if inquiry.student_id and inquiry.student:
        return ZoneInfo(inquiry.student.timezone)
    name = phones.zone_of(inquiry.phone_number)
    return ZoneInfo(name) if name else None


def usual_hours(zone: tzinfo) -> dict[int, tuple[int, int]]:
    """Return for each hour how often the institute called lately, and how often somebody answered."""
    known: dict[int, tuple[int, int]] | None = cache.get(USUAL_HOURS)
    if known is None:
        since: datetime = timezone.now() - LOOKS_BACK
        rows = (
            FollowUp.objects.filter(
                status=FollowUp.Status.COMPLETED,
                medium=Medium.CALL,
                closed_at__gte=since,
            )
            .order_by()
            .values(hour=ExtractHour("closed_at", tzinfo=zone))
            .annotate(
                tried=Count("pk"),
                answered=Count("pk", filter=Q(outcome__in=FollowUp.SPOKE)),
            )
        )
        known = {row["hour"]: (row["tried"], row["answered"]) for row in rows}
        cache.set(USUAL_HOURS, known, REMEMBERED_FOR)
    return known


def title_of(suggestion: Suggestion) -> str:
    """Return the suggestion as one line: “Tomorrow 18:30: prefers evenings”."""
    local = timezone.localtime(suggestion.at)
    days = (local.date() - timezone.localdate()).days
    if days == 0:
        day = _("Today")
    elif days == 1:
        day = _("Tomorrow")
    else:
        day = f"{local:%A} {local.day} {local:%B}"
    words = words_for(suggestion)
    return f"{day} {local:%H:%M}" + (f": {words}" if words else "")
