"""Our pages below `/accounts/`. They stand before allauth's, two of which they replace."""

from django.urls import path

from accounts.views import entrance, own

app_name = "accounts"
urlpatterns = [
    path("signup/", entrance.SignupView.as_view(), name="sign_up"),
    path("signup/teacher/", entrance.TeacherSignupView.as_view(), name="teach"),
    path("inactive/", entrance.ClosedAccountView.as_view(), name="closed"),
    path("profile/", own.profile, name="profile"),
    path("sessions/<int:pk>/end/", own.end_session, name="end_session"),
]
