"""Admins bring in a table of people: upload, look at what would happen, then say the word."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView
from wagtail.admin.auth import user_passes_test
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from accounts.importing import reading, running
from accounts.models import PeopleImport
from accounts.permissions import can_manage_people
from common.exceptions import Refused
from common.tables import MAX_BYTES

only_managers = method_decorator(user_passes_test(can_manage_people), name="dispatch")
LINES_A_PAGE = 100


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy(
            "At most 5 MB and 10,000 people. Nothing is changed by uploading it."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )


@only_managers
class ImportUploadView(WagtailAdminTemplateMixin, FormView[UploadForm]):
    form_class = UploadForm
    template_name = "accounts/admin/import_upload.html"
    page_title = gettext_lazy("Import people")
    header_icon = "upload"

    def form_valid(self, form: UploadForm) -> HttpResponse:
        upload = form.cleaned_data["file"]
        by: Any = self.request.user
        try:
            content = upload.read(MAX_BYTES + 1)
            checked = running.check_file(content=content, file_name=upload.name, by=by)
        except Refused as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        return redirect("people_import_report", checked.uuid)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            columns=reading.COLUMNS,
            required=reading.REQUIRED,
            earlier=PeopleImport.objects.defer("lines").select_related("uploaded_by")[
                :10
            ],
        )


@only_managers
class ImportReportView(WagtailAdminTemplateMixin, DetailView[PeopleImport]):
    """What each line did or would do; a POST is the word to begin."""

    model = PeopleImport
    slug_field = slug_url_kwarg = "uuid"
    context_object_name = "people_import"
    template_name = "accounts/admin/import_report.html"
    header_icon = "upload"
    page_title = gettext_lazy("Import people")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        people_import = get_object_or_404(
            PeopleImport, uuid=kwargs["uuid"], uploaded_by=request.user
        )
        if not running.start(
            people_import=people_import,
            sends_invitations="invite" in request.POST,
        ):
            messages.warning(request, _("This import has been started already."))
        return redirect("people_import_report", people_import.uuid)

    def get_page_subtitle(self) -> str:
        return self.object.file_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("people_import"), "label": self.page_title},
            {"url": "", "label": self.object.file_name},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = self.request.GET.get("show", "")
        lines = self.object.lines_to(shown) if shown else self.object.lines
        return super().get_context_data(
            **kwargs,
            counts=self.object.counts,
            shown=shown,
            lines=Paginator(lines, LINES_A_PAGE).get_page(self.request.GET.get("p")),
            done=running.progress_of(self.object),
            total=len(self.object.lines),
        )


@user_passes_test(can_manage_people)
def import_template(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        reading.TEMPLATE,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="people.csv"'},
    )
