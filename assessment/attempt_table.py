"""The attempts at a quiz as a table for teachers: filtered, sorted, and as a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django import forms
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.searching import with_words
from assessment.models import Attempt, AttemptAddress, Quiz
from assessment.services.marking import share_of
from assessment.wording import points_text
from common.forms import ListFilter
from common.tables import moment_cell
from learning.models import Enrolment

ATTEMPTS_ON_A_PAGE = 50
OPEN, WAITING, MARKED = "open", "waiting", "marked"
STATES: dict[str, Q] = {
    OPEN: Q(submitted_at=None),
    WAITING: Q(submitted_at__isnull=False, points=None),
    MARKED: Q(points__isnull=False),
}
BY_NAME = ["student__last_name", "student__first_name", "student__username", "number"]
SORTS: dict[str, list[Any]] = {
    "name": BY_NAME,
    "new": [F("submitted_at").desc(nulls_first=True), "pk"],
    "best": [F("points").desc(nulls_last=True), *BY_NAME],
    "weakest": [F("points").asc(nulls_last=True), *BY_NAME],
}


class AttemptFilter(ListFilter):
    q = forms.CharField(label=_("Name or email"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            (OPEN, _("Still open")),
            (WAITING, _("Waiting for marks")),
            (MARKED, _("Marked")),
        ],
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("name", _("Name")),
            ("new", _("Newest first")),
            ("best", _("Best first")),
            ("weakest", _("Weakest first")),
        ],
    )


@dataclass(frozen=True)
class AttemptRow:
    attempt: Attempt
    quiz: Quiz

    @property
    def state(self) -> str:
        if self.attempt.is_open:
            return OPEN
        return MARKED if self.attempt.is_marked else WAITING

    @property
    def share(self) -> Fraction | None:
        return share_of(self.attempt) if self.attempt.is_marked else None

    @property
    def has_passed(self) -> bool:
        return self.share is not None and self.share >= Fraction(self.quiz.pass_share)

    @property
    def seconds(self) -> float:
        ends = self.attempt.submitted_at or timezone.now()
        return (ends - self.attempt.started_at).total_seconds()

    @cached_property
    def addresses(self) -> list[AttemptAddress]:
        return list(self.attempt.addresses.all())

    @property
    def distinct_addresses(self) -> list[str]:
        return list(dict.fromkeys(each.address for each in self.addresses))


def attempts_of(quiz: Quiz, asked: dict[str, Any]) -> QuerySet[Attempt]:
    attempts = Attempt.objects.filter(quiz=quiz).select_related("student")
    attempts = with_words(attempts, asked.get("q") or "", "student")
    if state := asked.get("state"):
        attempts = attempts.filter(STATES[state])
    return attempts.order_by(*SORTS[asked.get("sort") or "name"])


def with_addresses(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    addresses = AttemptAddress.objects.order_by("seen_at")
    return attempts.prefetch_related(Prefetch("addresses", queryset=addresses))


def rows_of(quiz: Quiz, attempts: Iterable[Attempt]) -> list[AttemptRow]:
    return [AttemptRow(attempt, quiz) for attempt in attempts]


def numbers_of(quiz: Quiz) -> dict[str, int]:
    """Return how many attempts are in each state, and how many students have made none."""
    counts: dict[str, int] = Attempt.objects.filter(quiz=quiz).aggregate(
        **{state: Count("pk", filter=which) for state, which in STATES.items()}
    )
    studying = Enrolment.objects.filter(
        course=quiz.course_id, status__in=Enrolment.STUDYING
    )
    missing = studying.exclude(student__quiz_attempts__quiz=quiz).count()
    return {**counts, "missing": missing}


def csv_rows(rows: Iterable[AttemptRow]) -> Iterator[list[object]]:
    yield [
        gettext("Name"),
        gettext("Username"),
        gettext("Email"),
        gettext("Attempt"),
        gettext("Started"),
        gettext("Submitted"),
        gettext("How"),
        gettext("Minutes"),
        gettext("Points"),
        gettext("Full marks"),
        gettext("Percent"),
        gettext("Passed"),
        gettext("Addresses"),
    ]
    for row in rows:
        attempt = row.attempt
        yield [
            str(attempt.student),
            attempt.student.username,
            attempt.student.email,
            attempt.number,
            moment_cell(attempt.started_at),
            moment_cell(attempt.submitted_at),
            attempt.get_submitted_by_display() if attempt.submitted_by else "",
            round(row.seconds / 60) if attempt.submitted_at else "",
            points_text(attempt.points),
            points_text(attempt.max_points),
            "" if row.share is None else round(float(row.share) * 100, 2),
            ""
            if row.share is None
            else gettext("Yes")
            if row.has_passed
            else gettext("No"),
            " ".join(row.distinct_addresses),
        ]
