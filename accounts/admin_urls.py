"""Addresses below `/admin/` that stand before Wagtail's own."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from accounts.views.admin_account import AccountView

urlpatterns = [
    path("account/", never_cache(require_admin_access(AccountView.as_view()))),
]
