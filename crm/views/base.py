"""What the counselors' screens in the admin share."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from crm.permissions import works_in_crm


class CRMView(WagtailAdminTemplateMixin):
    """A screen for counselors and admins; everybody else is led back to the admin's home."""

    @property
    def user(self) -> User:
        user: User = self.request.user
        return user

    def may_enter(self) -> bool:
        return works_in_crm(self.user)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_enter():
            raise PermissionDenied
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class AdminView(CRMView):
    """A screen for admins: what holds for the whole team is decided here."""

    def may_enter(self) -> bool:
        return works_in_crm(self.user) and self.user.is_admin
