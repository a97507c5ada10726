"""What a visitor asks the catalogue for: the words, the filters, the order.

Everything comes from the address and may be nonsense; what isn't understood is left out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from catalog.models.pages import COURSE_LANGUAGES, Level
from catalog.models.teams import CourseTeacher
from catalog.querysets import CourseQuerySet

# For each filter, how its values are called.
Names = dict[str, dict[str, str]]

MAX_QUERY_LENGTH = 100
MAX_WORDS = 8

LABELS = {
    "category": _("Category"),
    "level": _("Level"),
    "language": _("Language"),
    "teacher": _("Teacher"),
    "tag": _("Topic"),
}
LOOKUPS = {
    "category": "category__slug",
    "level": "level",
    "language": "language",
    "teacher": "teacher_rows__user__uuid",
    "tag": "tagged_items__tag__slug",
}
# The values that are the same in every academy, and how they are called.
LABELS_OF_VALUES = {
    "level": dict(Level.choices),
    "language": dict(COURSE_LANGUAGES),
}
# Several at once, told apart by boxes to tick; teachers and topics can be hundreds: one of a list.
WITH_BOXES = ("category", "level", "language")
SORTS = {
    "newest": _("Newest"),
    "title": _("Title"),
    "popular": _("Most popular"),
    "shortest": _("Shortest"),
}


@dataclass(frozen=True)
class Choice:
    """One value of a filter, with the number of courses that it would leave."""

    value: str
    name: str
    count: int

    @property
    def label(self) -> str:
        return f"{self.name} ({self.count})"


@dataclass(frozen=True)
class Chip:
    """A filter that is set, and the address without it."""

    label: str
    name: str
    url: str


class CatalogueForm(forms.Form):
    """The filters as a form. It draws; `CatalogueFilter` reads what was asked."""

    all_optional = True

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=MAX_QUERY_LENGTH,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, catalogue: "CatalogueFilter") -> None:
        super().__init__(
            initial={
                "q": catalogue.query,
                "sort": catalogue.sort if catalogue.sort != "newest" else "",
                **{
                    name: values if name in WITH_BOXES else values[0]
                    for name, values in catalogue.chosen.items()
                },
            },
            auto_id="filter-%s",
        )
        for name, label in LABELS.items():
            choices = [(c.value, c.label) for c in catalogue.choices[name]]
            if name in WITH_BOXES:
                self.fields[name] = forms.MultipleChoiceField(
                    label=label,
                    required=False,
                    choices=choices,
                    widget=forms.CheckboxSelectMultiple,
                )
            else:
                self.fields[name] = forms.ChoiceField(
                    label=label, required=False, choices=[("", _("All")), *choices]
                )
        for name in [name for name in LABELS if not catalogue.choices[name]]:
            del self.fields[name]


class CatalogueFilter:
    """The courses that fit what was asked, and what else could be asked of them."""

    def __init__(
        self,
        courses: CourseQuerySet,
        asked: QueryDict,
        read_names: Callable[[Callable[[], Names]], Names] = lambda read: read(),
    ) -> None:
        """`read_names` is given what reads the values that exist, to keep them if it wants."""
        self.courses = courses
        self.asked = asked
        self.read_names = read_names
        # A null byte is refused by PostgreSQL.
        self.query = " ".join(
            asked.get("q", "").replace("\0", " ")[:MAX_QUERY_LENGTH].split()
        )
        self.sort = asked.get("sort", "") if asked.get("sort") in SORTS else "newest"

    @cached_property
    def results(self) -> CourseQuerySet:
        return self._filtered().sorted_by(self.sort)

    @cached_property
    def choices(self) -> dict[str, list[Choice]]:
        """The values of each filter that some course has, counted under the other filters."""
        return {name: list(self._choices_of(name)) for name in LABELS}

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """The values that were asked for and exist."""
        chosen = {}
        for name in LABELS:
            asked = {*self.asked.getlist(name)}
            if not asked:
                continue
            values = [value for value in self._names[name] if value in asked]
            if values:
                chosen[name] = values if name in WITH_BOXES else values[:1]
        return chosen

    @cached_property
    def form(self) -> CatalogueForm:
        return CatalogueForm(self)

    @property
    def chips(self) -> list[Chip]:
        chips = []
        if self.query:
            chips.append(Chip(str(_("Words")), self.query, self._url_without("q")))
        for name, values in self.chosen.items():
            for value in values:
                label = str(LABELS[name])
                url = self._url_without(name, value)
                chips.append(Chip(label, self._names[name][value], url))
        return chips

    @property
    def sort_items(self) -> list[dict[str, Any]]:
        return [
            {
                "label": label,
                "url": self._url(sort=sort),
                "current": sort == self.sort,
            }
            for sort, label in SORTS.items()
        ]

    @cached_property
    def _names(self) -> Names:
        """For each filter the values that exist, and how they are called."""
        return {
            **{
                name: {value: str(label) for value, label in labels.items()}
                for name, labels in LABELS_OF_VALUES.items()
            },
            **self.read_names(self._read_names),
        }

    def _read_names(self) -> Names:
        names: Names = {}
        courses = self.courses.order_by()
        names["category"] = dict(
            courses.filter(category__isnull=False)
            .order_by("category__name")
            .values_list("category__slug", "category__name")
            .distinct()
        )
        names["tag"] = dict(
            courses.filter(tagged_items__isnull=False)
            .order_by("tagged_items__tag__name")
            .values_list("tagged_items__tag__slug", "tagged_items__tag__name")
            .distinct()
        )
        rows = CourseTeacher.objects.shown().filter(course__in=courses)
        teachers = User.objects.filter(taught_rows__in=rows).distinct()
        names["teacher"] = {
            str(user.uuid): str(user)
            for user in teachers.order_by("first_name", "last_name").only(
                "uuid", "username", "first_name", "last_name"
            )
        }
        return names

    def _choices_of(self, name: str) -> Iterator[Choice]:
        lookup = LOOKUPS[name]
        counts = {
            str(value): count
            for value, count in self._filtered(without=name)
            .order_by()
            .values_list(lookup)
            .annotate(Count("pk", distinct=True))
        }
        for value, label in self._names[name].items():
            count = counts.get(value, 0)
            if count or value in self.chosen.get(name, []):
                yield Choice(value, label, count)

    def _filtered(self, without: str = "") -> CourseQuerySet:
        courses = self.courses
        for word in self.query.split()[:MAX_WORDS]:
            courses = courses.mentioning(word)
        for name, values in self.chosen.items():
            if name != without:
                courses = courses.filter(Q(**{f"{LOOKUPS[name]}__in": values}))
        return courses

    def _url(self, **changes: str) -> str:
        """Return the address of these filters with `changes`, from its first page."""
        query = QueryDict(mutable=True)
        if self.query:
            query["q"] = self.query
        for name, values in self.chosen.items():
            query.setlist(name, values)
        if self.sort != "newest":
            query["sort"] = self.sort
        for name, value in changes.items():
            query[name] = value
        if query.get("sort") == "newest":
            del query["sort"]
        return f"?{query.urlencode()}"

    def _url_without(self, name: str, value: str = "") -> str:
        query = QueryDict(self._url().removeprefix("?"), mutable=True)
        query.setlist(name, [kept for kept in query.getlist(name) if kept != value])
        if not value:
            query.pop(name, None)
        return f"?{query.urlencode()}"
