"""Points are given to students, or taken, with a reason; a mistake is taken back on record."""

from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mails import send_later
from accounts.models import User
from common.exceptions import Refused
from crm import timeline
from crm.appeals import Appealable, register
from crm.models import RewardPenalty, TimelineEntry
from crm.permissions import rewardable_students

MOST_POINTS = 1000
LONGEST_REASON = 500
Status = RewardPenalty.Status


def give_reward(
    *,
    student: User,
    kind: str,
    category: str,
    points: int,
    reason: str,
    by: User,
    request_key: UUID | None = None,
) -> RewardPenalty:
    """Give a student a reward or a penalty, and tell them. The same `request_key` gives one."""
    if student == by:
        raise Refused("yourself", _("Nobody gives points to themselves."))
    if not rewardable_students(by).filter(pk=student.pk).exists():
        raise Refused(
            "not_your_student",
            _("You give rewards and penalties to your own students only."),
        )
    if kind not in RewardPenalty.Kind.values:
        raise Refused("no_kind", _("Say whether it is a reward or a penalty."))
    if category not in RewardPenalty.Category.values:
        raise Refused("no_category", _("Say what it is for."))
    if not 1 <= points <= MOST_POINTS:
        raise Refused(
            "points", _("Give between 1 and %(most)d points.") % {"most": MOST_POINTS}
        )
    reason = _checked_reason(reason)
    try:
        with transaction.atomic():
            reward = RewardPenalty.objects.create(
                student=student,
                issued_by=by,
                kind=kind,
                category=category,
                points=points,
                reason=reason,
                given_on=timezone.localdate(),
            )
            _note(reward, what="given", by=by, text=reason, request_key=request_key)
            _write_to_student(reward, "crm/reward_given", reason=reason)
    except IntegrityError:
        # The same form, sent twice.
        if earlier := _given_before(request_key):
            return earlier
        raise
    return reward


@transaction.atomic
def revoke_reward(*, reward: RewardPenalty, by: User, reason: str) -> RewardPenalty:
    """Take back what was given by mistake: who gave it may, and admins. It stays on record."""
    current = RewardPenalty.objects.select_for_update(of=("self",)).get(pk=reward.pk)
    if not may_revoke(by, current):
        raise Refused(
            "not_yours", _("Only who gave it, and admins, can take this back.")
        )
    if current.status == Status.REVOKED:
        raise Refused("revoked", _("This is taken back already."))
    if current.status == Status.APPEALED:
        raise Refused(
            "appealed", _("An appeal is open; who decides about it decides about this.")
        )
    if current.status == Status.RESOLVED:
        raise Refused("decided", _("An appeal decided that this stands."))
    reason = _checked_reason(reason)
    _write_status(current, Status.REVOKED)
    _note(current, what="revoked", by=by, text=reason)
    _write_to_student(current, "crm/reward_revoked", reason=reason)
    reward.refresh_from_db()
    return reward


def may_revoke(user: User, reward: RewardPenalty) -> bool:
    return user.is_active and (user.is_admin or reward.issued_by_id == user.pk)


def signed(reward: RewardPenalty) -> str:
    """Return what it does to the balance, as people write it: “+5”, “−3”."""
    return f"{reward.signed_points:+d}".replace("-", "−")


def _write_status(reward: RewardPenalty, status: str) -> None:
    """Write a status as it is; who calls this holds the row and keeps the record."""
    reward.status = status
    reward.save(update_fields=["status", "updated_at"])


def _checked_reason(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Refused("no_reason", _("Give a reason: the student reads it."))
    if len(reason) > LONGEST_REASON:
        raise Refused(
            "long_reason",
            _("Keep the reason below %(most)d letters.") % {"most": LONGEST_REASON},
        )
    return reason


def _note(
    reward: RewardPenalty,
    *,
    what: str,
    by: User,
    text: str,
    request_key: UUID | None = None,
) -> None:
    timeline.record(
        TimelineEntry.Kind.REWARD,
        student=reward.student,
        by=by,
        text=text,
        request_key=request_key,
        what=what,
        reward=str(reward.uuid),
        category=reward.category,
        points=reward.signed_points,
    )


def _given_before(key: UUID | None) -> RewardPenalty | None:
    if key is None:
        return None
    entry = TimelineEntry.objects.filter(request_key=key).first()
    if entry is None:
        return None
    return RewardPenalty.objects.filter(uuid=entry.data.get("reward")).first()


def _write_to_student(reward: RewardPenalty, letter: str, *, reason: str) -> None:
    send_later(
        letter,
        reward.student,
        kind=reward.kind,
        category=str(reward.get_category_display()),
        points=reward.points,
        reason=reason,
        by=str(reward.issued_by),
    )


def _why_no_appeal(reward: RewardPenalty) -> str:
    if reward.kind != RewardPenalty.Kind.PENALTY:
        return _("Only penalties can be appealed.")
    if reward.status == Status.REVOKED:
        return _("This penalty is taken back already.")
    return ""


register(
    Appealable(
        model=RewardPenalty,
        student_of=lambda reward: reward.student,
        issuer_of=lambda reward: reward.issued_by,
        made_at=lambda reward: reward.created_at,
        describe=lambda reward: (
            f"{reward.get_kind_display()} ({signed(reward)}): {reward.reason}"
        ),
        on_filed=partial(_write_status, status=Status.APPEALED),
        on_upheld=partial(_write_status, status=Status.RESOLVED),
        on_overturned=partial(_write_status, status=Status.REVOKED),
        on_withdrawn=partial(_write_status, status=Status.ACTIVE),
        why_not=_why_no_appeal,
        related=("student", "issued_by"),
    )
)
