"""Bring in a table of inquiries: upload, name the columns, look what would happen, say the word."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, View

from accounts.models import User
from common.exceptions import Refused
from common.tables import csv_lines
from crm.importing import running
from crm.importing.columns import FIELDS
from crm.importing.reading import MAX_BYTES
from crm.models import Inquiry, InquiryImport
from crm.permissions import may_import, visible_imports
from crm.views.base import CRMView

LINES_A_PAGE = 100


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV or XLSX file"),
        help_text=gettext_lazy(
            "At most 20 MB and 100,000 lines; the first line names the columns. Nothing is"
            " changed by uploading it."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt,.tsv"}),
    )


class DefaultsForm(forms.Form):
    source = forms.ChoiceField(
        label=gettext_lazy("Source"),
        choices=Inquiry.Source.choices,
        initial=Inquiry.Source.CAMPAIGN,
        help_text=gettext_lazy("For lines that don't say one."),
    )
    campaign = forms.CharField(
        label=gettext_lazy("Campaign"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Such as the name of a fair; for lines without one."),
    )
    counselor = forms.ModelChoiceField(
        label=gettext_lazy("Counselor"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody yet"),
        help_text=gettext_lazy("Who gets the new ones."),
    )
    consent = forms.CharField(
        label=gettext_lazy("What they agreed to"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "The sentence these people saw when they left their number. Empty if nobody knows."
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["counselor"]
        chooser.queryset = running.counselors_for(user)


class ImportView(CRMView):
    """What the screens of an import share."""

    page_title = gettext_lazy("Import inquiries")
    header_icon = "upload"

    def may_enter(self) -> bool:
        return may_import(self.user)

    def get_import(self) -> InquiryImport:
        return get_object_or_404(visible_imports(self.user), uuid=self.kwargs["uuid"])


class ImportUploadView(ImportView, FormView[UploadForm]):
    form_class = UploadForm
    template_name = "crm/admin/import_upload.html"

    def form_valid(self, form: UploadForm) -> HttpResponse:
        upload = form.cleaned_data["file"]
        try:
            importing = running.upload(
                content=upload.read(MAX_BYTES + 1),
                file_name=upload.name,
                by=self.user,
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        return redirect("crm:import_columns", importing.uuid)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = visible_imports(self.user).defer("lines", "content")
        return super().get_context_data(
            **kwargs,
            fields=FIELDS.values(),
            earlier=earlier.select_related("uploaded_by")[:10],
        )


class ImportColumnsView(ImportView, FormView[DefaultsForm]):
    """Which column is what, beside the first lines of the file."""

    form_class = DefaultsForm
    template_name = "crm/admin/import_columns.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.may_enter():
            self.importing = self.get_import()
            waits = self.importing.status == InquiryImport.Status.CHECKED
            if not waits or self.importing.uploaded_by != self.user:
                return redirect("crm:import_report", self.importing.uuid)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.user}

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = {"source": Inquiry.Source.CAMPAIGN}
        if self.user.is_counselor:
            initial["counselor"] = self.user.pk
        kept = self.importing.defaults
        return initial | {
            name: kept[name] for name in DefaultsForm.base_fields if name in kept
        }

    def form_valid(self, form: DefaultsForm) -> HttpResponse:
        given = form.cleaned_data
        counselor = given["counselor"]
        try:
            running.name_columns(
                importing=self.importing,
                mapping=self._mapping(),
                defaults={**given, "counselor": counselor.pk if counselor else None},
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return redirect("crm:import_report", self.importing.uuid)

    def _mapping(self) -> dict[str, int]:
        mapping: dict[str, int] = {}
        for column in range(len(self.importing.defaults["heading"])):
            field = self.request.POST.get(f"column-{column}", "")
            if field not in FIELDS:
                continue
            if field in mapping:
                raise Refused(
                    "twice",
                    _("Two columns are “%(field)s”. Choose one of them.")
                    % {"field": FIELDS[field]},
                )
            mapping[field] = column
        return mapping

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        heading = self.importing.defaults["heading"]
        samples = running.samples_of(self.importing)
        chosen = {
            column: name for name, column in self.importing.defaults["guess"].items()
        }
        if self.request.method == "POST":
            chosen = {
                column: self.request.POST.get(f"column-{column}", "")
                for column in range(len(heading))
            }
        return super().get_context_data(
            **kwargs,
            importing=self.importing,
            choices=FIELDS,
            columns=[
                {
                    "number": column,
                    "title": title,
                    "field": chosen.get(column, ""),
                    "samples": [row[column] for row in samples if column < len(row)],
                }
                for column, title in enumerate(heading)
            ],
        )

    def get_page_subtitle(self) -> str:
        return self.importing.file_name


class ImportReportView(ImportView, DetailView[InquiryImport]):
    """What each line did or would do; a POST is the word to begin, or to begin again."""

    template_name = "crm/admin/import_report.html"
    context_object_name = "importing"

    def get_object(self, queryset: Any = None) -> InquiryImport:
        return self.get_import()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        importing = get_object_or_404(
            InquiryImport, uuid=kwargs["uuid"], uploaded_by=self.user
        )
        begins = running.start_again if "again" in request.POST else running.start
        if running.is_checking(importing):
            messages.warning(request, _("The file is still being checked."))
        elif not begins(importing):
            messages.warning(request, _("This import has been started already."))
        return redirect("crm:import_report", importing.uuid)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        importing = self.get_import()
        waits = importing.status == InquiryImport.Status.CHECKED
        if waits and not importing.mapping and importing.uploaded_by == self.user:
            return redirect("crm:import_columns", importing.uuid)
        return super().get(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.object.file_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("crm:import"), "label": self.page_title},
            {"url": "", "label": self.object.file_name},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = self.request.GET.get("show", "")
        lines = self.object.lines_to(shown) if shown else self.object.lines
        return super().get_context_data(
            **kwargs,
            counts=running.counts_of(self.object),
            shown=shown,
            lines=Paginator(lines, LINES_A_PAGE).get_page(self.request.GET.get("p")),
            is_checking=running.is_checking(self.object),
            done=running.progress_of(self.object),
            can_begin_again=bool(self.object.content),
        )


class RefusedLinesView(ImportView, View):
    """The lines that were refused, with the reason, as the file that they came in."""

    def get(self, request: HttpRequest, **kwargs: Any) -> StreamingHttpResponse:
        importing = self.get_import()
        heading = importing.defaults.get("heading", [])
        rows = (
            [*_filled(line["cells"], len(heading)), line["reason"]]
            for line in importing.lines_to("refused")
        )
        return StreamingHttpResponse(
            csv_lines([[*heading, _("Why it was refused")], *rows]),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="refused.csv"'},
        )


def _filled(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))][: max(width, len(cells))]
