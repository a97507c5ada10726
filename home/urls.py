from django.urls import path

from home.dashboards import explanation_views, request_views, student_views, views

app_name = "home"

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("access/", explanation_views.access, name="access"),
    path("courses/<slug:slug>/", views.course, name="course"),
    path("courses/<slug:slug>/students/", student_views.students, name="students"),
    path(
        "courses/<slug:slug>/students.csv",
        student_views.students_csv,
        name="students_csv",
    ),
    path(
        "courses/<slug:slug>/students/enrol/",
        student_views.enrol_students,
        name="enrol_students",
    ),
    path(
        "courses/<slug:slug>/students/<uuid:uuid>/",
        student_views.student,
        name="student",
    ),
    path(
        "courses/<slug:slug>/students/<uuid:uuid>/status/",
        student_views.change_status,
        name="change_status",
    ),
    path(
        "courses/<slug:slug>/students/<uuid:uuid>/assess/",
        student_views.assess_lesson,
        name="assess_lesson",
    ),
    path(
        "courses/<slug:slug>/students/<uuid:uuid>/certificate/revoke/",
        student_views.revoke,
        name="revoke_certificate",
    ),
    path("courses/<slug:slug>/requests/", request_views.requests, name="requests"),
    path(
        "courses/<slug:slug>/requests/<uuid:uuid>/",
        request_views.decide,
        name="decide_request",
    ),
]
