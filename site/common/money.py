"""Amounts as people write them."""

from decimal import Decimal

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

_SIGNS = {"INR": "₹", "EUR": "€", "GBP": "£", "JPY": "¥", "USD": "$"}


def in_currency(amount: Decimal) -> str:
    """Return “₹12,500” or “CHF 12,500.50”: cents only where there are some."""
    places = 2 if amount % 1 else 0
    number = number_format(amount, places, use_l10n=True, force_grouping=True)
    sign = _SIGNS.get(settings.CURRENCY)
    return f"{sign}{number}" if sign else f"{settings.CURRENCY} {number}"


def priced(amount: Decimal) -> str:
    """Return the price of something, or that it has none."""
    return in_currency(amount) if amount else _("Free")
