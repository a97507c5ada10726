"""How marks are written."""

from decimal import Decimal

from django import template

from assessment.gradebook.book import mark_text

register = template.Library()


@register.filter
def marks(points: Decimal) -> str:
    """Return marks without zeros that say nothing: 8, 8.5, 6.67."""
    return mark_text(points)
