from django.urls import path

from assessment.admin_views.formats import (
    ExportReportView,
    ImportReportView,
    ImportUploadView,
    export_file,
)

urlpatterns = [
    path(
        "assessment/questions/import/",
        ImportUploadView.as_view(),
        name="question_import",
    ),
    path(
        "assessment/questions/import/<uuid:uuid>/",
        ImportReportView.as_view(),
        name="question_import_report",
    ),
    path(
        "assessment/questions/export/",
        ExportReportView.as_view(),
        name="question_export",
    ),
    path(
        "assessment/questions/export/file/",
        export_file,
        name="question_export_file",
    ),
]
