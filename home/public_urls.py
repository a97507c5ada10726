"""What machines ask for at the root of the site."""

from django.urls import path

from home.sitemaps import show_sitemap
from home.views import favicon, robots

app_name = "public"
urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", favicon, name="favicon"),
    path("sitemap.xml", show_sitemap, name="sitemap"),
]
