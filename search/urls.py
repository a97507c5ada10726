from django.urls import path

from search.views import show_results, suggest

app_name = "search"
urlpatterns = [
    path("", show_results, name="results"),
    path("suggest/", suggest, name="suggest"),
]
