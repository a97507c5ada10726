"""Marking answers anew: what the dry run showed, all of it or nothing."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessment.models import AnswerMark, Attempt, Grade, Quiz
from assessment.regrading import Choice, Plan, plan_regrade
from assessment.services.grades import grade_item_of, record_grades
from common.exceptions import Refused

ROWS_AT_ONCE = 1000


@transaction.atomic
def regrade(
    *, quiz: Quiz, choices: Iterable[Choice], by: User, reason: str, digest: str
) -> Plan:
    """Mark the answers of a quiz anew by `choices`. History is kept: every mark and grade is added.

    `digest` is that of the plan which `by` saw. Raises `Refused` if there is another one by now,
    if nothing would change, or without a reason.
    """
    reason = reason.strip()
    if not reason:
        raise Refused("reason", _("Say why: it stands in the history of each mark."))
    # Who marks by hand, or submits, waits until this is done.
    list(
        Attempt.objects.filter(quiz=quiz)
        .order_by("pk")
        .select_for_update(of=("self",))
        .values_list("pk")
    )
    plan = plan_regrade(quiz=quiz, choices=choices)
    if plan.digest != digest:
        raise Refused(
            "changed",
            _("Something changed in the meantime. This is what would happen now."),
        )
    if not plan.marks:
        raise Refused("nothing", _("This changes no mark."))
    _add_marks(plan, by, reason)
    _add_up(plan)
    _add_grades(quiz, plan, by, reason)
    return plan


def _add_marks(plan: Plan, by: User, reason: str) -> None:
    # One moment for all of them: it is what makes them one regrade.
    now = timezone.now()
    AnswerMark.objects.bulk_create(
        (
            AnswerMark(
                answer=change.answer,
                points=change.after,
                reason=AnswerMark.Reason.REGRADE,
                revision_id=change.revision_id,
                matched=list(change.matched),
                comment=reason,
                by=by,
                created_at=now,
            )
            for change in plan.marks
        ),
        batch_size=ROWS_AT_ONCE,
    )


def _add_up(plan: Plan) -> None:
    Attempt.objects.bulk_update(
        [Attempt(pk=pk, points=points) for pk, points in plan.points.items()],
        ["points"],
        batch_size=ROWS_AT_ONCE,
    )


def _add_grades(quiz: Quiz, plan: Plan, by: User, reason: str) -> None:
    changed = [each for each in plan.changed if each.result]
    if not changed:
        return
    item = grade_item_of(quiz)
    record_grades(
        Grade(
            item=item,
            student=each.student,
            points=each.result.points,
            max_points=each.result.max_points,
            reason=Grade.Reason.REGRADE,
            comment=reason,
            attempt=each.result.attempt,
            revision_id=each.result.attempt.revision_id,
            by=by,
        )
        for each in changed
        if each.result
    )
