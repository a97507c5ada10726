"""What can be asked of the inquiries: by the board, the list, saved filters and the reports' links.

`InquiryFilter` understands an address, `filtered` asks the database.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from catalog.models import CoursePage
from common.forms import ListFilter
from crm.models import CRMSettings, FollowUp, Inquiry, InquiryTag
from crm.permissions import sees_all
from crm.querysets import InquiryQuerySet
from crm.searching import with_person

OPEN, MINE, NOBODY = "open", "mine", "none"

SORTS: dict[str, list[Any]] = {
    "new": ["-created_at", "-pk"],
    "old": ["created_at", "pk"],
    "score": ["-score", "-created_at", "-pk"],
    "next": [F("next_at").asc(nulls_last=True), "-score", "-pk"],
    "quiet": ["last_activity_at", "pk"],
    "moved": ["-status_changed_at", "-pk"],
    "name": ["name", "pk"],
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that is asked for, in words, and the address that asks for all but it."""

    label: str
    value: str
    without: str


class AskedInWords(ListFilter):
    """A filter that can say what was understood, as words and as an address."""

    data: QueryDict

    @property
    def understood(self) -> dict[str, Any]:
        return {name: value for name, value in self.asked.items() if value}

    @property
    def query(self) -> str:
        """The understood part as an address asks it, always in the same order."""
        return self._without("")

    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(str(self.fields[name].label), self._words(name), self._without(name))
            for name in self.understood
            if name != "sort"
        ]

    def _without(self, left_out: str) -> str:
        query = QueryDict(mutable=True)
        for name in self.understood:
            if name != left_out:
                query[name] = str(self.data[name])
        return query.urlencode()

    def _words(self, name: str) -> str:
        field, value = self.fields[name], self.asked[name]
        if isinstance(field, forms.ModelChoiceField):
            return field.label_from_instance(value)
        if isinstance(field, forms.ChoiceField):
            labels: Any = field.choices
            return str(dict(labels).get(self.data[name], value))
        return date_format(value) if isinstance(value, date) else str(value)


def any_of(choices: Any) -> list[tuple[Any, Any]]:
    return [("", _("Any")), *choices]


def number_of(choices: Any, label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        required=False,
        coerce=int,
        empty_value=None,
        choices=any_of(choices),
    )


def one_of(choices: Any, label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=any_of(choices))


def day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def counselor_choices(user: User) -> list[tuple[str, Any]]:
    """Return whose inquiries `user` may ask for by name."""
    choices: list[tuple[str, Any]] = [("", _("Anybody"))]
    if user.is_counselor:
        choices.append((MINE, _("Mine")))
    choices.append((NOBODY, _("Nobody yet")))
    return [*choices, *assignable()] if sees_all(user) else choices


def assignable() -> list[tuple[str, Any]]:
    """Return uuid and name of each counselor whose account is open."""
    people = User.objects.active().with_role(Role.COUNSELOR)
    return [
        (str(each.uuid), str(each))
        for each in people.order_by("first_name", "last_name", "username")
    ]


class InquiryFilter(AskedInWords):
    """`status` is left out where each status has a column of its own."""

    q = forms.CharField(
        label=_("Name, phone or email"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = one_of([(OPEN, _("All open")), *Inquiry.Status.choices], _("Status"))
    counselor = forms.ChoiceField(label=_("Counselor"), required=False)
    course: Any = forms.ModelChoiceField(
        label=_("Course"),
        required=False,
        queryset=CoursePage.objects.only("title").order_by("title"),
        empty_label=_("Any"),
    )
    source = one_of(Inquiry.Source.choices, _("Source"))
    next = one_of(
        [
            ("overdue", _("Overdue")),
            ("today", _("Due today")),
            ("week", _("Due within 7 days")),
            (NOBODY, _("Nothing planned")),
        ],
        _("Next step"),
    )
    health = one_of(
        [
            ("hot", _("Hot")),
            ("stale", _("Stale")),
            ("unassigned", _("Unassigned")),
            ("no_next_step", _("Without a next step")),
        ],
        _("Health"),
    )
    priority = number_of(Inquiry.Priority.choices, _("Priority"))
    score_from = forms.IntegerField(
        label=_("Score from"), required=False, min_value=0, max_value=100
    )
    channel = one_of(Inquiry.Channel.choices, _("Arrived by"))
    campaign = forms.CharField(label=_("Campaign"), required=False, max_length=120)
    language = forms.CharField(label=_("Language"), required=False, max_length=8)
    tag = forms.CharField(label=_("Tag"), required=False, max_length=100)
    lost_reason = one_of(Inquiry.LostReason.choices, _("Why lost"))
    asked_from = day(_("Asked from"))
    asked_to = day(_("Asked until"))
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("As usual")),
            ("new", _("Newest first")),
            ("old", _("Oldest first")),
            ("score", _("Highest score first")),
            ("next", _("Next step first")),
            ("quiet", _("Longest without contact first")),
            ("moved", _("Moved last first")),
            ("name", _("Name")),
        ],
    )

    # Seen at once; the rest folds away.
    FIRST = ("q", "status", "counselor", "next")

    def __init__(
        self, data: QueryDict, *, user: User, without: tuple[str, ...] = ()
    ) -> None:
        super().__init__(data)
        self.user = user
        for name in without:
            del self.fields[name]
        self._choices_of("counselor").choices = counselor_choices(user)

    def _choices_of(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def clean_counselor(self) -> str:
        """Return `NOBODY` or the uuid of a counselor."""
        counselor: str = self.cleaned_data["counselor"]
        return str(self.user.uuid) if counselor == MINE else counselor

    @property
    def first_fields(self) -> list[Any]:
        return [self[name] for name in self.FIRST if name in self.fields]

    @property
    def more_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in self.FIRST]

    @property
    def asks_for_more(self) -> bool:
        """Whether something of what folds away is asked for."""
        return any(
            name in self.understood for name in self.fields if name not in self.FIRST
        )


def filtered(inquiries: InquiryQuerySet, asked: dict[str, Any]) -> InquiryQuerySet:
    """Keep what was asked for, in the order that was asked for.

    `asked` is what an `InquiryFilter` understood; it may also be written by hand.
    """
    if words := asked.get("q"):
        inquiries = with_person(inquiries, words)
    for name in ("source", "channel", "priority", "lost_reason"):
        if value := asked.get(name):
            inquiries = inquiries.filter(**{name: value})
    for name in ("campaign", "language"):
        if value := asked.get(name):
            inquiries = inquiries.filter(**{f"{name}__iexact": value})
    if status := asked.get("status"):
        statuses = Inquiry.OPEN if status == OPEN else {status}
        inquiries = inquiries.filter(status__in=statuses)
    if counselor := asked.get("counselor"):
        inquiries = (
            inquiries.unassigned()
            if counselor == NOBODY
            else inquiries.filter(counselor__uuid=counselor)
        )
    if course := asked.get("course"):
        about = Inquiry.courses.through.objects.filter(coursepage=course)
        inquiries = inquiries.filter(pk__in=about.values("inquiry"))
    if tag := asked.get("tag"):
        tagged = InquiryTag.objects.filter(tag__name__iexact=tag)
        inquiries = inquiries.filter(pk__in=tagged.values("content_object"))
    if score := asked.get("score_from"):
        inquiries = inquiries.filter(score__gte=score)
    inquiries = inquiries.filter(
        **moments("created_at", asked.get("asked_from"), asked.get("asked_to"))
    )
    if health := asked.get("health"):
        inquiries = HEALTH[health](inquiries)
    if step := asked.get("next"):
        inquiries = _by_next_step(inquiries, step)
    return _sorted(inquiries, asked.get("sort") or "")


def _sorted(inquiries: InquiryQuerySet, sort: str) -> InquiryQuerySet:
    if not sort:
        return inquiries
    if sort == "next":
        pending = FollowUp.objects.pending().filter(inquiry=OuterRef("pk"))
        inquiries = inquiries.annotate(next_at=Subquery(pending.values("due_at")[:1]))
    rows: InquiryQuerySet = inquiries.order_by(*SORTS[sort])
    return rows


def moments(field: str, first: date | None, last: date | None) -> dict[str, datetime]:
    """Return the lookups for days in the zone of whoever asks, both included."""
    lookups = {}
    if first:
        lookups[f"{field}__gte"] = _begin_of(first)
    if last:
        lookups[f"{field}__lt"] = _begin_of(last + timedelta(days=1))
    return lookups


def _begin_of(some_day: date) -> datetime:
    return timezone.make_aware(datetime.combine(some_day, time.min))


def due(follow_ups: QuerySet[Any], step: str) -> QuerySet[Any]:
    """Keep the pending ones that are overdue, due today, or due within 7 days from now."""
    now, today = timezone.now(), timezone.localdate()
    follow_ups = follow_ups.filter(status=FollowUp.Status.PENDING)
    if step == "overdue":
        return follow_ups.filter(due_at__lt=now)
    if step == "today":
        return follow_ups.filter(**moments("due_at", today, today))
    return follow_ups.filter(due_at__gte=now, due_at__lt=now + timedelta(days=7))


def _by_next_step(inquiries: InquiryQuerySet, step: str) -> InquiryQuerySet:
    of_this = FollowUp.objects.filter(inquiry=OuterRef("pk"))
    if step == NOBODY:
        return inquiries.filter(~Exists(of_this.pending()))
    return inquiries.filter(Exists(due(of_this, step)))


def _stale(inquiries: InquiryQuerySet) -> InquiryQuerySet:
    days = CRMSettings.load().stale_after_days
    return inquiries.stale(timezone.now() - timedelta(days=days))


def _hot(inquiries: InquiryQuerySet) -> InquiryQuerySet:
    return inquiries.open().filter(score__gte=CRMSettings.load().hot_from_score)


HEALTH: dict[str, Callable[[InquiryQuerySet], InquiryQuerySet]] = {
    "hot": _hot,
    "stale": _stale,
    "unassigned": lambda inquiries: inquiries.open().unassigned(),
    "no_next_step": lambda inquiries: inquiries.without_next_step(),
}
