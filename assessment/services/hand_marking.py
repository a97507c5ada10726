"""Marks that a person gives: to essays, and in place of what the key said."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessment.models import Answer, AnswerMark, Attempt, Grade
from assessment.scoring import PLACES
from assessment.services.marking import settle_attempt
from assessment.wording import points_text
from common.exceptions import Refused


@transaction.atomic
def mark_answer(
    *,
    answer: Answer,
    points: Decimal,
    by: User,
    seen: int | None,
    comment: str = "",
    levels: Mapping[str, str] | None = None,
) -> AnswerMark:
    """Give an answer a mark by hand. Once all answers of its attempt have one, the grade is recorded.

    `seen` is the mark that `by` saw when they decided: raises `Refused` if there is a newer one, so
    that nobody overwrites what they don't know of. The same mark sent twice is one mark.
    """
    # All attempts, in one order: who marks the last two answers at once, or two attempts of one
    # student, comes one after the other, and the last sees what the first did.
    its = answer.attempt
    of_student = Attempt.objects.filter(quiz=its.quiz_id, student=its.student_id)
    locked = of_student.order_by("pk").select_for_update(of=("self",))
    attempts = {each.pk: each for each in locked.select_related("quiz", "student")}
    attempt = attempts[its.pk]
    newest = AnswerMark.objects.filter(answer=answer).select_related("by").last()
    mark = AnswerMark(
        answer=answer,
        points=points,
        reason=AnswerMark.Reason.PERSON,
        revision_id=answer.revision_id,
        levels=dict(levels or {}),
        comment=comment.strip(),
        by=by,
        created_at=timezone.now(),
    )
    if newest and _is_same(newest, mark):
        return newest
    _refuse(answer, attempt, newest, mark, seen)
    mark.save()
    settle_attempt(attempt=attempt, reason=Grade.Reason.GRADED, by=by)
    return mark


def _is_same(newest: AnswerMark, mark: AnswerMark) -> bool:
    compared = ("points", "reason", "levels", "comment", "by_id")
    return all(getattr(newest, name) == getattr(mark, name) for name in compared)


def _refuse(
    answer: Answer,
    attempt: Attempt,
    newest: AnswerMark | None,
    mark: AnswerMark,
    seen: int | None,
) -> None:
    if attempt.is_open:
        raise Refused("open", _("This attempt has not been handed in yet."))
    if newest and newest.pk != seen:
        raise Refused(
            "changed",
            _(
                "%(name)s gave this answer %(points)s points in the meantime. Look again, then save."
            )
            % {
                "name": newest.by or _("Somebody"),
                "points": points_text(newest.points),
            },
        )
    if (
        not mark.points.is_finite()
        or not 0 <= mark.points <= answer.max_points
        or mark.points != round(mark.points, PLACES)
    ):
        raise Refused(
            "points",
            _("Points go from 0 to %(most)s.")
            % {"most": points_text(answer.max_points)},
        )
    if newest and not newest.is_by_hand and not mark.comment:
        raise Refused(
            "comment", _("Say in the comment why you change what the key gave.")
        )
