"""An inquiry is moved on the board."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.exceptions import Refused
from crm.models import Inquiry
from crm.services.base import lock
from crm.services.follow_ups import Next, plan_follow_up, plan_though_closed
from crm.services.status import change_status

Status = Inquiry.Status


@transaction.atomic
def move(
    *,
    inquiry: Inquiry,
    status: str,
    expected: str,
    by: User,
    lost_reason: str = "",
    note: str = "",
    next_: Next | None = None,
) -> Inquiry:
    """Put the inquiry into another column, unless somebody else has moved it from `expected`.

    A column asks for what its status needs: `lost` for a reason, `follow_up_scheduled` for a
    follow-up if none is planned.
    """
    current = lock(inquiry, by=by)
    if current.status != expected:
        raise Refused(
            "moved_meanwhile",
            _("Somebody else has moved %(name)s to “%(status)s” in the meantime.")
            % {"name": current, "status": current.get_status_display()},
        )
    if status == Status.FOLLOW_UP_SCHEDULED != current.status and next_ is not None:
        # Planning moves one that was contacted; the others stay until they are moved below.
        plan = plan_follow_up if current.is_open else plan_though_closed
        plan(inquiry=current, next_=next_, by=by)
    change_status(
        inquiry=current, status=status, by=by, lost_reason=lost_reason, note=note
    )
    current.refresh_from_db()
    return current
