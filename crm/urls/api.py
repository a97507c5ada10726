"""What other programs reach of the CRM."""

from django.urls import path

from crm.api import InquiriesView

app_name = "crm_api"
urlpatterns = [path("inquiries", InquiriesView.as_view(), name="inquiries")]
