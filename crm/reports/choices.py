"""What a reader of reports chooses: the period, the counselor, the source, the course."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from catalog.models import CoursePage
from crm.models import Inquiry
from crm.reports.period import MOST_YEARS, Period, Span
from crm.reports.scope import NOBODY, Scope


class ScopeForm(forms.Form):
    """Who says nothing sees the last ninety days; a mistake changes nothing and is told."""

    period = forms.ChoiceField(
        label=gettext_lazy("Period"), choices=Span, required=False
    )
    since = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
    )
    until = forms.DateField(
        label=gettext_lazy("To"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
    )
    counselor = forms.ChoiceField(label=gettext_lazy("Counselor"), required=False)
    source = forms.ChoiceField(
        label=gettext_lazy("Source"),
        choices=[("", gettext_lazy("All")), *Inquiry.Source.choices],
        required=False,
    )
    course = forms.ChoiceField(label=gettext_lazy("Course"), required=False)
    compare = forms.BooleanField(
        label=gettext_lazy("Compare with the period before"), required=False
    )

    def __init__(
        self, data: Any, *, user: User, has_period: bool = True, has_before: bool = True
    ) -> None:
        data = data.copy()
        data.setdefault("period", Span.LAST_90)
        super().__init__(data, label_suffix="")
        self.user = user
        people = Scope.of(user).counselors()
        self._choices("counselor").choices = [
            ("", _("All")),
            *((str(person.pk), str(person)) for person in people),
            (NOBODY, _("Nobody")),
        ]
        courses = CoursePage.objects.order_by("title").values_list("pk", "title")
        self._choices("course").choices = [("", _("All")), *courses]
        if not has_period:
            for name in ("period", "since", "until"):
                del self.fields[name]
        if not has_before:
            del self.fields["compare"]

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def clean(self) -> dict[str, Any]:
        chosen: dict[str, Any] = super().clean() or {}
        if chosen.get("period") == Span.CUSTOM:
            self._check_days(chosen.get("since"), chosen.get("until"))
        return chosen

    def _check_days(self, since: date | None, until: date | None) -> None:
        if since is None or until is None:
            if not {"since", "until"} & self.errors.keys():
                self.add_error("since", _("Choose both days."))
        elif until < since:
            self.add_error("until", _("The last day is before the first."))
        elif until - since > timedelta(days=366 * MOST_YEARS):
            self.add_error(
                "until",
                _("Choose at most %(years)d years.") % {"years": MOST_YEARS},
            )
        elif since.year < 1990 or until.year > 2200:
            self.add_error("since", _("There is nothing in this period."))

    @property
    def scope(self) -> Scope:
        """What was chosen; where a choice is no choice, as if it hadn't been made."""
        valid = self.is_valid()
        chosen = self.cleaned_data
        today = timezone.localdate()
        span = chosen.get("period") or Span.LAST_90
        if span == Span.CUSTOM and valid:
            period = Period(chosen["since"], chosen["until"])
        elif span == Span.CUSTOM:
            period = Period.of(Span.LAST_90, today)
        else:
            period = Period.of(span, today)
        return Scope(
            user=self.user,
            period=period,
            compares=bool(chosen.get("compare")),
            counselor=chosen.get("counselor") or "",
            source=chosen.get("source") or "",
            course=int(chosen["course"]) if chosen.get("course") else None,
        )
