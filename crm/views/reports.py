"""Reports: the overview, each report, the list behind each number, and files to take along."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from common.workbooks import XLSX
from crm.audit import record_export
from crm.reports.base import NoSuchNumber, Report
from crm.reports.choices import ScopeForm
from crm.reports.files import csv_of, xlsx_of
from crm.reports.listing import heading_of, listing_of
from crm.reports.overview import overview
from crm.reports.paper import draw_report
from crm.reports.registry import REPORTS
from crm.views.base import CRMView

LINES_ON_A_PAGE = 50


class ReportsView(CRMView, TemplateView):
    template_name = "crm/admin/reports.html"
    page_title = _("Reports")
    header_icon = "table"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = ScopeForm(self.request.GET, user=self.user)
        scope = form.scope
        return super().get_context_data(
            **kwargs, form=form, scope=scope, **overview(scope)
        )


class ReportView(CRMView, TemplateView):
    """Shares what the screens of one report need."""

    template_name = "crm/admin/report.html"
    report: Report
    form: ScopeForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kind = REPORTS.get(kwargs["report"])

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.may_enter():
            if self.kind is None:
                raise Http404
            self.form = ScopeForm(
                request.GET,
                user=self.user,
                has_period=self.kind.has_period,
                has_before=self.kind.has_before,
            )
            self.report = self.kind(self.form.scope, request.GET.get("by", ""))
            self.header_icon = self.report.icon
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.report.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        reports = f"{reverse('crm:reports')}?{self.report.scope.query}"
        return [
            *self.breadcrumbs_items,
            {"url": reports, "label": _("Reports")},
            *self.own_breadcrumbs(),
        ]

    def own_breadcrumbs(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        answer = self.report.answer()
        return super().get_context_data(
            form=self.form,
            scope=self.report.scope,
            report=self.report,
            answer=answer,
            parts=[
                {
                    "name": name,
                    "label": kind.heading,
                    "is_here": name == self.report.part,
                }
                for name, kind in self.report.parts.items()
            ],
            formats=[(name, name.upper()) for name in FORMATS],
        )


class ReportListView(ReportView):
    """The rows that a number counts."""

    template_name = "crm/admin/report_list.html"

    def get_page_title(self) -> str:
        return heading_of(self.report, self.request.GET.get("cell", ""))

    def own_breadcrumbs(self) -> list[dict[str, Any]]:
        address = reverse("crm:report", args=[self.report.name])
        return [
            {
                "url": f"{address}?{self.report.scope.query}",
                "label": self.report.title,
            },
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            found = self.report.rows(self.request.GET.get("cell", ""))
        except NoSuchNumber as error:
            raise Http404 from error
        self.page_title = self.get_page_title()
        listing, rows = listing_of(found)
        paginator = Paginator(rows, LINES_ON_A_PAGE)
        # Subqueries of the columns would be computed for every row that is counted.
        paginator.count = found.count()
        page = paginator.get_page(self.request.GET.get("p"))
        return super(ReportView, self).get_context_data(
            report=self.report,
            scope=self.report.scope,
            headings=listing.headings,
            lines=listing.lines(list(page)),
            page=page,
            elided_page_range=paginator.get_elided_page_range(page.number),
        )


class ReportFileView(ReportView):
    """A report to take along. Who took it is on record."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        write = FORMATS.get(kwargs["format"])
        if write is None:
            raise Http404
        answer = write(self.report)
        name = f"{self.report.name}-{timezone.localdate()}.{kwargs['format']}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        record_export(
            self.user,
            f"{self.report.title} ({kwargs['format'].upper()})",
            len(self.report.parts) or 1,
            request,
        )
        return answer


def _csv(report: Report) -> HttpResponse:
    return HttpResponse("".join(csv_of(report)), content_type="text/csv; charset=utf-8")


def _xlsx(report: Report) -> HttpResponse:
    return HttpResponse(xlsx_of(report), content_type=XLSX)


def _pdf(report: Report) -> HttpResponse:
    return HttpResponse(draw_report(report), content_type="application/pdf")


FORMATS: dict[str, Callable[[Report], HttpResponse]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "pdf": _pdf,
}
