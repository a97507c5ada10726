"""What can be asked of the registers of follow-ups and of rewards."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.searching import with_words
from crm.filters import (
    MINE,
    NOBODY,
    AskedInWords,
    counselor_choices,
    day,
    due,
    moments,
    one_of,
)
from crm.models import FollowUp, Medium, RewardPenalty
from crm.querysets import FollowUpQuerySet, RewardQuerySet


class RegisterFilter(AskedInWords):
    """All of its fields are seen at once."""

    asks_for_more = False
    more_fields: tuple[Any, ...] = ()

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data)
        self.user = user

    @property
    def first_fields(self) -> list[Any]:
        return list(self)


class FollowUpFilter(RegisterFilter):
    q = forms.CharField(
        label=_("Name or email"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    due = one_of(
        [
            ("overdue", _("Overdue")),
            ("today", _("Due today")),
            ("week", _("Due within 7 days")),
        ],
        _("Due"),
    )
    status = one_of(FollowUp.Status.choices, _("Status"))
    medium = one_of(Medium.choices, _("Type"))
    outcome = one_of(FollowUp.Outcome.choices, _("Outcome"))
    counselor = forms.ChoiceField(label=_("Counselor"), required=False)
    due_from = day(_("Due from"))
    due_to = day(_("Due until"))

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data, user=user)
        field = self.fields["counselor"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = counselor_choices(user)

    def clean_counselor(self) -> str:
        """Return `NOBODY` or the uuid of a counselor."""
        counselor: str = self.cleaned_data["counselor"]
        return str(self.user.uuid) if counselor == MINE else counselor


def filtered_follow_ups(
    follow_ups: FollowUpQuerySet, asked: dict[str, Any]
) -> QuerySet[Any]:
    rows: QuerySet[Any] = follow_ups
    for word in (asked.get("q") or "").split():
        rows = rows.filter(inquiry__name__icontains=word) | rows.filter(
            inquiry__email__icontains=word
        )
    for name in ("status", "medium", "outcome"):
        if value := asked.get(name):
            rows = rows.filter(**{name: value})
    if counselor := asked.get("counselor"):
        whose = {"counselor": None}
        if counselor != NOBODY:
            whose = {"counselor__uuid": counselor}
        rows = rows.filter(**whose)
    if step := asked.get("due"):
        rows = due(rows, step).order_by("due_at", "pk")
    return rows.filter(**moments("due_at", asked.get("due_from"), asked.get("due_to")))


class RewardFilter(RegisterFilter):
    q = forms.CharField(
        label=_("Student's name or email"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = one_of(RewardPenalty.Kind.choices, _("Type"))
    category = one_of(RewardPenalty.Category.choices, _("Category"))
    status = one_of(RewardPenalty.Status.choices, _("Status"))
    given_from = day(_("Given from"))
    given_to = day(_("Given until"))


def filtered_rewards(rewards: RewardQuerySet, asked: dict[str, Any]) -> QuerySet[Any]:
    rows: QuerySet[Any] = with_words(rewards, asked.get("q") or "", "student")
    for name in ("kind", "category", "status"):
        if value := asked.get(name):
            rows = rows.filter(**{name: value})
    if first := asked.get("given_from"):
        rows = rows.filter(given_on__gte=first)
    if last := asked.get("given_to"):
        rows = rows.filter(given_on__lte=last)
    return rows
