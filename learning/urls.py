from django.urls import path

from learning import certificate_views, views

app_name = "learning"

urlpatterns = [
    path("learn/courses/<int:pk>/enrol/", views.enrol_view, name="enrol"),
    path("learn/courses/<int:pk>/leave/", views.leave_view, name="leave"),
    path("learn/courses/<int:pk>/complete/", views.complete_view, name="complete"),
    path("learn/courses/<int:pk>/continue/", views.continue_view, name="continue"),
    path("learn/requests/<uuid:uuid>/withdraw/", views.withdraw_view, name="withdraw"),
    path("learn/lessons/<int:pk>/done/", views.done_view, name="done"),
    path("learn/lessons/<int:pk>/not-done/", views.not_done_view, name="not_done"),
    path(
        "learn/lessons/<int:pk>/read-again/", views.read_again_view, name="read_again"
    ),
    path("learn/lessons/<int:pk>/study/", views.study_view, name="study"),
    path("certificates/", certificate_views.check_form, name="certificate_form"),
    path(
        "certificates/<str:number>.pdf",
        certificate_views.download,
        name="certificate_pdf",
    ),
    path("certificates/<str:number>/", certificate_views.check, name="certificate"),
]
