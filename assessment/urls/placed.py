from django.urls import path

from assessment.views import placed

urlpatterns = [
    path(
        "learn/assessed/<str:kind>/<uuid:uuid>/state/",
        placed.state,
        name="placed_state",
    )
]
