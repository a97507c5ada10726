from django.urls import path

from assessment.views import grading_screen, marks_table, submissions, submitting

urlpatterns = [
    path("assignments/<uuid:uuid>/", submitting.assignment_page, name="assignment"),
    path("assignments/<uuid:uuid>/draft/", submitting.draft, name="draft"),
    path("assignments/<uuid:uuid>/files/", submitting.files, name="draft_files"),
    path("assignments/<uuid:uuid>/submit/", submitting.hand_in, name="submit"),
    path(
        "submissions/files/<uuid:uuid>/",
        submitting.submission_file,
        name="submission_file",
    ),
    path(
        "submissions/files/<uuid:uuid>/remove/", submitting.remove, name="remove_file"
    ),
    path(
        "submissions/versions/<uuid:uuid>/receipt/", submitting.receipt, name="receipt"
    ),
    path(
        "assignments/<uuid:uuid>/submissions/",
        submissions.submissions,
        name="submissions",
    ),
    path(
        "assignments/<uuid:uuid>/grading/<uuid:student>/",
        grading_screen.grading,
        name="grading",
    ),
    path("assignments/<uuid:uuid>/release/", submissions.release_view, name="release"),
    path(
        "assignments/<uuid:uuid>/download/",
        submissions.download,
        name="download_submissions",
    ),
    path(
        "assignments/<uuid:uuid>/marks.csv",
        marks_table.marks_csv,
        name="assignment_marks_csv",
    ),
    path("assignments/<uuid:uuid>/marks/", marks_table.marks_table, name="marks_table"),
    path(
        "assignments/<uuid:uuid>/extensions/<uuid:student>/",
        submissions.extension,
        name="extension",
    ),
]
