"""Numbers of assessment as people write them."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.formats import number_format

from assessment.wording import points_text

register = template.Library()
register.filter("points", points_text)


@register.filter
def as_count(value: Decimal) -> int:
    """Return what decides between "point" and "points", which has to be a whole number."""
    return 1 if value == 1 else 2


@register.filter
def percent(share: Fraction | float | None, places: int = 0) -> str:
    """Return a share as a percentage; empty for none."""
    if share is None:
        return ""
    exact = Decimal(round(Fraction(share) * 10**6)).scaleb(-4)
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return str(number_format(f"{rounded.normalize():f}"))


@register.filter
def two_places(value: Any) -> str:
    return "" if value is None else str(number_format(f"{float(value):.2f}"))


@register.filter
def signed(value: Decimal) -> str:
    """Return a difference with its sign; a minus as wide as a plus."""
    text = points_text(abs(value))
    return f"+{text}" if value > 0 else f"−{text}" if value < 0 else text


@register.filter
def minutes(seconds: float) -> str:
    """Return a time as 1:05, or 1:02:05 from an hour on."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    if hours:
        return f"{hours}:{rest // 60:02d}:{rest % 60:02d}"
    return f"{rest // 60}:{rest % 60:02d}"
