"""Narrowing results down by what their courses are about: the boxes, their counts, what is set."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.http import QueryDict

from catalog.filters import LABELS, LABELS_OF_VALUES, Chip, Choice
from catalog.models import CoursePage


@dataclass(frozen=True)
class CourseFacts:
    """What results show of a course, and what they are narrowed down by."""

    path: str
    title: str
    category: str
    category_name: str
    level: str
    language: str


def facts_of(paths: Iterable[str]) -> dict[str, CourseFacts]:
    """Read the courses at `paths`, in one query."""
    rows = CoursePage.objects.filter(path__in=[*paths]).values_list(
        "path", "title", "category__slug", "category__name", "level", "language"
    )
    return {
        path: CourseFacts(path, title, slug or "", name or "", level, language)
        for path, title, slug, name, level, language in rows.order_by()
    }


class FacetForm(forms.Form):
    """The facets as a form. It draws; `Facets` reads what was asked."""

    all_optional = True

    q = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, facets: "Facets", *, q: str, kind: str) -> None:
        super().__init__(
            initial={"q": q, "kind": kind, **facets.chosen}, auto_id="facet-%s"
        )
        for name, choices in facets.choices.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=LABELS[name],
                required=False,
                choices=[(choice.value, choice.label) for choice in choices],
                widget=forms.CheckboxSelectMultiple,
            )


class Facets:
    """Which courses the results may belong to, and how many each other choice would leave.

    `counts` says for each kind of result how many there are by course; a course's path may be
    empty, for what belongs to none. `shown` are the kinds that the boxes count.
    """

    def __init__(
        self,
        asked: QueryDict,
        counts: dict[str, Counter[str]],
        facts: dict[str, CourseFacts],
        shown: Iterable[str],
    ) -> None:
        self.asked = asked
        self.counts = counts
        self.shown = shown
        self.facts = facts

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """For each facet the values that some result has, and how they are called."""
        courses = self.facts.values()
        names = {
            "category": {
                fact.category: fact.category_name
                for fact in sorted(courses, key=lambda fact: fact.category_name)
                if fact.category
            }
        }
        for name, labels in LABELS_OF_VALUES.items():
            used = {getattr(fact, name) for fact in courses}
            names[name] = {
                value: str(label) for value, label in labels.items() if value in used
            }
        return names

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """The values that were asked for and exist."""
        chosen = {}
        for name, values in self.names.items():
            asked = {*self.asked.getlist(name)}
            if found := [value for value in values if value in asked]:
                chosen[name] = found
        return chosen

    @cached_property
    def paths(self) -> frozenset[str] | None:
        """The courses that results may belong to; None where nothing is chosen."""
        if not self.chosen:
            return None
        return frozenset(path for path, fact in self.facts.items() if self._fits(fact))

    def total(self, kind: str) -> int:
        counts = self.counts[kind]
        if self.paths is None:
            return counts.total()
        return sum(counts[path] for path in self.paths)

    @cached_property
    def choices(self) -> dict[str, list[Choice]]:
        """The values worth choosing, counted under the other facets."""
        choices = {}
        together: Counter[str] = sum(
            map(self.counts.__getitem__, self.shown), Counter()
        )
        for name, values in self.names.items():
            left: Counter[str] = Counter()
            for path, fact in self.facts.items():
                if self._fits(fact, without=name):
                    left[getattr(fact, name)] += together[path]
            rows = [
                Choice(value, label, left[value])
                for value, label in values.items()
                if left[value] or value in self.chosen.get(name, [])
            ]
            if len(rows) > 1 or name in self.chosen:
                choices[name] = rows
        return choices

    def chips(self, query: QueryDict) -> list[Chip]:
        """What is set, each with the address that `query` has without it."""
        chips = []
        for name, values in self.chosen.items():
            for value in values:
                left = query.copy()
                left.setlist(name, [kept for kept in values if kept != value])
                label = str(LABELS[name])
                chips.append(
                    Chip(label, self.names[name][value], f"?{left.urlencode()}")
                )
        return chips

    def _fits(self, fact: CourseFacts, without: str = "") -> bool:
        return all(
            name == without or getattr(fact, name) in values
            for name, values in self.chosen.items()
        )
