"""Where Wagtail's admin would show a teacher the names of other people's things."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry


class _Choosable(BaseAPIViewSet):
    """Only what the user may choose in the admin."""

    def get_queryset(self) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset()
        policy = policy_registry.get_by_type(self.model)
        allowed = policy.instances_user_has_any_permission_for(
            self.request.user, ["choose", "change"]
        )
        return found.filter(pk__in=allowed.values("pk"))


class OwnImagesAPIViewSet(_Choosable, ImagesAdminAPIViewSet):
    pass


class OwnDocumentsAPIViewSet(_Choosable, DocumentsAdminAPIViewSet):
    pass


class PageTypesReport(PageTypesUsageReportView):
    """Names the page that was edited last, whoever's it is: for admins."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_admin:
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response
