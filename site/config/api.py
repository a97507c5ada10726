"""What other programs may read, by version."""

from wagtail.api.v2.router import WagtailAPIRouter

from home.api import PublicPagesViewSet

# Images and documents have no list of their own: a file is as open as the pages that use it.
pages_api = WagtailAPIRouter("wagtailapi")
pages_api.register_endpoint("pages", PublicPagesViewSet)
