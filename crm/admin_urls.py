"""The counselors' screens, below /admin/crm/."""

from django.urls import path

from crm.modeladmin import InquiryAdmin
from crm.views import (
    appeals,
    assigning,
    board,
    changes,
    contact,
    convert,
    desk,
    duplicates,
    erase,
    inquiry_import,
    letter,
    merge,
    message,
    person,
    reports,
    rewards,
    saved_filters,
    scoring,
    walk_in,
    weights,
)

app_name = "crm"
urlpatterns = [
    path("desk/", desk.DeskView.as_view(), name="desk"),
    path("inquiries/<uuid:uuid>/", person.PersonView.as_view(), name="person"),
    path("inquiries/<uuid:uuid>/write/", message.WriteView.as_view(), name="message"),
    path("inquiries/<uuid:uuid>/reply/", message.ReplyView.as_view(), name="reply"),
    path(
        "inquiries/<uuid:uuid>/consent/", message.ConsentView.as_view(), name="consent"
    ),
    path("messages/preview/", message.PreviewView.as_view(), name="message_preview"),
    path("messages/<uuid:uuid>/", letter.LetterView.as_view(), name="letter"),
    # The board, and the list of inquiries: the register's own address by a name of ours.
    path("board/", board.BoardView.as_view(), name="board"),
    path("board/<uuid:uuid>/move/", board.MoveView.as_view(), name="move"),
    path("list/", InquiryAdmin().index_view, name="list"),
    path("filters/", saved_filters.SavedFiltersView.as_view(), name="filters"),
    path(
        "filters/<uuid:uuid>/",
        saved_filters.ChangeFilterView.as_view(),
        name="change_filter",
    ),
    path(
        "inquiries/<uuid:uuid>/convert/", convert.ConvertView.as_view(), name="convert"
    ),
    path("rewards/give/", rewards.GiveRewardView.as_view(), name="give_reward"),
    path(
        "rewards/<uuid:uuid>/revoke/",
        rewards.RevokeRewardView.as_view(),
        name="revoke_reward",
    ),
    path("appeals/", appeals.AppealsView.as_view(), name="appeals"),
    path("appeals/<uuid:uuid>/", appeals.AppealView.as_view(), name="appeal"),
    path("assign/", assigning.AssignView.as_view(), name="assign"),
    path("scores/", scoring.ScoringView.as_view(), name="scoring"),
    path("scores/weights/", weights.WeightsView.as_view(), name="weights"),
    path(
        "scores/weights/preview/",
        weights.WeightsPreviewView.as_view(),
        name="weights_preview",
    ),
    path("scores/progress/", weights.RescoringView.as_view(), name="rescoring"),
    path("new/", walk_in.WalkInView.as_view(), name="walk_in"),
    # The same person twice, files, erasing.
    path("duplicates/", duplicates.DuplicatesView.as_view(), name="duplicates"),
    path(
        "duplicates/possible/",
        duplicates.PossibleDuplicatesView.as_view(),
        name="possible_duplicates",
    ),
    path(
        "inquiries/<uuid:uuid>/merge/<uuid:other>/",
        merge.MergeView.as_view(),
        name="merge",
    ),
    path("inquiries/<uuid:uuid>/erase/", erase.EraseView.as_view(), name="erase"),
    path("import/", inquiry_import.ImportUploadView.as_view(), name="import"),
    path(
        "import/<uuid:uuid>/columns/",
        inquiry_import.ImportColumnsView.as_view(),
        name="import_columns",
    ),
    path(
        "import/<uuid:uuid>/",
        inquiry_import.ImportReportView.as_view(),
        name="import_report",
    ),
    path(
        "import/<uuid:uuid>/refused.csv",
        inquiry_import.RefusedLinesView.as_view(),
        name="import_refused",
    ),
    path(
        "inquiries/<uuid:uuid>/timeline/",
        person.TimelineView.as_view(),
        name="timeline",
    ),
    path(
        "inquiries/<uuid:uuid>/contact/",
        contact.LogContactView.as_view(),
        name="log_contact",
    ),
    path("inquiries/<uuid:uuid>/plan/", contact.PlanView.as_view(), name="plan"),
    path("inquiries/<uuid:uuid>/note/", changes.NoteView.as_view(), name="note"),
    path("inquiries/<uuid:uuid>/edit/", changes.EditView.as_view(), name="edit"),
    path("inquiries/<uuid:uuid>/status/", changes.StatusView.as_view(), name="status"),
    path("inquiries/<uuid:uuid>/give/", changes.GiveView.as_view(), name="give"),
    path("reports/", reports.ReportsView.as_view(), name="reports"),
    path("reports/<slug:report>/", reports.ReportView.as_view(), name="report"),
    path(
        "reports/<slug:report>/list/",
        reports.ReportListView.as_view(),
        name="report_list",
    ),
    path(
        "reports/<slug:report>/<slug:format>/",
        reports.ReportFileView.as_view(),
        name="report_file",
    ),
]
