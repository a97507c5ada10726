"""What the registers of wagtail-modeladmin share: see docs/decisions/0008.

Import this only from what `wagtail_hooks.py` imports: wagtail-modeladmin asks for the page model
as soon as it is imported.
"""

from typing import Any

from django.contrib.auth.models import Permission
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from common.sending import send_pieces
from common.tables import csv_lines
from common.workbooks import XLSX, workbook_of
from crm.audit import record_export
from crm.permissions import may_give_rewards, works_in_crm

ROWS_IN_MEMORY = 1000
# A workbook is sent when it is whole, and nobody waits that long for more.
MOST_ROWS_OF_A_WORKBOOK = 20_000


def address_of(name: str, *args: Any) -> str:
    """Return the address; empty where this site has no such screen."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


class RegisterIndex(IndexView):
    """A register, filtered by a form of ours instead of by whatever stands in the address.

    wagtail-modeladmin hands parameters that it doesn't know to the database: a counselor could ask
    whose password begins with which letter, and a typing error would be a broken page.
    """

    @cached_property
    def filter(self) -> Any:
        return self.model_admin.filter_class(self.request.GET, user=self.request.user)

    def get_queryset(self, request: Any = None) -> Any:
        self.filter_specs: list[Any] = []
        self.has_filters = False
        rows = self.model_admin.filtered(self.get_base_queryset(), self.filter.asked)
        if self.ORDER_VAR in self.params:
            rows = rows.order_by(*self.get_ordering(self.request, rows.order_by()))
        return rows

    def as_spreadsheet(
        self, queryset: Any, spreadsheet_format: str
    ) -> HttpResponseBase:
        what = str(self.model_admin.get_menu_label())
        record_export(self.request.user, what, queryset.count(), self.request)
        rows = self.model_admin.lines(queryset.iterator(chunk_size=ROWS_IN_MEMORY))
        is_csv = spreadsheet_format == self.FORMAT_CSV
        day = timezone.localdate().isoformat()
        return send_pieces(
            self.request,
            (line.encode() for line in csv_lines(rows))
            if is_csv
            else iter([workbook_of(rows, sheet=what)]),
            content_type="text/csv; charset=utf-8" if is_csv else XLSX,
            filename=f"{what.lower()}-{day}.{spreadsheet_format}",
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = self.model_admin.get_menu_label()
        # Past IndexView's own, which counts the rows three times over.
        rows = self.queryset
        count = rows.count()
        paginator = self.paginator_class(rows, self.items_per_page)
        paginator.count = count
        # IndexView says 0 where no page is asked for, which Django takes for the last one.
        page = paginator.get_page(max(self.page_num, 1))
        context: dict[str, Any] = super(IndexView, self).get_context_data(
            filter=self.filter,
            list_url=self.index_url,
            result_count=count,
            paginator=paginator,
            page_obj=page,
            elided_page_range=paginator.get_elided_page_range(page.number),
            object_list=page.object_list,
            page_title=title,
            header_title=title,
            header_icon=self.header_icon,
            breadcrumbs_items=[
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": "", "label": title},
            ],
            **self.model_admin.more_for(self.request.user),
            **kwargs,
        )
        return context


class ReadOnly(PermissionHelper):
    """Nothing is changed in a register: the screens of the CRM do that, by its verbs."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


class ForTheDesk(ReadOnly):
    def user_can_list(self, user: Any) -> bool:
        return works_in_crm(user)


class ForWhoGivesRewards(ReadOnly):
    def user_can_list(self, user: Any) -> bool:
        return may_give_rewards(user)


class Register(ModelAdmin):
    add_to_admin_menu = False  # they stand in the menu of the CRM
    history_view_enabled = False
    index_view_class = RegisterIndex
    index_template_name = "crm/admin/register.html"
    empty_value_display = "–"
    list_per_page = 50
    list_export = ("csv", "xlsx")  # the columns of a file are in `register_lines`

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        """The list alone. What isn't there can't be reached by somebody who guesses its address."""
        index: tuple[Any, ...] = super().get_admin_urls_for_registration()[:1]
        return index

    def get_permissions_for_registration(self) -> Any:
        # Roles decide, in crm.permissions: a box to tick in a group would promise what isn't so.
        return Permission.objects.none()

    def register_indexing(self) -> None:
        """Leave them out of Wagtail's index of references, which each save would bring up to date."""

    def more_for(self, user: Any) -> dict[str, Any]:
        """What the page offers besides the rows."""
        return {}
