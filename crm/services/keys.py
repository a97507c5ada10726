"""Keys with which partners and campaigns send inquiries. Only a digest of each is kept."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.exceptions import Refused
from crm.models import PartnerKey

# `last_used_at` is for people; writing it with each inquiry would only cost.
NOTED_EVERY = timedelta(minutes=1)


def make_key(*, key: PartnerKey, by: User) -> str:
    """Save `key` and return the secret, which nobody can be told again."""
    if not by.is_admin or not by.is_active:
        raise Refused("not_an_admin", _("Only admins make keys."))
    key.beginning = secrets.token_hex(4)
    secret = f"{key.beginning}.{secrets.token_urlsafe(32)}"
    key.digest = _digest(secret)
    key.created_by = by
    key.save()
    return secret


def find_key(secret: str) -> PartnerKey | None:
    """Return the key in use that `secret` opens."""
    key = PartnerKey.objects.filter(beginning=secret[:8], is_active=True).first()
    # Compared also where there is none, so that the time tells nothing.
    is_right = hmac.compare_digest(key.digest if key else "", _digest(secret))
    return key if key and is_right else None


def note_use(*, key: PartnerKey) -> None:
    now = timezone.now()
    used_before = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED_EVERY)
    PartnerKey.objects.filter(used_before, pk=key.pk).update(last_used_at=now)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
