"""What every verb begins and ends with."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.exceptions import Refused
from crm.live import Before, tell_desks
from crm.models import Inquiry
from crm.permissions import visible_inquiries
from crm.services.scoring import rescore

# What the office decides for itself says nothing new about the person, and who is erased keeps
# the score that is counted.
_WITHOUT_EFFECT = frozenset({"assigned", "planned", "note", "erased"})


def lock(inquiry: Inquiry, *, by: User | None = None) -> Inquiry:
    """Read the row anew and hold it. With `by` it has to be one that the person may see."""
    row = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    if row.merged_into_id:
        raise Refused("merged", _("This inquiry was merged into another one."))
    if row.erased_at:
        raise Refused("erased", _("This person was erased."))
    if by is not None and not visible_inquiries(by).filter(pk=row.pk).exists():
        raise Refused("not_yours", _("This inquiry belongs to another counselor."))
    return row


def refuse_closed(inquiry: Inquiry) -> None:
    if not inquiry.is_open:
        raise Refused(
            "closed",
            _("This inquiry is closed (%(status)s). Reopen it first.")
            % {"status": inquiry.get_status_display()},
        )


def touch(
    inquiry: Inquiry,
    *,
    what: str,
    at: datetime | None = None,
    is_activity: bool = True,
    before: Before = "same",
) -> None:
    """Note that something happened, score anew, and tell the desks. With `is_activity` it was contact."""
    if is_activity:
        inquiry.last_activity_at = at or timezone.now()
        inquiry.save(update_fields=["last_activity_at", "updated_at"])
    if what not in _WITHOUT_EFFECT:
        rescore(inquiry=inquiry)
    tell_desks(inquiry, what=what, before=before)
