"""Assignments as they were given: read from the revision that a version names, not from today's."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.dateparse import parse_datetime
from wagtail.models import Revision

from assessment.lateness import LateRule
from assessment.models import Assignment
from assessment.rubrics import Criterion, criteria_of
from catalog.tree import remembered_all


@dataclass(frozen=True)
class GivenAssignment:
    """One revision of an assignment. It never changes, so that a process may remember it."""

    revision_id: int
    content: Mapping[str, Any]

    @property
    def title(self) -> str:
        return str(self.content["title"])

    @cached_property
    def description(self) -> Any:
        """The stream that says what to do."""
        return self._stream("description")

    @cached_property
    def resources(self) -> Any:
        return self._stream("resources")

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        return criteria_of((each.id, each.value) for each in self._stream("rubric"))

    @cached_property
    def max_points(self) -> Decimal:
        return Decimal(self.content["max_points"])

    @cached_property
    def due_at(self) -> datetime | None:
        said = self.content.get("due_at")
        return parse_datetime(said) if said else None

    @cached_property
    def percent_a_day(self) -> Decimal:
        return percent_a_day(
            self.content["late_policy"], Decimal(self.content["late_percent"])
        )

    def _stream(self, name: str) -> Any:
        block = Assignment._meta.get_field(name).stream_block
        return block.to_python(json.loads(self.content.get(name) or "[]"))


def percent_a_day(policy: str, percent: Decimal) -> Decimal:
    return percent if policy == Assignment.LatePolicy.PERCENT else Decimal(0)


def late_rule(assignment: Assignment, due_at: datetime | None) -> LateRule:
    """Return the rule that holds today."""
    return LateRule(
        due_at, percent_a_day(assignment.late_policy, assignment.late_percent)
    )


def late_rules(
    assignment: Assignment, given: GivenAssignment, own_due_at: datetime | None
) -> tuple[LateRule, LateRule]:
    """Return the rule that held when work was handed in, and today's; `own_due_at` replaces both dates."""
    return (
        LateRule(own_due_at or given.due_at, given.percent_a_day),
        late_rule(assignment, own_due_at or assignment.due_at),
    )


def given_assignments(revision_ids: Iterable[int]) -> dict[int, GivenAssignment]:
    """Return the assignment of each revision, by its id. One query for those not remembered yet."""
    keys = {("given assignment", pk): pk for pk in revision_ids}

    def find(
        missing: list[tuple[str, int]],
    ) -> dict[tuple[str, int], GivenAssignment]:
        revisions = Revision.objects.filter(pk__in=[pk for _name, pk in missing])
        return {
            ("given assignment", pk): GivenAssignment(pk, content)
            for pk, content in revisions.values_list("pk", "content")
        }

    return {given.revision_id: given for given in remembered_all(keys, find).values()}
