"""All reports, in the order in which they are offered."""

from crm.reports.base import Report
from crm.reports.conversion import Conversion
from crm.reports.counselors import Counselors
from crm.reports.forecast import Forecast
from crm.reports.funnel import Funnel
from crm.reports.health import Health
from crm.reports.revenue import Revenue
from crm.reports.stages import Stages

REPORTS: dict[str, type[Report]] = {
    report.name: report
    for report in (Funnel, Conversion, Stages, Health, Counselors, Revenue, Forecast)
}
