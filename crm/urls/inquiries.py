"""The doors for visitors, and how they may be written to."""

from django.urls import path

from crm.views import consent
from crm.views.ask import AskFragmentView, AskView, ThanksView

app_name = "inquiries"
urlpatterns = [
    path("ask/", AskView.as_view(), name="ask"),
    path("ask/form/", AskFragmentView.as_view(), name="form"),
    path("ask/thanks/", ThanksView.as_view(), name="thanks"),
    path("ask/thanks/<int:page>/", ThanksView.as_view(), name="thanks_of_page"),
    path("consent/<str:token>/", consent.consent, name="consent"),
]
