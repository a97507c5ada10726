"""A person says how they may be contacted, or takes it back."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.exceptions import Refused
from crm import timeline
from crm.consents import SENTENCES, consents_of, inquiries_of_address
from crm.models import ContactConsent, Inquiry, TimelineEntry
from crm.services.base import lock, touch


@transaction.atomic
def note_consent(
    *, inquiry: Inquiry, purpose: str, is_given: bool, by: User
) -> ContactConsent:
    """Note what the person told a counselor. Saying the same again adds a line all the same."""
    current = lock(inquiry, by=by)
    if purpose not in ContactConsent.Purpose.values:
        raise Refused("no_purpose", _("Say what the person agreed to."))
    wording = _("Told %(counselor)s.") % {"counselor": by}
    return _write(current, purpose, is_given, wording, by)


@transaction.atomic
def choose_consents(*, inquiry: Inquiry, choices: Mapping[str, bool]) -> list[str]:
    """Keep what the person chose on their own page; return the purposes that changed.

    It counts for all inquiries with the same email address: who wants no news wants none twice.
    """
    changed: set[str] = set()
    for each in inquiries_of_address(inquiry).order_by("pk"):
        current = lock(each)
        agreed = consents_of(current)
        for purpose, is_given in choices.items():
            if agreed[purpose] != is_given:
                wording = str(SENTENCES[ContactConsent.Purpose(purpose)])
                _write(current, purpose, is_given, wording, None)
                changed.add(purpose)
    return sorted(changed)


def _write(
    inquiry: Inquiry, purpose: str, is_given: bool, wording: str, by: User | None
) -> ContactConsent:
    consent = ContactConsent.objects.create(
        inquiry=inquiry,
        purpose=purpose,
        is_given=is_given,
        wording=wording[:300],
        at=timezone.now(),
        by=by,
    )
    timeline.record(
        TimelineEntry.Kind.CONSENT,
        inquiry=inquiry,
        by=by,
        purpose=purpose,
        is_given=is_given,
    )
    touch(inquiry, what="consent", is_activity=False)
    return consent
