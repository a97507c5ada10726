"""Which decisions can be appealed, and what follows when an appeal is decided.

A kind of decision is registered once, where it is known; `crm.services.appealing` does the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ADMIN_ROLES, Role, User
from common.exceptions import Refused
from crm.models import Appeal

# How long after a decision its student may object.
IN_TIME = timedelta(days=30)


def _nothing(decision: Any) -> None:
    """Nothing follows."""


@dataclass(frozen=True, slots=True)
class Appealable:
    """How decisions of one kind are appealed.

    `student_of` says whom it concerns, `issuer_of` who decided first and therefore doesn't again,
    `made_at` from when the time runs. `why_not` gives the sentence why this one can't be appealed,
    or "". `describe` names the decision in one line. What follows (`on_…`) runs inside the
    transaction, with the row of the decision locked.
    """

    model: type[Model]
    student_of: Callable[[Any], User]
    issuer_of: Callable[[Any], User | None]
    made_at: Callable[[Any], Any]
    describe: Callable[[Any], str]
    on_upheld: Callable[[Any], None]
    on_overturned: Callable[[Any], None]
    on_filed: Callable[[Any], None] = _nothing
    on_withdrawn: Callable[[Any], None] = _nothing
    why_not: Callable[[Any], str] = lambda decision: ""
    # What is read along with the decisions of a list.
    related: tuple[str, ...] = ()


_kinds: dict[type[Model], Appealable] = {}


def register(kind: Appealable) -> None:
    """Let decisions of a model be appealed; an app calls this when it is ready."""
    _kinds[kind.model] = kind


def kind_of(decision: Any) -> Appealable:
    try:
        return _kinds[type(decision)]
    except KeyError:
        raise Refused(
            "no_appeal", _("Decisions of this kind can't be appealed.")
        ) from None


def with_decisions(appeals: "QuerySet[Appeal]") -> "QuerySet[Appeal]":
    """Read the decisions along, in one query for each kind."""
    rows = [
        kind.model._base_manager.select_related(*kind.related)
        for kind in _kinds.values()
    ]
    return appeals.prefetch_related(GenericPrefetch("decision", rows))


def appeal_against(decision: Any) -> Appeal | None:
    """Return the one appeal that there is against a decision."""
    found: Appeal | None = Appeal.objects.filter(
        content_type=ContentType.objects.get_for_model(decision),
        object_id=decision.pk,
    ).first()
    return found


def why_not(decision: Any) -> str:
    """Return why nobody can appeal against this now, or "". Whether somebody has is not asked."""
    kind = kind_of(decision)
    if reason := kind.why_not(decision):
        return reason
    if timezone.now() > kind.made_at(decision) + IN_TIME:
        return _("An appeal was possible for %(days)d days.") % {"days": IN_TIME.days}
    return ""


def deciders(appeal: Appeal) -> "QuerySet[User]":
    """Return who may decide: admins and counselors, but neither who decided first nor the student."""
    kind = kind_of(appeal.decision)
    issuer = kind.issuer_of(appeal.decision)
    people: QuerySet[User] = User.objects.active().with_role(
        *(Role(role) for role in ADMIN_ROLES), Role.COUNSELOR
    )
    return people.exclude(pk__in=[issuer.pk if issuer else 0, appeal.student_id])


def may_decide(user: User, appeal: Appeal) -> bool:
    return deciders(appeal).filter(pk=user.pk).exists()
