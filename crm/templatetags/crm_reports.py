"""Where the list behind a number of a report is."""

from django import template

from crm.reports.base import Report
from crm.reports.parts import Cell

register = template.Library()


@register.simple_tag
def list_address(report: Report, cell: Cell) -> str:
    return report.address_of(cell.key)
