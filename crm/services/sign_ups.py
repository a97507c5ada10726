"""A student made an account without being asked to."""

from wagtail.models import ModelLogEntry

from accounts import audit
from accounts.models import User
from crm.models import CRMSettings, Inquiry, TimelineEntry
from crm.services.capture import Captured, capture


def capture_sign_up(*, user: User) -> Captured | None:
    """Make an inquiry of a student's own sign-up, or note it on the one they had; once.

    Called whenever an address is confirmed: before, anybody may have typed it. Accounts that
    somebody else made, and later changes of the address, are no sign-ups.
    """
    if not user.is_student or not CRMSettings.load().sign_ups_are_inquiries:
        return None
    noted = TimelineEntry.objects.filter(kind=TimelineEntry.Kind.SIGN_UP, student=user)
    if noted.exists() or not _signed_up(user):
        return None
    return capture(
        name=str(user),
        phone=user.phone,
        email=user.email,
        channel=Inquiry.Channel.SIGN_UP,
        student=user,
    )


def _signed_up(user: User) -> bool:
    history = ModelLogEntry.objects.for_instance(user)
    return history.filter(action=audit.SIGN_UP).exists()
