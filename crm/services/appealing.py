"""A student objects to a decision; somebody else decides about it, in time, and says why."""

from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mails import address_of, send_later
from accounts.models import ADMIN_ROLES, Role, User
from common.exceptions import Refused
from crm import timeline
from crm.appeals import deciders, kind_of, may_decide, why_not
from crm.models import Appeal, AppealStep, CRMSettings, TimelineEntry

LONGEST = 2000
Status = Appeal.Status
DECISIONS = (Status.UPHELD, Status.OVERTURNED)


def file_appeal(*, decision: Any, student: User, statement: str) -> Appeal:
    """Object to a decision about oneself, once, and in time. Until it is decided nothing counts."""
    kind = kind_of(decision)
    try:
        with transaction.atomic():
            current = _locked(decision)
            if kind.student_of(current) != student:
                raise Refused("not_yours", _("You appeal what concerns yourself."))
            if reason := why_not(current):
                raise Refused("too_late", reason)
            now = timezone.now()
            appeal = Appeal(
                content_type=ContentType.objects.get_for_model(current),
                object_id=current.pk,
                student=student,
                statement=_checked(statement, _("Say why you object.")),
                filed_at=now,
                due_at=now + timedelta(days=CRMSettings.load().days_to_decide_appeals),
            )
            appeal.save()
            kind.on_filed(current)
            _step(appeal, AppealStep.Kind.FILED, by=student, text=appeal.statement)
            _tell_of_filing(appeal, current)
    except IntegrityError as error:
        raise Refused(
            "appealed", _("You have appealed against this already.")
        ) from error
    decision.refresh_from_db()
    return appeal


@transaction.atomic
def decide_appeal(*, appeal: Appeal, by: User, status: str, reason: str) -> Appeal:
    """Let the decision stand, or take it back. Who made it doesn't decide, nor does the student."""
    current, decision = _open(appeal)
    if not may_decide(by, current):
        raise Refused(
            "not_you", _("An admin or counselor who did not decide first decides this.")
        )
    if status not in DECISIONS:
        raise Refused(
            "no_decision", _("Say whether the decision stands or is taken back.")
        )
    kind = kind_of(decision)
    text = _checked(reason, _("Give a reason: the student reads it."))
    follow = kind.on_upheld if status == Status.UPHELD else kind.on_overturned
    follow(decision)
    _close(current, status, by=by, reason=text)
    _step(current, status, by=by, text=text)
    about = kind.describe(decision)
    for person in filter(None, (current.student, kind.issuer_of(decision))):
        send_later(
            "crm/appeal_decided",
            person,
            about=about,
            status=status,
            reason=text,
            by=str(by),
            is_student=person == current.student,
        )
    appeal.refresh_from_db()
    return appeal


@transaction.atomic
def withdraw_appeal(*, appeal: Appeal, student: User) -> Appeal:
    """Take one's own appeal back before it is decided. The decision counts again."""
    current, decision = _open(appeal)
    if current.student != student:
        raise Refused("not_yours", _("Only who appealed can withdraw this."))
    kind_of(decision).on_withdrawn(decision)
    _close(current, Status.WITHDRAWN, by=None, reason="")
    _step(current, AppealStep.Kind.WITHDRAWN, by=student)
    appeal.refresh_from_db()
    return appeal


def escalate_overdue() -> int:
    """Tell the admins, once, of each appeal that nobody decided in time; return how many."""
    now = timezone.now()
    overdue = Appeal.objects.overdue(now).filter(escalated_at=None)
    return sum(_escalate(pk) for pk in overdue.values_list("pk", flat=True))


@transaction.atomic
def _escalate(pk: int) -> bool:
    now = timezone.now()
    claimed = Appeal.objects.open().filter(pk=pk, escalated_at=None)
    if not claimed.update(escalated_at=now):
        return False
    appeal = Appeal.objects.get(pk=pk)
    about = kind_of(appeal.decision).describe(appeal.decision)
    _step(appeal, AppealStep.Kind.ESCALATED, by=None)
    for person in _admins_for(appeal):
        _write_about(appeal, person, "crm/appeal_overdue", about)
    return True


def _admins_for(appeal: Appeal) -> list[User]:
    """Return the admins who may decide; where there is none, the super admins, who can name one."""
    admins = [each for each in deciders(appeal) if each.role in ADMIN_ROLES]
    if admins or deciders(appeal).exists():
        return admins
    return list(User.objects.active().with_role(Role.SUPER_ADMIN))


def _tell_of_filing(appeal: Appeal, decision: Any) -> None:
    """Write to the admins who may decide, and to the student's counselor if they may."""
    kind = kind_of(decision)
    about = kind.describe(decision)
    able = {person.pk: person for person in deciders(appeal)}
    profile = getattr(appeal.student, "studentprofile", None)
    told = {pk for pk, person in able.items() if person.role in ADMIN_ROLES}
    told |= {profile.counselor_id} & {*able} if profile else set()
    for pk in sorted(told or able):
        _write_about(appeal, able[pk], "crm/appeal_filed", about)
    if not able:
        # Nobody else is there: who can give somebody the role has to know at once.
        _step(appeal, AppealStep.Kind.ESCALATED, by=None, text=_nobody_else())
        for person in _admins_for(appeal):
            _write_about(appeal, person, "crm/appeal_without_decider", about)


def _nobody_else() -> str:
    return _("Nobody but who decided first could decide about this.")


def _write_about(appeal: Appeal, person: User, letter: str, about: str) -> None:
    send_later(
        letter,
        person,
        about=about,
        student=str(appeal.student),
        statement=appeal.statement,
        due=appeal.due_at.isoformat(),
        url=address_of("crm:appeal", uuid=appeal.uuid),
    )


def _locked(decision: Any) -> Any:
    rows = type(decision)._base_manager.select_for_update(of=("self",))
    return rows.get(pk=decision.pk)


def _open(appeal: Appeal) -> tuple[Appeal, Any]:
    """Return the appeal and its decision, both held; refuse what is closed.

    Whoever files holds the decision first, so that is the order here too.
    """
    decision = _locked(appeal.decision)
    current = (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("student")
        .get(pk=appeal.pk)
    )
    if current.status != Status.OPEN:
        raise Refused(
            "decided",
            _("This appeal is closed already: %(status)s.")
            % {"status": current.get_status_display()},
        )
    return current, decision


def _close(appeal: Appeal, status: str, *, by: User | None, reason: str) -> None:
    appeal.status = status
    appeal.decided_at = timezone.now()
    appeal.decided_by = by
    appeal.reason = reason
    appeal.save(update_fields=["status", "decided_at", "decided_by", "reason"])


def _step(appeal: Appeal, kind: str, *, by: User | None, text: str = "") -> None:
    """Write one step into the appeal's own history and onto the student's timeline."""
    step = AppealStep.objects.create(
        appeal=appeal, kind=kind, at=timezone.now(), by=by, text=text
    )
    timeline.record(
        TimelineEntry.Kind.APPEAL,
        student=appeal.student,
        by=by,
        at=step.at,
        text=text,
        what=kind,
        appeal=str(appeal.uuid),
        about=kind_of(appeal.decision).describe(appeal.decision),
    )


def _checked(text: str, missing: str) -> str:
    text = text.strip()
    if not text:
        raise Refused("no_reason", missing)
    if len(text) > LONGEST:
        raise Refused(
            "too_long", _("Keep it below %(most)d letters.") % {"most": LONGEST}
        )
    return text
