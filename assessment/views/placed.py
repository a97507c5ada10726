"""What a card in a lesson says to one reader: where they are with a quiz or an assignment."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from assessment.access import (
    Assessed,
    Terms,
    accommodation_of,
    decide_assessment,
    decide_working,
    terms_of,
)
from assessment.mastery import is_pass
from assessment.models import (
    Attempt,
    Grade,
    Quiz,
    Submission,
    SubmissionVersion,
)
from assessment.placements import MODELS
from assessment.services.attempts import attempts_left
from assessment.showing import is_shown
from learning.access import Standing, standing_of

# What it says, how it looks, and its icon.
Badge = tuple[Any, str, str]

NOT_STARTED: Badge = (gettext_lazy("Not started"), "", "circle")
OPEN: Badge = (gettext_lazy("Begun: go on where you stopped"), "accent", "circle-half")
SUBMITTED: Badge = (gettext_lazy("Submitted"), "notice", "check")
DRAFTED: Badge = (gettext_lazy("Begun: your draft is kept"), "accent", "circle-half")
EXCUSED: Badge = (gettext_lazy("Excused"), "notice", "check")
HANDED_IN: Badge = (gettext_lazy("Handed in"), "notice", "check")


@dataclass(frozen=True)
class State:
    """A badge, and sentences beside it."""

    label: str = ""
    kind: str = ""
    icon: str = ""
    notes: list[str] = field(default_factory=list)
    until: Any = None
    until_label: str = ""


@never_cache
@require_safe
def state(request: HttpRequest, kind: str, uuid: UUID) -> HttpResponse:
    """Answer with a piece of HTML; to visitors too, whose browsers ask as well."""
    if kind not in MODELS:
        raise Http404
    thing = get_object_or_404(MODELS[kind].objects.select_related("course"), uuid=uuid)
    standing = standing_of(request.user, thing.course)
    decision = decide_assessment(request.user, thing, standing=standing)
    if not (decision or thing.live):
        raise Http404
    if not decision or not standing.is_studying:
        shown = State(notes=[str(decision.sentence)])
    else:
        shown = _state_of(thing, standing)
    return render(request, "assessment/placed_state.html", {"state": shown})


def _state_of(thing: Assessed, standing: Standing) -> State:
    user = standing.user
    assert isinstance(user, User)
    terms = terms_of(thing, accommodation_of(user, thing))
    working = decide_working(user, thing, terms, standing=standing)
    notes = [] if working else [str(working.sentence)]
    is_quiz = isinstance(thing, Quiz)
    until = terms.closes_at if is_quiz else terms.due_at
    until_label = _("Closes") if is_quiz else _("Due")
    when: dict[str, Any] = {}
    if working and until and until > timezone.now():
        when = {"until": until, "until_label": until_label}
    label, kind, icon = (
        _of_quiz(thing, user, terms) if is_quiz else _of_assignment(thing, user)
    )
    return State(str(label), kind, icon, notes=notes, **when)


def _of_quiz(quiz: Any, user: User, terms: Terms) -> Badge:
    attempts = list(Attempt.objects.filter(quiz=quiz, student=user))
    if any(attempt.is_open for attempt in attempts):
        return OPEN  # a grade of an attempt before can wait
    left = attempts_left(quiz, terms, len(attempts))
    grade = _grade_badge(quiz, user)
    if grade == EXCUSED or (
        grade and is_shown(quiz.show_score, terms, attempts_left=left)
    ):
        return grade
    return SUBMITTED if attempts else NOT_STARTED


def _of_assignment(assignment: Any, user: User) -> Badge:
    if grade := _grade_badge(assignment, user):
        return grade
    mine = Submission.objects.filter(assignment=assignment, student=user)
    if SubmissionVersion.objects.filter(submission__in=mine).exists():
        return HANDED_IN
    return DRAFTED if mine.exists() else NOT_STARTED


def _grade_badge(thing: Assessed, user: User) -> Badge | None:
    """Return what the newest grade says; None where there is none."""
    grade = (
        Grade.objects.filter(**{f"item__{thing._meta.model_name}": thing}, student=user)
        .order_by("-pk")
        .first()
    )
    if grade is None or (grade.points is None and not grade.is_excused):
        return None
    if grade.points is None:
        return EXCUSED
    if not grade.max_points:
        return _("Done"), "positive", "check-circle"
    percent = _("%(n)d %%") % {"n": int(grade.points * 100 / grade.max_points)}
    if is_pass(grade.points, grade.max_points, thing.pass_percent):
        return f"{_('Passed')} · {percent}", "positive", "check-circle"
    return f"{_('Not passed yet')} · {percent}", "caution", "refresh"
