"""In place of screens of Wagtail's that show everything to whoever may enter the admin."""

from django.urls import path, re_path
from wagtail.admin.auth import require_admin_access

from catalog.admin_api import PageTypesReport
from catalog.admin_guards import act_on_many, confirm_cancellation, confirm_move
from catalog.page_chooser import LinkablePagesView

_choose_page = require_admin_access(LinkablePagesView.as_view())
_page_types = require_admin_access(PageTypesReport.as_view())

urlpatterns = [
    path("choose-page/", _choose_page),
    path("choose-page/<int:parent_page_id>/", _choose_page),
    path(
        "pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/",
        require_admin_access(confirm_move),
    ),
    path(
        "pages/workflow/confirm_cancellation/<int:page_id>/",
        require_admin_access(confirm_cancellation),
    ),
    path(
        "bulk/<str:app_label>/<str:model_name>/<str:action>/",
        require_admin_access(act_on_many),
    ),
    re_path(r"^reports/page-types-usage/(?:results/)?$", _page_types),
]
