"""What people searched for is shown to those who recommend pages, and to nobody else.

Wagtail lets everybody choose among the queries who may enter the admin.
"""

from django.contrib.auth.decorators import permission_required
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.contrib.search_promotions import views

_may_recommend = permission_required(
    "wagtailsearchpromotions.add_searchpromotion", raise_exception=True
)

urlpatterns = [
    path(
        "searchpicks/queries/chooser/",
        require_admin_access(_may_recommend(views.chooser)),
    ),
    path(
        "searchpicks/queries/chooser/results/",
        require_admin_access(_may_recommend(views.chooserresults)),
    ),
]
