"""Times of a week as a form: `{"monday": [["09:00", "12:00"], ["14:00", "17:30"]]}`."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WEEKDAYS = {
    "monday": gettext_lazy("Monday"),
    "tuesday": gettext_lazy("Tuesday"),
    "wednesday": gettext_lazy("Wednesday"),
    "thursday": gettext_lazy("Thursday"),
    "friday": gettext_lazy("Friday"),
    "saturday": gettext_lazy("Saturday"),
    "sunday": gettext_lazy("Sunday"),
}
MOST_SPANS = 6
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
Week = dict[str, list[list[str]]]


class WeekWidget(forms.Widget):
    """For each weekday the spans that are set, and one more to fill in; a script adds further ones."""

    template_name = "accounts/widgets/week.html"
    use_fieldset = True

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        week = value if isinstance(value, dict) else {}
        context["widget"]["most"] = MOST_SPANS
        context["widget"]["days"] = [
            {
                "key": day,
                "label": label,
                "name": f"{name}-{day}",
                "id": f"{context['widget']['attrs'].get('id', name)}-{day}",
                "spans": [*week.get(day, []), ["", ""]][:MOST_SPANS],
            }
            for day, label in WEEKDAYS.items()
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Week:
        def texts(key: str) -> list[str]:
            found = data.getlist(key) if hasattr(data, "getlist") else data.get(key, [])
            return [str(text).strip()[:5] for text in found][:MOST_SPANS]

        week: Week = {}
        for day in WEEKDAYS:
            starts, ends = (
                texts(f"{name}-{day}-from"),
                texts(f"{name}-{day}-to"),
            )
            ends += [""] * (len(starts) - len(ends))
            spans = [[start, end] for start, end in zip(starts, ends, strict=False)]
            if spans := [span for span in spans if any(span)]:
                week[day] = spans
        return week

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}-{day}-from" in data for day in WEEKDAYS)

    def id_for_label(self, id_: str) -> str:
        return ""


class WeekField(forms.Field):
    widget = WeekWidget

    def clean(self, value: Any) -> Week:
        week: Week = value or {}
        errors = [
            error
            for day, spans in week.items()
            if (error := _problem(str(WEEKDAYS[day]), spans))
        ]
        if errors:
            raise ValidationError(errors)
        return {day: sorted(spans) for day, spans in week.items()}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or {}) != (data or {})


def _problem(day: str, spans: list[list[str]]) -> str:
    for start, end in spans:
        if not (_TIME.fullmatch(start) and _TIME.fullmatch(end)):
            return _("%(day)s: give both times, such as 09:00 and 12:30.") % {
                "day": day
            }
        if start >= end:
            return _("%(day)s: %(end)s is not after %(start)s.") % {
                "day": day,
                "start": start,
                "end": end,
            }
    ordered = sorted(spans)
    for (start, end), (next_start, next_end) in zip(ordered, ordered[1:], strict=False):
        if next_start < end:
            return _("%(day)s: %(first)s and %(second)s overlap.") % {
                "day": day,
                "first": f"{start}–{end}",
                "second": f"{next_start}–{next_end}",
            }
    return ""
