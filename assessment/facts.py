"""What a card says of a quiz or an assignment, the same to everybody.

No dates: each reader has their own time zone, and some have dates of their own.
"""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import ngettext

from assessment.extent import extent_of
from assessment.models import Assignment, Quiz


def facts_of(thing: Quiz | Assignment) -> list[str]:
    return _of_quiz(thing) if isinstance(thing, Quiz) else _of_assignment(thing)


def _of_quiz(quiz: Quiz) -> list[str]:
    extent = extent_of(quiz)
    facts = [
        ngettext("%(n)d question", "%(n)d questions", extent.questions)
        % {"n": extent.questions},
        in_points(extent.points),
    ]
    if minutes := quiz.time_limit_minutes:
        facts.append(
            ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
        )
    if attempts := quiz.attempts_allowed:
        facts.append(
            ngettext("%(n)d attempt", "%(n)d attempts", attempts) % {"n": attempts}
        )
    return facts


def _of_assignment(assignment: Assignment) -> list[str]:
    return [str(assignment.get_accepts_display()), in_points(assignment.max_points)]


def in_points(points: Decimal) -> str:
    shown = number_format(points.normalize() if points % 1 else int(points))
    return ngettext(
        "%(points)s point", "%(points)s points", 1 if points == 1 else 2
    ) % {"points": shown}
