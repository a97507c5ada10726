"""Every address of the site: each app brings its own list, Wagtail's pages come last."""

from typing import Any, NoReturn

from django.http import Http404, HttpRequest
from django.urls import include, path, reverse
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from config.api import pages_api
from config.health import health
from learning.file_views import serve_file


def _not_found(request: HttpRequest) -> NoReturn:
    raise Http404


class _LogIn(RedirectView):
    """One door: whoever logs in passes two-factor and rate limits, wherever they came from."""

    query_string = True

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str | None:
        if self.request.user.is_authenticated:
            # Sent here because the admin isn't theirs; the log-in would send them back to it.
            return reverse("home:dashboard")
        self.pattern_name = "account_login"
        return super().get_redirect_url(*args, **kwargs)


_log_in = _LogIn.as_view()

urlpatterns = [
    path("health/", health, name="health"),
    path("admin/login/", _log_in),
    path("_util/login/", _log_in),
    path("admin/failwhale/", _not_found),  # Wagtail's deliberate error page
    path("admin/", include("accounts.admin_urls")),
    path("admin/", include("catalog.admin_urls")),
    path("admin/", include("search.admin_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("dashboard/", include("home.urls")),
    path("", include("learning.urls")),
    path("", include("assessment.urls")),
    path("", include("crm.urls.inquiries")),
    path("dashboard/rewards/", include("crm.urls.rewards")),
    path("search/", include("search.urls")),
    path("media/<path:name>", serve_file, name="media"),
    path("api/v1/crm/", include("crm.urls.api")),
    path("api/v2/", pages_api.urls),
    path("", include("home.public_urls")),
    path("", include("catalog.urls")),
    path("", include(wagtail_urls)),
]
