"""Who gets an inquiry: by language, course and load, in turn where these are equal."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Role, User
from catalog.models.pages import COURSE_LANGUAGES
from crm.models import CounselorSettings, Holiday, Inquiry

# Somebody without a limit counts as full as somebody who may have so many.
OPEN_WITHOUT_LIMIT = 100
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Desk:
    """A counselor as inquiries are given out."""

    counselor: User
    takes_inquiries: bool
    most_open: int | None
    languages: frozenset[str]
    courses: frozenset[int]
    open: int
    given_at: datetime
    away_until: Any = None

    @property
    def load(self) -> float:
        return self.open / (self.most_open or OPEN_WITHOUT_LIMIT)

    @property
    def is_full(self) -> bool:
        return self.most_open is not None and self.open >= self.most_open

    @property
    def is_free(self) -> bool:
        return self.takes_inquiries and self.away_until is None and not self.is_full


def choose_counselor(
    inquiry: Inquiry, *, now: datetime | None = None
) -> tuple[User | None, str]:
    """Return who gets the inquiry, and why in words; nobody where nobody is there or has room.

    Inside a transaction: the counselors are held until it ends, so that two inquiries that arrive
    at once see each other.
    """
    desks = read_desks(now=now, are_held=True)
    chosen, why = choose(desks, inquiry.language, set(_course_keys(inquiry)))
    return (chosen.counselor if chosen else None), why


def _course_keys(inquiry: Inquiry) -> Iterable[int]:
    return inquiry.courses.values_list("pk", flat=True)


def choose(
    desks: Iterable[Desk], language: str, courses: set[int]
) -> tuple[Desk | None, str]:
    """Return the desk of those that are free: who speaks the language, who has the course, the least loaded.

    Somebody without languages or courses of their own takes all of them, after those who named
    this one.
    """
    free = [desk for desk in desks if desk.is_free]
    if not free:
        return None, _("No counselor takes new inquiries now.")
    reasons = []
    if language:
        free, speaks = _prefer(free, lambda desk: desk.languages, {language})
        if speaks:
            name = dict(COURSE_LANGUAGES).get(language, language)
            reasons.append(_("speaks %(language)s") % {"language": name})
    if courses:
        free, knows = _prefer(free, lambda desk: desk.courses, courses)
        if knows:
            reasons.append(_("has the course"))
    chosen = min(free, key=lambda desk: (desk.load, desk.given_at, desk.counselor.pk))
    if len(free) > 1:
        reasons.append(
            ngettext("%(count)d open inquiry", "%(count)d open inquiries", chosen.open)
            % {"count": chosen.open}
        )
        if any(desk.load == chosen.load and desk is not chosen for desk in free):
            reasons.append(_("next in turn"))
    if not reasons:
        reasons.append(_("nobody else takes inquiries now"))
    return chosen, _("By rule: %(reasons)s.") % {"reasons": ", ".join(reasons)}


def _prefer(
    desks: list[Desk], of: Callable[[Desk], frozenset[Any]], wanted: set[Any]
) -> tuple[list[Desk], bool]:
    """Return who named what is wanted; else who named nothing; else all."""
    if named := [desk for desk in desks if of(desk) & wanted]:
        return named, True
    return [desk for desk in desks if not of(desk)] or desks, False


def read_desks(*, now: datetime | None = None, are_held: bool = False) -> list[Desk]:
    """Return the desk of each counselor whose account is open, in six queries at most."""
    now = now or timezone.now()
    counselors = User.objects.active().with_role(Role.COUNSELOR)
    if are_held:
        # First the locks, then the numbers: only what is read afterwards knows what those who
        # held them before us have given out. Inquiries that name a counselor don't wait for this.
        list(counselors.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    own = {
        each.counselor_id: each
        for each in CounselorSettings.objects.prefetch_related("courses")
    }
    counts = {
        row["counselor"]: row
        for row in Inquiry.objects.standing()
        .exclude(counselor=None)
        .order_by()
        .values("counselor")
        .annotate(
            open=Count("pk", filter=Q(status__in=Inquiry.OPEN)),
            given_at=Max("assigned_at"),
        )
    }
    away = holidays(now)
    desks = []
    for counselor in counselors.order_by("pk"):
        settings = own.get(counselor.pk) or CounselorSettings(counselor=counselor)
        count = counts.get(counselor.pk, {})
        desks.append(
            Desk(
                counselor=counselor,
                takes_inquiries=settings.takes_inquiries,
                most_open=settings.most_open,
                languages=frozenset(settings.languages),
                courses=frozenset(course.pk for course in settings.courses.all())
                if settings.pk
                else frozenset(),
                open=count.get("open", 0),
                given_at=count.get("given_at") or _LONG_AGO,
                away_until=last_day_away(away, counselor, now),
            )
        )
    return desks


def holidays(now: datetime) -> list[Holiday]:
    """Return the holidays that are today anywhere on earth."""
    return list(
        Holiday.objects.filter(
            first_day__lte=now.astimezone(ZoneInfo("Pacific/Kiritimati")).date(),
            last_day__gte=now.astimezone(ZoneInfo("Etc/GMT+12")).date(),
        )
    )


def last_day_away(away: list[Holiday], counselor: User, now: datetime) -> Any:
    """Return the last day of the counselor's or the office's holiday, if it is one where they are."""
    today = now.astimezone(ZoneInfo(counselor.timezone)).date()
    return max(
        (
            holiday.last_day
            for holiday in away
            if holiday.counselor_id in (None, counselor.pk)
            and holiday.first_day <= today <= holiday.last_day
        ),
        default=None,
    )
