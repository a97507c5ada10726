from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.exceptions import Refused
from crm import timeline
from crm.models import Inquiry, TimelineEntry
from crm.services.base import lock, touch


@transaction.atomic
def add_note(*, inquiry: Inquiry, text: str, by: User) -> TimelineEntry:
    """Write a note into the timeline; on closed inquiries too."""
    current = lock(inquiry, by=by)
    if not text.strip():
        raise Refused("empty", _("The note is empty."))
    entry = timeline.record(
        TimelineEntry.Kind.NOTE, inquiry=current, by=by, text=text.strip()
    )
    touch(current, what="note", is_activity=False)
    return entry
