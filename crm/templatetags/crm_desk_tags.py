"""How people and moments are written on the counselors' screens."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from crm import phones
from crm.models import Inquiry, Medium
from crm.stories import MEDIUM_ICONS

register = template.Library()


@register.filter
def readable_phone(inquiry: Inquiry) -> str:
    """Return the number with its spaces, or as it was written where it isn't understood."""
    if inquiry.phone_number:
        return phones.readable(inquiry.phone_number)
    return inquiry.phone


@register.filter
def dialled(inquiry: Inquiry) -> str:
    """Return the number as a telephone takes it; empty where there are no digits."""
    number = inquiry.phone_number or inquiry.phone
    digits = "".join(each for each in number if each.isdigit())
    return ("+" if number.strip().startswith("+") else "") + digits if digits else ""


@register.filter
def whatsapp_url(inquiry: Inquiry) -> str:
    number = inquiry.phone_number.removeprefix("+")
    return f"https://wa.me/{number}" if number else ""


@register.filter
def medium_icon(medium: str) -> str:
    return MEDIUM_ICONS.get(medium, "comment")


@register.filter
def medium_label(medium: str) -> str:
    return str(Medium(medium).label) if medium in Medium.values else medium


@register.filter
def day_and_time(moment: datetime) -> str:
    """Return "10:30" today, "Tomorrow 10:30", else "Mon 12 Nov, 10:30"."""
    local = timezone.localtime(moment)
    clock = date_format(local, "H:i")
    match (local.date() - timezone.localdate()).days:
        case 0:
            return _("today %(time)s") % {"time": clock}
        case 1:
            return _("tomorrow %(time)s") % {"time": clock}
        case -1:
            return _("yesterday %(time)s") % {"time": clock}
    return date_format(local, "D j M, H:i")


@register.filter
def ago(moment: datetime) -> str:
    """Return the largest unit alone: "12 minutes ago"."""
    if (timezone.now() - moment).total_seconds() < 60:
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(moment, depth=1)}


@register.filter
def heat(score: int) -> str:
    """Return the class of a score's badge."""
    return "high" if score >= 70 else "middle" if score >= 40 else "low"


@register.simple_tag
def log_keys() -> list[tuple[str, Any]]:
    """Return the key of each medium."""
    return [
        ("c", Medium.CALL),
        ("e", Medium.EMAIL),
        ("v", Medium.VISIT),
        ("s", Medium.SMS),
        ("w", Medium.WHATSAPP),
    ]
