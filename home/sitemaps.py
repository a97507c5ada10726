from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap

from home.public import public_pages


class PublicPagesSitemap(Sitemap):
    """What search engines may visit, and when it was published last."""

    limit = 25_000

    def items(self) -> Any:
        fields = ("path", "depth", "url_path", "last_published_at")
        return public_pages().only(*fields).order_by("path")

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        # Wagtail falls back on the date of a draft, which is nobody's business.
        return [
            {
                "location": item.get_full_url(self.request),
                "lastmod": item.last_published_at,
            }
            for item in self.paginator.page(page).object_list
        ]


def show_sitemap(request: HttpRequest) -> HttpResponseBase:
    response: HttpResponseBase = sitemap(request, {"pages": PublicPagesSitemap})
    return response
